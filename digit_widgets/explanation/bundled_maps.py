"""Bundled maps: what a bundled network's convolutional layers give for an image, by NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.explanation.litert_network import LiteRTNetwork
from digit_widgets.predictors import DIGITS, InputFormat, ModelInfo, bundled_model

__all__ = ["BundledMaps"]


class BundledMaps:
    """Returns the maps of all convolutional layers of a bundled network, without TensorFlow.

    They are those of `FeatureExtractor`, within rounding: NumPy computes them from the weights in
    the network's ``.tflite`` file.

    Parameters
    ----------
    name
        "cnn" or "reader".

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

    def __init__(self, name: str) -> None:
        info = ModelInfo(InputFormat(), "probabilities", DIGITS)
        self._network = LiteRTNetwork(bundled_model(name), info)
        self.activations = self._network.activations
        self.names = ("",) * len(self.activations)

    def maps(self, image: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Return each layer's output for an image, (28, 28) float32 in 0..1.

        Returns
        -------
        list of (channels, h, w) float32, one per layer.
        """
        return [maps.transpose(2, 0, 1) for maps in self._network.see(image)]
