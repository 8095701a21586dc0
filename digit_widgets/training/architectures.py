"""Architectures: builds the three networks that read digits, and the one that scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
from keras import layers

from digit_widgets.imaging.mnist_format import IMAGE_SIZE

__all__ = [
    "ARCHITECTURES",
    "SCORER",
    "build_ann",
    "build_cnn",
    "build_reader",
    "build_scorer",
]

#: Name of the network that scores how much an image looks like a digit.
SCORER = "scorer"


def build_ann() -> keras.Model:
    """Build the dense network: 235,146 parameters.

    Flatten 28×28, Dense 256 ReLU, Dropout 0.2, Dense 128 ReLU, Dropout 0.2, Dense 10 softmax.
    Takes (N, 28, 28, 1) float32 in 0..1, returns (N, 10) float32 probabilities.
    """
    return keras.Sequential(
        [
            _image(),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax", name="probabilities"),
        ],
        name="ann",
    )


def build_cnn() -> keras.Model:
    """Build the convolutional network: 225,034 parameters.

    Conv2D 32 3×3 ReLU, MaxPooling 2×2, Conv2D 64 3×3 ReLU, MaxPooling 2×2, Flatten,
    Dense 128 ReLU, Dropout 0.5, Dense 10 softmax.
    Takes (N, 28, 28, 1) float32 in 0..1, returns (N, 10) float32 probabilities.
    """
    return keras.Sequential(
        [
            _image(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax", name="probabilities"),
        ],
        name="cnn",
    )


def build_reader() -> keras.Model:
    """Build the pad's own network, which reads best: 376,578 parameters.

    Conv2D 24, MaxPooling 2×2, Conv2D 48, MaxPooling 2×2, Conv2D 72, Conv2D 72 added to its input,
    Conv2D 96, MaxPooling 2×2, Flatten, Dense 256, Dropout 0.5, Dense 10 softmax. All convolutions
    are 3×3 with padding; each, and the Dense 256, is followed by batch normalisation (Ioffe and
    Szegedy, arXiv 1502.03167) and ReLU.
    Takes (N, 28, 28, 1) float32 in 0..1, returns (N, 10) float32 probabilities.
    """
    image = _image()
    maps = layers.MaxPooling2D(2)(_convolve(image, 24))
    maps = layers.MaxPooling2D(2)(_convolve(maps, 48))
    maps = _convolve(maps, 72)
    maps = layers.Add()([maps, _convolve(maps, 72)])
    maps = layers.MaxPooling2D(2)(_convolve(maps, 96))
    hidden = _normalize(layers.Dense(256, use_bias=False)(layers.Flatten()(maps)))
    hidden = layers.Dropout(0.5)(hidden)
    output = layers.Dense(10, activation="softmax", name="probabilities")(hidden)
    return keras.Model(image, output, name="reader")


def build_scorer() -> keras.Model:
    """Build the network that scores how much an image looks like a digit: 151,897 parameters.

    Conv2D 24, MaxPooling 2×2, Conv2D 48, MaxPooling 2×2, Conv2D 72, Conv2D 72 added to its input,
    MaxPooling 2×2, Flatten, Dense 96, Dropout 0.3, Dense 1 sigmoid; batch normalisation and ReLU
    as in `build_reader`.
    Takes (N, 28, 28, 1) float32 in 0..1, returns (N, 1) float32 scores in 0..1.
    """
    image = _image()
    maps = layers.MaxPooling2D(2)(_convolve(image, 24))
    maps = layers.MaxPooling2D(2)(_convolve(maps, 48))
    maps = _convolve(maps, 72)
    maps = layers.MaxPooling2D(2)(layers.Add()([maps, _convolve(maps, 72)]))
    hidden = _normalize(layers.Dense(96, use_bias=False)(layers.Flatten()(maps)))
    output = layers.Dense(1, activation="sigmoid", name="score")(layers.Dropout(0.3)(hidden))
    return keras.Model(image, output, name=SCORER)


def _image() -> Any:
    return keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1), name="image")


def _convolve(maps: Any, filters: int) -> Any:
    return _normalize(layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps))


def _normalize(values: Any) -> Any:
    return layers.ReLU()(layers.BatchNormalization()(values))


#: Builders by their name on the command line and in `models/`.
ARCHITECTURES: Mapping[str, Callable[[], Any]] = {
    "ann": build_ann,
    "cnn": build_cnn,
    "reader": build_reader,
    SCORER: build_scorer,
}
