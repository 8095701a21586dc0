"""Architectures: builds the two networks that the project compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
from keras import layers

from digit_widgets.imaging.mnist_format import IMAGE_SIZE

__all__ = ["ARCHITECTURES", "build_ann", "build_cnn"]


def build_ann() -> keras.Model:
    """Build the dense network: 235,146 parameters.

    Flatten 28×28, Dense 256 ReLU, Dropout 0.2, Dense 128 ReLU, Dropout 0.2, Dense 10 softmax.
    Takes (N, 28, 28, 1) float32 in 0..1, returns (N, 10) float32 probabilities.
    """
    return keras.Sequential(
        [
            keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1), name="image"),
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
            keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1), name="image"),
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


#: Builders by their name on the command line and in `models/`.
ARCHITECTURES: Mapping[str, Callable[[], Any]] = {"ann": build_ann, "cnn": build_cnn}
