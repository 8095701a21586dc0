"""Monitor view: buttons, status, figures, progress bars, training curves and the film strip."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from ipywidgets import HTML, Box, Button, FloatProgress, HBox, VBox

from digit_widgets.progress import Pace
from digit_widgets.widgets.monitor.film_strip import FilmStrip
from digit_widgets.widgets.monitor.recent_mean import RecentMean
from digit_widgets.widgets.monitor.training_curves import LossCurves, MistakeCurves
from digit_widgets.widgets.monitor.training_figures import TrainingFigures
from digit_widgets.widgets.parts.colors import ACCENT, MUTED
from digit_widgets.widgets.parts.message import Message

__all__ = ["TrainingView"]

History = Mapping[str, Sequence[float]]
Points = Sequence[tuple[float, float]]


class TrainingView(VBox):  # type: ignore[misc]
    """Shows a training's progress, with buttons to pause and stop it.

    Parameters
    ----------
    pause, resume, stop
        Functions that the buttons call.

    Attributes
    ----------
    film_strip
        The strip of what the network read.
    message
        The line for a problem.
    """

    def __init__(
        self, pause: Callable[[], None], resume: Callable[[], None], stop: Callable[[], None]
    ) -> None:
        self._curves = {"loss": LossCurves(), "accuracy": MistakeCurves()}
        self._within: dict[str, list[tuple[float, float]]] = {name: [] for name in self._curves}
        self._recent = {name: RecentMean() for name in self._curves}
        self._figures = TrainingFigures()
        self._why = HTML()
        self.film_strip = FilmStrip()
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
                self._figures,
                HBox([HTML("Epoch", layout={"width": "60px"}), self._epoch_bar]),
                HBox([HTML("Total", layout={"width": "60px"}), self._whole_bar]),
                Box(list(self._curves.values()), layout={"flex_flow": "row wrap"}),
                HTML(
                    f'<span style="white-space: nowrap"><b style="color: {MUTED}">━</b> '
                    "training, the latest batches &emsp; </span> "
                    f'<span style="white-space: nowrap"><b style="color: {ACCENT}">━●━</b> '
                    "validation, after each epoch</span>"
                ),
                self._why,
                self.film_strip,
                self.message,
            ]
        )
        self.layout.overflow = "visible"

    def begin(self) -> None:
        """Clear what is shown of the previous training."""
        for name, points in self._within.items():
            points.clear()
            self._recent[name] = RecentMean()
        self._why.value = ""
        self.film_strip.begin(None)

    def show_state(self, state: str) -> None:
        """Enable the buttons that apply in a state of `TrainingMonitor`, and show "Failed"."""
        self._pause.disabled = state != "running"
        self._resume.disabled = state != "paused"
        self._stop.disabled = state not in {"running", "paused"}
        if state == "failed":
            self._words.value = "Failed"

    def note(self, pace: Pace, logs: Mapping[str, Any], *, is_end: bool = False) -> None:
        """Add a point to the training curves, of the batches since the last one."""
        for name, points in self._within.items():
            if not math.isfinite(logs.get(name, math.nan)):
                continue
            mean = self._recent[name].add(pace.batches, float(logs[name]), is_end=is_end)
            if mean is not None:
                points.append((pace.epoch + (pace.share or 1.0), mean))

    def show(self, state: str, pace: Pace, history: History) -> None:
        """Show the progress and the curves so far."""
        self._epoch_bar.value, self._whole_bar.value = pace.share, pace.whole_share
        self._words.value = escape(f"{state.capitalize()} · {pace.work}")
        self._figures.show(pace, history, is_running=state in {"running", "paused"})
        for name, curves in self._curves.items():
            values = history.get(f"val_{name}", ())
            # The newest value belongs to the current epoch if complete, else to the last one.
            last = pace.epoch + (pace.share == 1.0)
            validation = [
                (float(last - len(values) + 1 + place), value)
                for place, value in enumerate(values)
                if math.isfinite(value)
            ]
            training = self._within[name]
            if name == "accuracy":
                training, validation = (
                    _turn_into_mistakes(training),
                    _turn_into_mistakes(validation),
                )
            curves.show(pace.epochs, training, validation)

    def explain(self, words: str) -> None:
        """Say what is to be known of the newest epoch; "" for nothing."""
        self._why.value = words


def _turn_into_mistakes(points: Points) -> list[tuple[float, float]]:
    return [(epoch, 1.0 - accuracy) for epoch, accuracy in points]


def _button(name: str, icon: str, act: Callable[[], None]) -> Button:
    button = Button(description=name, icon=icon, disabled=True, layout={"width": "88px"})
    button.on_click(lambda _: act())
    return button
