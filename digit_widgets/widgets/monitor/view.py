"""Monitor view: buttons, status, progress bars and learning curves."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from ipywidgets import HTML, Box, Button, FloatProgress, HBox, VBox

from digit_widgets.progress import Pace
from digit_widgets.widgets.monitor.learning_curves import LearningCurves
from digit_widgets.widgets.parts.colors import ACCENT, MUTED
from digit_widgets.widgets.parts.message import Message

__all__ = ["TrainingView"]

History = Mapping[str, Sequence[float]]


class TrainingView(VBox):  # type: ignore[misc]
    """Shows a training's progress, with buttons to pause and stop it.

    Parameters
    ----------
    pause, resume, stop
        Functions that the buttons call.
    """

    def __init__(
        self, pause: Callable[[], None], resume: Callable[[], None], stop: Callable[[], None]
    ) -> None:
        self._curves = {
            "loss": LearningCurves("Loss", ".2~f"),
            "accuracy": LearningCurves("Accuracy", ".0%", highest=1.0),
        }
        self._within: dict[str, list[tuple[float, float]]] = {name: [] for name in self._curves}
        self._words = HTML("Not started")
        bar = {"width": "auto", "flex": "1 1 0"}
        self._epoch_bar = FloatProgress(0.0, min=0.0, max=1.0, layout=bar)
        self._whole_bar = FloatProgress(0.0, min=0.0, max=1.0, layout=bar)
        self._pause, self._resume, self._stop = (
            _button(name, icon, act)
            for name, icon, act in (
                ("Pause", "pause", pause),
                ("Resume", "play", resume),
                ("Stop", "stop", stop),
            )
        )
        self.message = Message()
        super().__init__(
            [
                HBox([self._pause, self._resume, self._stop]),
                self._words,
                HBox([HTML("Epoch", layout={"width": "60px"}), self._epoch_bar]),
                HBox([HTML("Total", layout={"width": "60px"}), self._whole_bar]),
                Box(list(self._curves.values()), layout={"flex_flow": "row wrap"}),
                HTML(
                    f'<b style="color: {MUTED}">━</b> training, as it goes &emsp; '
                    f'<b style="color: {ACCENT}">━●━</b> validation, after each epoch'
                ),
                self.message,
            ]
        )
        self.layout.overflow = "visible"

    def begin(self) -> None:
        """Clear the curves of the previous training."""
        for points in self._within.values():
            points.clear()

    def show_state(self, state: str) -> None:
        """Enable the buttons that apply in a state of `TrainingMonitor`, and show "Failed"."""
        self._pause.disabled = state != "running"
        self._resume.disabled = state != "paused"
        self._stop.disabled = state not in {"running", "paused"}
        if state == "failed":
            self._words.value = "Failed"

    def note(self, pace: Pace, logs: Mapping[str, Any]) -> None:
        """Add a point to the training curves."""
        for name, points in self._within.items():
            if math.isfinite(logs.get(name, math.nan)):
                points.append((pace.epoch + (pace.share or 1.0), float(logs[name])))

    def show(self, state: str, pace: Pace, history: History) -> None:
        """Show the progress and the curves so far."""
        self._epoch_bar.value, self._whole_bar.value = pace.share, pace.whole_share
        self._words.value = escape(f"{state.capitalize()} · {pace}")
        for name, curves in self._curves.items():
            values = history.get(f"val_{name}", ())
            # The newest value belongs to the current epoch if complete, else to the last one.
            last = pace.epoch + (pace.share == 1.0)
            validation = [
                (float(last - len(values) + 1 + place), value)
                for place, value in enumerate(values)
                if math.isfinite(value)
            ]
            curves.show(pace.epochs, self._within[name], validation)


def _button(name: str, icon: str, act: Callable[[], None]) -> Button:
    button = Button(description=name, icon=icon, disabled=True, layout={"width": "88px"})
    button.on_click(lambda _: act())
    return button
