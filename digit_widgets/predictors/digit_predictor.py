"""Digit predictor: the base class of predictors, with their labels, batches and checks.

A subclass runs a batch: of `DigitPredictor`, if it gives probabilities alone, of
`ScoringDigitPredictor`, if it may give scores too.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors.base import (
    DIGITS,
    Predictor,
    ScoringPredictor,
    check_probabilities,
    check_scores,
)

__all__ = ["DigitPredictor", "ScoringDigitPredictor", "predict_with_scores"]


class DigitPredictor(ABC):
    """A `Predictor`: a subclass runs a batch, this class checks the output.

    Attributes
    ----------
    batch_size
        Largest number of images per batch: bounds the memory that a model needs while it runs.
    """

    batch_size: int = 256

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the classes; the ten digits, unless a subclass has others."""
        return DIGITS

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (N, classes) float32 probabilities of (N, 28, 28) float32 images in 0..1.

        Raises
        ------
        ModelError
            The model's output is not probabilities.
        """
        return self._predict(images)[0]

    def __repr__(self) -> str:
        """Return it in a line, "<LiteRTPredictor: own.tflite, 10 classes>"; never raise."""
        try:
            told = ", ".join([*self._facts(), f"{len(self.labels)} classes"])
        except Exception:  # noqa: BLE001 - of one whose __init__ has failed, or of a subclass
            told = "not complete"
        return f"<{type(self).__name__}: {' '.join(told.split())}>"

    def _facts(self) -> Iterable[str]:
        """Return the few facts that distinguish it from others of its kind; nothing is loaded."""
        return ()

    @abstractmethod
    def _run(self, images: NDArray[np.float32]) -> tuple[Any, Any | None]:
        """Run the model.

        Parameters
        ----------
        images
            (N, 28, 28) float32 in 0..1, 1 ≤ N ≤ `batch_size`; must not be changed.

        Returns
        -------
        (N, classes) probabilities, and (N,) scores in 0..1 or None, not checked yet. Only a
        `ScoringDigitPredictor` may return scores.
        """

    def _predict(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Run the model batch by batch, and check its output."""
        size = self.batch_size
        if 0 < len(images) <= size:
            return self._run_checked(images)
        parts = [
            self._run_checked(images[start : start + size]) for start in range(0, len(images), size)
        ]
        nothing = np.zeros((0, len(self.labels)), np.float32)
        probabilities = np.concatenate([nothing, *(part[0] for part in parts)])
        scores = [part[1] for part in parts if part[1] is not None]
        return probabilities, np.concatenate(scores) if scores else None

    def _run_checked(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        output, scores = self._run(images)
        if scores is not None and not isinstance(self, ScoringDigitPredictor):
            raise TypeError(f"{type(self).__name__} gives scores: subclass ScoringDigitPredictor.")
        probabilities = check_probabilities(output, len(images), self.labels)
        return probabilities, None if scores is None else check_scores(scores, len(images))


class ScoringDigitPredictor(DigitPredictor):
    """A `ScoringPredictor`, for models that may give scores."""

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Return probabilities and scores of (N, 28, 28) float32 images in 0..1.

        Returns
        -------
        (N, classes) float32 probabilities, and (N,) float32 scores in 0..1: how much each image
        looks like a digit. None instead of the scores if this particular model has none, or if
        there are no images.

        Raises
        ------
        ModelError
            The model's output is not probabilities, or its scores are invalid.
        """
        return self._predict(images)


def predict_with_scores(
    predictor: Predictor, images: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Return probabilities of images, and scores; None if the predictor has no scores.

    The adapters check their own output; that of other classes is checked here.

    Raises
    ------
    ModelError
        The output is not probabilities, or the scores are invalid.
    """
    if isinstance(predictor, ScoringDigitPredictor):
        return predictor.predict_scored(images)
    if isinstance(predictor, DigitPredictor):
        return predictor.predict_proba(images), None
    labels = tuple(predictor.labels)
    if not isinstance(predictor, ScoringPredictor):
        return check_probabilities(predictor.predict_proba(images), len(images), labels), None
    output, scores = predictor.predict_scored(images)
    probabilities = check_probabilities(output, len(images), labels)
    return probabilities, None if scores is None else check_scores(scores, len(images))
