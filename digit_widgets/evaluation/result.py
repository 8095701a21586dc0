"""Evaluation result: a model's metrics, and the predictions that they are computed from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.evaluation.metrics import (
    Proportion,
    Reliability,
    area_under_roc,
    proportions_by,
    reliability,
)
from digit_widgets.evaluation.non_digits import NonDigits, is_accepted
from digit_widgets.evaluation.rows import DigitsRow, NonDigitsRow, count_writers
from digit_widgets.predictors.base import DIGITS, THRESHOLD

__all__ = ["Evaluation", "Metrics"]


@dataclass(frozen=True, slots=True)
class Metrics:
    """The main metrics of a model on a labelled set.

    Attributes
    ----------
    accuracy
        Share of images whose most probable label is right, in 0..1.
    accuracy_interval
        Its 95 % confidence interval, in 0..1, as (low, high): see `Proportion.interval`.
    loss
        Mean cross-entropy, in nats.
    ece
        Expected calibration error, in 0..1, as in `Reliability.error`.
    n
        Number of images.
    """

    accuracy: float
    accuracy_interval: tuple[float, float]
    loss: float
    ece: float
    n: int

    def as_dict(self) -> dict[str, Any]:
        """Return the metrics by name, for JSON."""
        return asdict(self) | {"accuracy_interval": list(self.accuracy_interval)}


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Evaluation of a model on labelled sets; its metrics are computed on first use.

    They are those of all sets together, but for the rows, which are those of each set.

    A blank drawing or a dot has no prediction, as in `read`. It counts as wrong, with a confidence
    and a score of 0, and as rejected; it is in no cell of the confusion matrix.

    Attributes
    ----------
    images
        (N, 28, 28) float32 in 0..1: the model's input; zeros where nothing is drawn.
    predictions
        The model's prediction for each image, rejected or not.
    sets
        (N,) str: the name of each drawing's set.
    threshold
        The score in 0..1 below which a drawing is rejected.
    writers
        (N,) names or numbers of each drawing's writer, "" where unknown, or None.
    non_digits
        The results for drawings that are not digits, or None.
    like_digits
        The results for letters whose shape is a digit's (`LIKE_DIGITS`), or None. They have rows of
        their own, and are counted nowhere else.
    """

    images: NDArray[np.float32]
    predictions: LabeledPredictions
    sets: NDArray[Any]
    threshold: float = THRESHOLD
    writers: NDArray[Any] | None = None
    non_digits: NonDigits | None = None
    like_digits: NonDigits | None = None

    @cached_property
    def digit_rows(self) -> tuple[DigitsRow, ...]:
        """The main figures of each set of digits."""
        return tuple(self._digit_row(name) for name in dict.fromkeys(self.sets.tolist()))

    @cached_property
    def non_digit_rows(self) -> tuple[NonDigitsRow, ...]:
        """The main figures of each set of non-digits, with a row for its letters like digits."""
        scores, rows = self.predictions.scores, list[NonDigitsRow]()
        # There are no non-digits without scores.
        if self.non_digits is not None and scores is not None:
            rows += self.non_digits.rows(scores)
        if self.like_digits is not None and scores is not None:
            rows += self.like_digits.rows(scores, like_digits=True)
        names = list(dict.fromkeys(row.name for row in rows))
        return tuple(sorted(rows, key=lambda row: names.index(row.name)))

    @cached_property
    def accuracy(self) -> Proportion:
        """The share of images whose most probable label is right, rejected or not."""
        return Proportion.of(self.predictions.right, self.writers)

    @cached_property
    def reliability(self) -> Reliability:
        """The model's accuracy in each bin of its confidence."""
        return reliability(self.predictions.confidence, self.predictions.right)

    @cached_property
    def rejected(self) -> NDArray[np.bool_]:
        """(N,) bool: True where a digit gets no label (score too low, or nothing drawn)."""
        blank = self.predictions.read < 0
        if self.predictions.scores is None:
            return blank
        return blank | ~is_accepted(self.predictions.scores, self.threshold)

    @cached_property
    def by_digit(self) -> dict[str, Proportion]:
        """The accuracy for each digit in the set."""
        return proportions_by(self.predictions.labels, self.predictions.right, self.writers)

    @cached_property
    def by_writer(self) -> dict[str, Proportion] | None:
        """The accuracy for each writer; None if the writers are unknown."""
        return (
            None if self.writers is None else proportions_by(self.writers, self.predictions.right)
        )

    @cached_property
    def by_alphabet(self) -> dict[str, Proportion] | None:
        """The share of each alphabet's drawings that are not rejected; None if unknown."""
        others = self.non_digits
        if others is None or others.alphabets is None:
            return None
        return proportions_by(others.alphabets, others.accepted, others.writers)

    @cached_property
    def auroc(self) -> float | None:
        """The area under the ROC curve of the scores; None without non-digits or without scores."""
        if self.non_digits is None or self.predictions.scores is None:
            return None
        return area_under_roc(self.predictions.scores.astype(np.float64), self.non_digits.scores)

    @cached_property
    def metrics(self) -> Metrics:
        """The main metrics."""
        n = len(self.images)
        given = self.predictions.probabilities[np.arange(n), self.predictions.labels]
        return Metrics(
            accuracy=self.accuracy.value,
            accuracy_interval=self.accuracy.interval,
            # A probability of 0 would make the mean infinite; Keras clips at the same value.
            loss=float(-np.log(np.maximum(given, 1e-7)).mean()),
            ece=self.reliability.error,
            n=n,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return all metrics by name, for JSON.

        ``rejected`` is null for a model without scores, ``per_writer`` if the writers are unknown,
        and a digit's value in ``per_class`` if the set does not have that digit. ``digits`` and
        ``not_digits`` hold the rows, by the names of the sets.
        """
        scores = self.predictions.scores is not None
        figures = self.metrics.as_dict() | {
            "threshold": self.threshold,
            "rejected": Proportion.of(self.rejected).value if scores else None,
            "per_class": dict.fromkeys(DIGITS) | _values(self.by_digit),
            "per_writer": None if self.by_writer is None else _values(self.by_writer),
            "confusion": self.predictions.counts.tolist(),
            "reliability": self.reliability.as_dict(),
            "digits": {row.name: row.as_dict() for row in self.digit_rows},
            "not_digits": self._rows_by_set(),
        }
        if self.non_digits is None:
            return figures
        return figures | {
            "n_not_digits": len(self.non_digits.images),
            "auroc": self.auroc,
            "false_accept": Proportion.of(self.non_digits.accepted).value,
            "false_reject": Proportion.of(self.rejected).value,
            "per_alphabet": None if self.by_alphabet is None else _values(self.by_alphabet),
        }

    def _digit_row(self, name: str) -> DigitsRow:
        own = self.sets == name
        writers = None if self.writers is None else self.writers[own]
        right, confidence = self.predictions.right[own], self.predictions.confidence[own]
        return DigitsRow(
            name,
            count_writers(writers),
            Proportion.of(right, writers),
            reliability(confidence, right).error,
            None if self.predictions.scores is None else Proportion.of(self.rejected[own], writers),
        )

    def _rows_by_set(self) -> dict[str, Any]:
        rows: dict[str, Any] = {}
        for row in self.non_digit_rows:
            own = rows.setdefault(row.name, {})
            own |= {"like_digits": row.as_dict()} if row.like_digits else row.as_dict()
        return rows


def _values(shares: dict[str, Proportion]) -> dict[str, float]:
    return {name: share.value for name, share in shares.items()}
