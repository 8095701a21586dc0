"""Training figures: the few numbers of a training to look at, in large type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from ipywidgets import HTML

from digit_widgets.progress import Pace

__all__ = ["TrainingFigures"]

_NONE = "\N{EN DASH}"


class TrainingFigures(HTML):  # type: ignore[misc]
    """Shows the accuracy in validation, the best one with its epoch, and the time left."""

    def __init__(self) -> None:
        super().__init__()
        self.layout.overflow = "visible"
        self._write(_NONE, _NONE, _NONE)

    def show(self, pace: Pace, history: Mapping[str, Sequence[float]], *, is_running: bool) -> None:
        """Show the figures of a training, from its metrics in each epoch."""
        latest = best = _NONE
        if values := history.get("val_accuracy"):
            highest = max(values)
            epoch = tuple(values).index(highest) + 1
            latest, best = f"{values[-1]:.2%}", f"{highest:.2%} (epoch {epoch})"
        self._write(latest, best, (is_running and pace.time_left) or _NONE)

    def _write(self, latest: str, best: str, left: str) -> None:
        named = {"Validation": latest, "Best": best, "Time left": left}
        pairs = "".join(
            f"<div><span>{name}</span> <b>{escape(text)}</b></div>" for name, text in named.items()
        )
        self.value = f'<div class="digit-widgets-figures">{pairs}</div>'
