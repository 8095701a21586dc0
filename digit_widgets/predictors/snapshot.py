"""Snapshot adapter: a network in training, read between its steps."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors.keras import KerasPredictor

__all__ = ["WeightSnapshotPredictor"]


class WeightSnapshotPredictor(KerasPredictor):
    """A `Predictor` that reads with a copy of a network's weights, taken anew by `update`.

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
        self._trained = model
        # Not by Keras' clone_model, which also copies how it is trained.
        super().__init__(type(model).from_config(model.get_config()))
        self._lock = threading.Lock()
        self.update()

    def update(self) -> None:
        """Take the network's weights. To be called on the thread that trains it, between steps."""
        weights = self._trained.get_weights()
        with self._lock:
            self._model.set_weights(weights)

    def _predict(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        with self._lock:
            return super()._predict(images)
