"""Architectures: builds the three networks that read digits, and the one that scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
from keras import layers

from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.predictors.runtimes.raw_model import PLAIN_INPUT

__all__ = [
    "ARCHITECTURES",
    "MAX_CONVOLUTIONS",
    "SCORER",
    "build_ann",
    "build_cnn",
    "build_reader",
    "build_scorer",
]

#: Name of the network that scores how much an image looks like a digit.
SCORER = "scorer"


#: Most convolutions of a CNN: each takes a border of one pixel and is followed by pooling, and
#: after three of them the maps are of 1×1.
MAX_CONVOLUTIONS = 3


def build_ann(dense: Sequence[int] = (256, 128), dropout: float = 0.2) -> keras.Model:
    """Build the dense network: 235,146 parameters unless it is changed.

    Flatten 28×28, Dense 256 ReLU, Dropout 0.2, Dense 128 ReLU, Dropout 0.2, Dense 10 softmax.
    Takes (N, 28, 28, 1) float32 in 0..1, returns (N, 10) float32 probabilities.

    Parameters
    ----------
    dense
        Units of each hidden layer; without any, the network is a softmax regression.
    dropout
        Share of the units, in 0..1, that are dropped after each hidden layer while it learns.
    """
    hidden = _hidden(dense, dropout)
    return keras.Sequential([_image(), layers.Flatten(), *hidden, _probabilities()], name="ann")


def build_cnn(
    filters: Sequence[int] = (32, 64), dense: Sequence[int] = (128,), dropout: float = 0.5
) -> keras.Model:
    """Build the convolutional network: 225,034 parameters unless it is changed.

    Conv2D 32 3×3 ReLU, MaxPooling 2×2, Conv2D 64 3×3 ReLU, MaxPooling 2×2, Flatten,
    Dense 128 ReLU, Dropout 0.5, Dense 10 softmax.
    Takes (N, 28, 28, 1) float32 in 0..1, returns (N, 10) float32 probabilities.

    Parameters
    ----------
    filters
        Filters of each convolution; at most `MAX_CONVOLUTIONS`.
    dense, dropout
        As in `build_ann`.
    """
    maps = [
        layer
        for count in filters
        for layer in (layers.Conv2D(count, 3, activation="relu"), layers.MaxPooling2D(2))
    ]
    hidden = _hidden(dense, dropout)
    return keras.Sequential(
        [_image(), *maps, layers.Flatten(), *hidden, _probabilities()], name="cnn"
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
    output = _probabilities()(hidden)
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
    return keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1), name=PLAIN_INPUT)


def _hidden(dense: Sequence[int], dropout: float) -> list[Any]:
    return [
        layer
        for units in dense
        for layer in (layers.Dense(units, activation="relu"), layers.Dropout(dropout))
    ]


def _probabilities() -> Any:
    return layers.Dense(10, activation="softmax", name="probabilities")


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
