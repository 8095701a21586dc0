"""Keras tutorials: networks as common tutorials make them, each trained in seconds.

Each function takes the digits and a folder, and returns a `Tutorial`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers

from benchmarks._tutorial import Digits, Prepare, Tutorial, resize

__all__ = ["keras_tutorials"]

Layers = list[Any]


def keras_tutorials(digits: Digits, folder: Path) -> Iterator[Tutorial]:
    """Train and yield the networks, one after another."""
    for name, prepare, shape, make in _NETWORKS:
        keras.utils.set_random_seed(1)
        yield _tutorial(name, _fit(_stack(shape, make()), prepare, digits), prepare, digits)
    for name, prepare, build in _OWN:
        keras.utils.set_random_seed(1)
        yield _tutorial(name, _fit(build(), prepare, digits), prepare, digits)
    yield from _files(digits, folder)


def _scale(images: np.ndarray, *, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    return low + (high - low) * images


def _flat(images: np.ndarray, high: float = 1.0) -> np.ndarray:
    return (high * images).reshape(len(images), -1)


def _channel(images: np.ndarray, *, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    return _scale(images, low=low, high=high)[..., np.newaxis]


def _standardized(images: np.ndarray) -> np.ndarray:
    return ((images - 0.1307) / 0.3081)[..., np.newaxis]


def _padded(images: np.ndarray) -> np.ndarray:
    return np.pad(images, ((0, 0), (2, 2), (2, 2)))[..., np.newaxis]


def _rgb(images: np.ndarray) -> np.ndarray:
    return np.repeat(255 * resize(images, 32)[..., np.newaxis], 3, axis=3)


def _dense(last: str | None = "softmax", *first: Any) -> Layers:
    return [*first, layers.Flatten(), layers.Dense(64, "relu"), layers.Dense(10, last)]


def _conv(last: str | None = "softmax", *first: Any) -> Layers:
    body = [layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D()]
    body += [layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D()]
    return [*first, *body, layers.Flatten(), layers.Dense(10, last)]


def _fully_convolutional() -> Layers:
    body = [layers.Conv2D(16, 3, 2, activation="relu"), layers.Conv2D(32, 3, 2, activation="relu")]
    return [*body, layers.Conv2D(10, 1), layers.GlobalAveragePooling2D(keepdims=True)]


#: A network's name, what it is fed, the shape of its input, and its layers.
_NETWORKS: list[tuple[str, Prepare, tuple[int | None, ...], Callable[[], Layers]]] = [
    ("dense, 0..1", _scale, (28, 28), _dense),
    ("dense, 0..1, logits (TensorFlow's quickstart)", _scale, (28, 28), partial(_dense, None)),
    ("dense, 784 values", _flat, (784,), _dense),
    ("dense, 0..255 without scaling", partial(_scale, high=255), (28, 28), _dense),
    ("dense, ten sigmoids", _flat, (784,), partial(_dense, "sigmoid")),
    ("dense, log-softmax", _flat, (784,), partial(_dense, "log_softmax")),
    ("dense, black on white", partial(_scale, low=1, high=0), (28, 28), _dense),
    ("CNN, 0..1 (Keras' simple convnet)", _channel, (28, 28, 1), _conv),
    (
        "CNN, Rescaling(1/255) inside",
        partial(_channel, high=255),
        (28, 28, 1),
        lambda: _conv("softmax", layers.Rescaling(1 / 255)),
    ),
    (
        "CNN, Rescaling to -1..1 inside, logits",
        partial(_channel, high=255),
        (28, 28, 1),
        lambda: _conv(None, layers.Rescaling(1 / 127.5, offset=-1)),
    ),
    ("CNN, -0.5..0.5", partial(_channel, low=-0.5, high=0.5), (28, 28, 1), _conv),
    ("CNN, -1..1", partial(_channel, low=-1), (28, 28, 1), _conv),
    ("CNN, standardized", _standardized, (28, 28, 1), partial(_conv, None)),
    (
        "CNN, batch normalization",
        _channel,
        (28, 28, 1),
        lambda: _conv("softmax", layers.BatchNormalization()),
    ),
    (
        "CNN, channels first",
        lambda images: images[:, np.newaxis],
        (1, 28, 28),
        lambda: _conv("softmax", layers.Permute((2, 3, 1))),
    ),
    ("CNN, padded to 32×32 (LeNet)", _padded, (32, 32, 1), _conv),
    (
        "CNN, 32×32 in three channels, 0..255",
        _rgb,
        (32, 32, 3),
        lambda: _conv("softmax", layers.Rescaling(1 / 255)),
    ),
    ("fully convolutional, any size, logits", _channel, (None, None, 1), _fully_convolutional),
    ("GRU over the rows", _scale, (28, 28), lambda: [layers.GRU(48), layers.Dense(10, "softmax")]),
    (
        "CNN, transposed as EMNIST's files",
        lambda images: images.swapaxes(1, 2)[..., np.newaxis],
        (28, 28, 1),
        _conv,
    ),
]


class _Subclassed(keras.Model):
    """A model as in TensorFlow's guide for experts."""

    def __init__(self) -> None:
        # Keras takes no name that begins with an underscore, as the class's does.
        super().__init__(name="subclassed")
        self.conv = layers.Conv2D(16, 3, 2, activation="relu")
        self.flatten = layers.Flatten()
        self.last = layers.Dense(10)

    def call(self, images: Any) -> Any:
        return self.last(self.flatten(self.conv(images)))


#: Models that do not say what they take until they are built by a first call.
_OWN: list[tuple[str, Prepare, Callable[[], Any]]] = [
    ("subclassed, 0..255, logits", partial(_channel, high=255), _Subclassed),
    ("Sequential without an Input", _scale, lambda: keras.Sequential(_dense())),
]


def _files(digits: Digits, folder: Path) -> Iterator[Tutorial]:
    """Yield networks as files: HDF5, SavedModel, and LiteRT, float and quantised."""
    rescaled = partial(_channel, high=255)
    network = _fit(_stack((28, 28, 1), _conv(None, layers.Rescaling(1 / 255))), rescaled, digits)
    own = _tutorial("", network, rescaled, digits).own
    network.save(folder / "network.h5")
    network.save(folder / "network.keras")
    network.export(folder / "saved", verbose=False)
    for name, path in (
        ("CNN, .h5, Rescaling inside", "network.h5"),
        ("CNN, .keras, Rescaling inside", "network.keras"),
        ("CNN, SavedModel, Rescaling inside", "saved"),
    ):
        yield Tutorial(name, folder / path, own)
    plain = _fit(_stack((28, 28, 1), _conv()), _channel, digits)
    for name, content, own in _lite(plain, digits):
        path = folder / f"{len(content)}.tflite"
        path.write_bytes(content)
        yield Tutorial(name, path, own)


def _lite(network: Any, digits: Digits) -> Iterator[tuple[str, bytes, float]]:
    """Yield LiteRT files of a network of 0..1, with their accuracy in TensorFlow's interpreter."""
    import tensorflow as tf

    own = _tutorial("", network, _channel, digits).own
    samples = _channel(digits.x_train[:200]).astype(np.float32)
    for name, kind in (("float", None), ("all in uint8", tf.uint8), ("all in int8", tf.int8)):
        converter = tf.lite.TFLiteConverter.from_keras_model(network)
        if kind is not None:
            converter.optimizations = [tf.lite.Optimize.DEFAULT]
            converter.representative_dataset = lambda: ([image[np.newaxis]] for image in samples)
            converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
            converter.inference_input_type = converter.inference_output_type = kind
        with redirect_stdout(sys.stderr):  # it prints what it has saved
            content = converter.convert()
        yield f"CNN, .tflite, {name}", content, own


def _stack(shape: tuple[int | None, ...], parts: Layers) -> Any:
    return keras.Sequential([keras.Input(shape), *parts])


def _fit(network: Any, prepare: Prepare, digits: Digits) -> Any:
    """Train a network for a few epochs, with the loss that its last layer needs."""
    x, y = prepare(digits.x_train).astype(np.float32), digits.y_train
    shares = np.asarray(network(x[:64]))
    is_log = bool((shares <= 0).all())
    sums = shares.reshape(64, -1).sum(axis=1)
    loss: Any = keras.losses.SparseCategoricalCrossentropy(
        from_logits=is_log or not np.allclose(sums, 1, atol=1e-3)
    )
    if not is_log and ((shares >= 0) & (shares <= 1)).all() and not np.allclose(sums, 1, atol=1e-3):
        loss, y = keras.losses.BinaryCrossentropy(), np.eye(10, dtype=np.float32)[y]
    if shares.ndim == 4:
        y = y.reshape(-1, 1, 1)
    network.compile(keras.optimizers.Adam(3e-3), loss)
    network.fit(x, y, batch_size=64, epochs=5, verbose=0)
    return network


def _tutorial(name: str, network: Any, prepare: Prepare, digits: Digits) -> Tutorial:
    output = network.predict(prepare(digits.x_test).astype(np.float32), verbose=0)
    read = output.reshape(len(output), -1).argmax(axis=1)
    return Tutorial(f"Keras: {name}", network, float((read == digits.y_test).mean()))
