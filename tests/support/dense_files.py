"""LiteRT files of one dense layer, with the weights that a test gives it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.support.tflite_files import LiteRTFile

__all__ = ["dense_file", "dense_weights"]


def dense_weights(seed: int = 0) -> NDArray[np.float32]:
    """Return weights of ten digits from 784 pixels, shape (10, 784), float32."""
    return np.random.default_rng(seed).normal(0, 0.1, (10, 784)).astype(np.float32)


def dense_file(
    weights: NDArray[np.float32],
    description: str = "",
    unused: NDArray[np.float32] | None = None,
) -> bytes:
    """Return a model that multiplies an image's pixels by weights, and ends in a softmax."""
    file = LiteRTFile()
    image = file.add_tensor((1, 784))
    file.graph.inputs = [image]
    inputs = [image, file.add_constant(weights)]
    logits = file.add_operator("FULLY_CONNECTED", inputs, (1, 10), version=6)
    file.graph.outputs = [file.add_operator("SOFTMAX", [logits], (1, 10))]
    if unused is not None:
        file.add_constant(unused)
    file.model.description = description
    return file.pack()
