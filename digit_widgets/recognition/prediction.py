"""Prediction: a model's answer to one drawing or image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digit_widgets.recognition.wording import FAILED, NOTHING, ONE_DOT, REJECTED, likeness, percent

__all__ = ["Prediction", "Reason"]

#: Why a prediction has a label, or has none.
Reason = Literal["digit", "not a digit", "blank", "failed"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """A model's answer to one drawing or image.

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
    dot
        Whether, of what is "blank", a dot is drawn.
    """

    label: str | None
    probabilities: tuple[float, ...]
    labels: tuple[str, ...]
    reason: Reason
    latency: float = 0.0
    score: float | None = None
    dot: bool = False

    @classmethod
    def from_scores(
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
    def blank(cls, labels: Sequence[str], *, dot: bool = False) -> Prediction:
        """Return the prediction for an empty pad, or one with no more than a dot."""
        return cls(None, (0.0,) * len(labels), tuple(labels), "blank", dot=dot)

    @classmethod
    def failed(cls, labels: Sequence[str]) -> Prediction:
        """Return the prediction of a model that gave none."""
        return cls(None, (0.0,) * len(labels), tuple(labels), "failed")

    @property
    def confidence(self) -> float:
        """The largest probability, in 0..1; 0 without probabilities."""
        return max(self.probabilities)

    @property
    def is_rejected(self) -> bool:
        """Whether the model takes the drawing for no digit."""
        return self.reason == "not a digit"

    @property
    def answer(self) -> str:
        """The label, or what is said in its place: "not a digit", "nothing drawn" ..."""
        if self.label is not None:
            return self.label
        if self.reason == "blank":
            return ONE_DOT if self.dot else NOTHING
        return REJECTED if self.is_rejected else FAILED

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Labels with their probabilities, the most probable first."""
        pairs = zip(self.labels, self.probabilities, strict=True)
        return tuple(sorted(pairs, key=lambda pair: -pair[1]))

    def __str__(self) -> str:
        """Tell the answer, how sure it is, what came second, and the score if there is one."""
        told = self.answer
        if self.is_rejected:
            told += f" (the nearest is {self.ranked[0][0]})"
        elif self.label is not None:
            told += f", {percent(self.confidence)}"
            told += "".join(f" (then {label}, {percent(p)})" for label, p in self.ranked[1:2])
        return told if self.score is None else f"{told}; {likeness(self.score)}"
