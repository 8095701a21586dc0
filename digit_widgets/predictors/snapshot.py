"""Snapshot predictor: predicts with a network in training, between its steps."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors.keras import KerasPredictor

__all__ = ["WeightSnapshotPredictor"]


class WeightSnapshotPredictor(KerasPredictor):
    """A `Predictor` with a copy of a network's weights, refreshed by `update`.

    Training assigns one variable after another: a prediction at that time would use some old
    and some new weights. Here, a prediction always uses the weights of one whole `update`.

    Parameters
    ----------
    model
        The ``keras.Model`` in training; its shapes are those that `KerasPredictor` takes.

    Raises
    ------
    ModelError
        The model has other shapes.
    """

    def __init__(self, model: Any) -> None:
        self._trained = model
        KerasPredictor(model)  # refuses other shapes before they are copied
        # Keras' clone_model is not used, because it also copies the training configuration.
        self._copy = type(model).from_config(model.get_config())
        super().__init__(self._copy)
        self._update_lock = threading.Lock()
        self.update()

    def update(self) -> None:
        """Copy the network's weights. Call it on the thread that trains it, between steps."""
        weights = self._trained.get_weights()
        with self._update_lock:
            self._copy.set_weights(weights)

    def _predict(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        with self._update_lock:
            return super()._predict(images)
