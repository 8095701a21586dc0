"""Bundled maps: what a bundled network's convolutional layers give for an image, by NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.explanation.litert_network import LiteRTNetwork
from digit_widgets.predictors import bundled_model
from digit_widgets.predictors.convolution import Convolution, LayerMaps
from digit_widgets.predictors.feeding.model_info import PLAIN_INFO

__all__ = ["BundledMaps"]


class BundledMaps:
    """Returns the maps of all convolutional layers of a bundled network, without TensorFlow.

    They are those of `FeatureExtractor`, within rounding: NumPy computes them from the weights in
    the network's ``.tflite`` file.

    Parameters
    ----------
    name
        "cnn" or "reader".
    trained
        False takes the same layers with fresh weights, always the same, as before any training.

    Attributes
    ----------
    names
        A name for each layer; the file keeps none: "".
    activations
        Name of each layer's activation: "relu", or "linear" if it has none.

    Raises
    ------
    ModelError
        The network has no convolutional layer, or its file is missing.
    """

    def __init__(self, name: str, *, trained: bool = True) -> None:
        self._network = LiteRTNetwork(bundled_model(name), PLAIN_INFO, trained=trained)
        self._convolutions = self._network.convolutions
        self.activations = self._network.activations
        self.names = ("",) * len(self.activations)

    def see(self, image: NDArray[np.float32]) -> list[LayerMaps]:
        """Return what each layer takes and gives for an image, (28, 28) float32 in 0..1."""
        return self._network.see(image)

    def convolution(self, number: int) -> Convolution:
        """Return a layer, by its number from 0."""
        return self._convolutions[number]
