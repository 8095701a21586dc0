"""Keras network: a Keras model's last convolutional layer, and the gradient from TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.explanation.receptive_field import Window
from digit_widgets.predictors import ModelInfo
from digit_widgets.predictors.keras_layers import (
    find_convolutions,
    follow_activation,
    make_inner_model,
)

__all__ = ["KerasNetwork"]

_Floats = NDArray[np.float32]


class KerasNetwork:
    """A `ConvolutionalNetwork` that runs a Keras model itself: further training shows at once.

    It is taken apart after the normalisation and the activation of its last convolutional layer,
    where these are layers of their own, as a LiteRT file holds them in one step.

    Parameters
    ----------
    model
        A ``keras.Model`` with a Conv2D layer.
    info
        How it is fed and read.

    Raises
    ------
    ModelError
        The model has no convolutional layer or cannot be taken apart there, or Keras' backend is
        not TensorFlow.
    """

    def __init__(self, model: Any, info: ModelInfo) -> None:
        convolution = find_convolutions(model)[-1]
        _check_backend()
        self._channels_first = convolution.data_format == "channels_first"
        layers = model.layers[: model.layers.index(convolution) + 1]
        self._windows = tuple(window for layer in layers if (window := _window_of(layer)))
        self._n_labels = len(info.labels)
        self._gradient = _compile_gradient(_split(model, convolution), convolution, info)

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of the layers up to the last convolutional one."""
        return self._windows

    def differentiate(
        self, batch: NDArray[Any], label: int, other: int | None
    ) -> tuple[_Floats, _Floats, _Floats]:
        """Return maps (h, w, channels), the evidence's gradient, and probabilities (labels,)."""
        against = np.ones(self._n_labels) if other is None else np.eye(self._n_labels)[other]
        against[label] = 0
        outputs = self._gradient(batch, label, np.asarray(against, np.float32))
        maps, gradient, probabilities = (np.asarray(output, np.float32)[0] for output in outputs)
        if self._channels_first:
            maps, gradient = maps.transpose(1, 2, 0), gradient.transpose(1, 2, 0)
        return maps, gradient, probabilities


def _check_backend() -> None:
    import keras

    if keras.backend.backend() != "tensorflow" or find_spec("tensorflow") is None:
        raise ModelError(
            "Grad-CAM of a Keras model needs TensorFlow as Keras' backend, not "
            f"{keras.backend.backend()}: set KERAS_BACKEND=tensorflow before Keras is imported."
        )


def _window_of(layer: Any) -> Window | None:
    """Return the window of a convolutional or pooling layer; None for other layers."""
    size = getattr(layer, "kernel_size", None) or getattr(layer, "pool_size", None)
    if not size or len(size) != 2:
        return None
    dilation = getattr(layer, "dilation_rate", (1, 1))
    high, wide = ((side - 1) * rate + 1 for side, rate in zip(size, dilation, strict=True))
    return Window((high, wide), tuple(layer.strides), is_padded=layer.padding == "same")


def _split(model: Any, convolution: Any) -> Callable[[Any], tuple[Any, Any]]:
    """Return a function from images to the convolutional layer's maps and the model's output."""
    last = follow_activation(model, convolution)
    if all(each.__name__ != "Sequential" for each in type(model).__mro__):
        inner = make_inner_model(model, [last], with_output=True)
        return lambda images: tuple(inner(images, training=False))
    # A Sequential model may have called its layers several times, on tensors of which only the
    # first are the layers' `output`: its own outputs do not depend on those.
    first = make_inner_model(model, [last])
    rest = model.layers[model.layers.index(last) + 1 :]

    def call(images: Any) -> tuple[Any, Any]:
        maps = value = first(images, training=False)
        for layer in rest:
            value = layer(value)
        return maps, value

    return call


def _compile_gradient(
    split: Callable[[Any], tuple[Any, Any]], convolution: Any, info: ModelInfo
) -> Any:
    import tensorflow as tf

    least = np.finfo(np.float32).tiny
    n_labels = len(info.labels)

    def differentiate(batch: Any, label: Any, against: Any) -> tuple[Any, Any, Any]:
        with tf.GradientTape() as tape:
            # Watched, so that the maps are on the tape even if the weights are frozen.
            for weight in convolution.weights:
                tape.watch(weight.value)
            maps, output = split(batch)
            probabilities = _decode(tf.reshape(output, (1, n_labels)), info)
            others = tf.reduce_sum(probabilities[0] * against)
            evidence = tf.math.log(probabilities[0, label] + least) - tf.math.log(others + least)
        gradient = tape.gradient(evidence, maps)
        if gradient is None:
            raise ModelError(
                "The model's probabilities do not depend on its last convolutional layer alone: it "
                "cannot be taken apart there. Give a Sequential or functional model that uses that "
                "layer once."
            )
        return maps, gradient, probabilities

    signature = [
        tf.TensorSpec((1, *info.input.shape), info.input.dtype),
        tf.TensorSpec((), tf.int32),
        tf.TensorSpec((n_labels,), tf.float32),
    ]
    return tf.function(differentiate, input_signature=signature)


def _decode(output: Any, info: ModelInfo) -> Any:
    """Return probabilities for a model's output, as `decode_output` does for arrays."""
    import tensorflow as tf

    output = tf.cast(output, tf.float32)
    if info.output in {"logits", "decision function"}:
        return tf.nn.softmax(output)
    if info.output == "log-probabilities":
        output = tf.exp(output)
    return output / tf.reduce_sum(output)
