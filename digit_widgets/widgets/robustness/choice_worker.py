"""Choice worker: shows what is chosen, then measures the curves, on a background thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.evaluation.disturbances import Disturbance, disturb
from digit_widgets.evaluation.robustness import RobustnessCurve, read_disturbed
from digit_widgets.predictors import Predictor
from digit_widgets.widgets.parts.message import model_problem
from digit_widgets.widgets.parts.worker import LatestWorker
from digit_widgets.widgets.robustness.curve_meter import CurveMeter, Progress
from digit_widgets.widgets.robustness.view import RobustnessView
from digit_widgets.widgets.robustness.wording import describe_accuracies

__all__ = ["Choice", "ChoiceWorker"]

#: Seconds without another choice after which screen readers are told the accuracies.
_PAUSE = 0.8


class Choice(NamedTuple):
    """What is to be shown."""

    disturbance: Disturbance
    strength: float
    page: int


class ChoiceWorker:
    """Shows the newest choice first; in between it measures, until each curve is complete.

    Parameters
    ----------
    view
        Shows the digits and the accuracies.
    predictors
        The models, by name.
    images, labels
        (N, 28, 28) float32 in 0..1, N ≥ 1, and (N,) int64 in 0..9.
    report
        Called on the thread with the curves measured so far, and what is wrong with models that
        failed, both by the models' names.
    """

    def __init__(
        self,
        view: RobustnessView,
        predictors: Mapping[str, Predictor],
        images: NDArray[np.float32],
        labels: NDArray[np.int64],
        report: Callable[[dict[str, RobustnessCurve], dict[str, str]], None],
    ) -> None:
        self._view, self._report = view, report
        self._predictors, self._images, self._labels = predictors, images, labels
        self._meter = CurveMeter(predictors, images, labels)
        self._failed: dict[str, str] = {}
        self._choice: Choice | None = None
        self._shown: Choice | None = None
        self._announced = True
        self._closing, self._changed = threading.Event(), threading.Event()
        self._worker: LatestWorker[None] = LatestWorker(lambda _: self._work())

    def choose(self, choice: Choice) -> None:
        """Show and measure a choice soon; models that failed are tried with another disturbance."""
        if self._choice and choice.disturbance is not self._choice.disturbance:
            self._meter.retry()
        self._choice, self._announced = choice, False
        self._changed.set()
        self._worker.submit(None)

    def skip_announcement(self) -> None:
        """Leave the accuracies of the current choice to be read where they are shown."""
        self._announced = True

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until all is shown and measured, at most `timeout` seconds; return if it is."""
        return self._worker.wait(timeout)

    def close(self) -> None:
        """Stop measuring, and the thread."""
        self._closing.set()
        self._changed.set()
        self._worker.close()

    # On the thread --------------------------------------------------------------------------

    def _work(self) -> None:
        chosen = 0.0
        while not self._closing.is_set():
            self._changed.clear()
            choice = self._choice
            assert choice is not None
            kind, strength, _ = choice
            if choice != self._shown:
                self._show_images(choice)
                self._show_accuracies(kind, strength)
                self._shown, chosen = choice, time.monotonic()
            # Last: until then, all else would be taken for what it names.
            self._view.say_strength(kind.describe(strength))
            progress = self._meter.measure_part(kind, strength)
            if progress is Progress.NEWS:
                self._show_accuracies(kind, strength)
            pause = 0.0 if self._announced else chosen + _PAUSE - time.monotonic()
            if progress is Progress.COMPLETE and self._changed.wait(pause):
                continue
            if not self._announced and time.monotonic() >= chosen + _PAUSE:
                self._announced = True
                self._announce(kind, strength)
            if progress is Progress.COMPLETE:
                return

    def _show_images(self, choice: Choice) -> None:
        kind, strength, page = choice
        places = self._view.cards.indices(page)
        images = disturb(self._images[places], kind.name, strength)
        readings: dict[str, LabeledPredictions | None] = {}
        problems = {}
        for name, predictor in self._predictors.items():
            readings[name] = None
            try:
                readings[name] = read_disturbed(predictor, images, self._labels[places])
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
                problems[name] = model_problem(error)
        self._view.cards.show(images, readings)
        self._failed = problems

    def _show_accuracies(self, kind: Disturbance, strength: float) -> None:
        curves = self._meter.curves(kind)
        problems = {**self._meter.problems, **self._failed}
        known = self._meter.get(kind, strength)
        self._view.show_accuracies(kind, strength, curves, known, problems)
        self._report(curves, problems)

    def _announce(self, kind: Disturbance, strength: float) -> None:
        known = self._meter.get(kind, strength)
        self._view.announcement.say(describe_accuracies(kind, strength, known, len(self._images)))
