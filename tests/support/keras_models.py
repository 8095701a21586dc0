"""Keras models that read as the bundled CNN does, but are fed otherwise or give other numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from digit_widgets.predictors import bundled_model

__all__ = ["make_cnn"]


def make_cnn(
    input_range: tuple[float, float] = (0, 1),
    shape: tuple[int, ...] = (28, 28, 1),
    *,
    rescaling: bool = False,
    softmax: bool = True,
) -> Any:
    """Make a network with the bundled CNN's layers and weights.

    Parameters
    ----------
    input_range
        The values for paper and ink that it takes.
    shape
        (28, 28), (28, 28, 1) or (28, 28, 3).
    rescaling
        True makes its first layer a Rescaling; otherwise the first convolutional layer does it.
    softmax
        False makes it give logits.
    """
    import keras

    cnn = keras.saving.load_model(bundled_model("cnn", ".keras"), compile=False)
    configurations = [(type(layer), layer.get_config()) for layer in cnn.layers]
    if not softmax:
        configurations[-1][1]["activation"] = "linear"
    paper, ink = input_range
    scale, offset = 1 / (ink - paper), -paper / (ink - paper)
    first = [keras.Input(shape)]
    if shape == (28, 28):
        first.append(keras.layers.Reshape((28, 28, 1)))
    if rescaling:
        first.append(keras.layers.Rescaling(scale, offset))
    model = keras.Sequential([*first, *(kind.from_config(each) for kind, each in configurations)])
    kernel, bias, *rest = cnn.get_weights()
    channels = shape[2] if len(shape) == 3 else 1
    if not rescaling:
        bias = bias + offset * kernel.sum(axis=(0, 1, 2))
        kernel = scale * kernel
    kernel = np.repeat(kernel, channels, axis=2) / channels
    model.set_weights([kernel, bias, *rest])
    return model
