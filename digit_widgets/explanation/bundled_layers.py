"""Bundled layers: the layers of a bundled network, and what each gives for an image, by NumPy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.explanation.litert_network import run_step
from digit_widgets.explanation.litert_steps import Step, read_steps
from digit_widgets.predictors import bundled_model
from digit_widgets.predictors.feeding.model_info import PLAIN_INFO

__all__ = ["BundledLayers", "Layer"]

_Floats = NDArray[np.float32]

_KINDS = {
    "CONV_2D": "Conv2D",
    "MAX_POOL_2D": "MaxPooling2D",
    "ADD": "Add",
    "RESHAPE": "Flatten",
    "FULLY_CONNECTED": "Dense",
}


class Layer(NamedTuple):
    """A layer as a diagram shows it.

    Attributes
    ----------
    title
        Its kind, as Keras calls it, with its window and activation.
    shape
        What it gives, (h, w, channels) or (units,).
    parameters
        The number of its weights and biases.
    sources
        Places of the layers that it takes, from 1; 0 is the input.
    """

    title: str
    shape: tuple[int, ...]
    parameters: int
    sources: list[int]


class BundledLayers:
    """A bundled network's layers, without TensorFlow.

    Dropout is not among them, which does nothing once a network is trained, and normalisations are
    part of the layers before them.

    Parameters
    ----------
    name
        "cnn", "ann" or "reader".
    """

    def __init__(self, name: str) -> None:
        self._steps, self._source, self._shape = read_steps(bundled_model(name), PLAIN_INFO)
        # A network of dense layers alone begins with a row of pixels.
        self._is_flat = self._shape[:2] != (28, 28)
        blank = self.run(np.zeros((28, 28), np.float32))
        shapes = [value.shape for value in blank]
        layers = [Layer("Flatten", shapes[0], 0, [0])] if self._is_flat else []
        places = {self._source: len(layers)}
        for number, step in enumerate(self._steps):
            sources = [places[each] for each in step.inputs]
            places[step.output] = len(layers) + 1
            title = _title(step, is_last=number == len(self._steps) - 1)
            size = step.weights.size + (step.bias.size if step.weights.size else 0)
            layers.append(Layer(title, shapes[len(layers)], size, sources))
        self.layers = tuple(layers)

    def run(self, image: _Floats) -> list[_Floats]:
        """Return what each layer gives for an image, (28, 28) float32 in 0..1."""
        values = {self._source: image.ravel() if self._is_flat else image.reshape(self._shape)}
        given: list[_Floats] = [image.ravel()] if self._is_flat else []
        for step in self._steps:
            values[step.output] = run_step(step, [values[each] for each in step.inputs])
            given.append(values[step.output])
        powers = np.exp(given[-1] - given[-1].max())
        given[-1] = np.asarray(powers / powers.sum(), np.float32)
        return given


def _title(step: Step, *, is_last: bool) -> str:
    window = "" if step.window is None else f" {' × '.join(map(str, step.window.size))}"
    activation = ", softmax" if is_last else ", ReLU" if step.has_relu else ""
    return f"{_KINDS[step.name]}{window}{activation}"
