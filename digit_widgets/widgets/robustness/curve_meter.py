"""Curve meter: measures models' accuracy from coarse to fine strengths, the newest choice first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.disturbances import Disturbance, disturb
from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.robustness import RobustnessCurve, read_disturbed
from digit_widgets.predictors import Predictor
from digit_widgets.widgets.parts.message import model_problem

__all__ = ["CurveMeter", "Progress", "sort_strengths"]

#: Images that a model reads at a time: whatever else waits for it waits for no more than these.
_PART = 32
#: Steps between the strengths that are measured first: a power of 2.
_COARSE = 8


class Progress(Enum):
    """What has come of measuring a part."""

    #: Some more images are read; a strength is known, or a model has failed; nothing was left.
    PART, NEWS, COMPLETE = auto(), auto(), auto()


@dataclass(slots=True)
class _Tally:
    """The images that a model has read at one strength, and how many of them right."""

    n_read: int = 0
    n_right: int = 0


class CurveMeter:
    """Measures accuracies a few images at a time, and keeps what is measured.

    Parameters
    ----------
    predictors
        The models, by name.
    images, labels
        (N, 28, 28) float32 in 0..1, N ≥ 1, and (N,) int64 in 0..9.

    Attributes
    ----------
    problems
        dict: what is wrong with models that failed, by name. They are left out until `retry`.
    """

    def __init__(
        self,
        predictors: Mapping[str, Predictor],
        images: NDArray[np.float32],
        labels: NDArray[np.int64],
    ) -> None:
        self._predictors = predictors
        self._images, self._labels = images, labels
        self._tallies: dict[tuple[str, str], dict[float, _Tally]] = {}
        self._last: tuple[tuple[str, float, int], NDArray[np.float32]] | None = None
        self.problems: dict[str, str] = {}

    def retry(self) -> None:
        """Give models that have failed another chance."""
        self.problems = {}

    def get(self, disturbance: Disturbance, strength: float) -> dict[str, Proportion]:
        """Return the accuracies that are known, by the models' names."""
        curves = self.curves(disturbance)
        return {
            name: curve.accuracies[curve.strengths.index(strength)]
            for name, curve in curves.items()
            if strength in curve.strengths
        }

    def curves(self, disturbance: Disturbance) -> dict[str, RobustnessCurve]:
        """Return what is measured so far, by the models' names."""
        n = len(self._images)
        curves = {}
        for name in self._predictors:
            tallies = sorted(self._get_tallies(name, disturbance).items())
            known = [(each, tally.n_right) for each, tally in tallies if tally.n_read == n]
            curves[name] = RobustnessCurve(
                disturbance.name,
                tuple(strength for strength, _ in known),
                tuple(Proportion(right, n) for _, right in known),
            )
        return curves

    def measure_part(self, disturbance: Disturbance, first: float) -> Progress:
        """Let one model read a few more images, those of the strength `first` before all others."""
        for strength in sort_strengths(disturbance, first):
            tallies = {
                name: self._get_tallies(name, disturbance).setdefault(strength, _Tally())
                for name in self._predictors
                if name not in self.problems
            }
            n_read = min((tally.n_read for tally in tallies.values()), default=len(self._images))
            if n_read < len(self._images):
                name = next(name for name, tally in tallies.items() if tally.n_read == n_read)
                self._read(name, disturbance, strength, tallies[name])
                is_news = name in self.problems or all(
                    tally.n_read == len(self._images) for tally in tallies.values()
                )
                return Progress.NEWS if is_news else Progress.PART
        return Progress.COMPLETE

    def _get_tallies(self, name: str, disturbance: Disturbance) -> dict[float, _Tally]:
        return self._tallies.setdefault((name, disturbance.name), {})

    def _read(self, name: str, disturbance: Disturbance, strength: float, tally: _Tally) -> None:
        part = slice(tally.n_read, tally.n_read + _PART)
        labels = self._labels[part]
        try:
            images = self._disturb(part, disturbance, strength)
            readings = read_disturbed(self._predictors[name], images, labels)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self.problems[name] = model_problem(error)
            # Half a curve would be taken for all that there is to know.
            self._get_tallies(name, disturbance).clear()
        else:
            tally.n_read += len(labels)
            tally.n_right += int(readings.right.sum())

    def _disturb(
        self, part: slice, disturbance: Disturbance, strength: float
    ) -> NDArray[np.float32]:
        """Disturb a part of the images, once for all models."""
        key = (disturbance.name, strength, part.start)
        if self._last is None or self._last[0] != key:
            self._last = key, disturb(self._images[part], disturbance.name, strength)
        return self._last[1]


def sort_strengths(disturbance: Disturbance, first: float) -> list[float]:
    """Return a disturbance's strengths in the order of measuring: coarse steps before fine ones."""
    strengths = disturbance.strengths
    middle = strengths.index(0.0)
    ends = (strengths[0], strengths[-1])

    def rank(strength: float) -> int:
        steps = strengths.index(strength) - middle
        # The largest power of 2 that divides the steps from 0.
        power = _COARSE if strength in ends or steps == 0 else min(steps & -steps, _COARSE)
        return -power

    return list(dict.fromkeys([first, *sorted(strengths, key=rank)]))
