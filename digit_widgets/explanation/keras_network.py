"""Keras network: a Keras model's last convolution, and the gradient from TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.explanation.receptive_field import Window
from digit_widgets.predictors.feature_maps import find_convolutions, make_inner_model
from digit_widgets.predictors.keras import input_shape

__all__ = ["KerasNetwork"]

_Floats = NDArray[np.float32]


class KerasNetwork:
    """A `ConvolutionalNetwork` that runs a Keras model itself: further training shows at once.

    Parameters
    ----------
    model
        A ``keras.Model`` of images of 28×28 with a Conv2D layer. Its first output is probabilities.

    Raises
    ------
    ModelError
        The model has other shapes or no convolution, or Keras' backend is not TensorFlow.
    """

    def __init__(self, model: Any) -> None:
        convolution = find_convolutions(model)[-1]
        self._shape = input_shape(model)
        self._channels_first = convolution.data_format == "channels_first"
        layers = model.layers[: model.layers.index(convolution) + 1]
        self._windows = tuple(window for layer in layers if (window := _window_of(layer)))
        self._split = _split(model, convolution)
        self._n_labels = int(model.outputs[0].shape[-1])
        self._gradient: Any = None

    @property
    def windows(self) -> tuple[Window, ...]:
        """The convolutions and poolings up to the last convolution."""
        return self._windows

    def differentiate(
        self, image: _Floats, label: int, other: int | None
    ) -> tuple[_Floats, _Floats, _Floats]:
        """Return maps (h, w, channels), the evidence's gradient, and probabilities (labels,)."""
        if self._gradient is None:
            self._gradient = _compile_gradient(self._split, self._shape, self._n_labels)
        against = np.ones(self._n_labels) if other is None else np.eye(self._n_labels)[other]
        against[label] = 0
        outputs = self._gradient(
            image.reshape(1, *self._shape), label, np.asarray(against, np.float32)
        )
        maps, gradient, probabilities = (np.asarray(output, np.float32)[0] for output in outputs)
        if self._channels_first:
            maps, gradient = maps.transpose(1, 2, 0), gradient.transpose(1, 2, 0)
        return maps, gradient, probabilities


def _window_of(layer: Any) -> Window | None:
    """Return a convolution's or a pooling's window; None for other layers."""
    size = getattr(layer, "kernel_size", None) or getattr(layer, "pool_size", None)
    if not size or len(size) != 2:
        return None
    dilation = getattr(layer, "dilation_rate", (1, 1))
    high, wide = ((side - 1) * rate + 1 for side, rate in zip(size, dilation, strict=True))
    return Window((high, wide), tuple(layer.strides), is_padded=layer.padding == "same")


def _split(model: Any, convolution: Any) -> Callable[[Any], tuple[Any, Any]]:
    """Return a function from images to the convolution's maps and, from those, probabilities."""
    if all(each.__name__ != "Sequential" for each in type(model).__mro__):
        inner = make_inner_model(model, [convolution], with_output=True)
        return lambda images: tuple(inner(images, training=False))
    # A Sequential model may have called its layers several times, on tensors of which only the
    # first are the layers' `output`: its own outputs do not depend on those.
    first = make_inner_model(model, [convolution])
    rest = model.layers[model.layers.index(convolution) + 1 :]

    def call(images: Any) -> tuple[Any, Any]:
        maps = value = first(images, training=False)
        for layer in rest:
            value = layer(value)
        return maps, value

    return call


def _compile_gradient(
    split: Callable[[Any], tuple[Any, Any]], shape: tuple[int, ...], n_labels: int
) -> Any:
    import keras

    if keras.backend.backend() != "tensorflow" or find_spec("tensorflow") is None:
        raise ModelError(
            "Grad-CAM of a Keras model needs TensorFlow as Keras' backend, not "
            f"{keras.backend.backend()}: set KERAS_BACKEND=tensorflow before Keras is imported."
        )
    import tensorflow as tf

    least = np.finfo(np.float32).tiny

    def differentiate(image: Any, label: Any, against: Any) -> tuple[Any, Any, Any]:
        with tf.GradientTape() as tape:
            # Watched, so that the maps are on the tape even if the weights are frozen.
            tape.watch(image)
            maps, shares = split(image)
            others = tf.reduce_sum(shares[0] * against)
            evidence = tf.math.log(shares[0, label] + least) - tf.math.log(others + least)
        gradient = tape.gradient(evidence, maps)
        if gradient is None:
            raise ModelError(
                "The model's probabilities do not depend on its last convolution alone: it cannot "
                "be taken apart there. Give a Sequential or functional model that uses it once."
            )
        return maps, gradient, shares

    signature = [
        tf.TensorSpec((1, *shape), tf.float32),
        tf.TensorSpec((), tf.int32),
        tf.TensorSpec((n_labels,), tf.float32),
    ]
    return tf.function(differentiate, input_signature=signature)
