"""Subject: what is explained, a pad's drawing and the model that reads it, at one moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from digit_widgets.ink import Ink
from digit_widgets.predictors import load_predictor
from digit_widgets.recognition import Recognizer
from digit_widgets.widgets.pads.digit_pad import DigitPad

__all__ = ["Subject", "SubjectFinder"]


class Subject(NamedTuple):
    """A drawing, the model and threshold it is read with, and the pad's probabilities for it.

    The recognizer is None if the pad has no model that can be used.
    """

    ink: Ink
    recognizer: Recognizer | None
    # They change with the weights of a network in training.
    probabilities: tuple[float, ...]

    def is_same(self, other: Subject) -> bool:
        """Return True if both have the same drawing, recognizer and probabilities."""
        is_identical = self.ink is other.ink and self.recognizer is other.recognizer
        return is_identical and self.probabilities == other.probabilities


class SubjectFinder:
    """Finds what is to be explained now; thread-safe.

    Parameters
    ----------
    pad
        The pad whose drawing is explained.
    model
        Anything that `load_predictor` takes; None for the pad's own model, whichever it has.

    Raises
    ------
    ModelError
        The model cannot be used.
    """

    def __init__(self, pad: DigitPad, model: Any) -> None:
        self._pad = pad
        self._own = None if model is None else Recognizer(load_predictor(model))

    def find_recognizer(self) -> Recognizer | None:
        """Return the model, with the pad's threshold."""
        own, threshold = self._own, self._pad.threshold
        if own is None:
            return self._pad.recognizer
        if own.threshold != threshold:
            self._own = own = replace(own, threshold=threshold)
        return own

    def find(self) -> Subject:
        """Return what is to be explained now."""
        return Subject(self._pad.ink, self.find_recognizer(), self._pad.probabilities)
