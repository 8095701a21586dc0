"""Progress line: how far a sweep is, and the button that stops it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ipywidgets import HTML, Box, Button, FloatProgress, VBox

from digit_widgets.sweeps import RunRecord, SweepProgress
from digit_widgets.widgets.parts.message import Message
from digit_widgets.widgets.sweep_board.wording import describe_problems, describe_progress

__all__ = ["ProgressLine"]

_STOP = "Give up the runs in training; the records stay"


class ProgressLine(VBox):  # type: ignore[misc]
    """A sweep's progress in words and as a bar, Stop while it runs here, and its problems.

    Parameters
    ----------
    stop
        Called when Stop is pressed.
    """

    def __init__(self, stop: Callable[[], None]) -> None:
        self._words, self._message = Message("note"), Message("status")
        wide = {"width": "auto", "flex": "1 1 120px", "max_width": "480px"}
        self._bar = FloatProgress(0.0, min=0.0, max=1.0, layout=wide)
        narrow = {"width": "auto"}
        self._stop = Button(description="Stop", icon="stop", tooltip=_STOP, layout=narrow)
        self._stop.on_click(lambda _: stop())
        self._problems = HTML()
        flow = {"flex_flow": "row wrap", "align_items": "center", "grid_gap": "0 8px"}
        super().__init__(
            [self._words, Box([self._stop, self._bar], layout=flow), self._message, self._problems]
        )

    def show(
        self, progress: SweepProgress, records: Sequence[RunRecord], names: Sequence[str]
    ) -> None:
        """Show how far a sweep is, and its problems, with the settings of these names."""
        self._words.say(describe_progress(progress, records))
        self._message.say(progress.message)
        self._problems.value = describe_problems(records, names)
        is_under_way = progress.state in {"running", "stopping"}
        self._stop.disabled = progress.state != "running"
        # What nobody can stop from here has no button, and what has ended no bar.
        self._stop.layout.display = "" if is_under_way else "none"
        is_partial = bool(progress.total) and progress.done < (progress.total or 0)
        self._bar.layout.display = "" if is_under_way or is_partial else "none"
        self._bar.value = progress.done / progress.total if progress.total else 0.0
