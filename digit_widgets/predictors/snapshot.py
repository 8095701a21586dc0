"""A network in training, read between its steps."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors.base import DIGITS
from digit_widgets.predictors.keras import KerasPredictor

__all__ = ["WeightSnapshotPredictor"]


class WeightSnapshotPredictor:
    """A `Predictor` with a copy of a network's weights, taken anew by `update`.

    A training assigns one variable after the other: who reads meanwhile reads with some of the
    old and some of the new. A reading here sees the weights of one `update`, whole.

    Parameters
    ----------
    model
        The ``keras.Model`` in training, of what shapes `KerasPredictor` takes.

    Raises
    ------
    ModelError
        A model of other shapes.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        # Not by Keras' clone_model, which also copies how it is trained.
        self._copy = type(model).from_config(model.get_config())
        self._predictor = KerasPredictor(self._copy)
        self._lock = threading.Lock()
        self.update()

    @property
    def labels(self) -> tuple[str, ...]:
        """The ten digits."""
        return DIGITS

    def update(self) -> None:
        """Take the network's weights. To be called on the thread that trains it, between steps."""
        weights = self._model.get_weights()
        with self._lock:
            self._copy.set_weights(weights)

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give (N, 10) float32 probabilities of (N, 28, 28) float32 images in 0..1."""
        return self.predict_scored(images)[0]

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Give the probabilities and, if the network has them, (N,) float32 scores in 0..1."""
        with self._lock:
            return self._predictor.predict_scored(images)
