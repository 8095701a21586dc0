"""Interruption: stops a long explanation as soon as a newer drawing is there to explain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors import Predictor
from digit_widgets.predictors.digit_predictor import predict_with_scores

__all__ = ["InterruptiblePredictor", "OvertakenError"]

#: Images read at a time: a pad that shares the model waits for no more than these.
_BATCH = 16


class OvertakenError(Exception):
    """What is being explained is no longer what is on the pad."""


class InterruptiblePredictor:
    """A `ScoringPredictor` that runs another one in small batches, while nothing is newer.

    Parameters
    ----------
    predictor
        The model.
    is_overtaken
        Called before each batch; True raises `OvertakenError`.
    """

    def __init__(self, predictor: Predictor, is_overtaken: Callable[[], bool]) -> None:
        self._predictor, self._is_overtaken = predictor, is_overtaken

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the classes."""
        return tuple(self._predictor.labels)

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (N, labels) probabilities."""
        return self.predict_scored(images)[0]

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Return (N, labels) probabilities, and (N,) scores or None."""
        parts, scores = [], []
        for start in range(0, len(images), _BATCH):
            if self._is_overtaken():
                raise OvertakenError
            part, score = predict_with_scores(self._predictor, images[start : start + _BATCH])
            parts.append(part)
            if score is not None:
                scores.append(score)
        return np.concatenate(parts), np.concatenate(scores) if scores else None
