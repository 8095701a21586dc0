"""Keras models: the bundled CNN fed otherwise or with other numbers, and one with a shortcut."""

from __future__ import annotations

from typing import Any

import numpy as np

from digit_widgets.predictors import bundled_model

__all__ = ["make_cnn", "make_residual"]


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


def make_residual(*, sum_before_relu: bool = False, last: bool = False) -> Any:
    """Make a network with batch normalisation, padding and a shortcut, and random weights.

    Its layers are those of the bundled reader network, with fewer channels.

    Parameters
    ----------
    sum_before_relu
        True adds the shortcut before the activation of the layer that it goes around, not after.
    last
        True makes the layer that the shortcut goes around the last convolutional one.
    """
    import keras

    layers = keras.layers

    def normalized(value: Any, channels: int, name: str) -> Any:
        value = layers.Conv2D(channels, 3, padding="same", use_bias=False, name=name)(value)
        return layers.BatchNormalization()(value)

    def block(value: Any, channels: int, name: str) -> Any:
        return layers.ReLU()(normalized(value, channels, name))

    image = keras.Input((28, 28, 1), name="image")
    value = layers.MaxPooling2D(2)(block(image, 4, "edges"))
    value = layers.MaxPooling2D(2)(block(value, 5, "corners"))
    shortcut = block(value, 6, "bends")
    if sum_before_relu:
        value = layers.ReLU()(layers.Add()([shortcut, normalized(shortcut, 6, "loops")]))
    else:
        value = layers.Add()([shortcut, block(shortcut, 6, "loops")])
    value = value if last else block(value, 7, "parts")
    value = layers.Flatten()(layers.MaxPooling2D(2)(value))
    value = layers.Dropout(0.3)(layers.Dense(16, activation="relu")(value))
    model = keras.Model(image, layers.Dense(10, activation="softmax")(value), name="residual")
    rng = np.random.default_rng(7)
    for layer in model.layers:
        scale = 0.5 if "batch" in layer.name else 0.2
        weights = [rng.normal(0, scale, each.shape) for each in layer.get_weights()]
        if isinstance(layer, layers.BatchNormalization):
            # The scale and the variance are above 0.
            weights[0], weights[3] = 1 + abs(weights[0]), 1 + abs(weights[3])
        layer.set_weights(weights)
    return model
