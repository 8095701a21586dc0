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
from digit_widgets.predictors.base import DIGITS, THRESHOLD

__all__ = ["Evaluation", "Metrics", "NonDigits", "format_interval", "is_accepted", "summarize"]


@dataclass(frozen=True, slots=True)
class Metrics:
    """The main metrics of a model on a labelled set.

    Attributes
    ----------
    accuracy
        Share of images whose most probable label is right, in 0..1.
    loss
        Mean cross-entropy, in nats.
    ece
        Expected calibration error, in 0..1, as in `Reliability.error`.
    n
        Number of images.
    """

    accuracy: float
    loss: float
    ece: float
    n: int

    @property
    def accuracy_interval(self) -> tuple[float, float]:
        """The true accuracy's 95 % confidence interval, in 0..1, as (low, high)."""
        return Proportion(round(self.accuracy * self.n), self.n).interval

    def as_dict(self) -> dict[str, Any]:
        """Return the metrics by name, for JSON."""
        interval = list(self.accuracy_interval)
        return {"accuracy": self.accuracy, "accuracy_interval": interval} | asdict(self)


@dataclass(frozen=True, eq=False)
class NonDigits:
    """Scores and predictions of drawings that are not digits.

    Attributes
    ----------
    images
        (N, 28, 28) float32 in 0..1: the model's input; zeros where nothing is drawn.
    scores
        (N,) float64 in 0..1: how much each looks like a digit; 0 where nothing is drawn.
    probabilities
        (N, 10) float32: class probabilities; 0 where nothing is drawn.
    accepted
        (N,) bool: True if the drawing is taken for a digit, that is, not rejected.
    alphabets
        (N,) names or numbers of each drawing's alphabet, or None.
    """

    images: NDArray[np.float32]
    scores: NDArray[np.float64]
    probabilities: NDArray[np.float32]
    accepted: NDArray[np.bool_]
    alphabets: NDArray[Any] | None = None


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Evaluation of a model on a labelled set; its metrics are computed on first use.

    A blank drawing or a dot has no prediction, as in `read`. It counts as wrong, with a confidence
    and a score of 0, and as rejected; it is in no cell of the confusion matrix.

    Attributes
    ----------
    images
        (N, 28, 28) float32 in 0..1: the model's input; zeros where nothing is drawn.
    predictions
        The model's prediction for each image, rejected or not.
    threshold
        The score in 0..1 below which a drawing is rejected.
    writers
        (N,) names or numbers of each drawing's writer, or None.
    non_digits
        The results for drawings that are not digits, or None.
    """

    images: NDArray[np.float32]
    predictions: LabeledPredictions
    threshold: float = THRESHOLD
    writers: NDArray[Any] | None = None
    non_digits: NonDigits | None = None

    @cached_property
    def accuracy(self) -> Proportion:
        """The share of images whose most probable label is right, rejected or not."""
        return Proportion.of(self.predictions.right)

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
        return proportions_by(self.predictions.labels, self.predictions.right)

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
        return proportions_by(others.alphabets, others.accepted)

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
            # A probability of 0 would make the mean infinite; Keras clips at the same value.
            loss=float(-np.log(np.maximum(given, 1e-7)).mean()),
            ece=self.reliability.error,
            n=n,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return all metrics by name, for JSON.

        ``rejected`` is null for a model without scores, ``per_writer`` if the writers are unknown,
        and a digit's value in ``per_class`` if the set does not have that digit.
        """
        scores = self.predictions.scores is not None
        figures = self.metrics.as_dict() | {
            "threshold": self.threshold,
            "rejected": Proportion.of(self.rejected).value if scores else None,
            "per_class": dict.fromkeys(DIGITS) | _values(self.by_digit),
            "per_writer": None if self.by_writer is None else _values(self.by_writer),
            "confusion": self.predictions.counts.tolist(),
            "reliability": self.reliability.as_dict(),
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


def is_accepted(scores: NDArray[np.float32], threshold: float) -> NDArray[np.bool_]:
    """Return (N,) bool, True where a score in 0..1 is not rejected, as in `read`.

    Compares in double precision: the float32 nearest to 0.7 is below 0.7.
    """
    accepted: NDArray[np.bool_] = scores.astype(np.float64) >= threshold
    return accepted


def summarize(evaluation: Evaluation, model: str, source: str, others: str = "") -> list[str]:
    """Summarise an evaluation in a few lines.

    Parameters
    ----------
    evaluation
        The evaluation.
    model, source, others
        Names of the model, of the set of digits and of the set of non-digits.
    """
    metrics, rejected = evaluation.metrics, Proportion.of(evaluation.rejected)
    lines = [
        f"{model} on {metrics.n:,} digits ({source}): accuracy "
        f"{format_interval(evaluation.accuracy)}, "
        f"loss {metrics.loss:.4f}",
        f"calibration error {metrics.ece:.2%}; least accurate: "
        + _least("digit", evaluation.by_digit)
        + (f", {_least('writer', evaluation.by_writer)}" if evaluation.by_writer else ""),
    ]
    if evaluation.predictions.scores is not None:
        lines.append(
            f"taken for no digit, with a score below {evaluation.threshold:g}: "
            f"{rejected.hits:,} digits, {rejected.value:.2%}"
        )
    if evaluation.non_digits is not None:
        accepted = Proportion.of(evaluation.non_digits.accepted)
        lines.append(
            f"{accepted.n:,} drawings that are no digits ({others}): "
            f"{format_interval(accepted)} taken for "
            f"digits, area under the ROC curve {evaluation.auroc:.4f}"
        )
    return lines


def format_interval(share: Proportion) -> str:
    """Format a share in percent, with its 95 % interval."""
    low, high = share.interval
    return f"{share.value:.2%} (95% interval {low:.2%} to {high:.2%})"


def _least(what: str, shares: dict[str, Proportion]) -> str:
    name, share = min(shares.items(), key=lambda each: each[1].value)
    return f"{what} {name} with {share.value:.1%}"


def _values(shares: dict[str, Proportion]) -> dict[str, float]:
    return {name: share.value for name, share in shares.items()}
