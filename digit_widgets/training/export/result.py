"""Export result: how an exported model differs from its network, measured on test images."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.evaluation.evaluator import evaluate
from digit_widgets.predictors import Predictor

__all__ = ["Difference", "ExportResult", "compare"]


@dataclass(frozen=True, slots=True)
class Difference:
    """How the predictions of two models for the same images differ.

    Attributes
    ----------
    n
        Number of images.
    accuracy_before, accuracy
        Shares of images whose most probable label is right, in 0..1.
    different_labels
        Number of images whose most probable label is another one.
    probability, score
        The largest differences of a probability and of a score, in 0..1; None for the score if
        one of the models has none.
    """

    n: int
    accuracy_before: float
    accuracy: float
    different_labels: int
    probability: float
    score: float | None


@dataclass(frozen=True, slots=True)
class ExportResult:
    """Result of an export: the file, and what the export changed. `str` gives it in three lines.

    Attributes
    ----------
    path
        The file, or the folder of a SavedModel.
    size, size_before
        Sizes in bytes of what was written, and of the file that was exported; None for a network
        in memory.
    difference
        What changed, measured on `measured_on`.
    measured_on
        The name and origin of the test images.
    """

    path: Path
    size: int
    size_before: int | None
    difference: Difference
    measured_on: str

    def __str__(self) -> str:
        found = self.difference
        sizes = f"{self.size / 1000:,.0f} kB"
        if self.size_before is not None:
            sizes += f" (before: {self.size_before / 1000:,.0f} kB)"
        points = 100 * (found.accuracy - found.accuracy_before)
        changed = f"{points:+.2f} points" if found.accuracy != found.accuracy_before else "the same"
        n = found.different_labels
        labels = f"{n:,} prediction{'s' * (n != 1)}" if n else "No prediction"
        score = "" if found.score is None else f", scores by at most {found.score:.2g}"
        return (
            f"{self.path}: {sizes}\n"
            f"Accuracy {found.accuracy:.2%} (before: {found.accuracy_before:.2%}, {changed}) on "
            f"{found.n:,} digits ({self.measured_on})\n"
            f"{labels} changed; probabilities differ by at most {found.probability:.2g}{score}"
        )


def compare(before: Predictor, after: Predictor, data: ImageDataset) -> Difference:
    """Measure how two models differ on a data set's test images.

    Raises
    ------
    ModelError
        The labels of a model are not the ten digits, or its output is not probabilities.
    """
    first, second = (evaluate(each, data).predictions for each in (before, after))
    return Difference(
        n=len(data.x_test),
        accuracy_before=float(first.right.mean()),
        accuracy=float(second.right.mean()),
        different_labels=int((first.read != second.read).sum()),
        probability=float(np.abs(first.probabilities - second.probabilities).max()),
        score=_compare_scores(first, second),
    )


def _compare_scores(first: LabeledPredictions, second: LabeledPredictions) -> float | None:
    if first.scores is None or second.scores is None:
        return None
    return float(np.abs(first.scores - second.scores).max())
