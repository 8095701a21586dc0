"""What a model says about one drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Prediction", "Reason"]

#: Why a prediction has a label, or has none.
Reason = Literal["digit", "not a digit", "blank", "failed"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """One reading of one drawing or picture.

    Attributes
    ----------
    label
        The most probable label; None if it is not a digit, nothing is drawn or the model failed.
    probabilities
        One float in 0..1 a label, summing to 1; all 0 if nothing is drawn or the model failed.
        Of what is not a digit: the shares it would have, were it one.
    labels
        The names of the classes, in the order of `probabilities`.
    reason
        "digit" if a label was read, "not a digit" if the model refuses the drawing, "blank" if
        nothing is drawn, or no more than a dot, "failed" if the model failed.
    latency
        Seconds from the drawing to the prediction, normalising included.
    score
        How much the drawing looks like a digit, in 0..1; None if the model cannot tell.
    """

    label: str | None
    probabilities: tuple[float, ...]
    labels: tuple[str, ...]
    reason: Reason
    latency: float = 0.0
    score: float | None = None

    @classmethod
    def judged(
        cls,
        labels: Sequence[str],
        probabilities: Sequence[float],
        score: float | None,
        *,
        threshold: float,
        latency: float,
    ) -> Prediction:
        """Return the most probable label, or none if the score is below the threshold."""
        names, shares = tuple(labels), tuple(probabilities)
        if score is not None and score < threshold:
            return cls(None, shares, names, "not a digit", latency, score)
        return cls(names[shares.index(max(shares))], shares, names, "digit", latency, score)

    @classmethod
    def blank(cls, labels: Sequence[str]) -> Prediction:
        """Return the prediction for an empty pad."""
        return cls(None, (0.0,) * len(labels), tuple(labels), "blank")

    @classmethod
    def failed(cls, labels: Sequence[str]) -> Prediction:
        """Return the prediction of a model that gave none."""
        return cls(None, (0.0,) * len(labels), tuple(labels), "failed")

    @property
    def confidence(self) -> float:
        """The largest probability, in 0..1; 0 without probabilities."""
        return max(self.probabilities)

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Labels with their probabilities, the most probable first."""
        pairs = zip(self.labels, self.probabilities, strict=True)
        return tuple(sorted(pairs, key=lambda pair: -pair[1]))

    def __str__(self) -> str:
        if self.reason == "blank":
            return "nothing drawn"
        if self.reason == "failed":
            return "no reading"
        (first, _), (second, share) = self.ranked[:2]
        read = f"{first}, {self.confidence:.0%} (then {second}, {share:.0%})"
        return read if self.reason == "digit" else f"not a digit (if it were one: {read})"
