"""Members: what an ensemble gains over each of its members, and what that costs, in one table."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.evaluation.evaluator import DigitSet, evaluate
from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.rendering import render
from digit_widgets.evaluation.result import Metrics
from digit_widgets.evaluation.summary import align_table, write_share
from digit_widgets.predictors import Ensemble, Predictor
from digit_widgets.predictors.digit_predictor import predict_with_scores

__all__ = ["MemberComparison", "MemberRow", "compare_members"]

#: Images that are read one by one, to measure how long that takes.
_TIMED = 100
_HEADER = ("model", "accuracy", "ECE", "loss", "latency")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """The figures of an ensemble, or of one of its members.

    Attributes
    ----------
    name
        The member's name; "ensemble" for all together.
    accuracy
        The share of images whose most probable label is right.
    metrics
        Its main metrics.
    latency
        The median time to read a single image, in seconds.
    """

    name: str
    accuracy: Proportion
    metrics: Metrics
    latency: float


@dataclass(frozen=True, slots=True)
class MemberComparison:
    """An ensemble beside its members; `str` gives it as a table, and a notebook shows one.

    Attributes
    ----------
    rows
        That of the ensemble, and those of its members.
    timed
        Number of images that the latencies are medians of.
    machine
        What they were measured on: "x86_64, 2 processors".
    """

    rows: tuple[MemberRow, ...]
    timed: int
    machine: str

    @property
    def note(self) -> str:
        """What the figures are, in two sentences."""
        return (
            f"{self.rows[0].metrics.n:,} digits, 95% intervals. Latency: the median of "
            f"{self.timed} single images on this machine ({self.machine}), beside all else that "
            "ran on it."
        )

    def __str__(self) -> str:
        return "\n".join([*align_table([_HEADER, *self._cells()]), "", *wrap(self.note, 80)])

    def _repr_html_(self) -> str:
        return render("members.html.j2", header=_HEADER, rows=self._cells(), note=self.note)

    def _cells(self) -> list[tuple[str, ...]]:
        return [
            (
                row.name,
                write_share(row.accuracy),
                f"{row.metrics.ece:.2%}",
                f"{row.metrics.loss:.4f}",
                f"{1e3 * row.latency:.2f} ms",
            )
            for row in self.rows
        ]


def compare_members(ensemble: Ensemble, digits: DigitSet) -> MemberComparison:
    """Measure an ensemble and each of its members on the same digits.

    Parameters
    ----------
    ensemble
        The ensemble, of models of the ten digits.
    digits
        A test set, as in `evaluate`.

    Raises
    ------
    ArgumentError
        The first argument is no ensemble.
    ModelError, DataError
        For the reasons given in `evaluate`.
    """
    if not isinstance(ensemble, Ensemble):
        raise ArgumentError(
            f"Give an Ensemble, as Ensemble(['cnn', 'ann']), not a {type(ensemble).__name__}."
        )
    predictors: dict[str, Predictor] = {"ensemble": ensemble}
    for name, member in ensemble.members.items():
        predictors[f"{name} (member)" if name in predictors else name] = member
    measured = {name: evaluate(each, digits) for name, each in predictors.items()}
    images = measured["ensemble"].images
    timed = images[images.any(axis=(1, 2))][:_TIMED]
    latencies = _measure_latencies(list(predictors.values()), timed)
    rows = tuple(
        MemberRow(name, each.accuracy, each.metrics, latency)
        for (name, each), latency in zip(measured.items(), latencies, strict=True)
    )
    return MemberComparison(rows, len(timed), _describe_machine())


def _measure_latencies(predictors: list[Predictor], images: NDArray[np.float32]) -> list[float]:
    """Return each model's median time for an image; all take turns, as the machine's load does."""
    seconds = np.zeros((len(images), len(predictors)))
    for row, image in zip(seconds, images, strict=True):
        for column, predictor in enumerate(predictors):
            start = time.perf_counter()
            predict_with_scores(predictor, image[np.newaxis])
            row[column] = time.perf_counter() - start
    medians: list[float] = np.median(seconds, axis=0).tolist()
    return medians


def _describe_machine() -> str:
    count = os.cpu_count() or 1
    return f"{platform.machine()}, {count} processor{'s' * (count != 1)}"
