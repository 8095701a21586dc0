"""Digit predictor: the base class of the adapters, with labels, batches and checks for all.

An adapter of another format is one file with a subclass, which runs a batch, and one row in
`digit_widgets.predictors.loader`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

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
    """A `Predictor` of the ten digits: a subclass runs a batch, and the output is checked here.

    Attributes
    ----------
    batch_size
        Images a batch at most: what a model needs while it runs stays small.
    """

    batch_size: ClassVar[int] = 256

    @property
    def labels(self) -> tuple[str, ...]:
        """The ten digits."""
        return DIGITS

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give (N, 10) float32 probabilities of (N, 28, 28) float32 images in 0..1.

        Raises
        ------
        ModelError
            The model gives no probabilities.
        """
        return self._predict(images)[0]

    @abstractmethod
    def _run(self, images: NDArray[np.float32]) -> tuple[Any, Any | None]:
        """Run the model.

        Parameters
        ----------
        images
            (N, 28, 28) float32 in 0..1, 1 ≤ N ≤ `batch_size`; not to be changed.

        Returns
        -------
        (N, 10) probabilities, and (N,) scores in 0..1 or None, not checked yet.
        """

    def _predict(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Run the model batch by batch, and check what it gives."""
        size = self.batch_size
        if 0 < len(images) <= size:
            return self._run_checked(images)
        parts = [
            self._run_checked(images[start : start + size]) for start in range(0, len(images), size)
        ]
        nothing = np.zeros((0, len(DIGITS)), np.float32)
        probabilities = np.concatenate([nothing, *(part[0] for part in parts)])
        scores = [part[1] for part in parts if part[1] is not None]
        return probabilities, np.concatenate(scores) if scores else None

    def _run_checked(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        output, scores = self._run(images)
        probabilities = check_probabilities(output, len(images), DIGITS)
        return probabilities, None if scores is None else check_scores(scores, len(images))


class ScoringDigitPredictor(DigitPredictor):
    """A `ScoringPredictor` of the ten digits, of a format whose models may give scores."""

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Give probabilities and scores of (N, 28, 28) float32 images in 0..1.

        Returns
        -------
        (N, 10) float32 probabilities, and (N,) float32 scores in 0..1: how much each is a digit.
        None instead of the scores if this very model has none, or if there are no images.

        Raises
        ------
        ModelError
            The model gives no probabilities, or no scores.
        """
        return self._predict(images)


def predict_with_scores(
    predictor: Predictor, images: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Have images read, and scored by a predictor that can; None by one that cannot.

    The output of the adapters is checked already, that of other classes is checked here.

    Raises
    ------
    ModelError
        An output that is no probabilities, or no scores.
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
