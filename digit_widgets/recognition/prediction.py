"""Prediction: a model's answer to one drawing or image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digit_widgets.recognition.wording import (
    FAILED,
    NOT_FOUND,
    NOTHING,
    ONE_DOT,
    SEVERAL,
    SIGN,
    UNCLEAR,
    left_out,
    likeness,
    percent,
    rejection,
)

__all__ = ["Prediction", "Reason"]

#: The reason why a prediction has a label, or has none.
Reason = Literal["digit", "not a digit", "several digits", "sign", "unclear", "blank", "failed"]
#: The words for some reasons.
_ANSWERS = {"several digits": SEVERAL, "sign": SIGN, "unclear": UNCLEAR}


@dataclass(frozen=True, slots=True)
class Prediction:
    """A model's answer to one drawing or image.

    Attributes
    ----------
    label
        The most probable label; None if rejected, if there are several digits or none, or if the
        model failed.
    probabilities
        One float in 0..1 per label, summing to 1; for a rejected or unclear drawing, those if it
        were a digit. All 0 for any other reason.
    labels
        The names of the classes, in the order of `probabilities`.
    reason
        "digit" if there is a label, "not a digit" if the model rejects the drawing, whatever its
        labels are, "several digits" if an image has more than one, which `read_number` reads,
        "sign" for a sign of a number, "unclear" for what may be a sign or a digit, or two digits of
        an image that touch, "blank" if nothing or only a dot is drawn, "failed" if the model
        failed.
    latency
        Seconds from the drawing to the prediction, normalising included.
    score
        How much the drawing looks like a digit, in 0..1; None if the model has no scores.
    dot
        True if the reason is "blank" and a dot is drawn.
    left_out
        What each part of the drawing is that was left out as no part of the digit: "dot".
    in_image
        True if the reason is "blank" because no digit was found in an image.
    """

    label: str | None
    probabilities: tuple[float, ...]
    labels: tuple[str, ...]
    reason: Reason
    latency: float = 0.0
    score: float | None = None
    dot: bool = False
    left_out: tuple[str, ...] = ()
    in_image: bool = False

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
        """Return a prediction of the most probable label, or of none below the threshold."""
        names, shares = tuple(labels), tuple(probabilities)
        if score is not None and score < threshold:
            return cls(None, shares, names, "not a digit", latency, score)
        return cls(names[shares.index(max(shares))], shares, names, "digit", latency, score)

    @classmethod
    def blank(
        cls, labels: Sequence[str], *, dot: bool = False, in_image: bool = False
    ) -> Prediction:
        """Return the prediction for an empty pad, only a dot, or an image without a digit."""
        zeros = (0.0,) * len(labels)
        return cls(None, zeros, tuple(labels), "blank", dot=dot, in_image=in_image)

    @classmethod
    def several(cls, labels: Sequence[str], latency: float = 0.0) -> Prediction:
        """Return the prediction for an image of several digits, of which none is chosen."""
        return cls(None, (0.0,) * len(labels), tuple(labels), "several digits", latency)

    @classmethod
    def sign(cls, labels: Sequence[str]) -> Prediction:
        """Return the prediction for a sign of a number, of which the model tells nothing."""
        return cls(None, (0.0,) * len(labels), tuple(labels), "sign")

    @classmethod
    def failed(cls, labels: Sequence[str]) -> Prediction:
        """Return the prediction for a model that failed."""
        return cls(None, (0.0,) * len(labels), tuple(labels), "failed")

    @property
    def confidence(self) -> float:
        """The largest probability, in 0..1; 0 if all are 0."""
        return max(self.probabilities)

    @property
    def is_rejected(self) -> bool:
        """True if the model rejects the drawing."""
        return self.reason == "not a digit"

    @property
    def answer(self) -> str:
        """The label, or the words in its place: "not a digit", "nothing drawn" ..."""
        if self.label is not None:
            return self.label
        if self.reason == "blank":
            return NOT_FOUND if self.in_image else ONE_DOT if self.dot else NOTHING
        if self.reason in _ANSWERS:
            return _ANSWERS[self.reason]
        return rejection(self.labels) if self.is_rejected else FAILED

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Labels with their probabilities, the most probable first."""
        pairs = zip(self.labels, self.probabilities, strict=True)
        return tuple(sorted(pairs, key=lambda pair: -pair[1]))

    def __str__(self) -> str:
        """Return the answer, its confidence, the runner-up, score and what was left out, if any."""
        told = self.answer
        if self.reason == "several digits":
            told += ": use read_number"
        elif self.is_rejected:
            told += f" (the nearest is {self.ranked[0][0]})"
        elif self.label is not None:
            told += f", {percent(self.confidence)}"
            told += "".join(f" (then {label}, {percent(p)})" for label, p in self.ranked[1:2])
        score = "" if self.score is None else likeness(self.score, self.labels)
        return "; ".join(filter(None, [told, score, left_out(self.left_out)]))
