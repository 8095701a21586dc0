"""Checks: validates data, settings and networks before a training begins."""

from __future__ import annotations

from typing import Any

import numpy as np

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.errors import DataError, ModelError
from digit_widgets.evaluation.confusion import check_images
from digit_widgets.predictors import DIGITS, check_probabilities
from digit_widgets.training.settings import FitSettings

__all__ = ["check_data", "check_network", "check_settings"]


def check_data(data: Any) -> None:
    """Raise an error if there are no images to train on.

    Raises
    ------
    DataError
        Not an `ImageDataset`; images or labels of another shape, type or range; fewer than two.
    """
    if not isinstance(data, ImageDataset):
        raise DataError(
            f"Give an ImageDataset, as load_mnist() does, not a {type(data).__name__}: "
            "fit(model, data, settings)."
        )
    images, _ = check_images(data.x_train, data.y_train)
    if images is not data.x_train:
        raise DataError(
            f"The images are {np.asarray(data.x_train).dtype}; give an array of float32 in 0..1, "
            "as load_mnist() does."
        )
    if len(images) < 2:
        raise DataError("There is one training image: there is nothing to learn from.")


def check_settings(settings: Any) -> None:
    """Raise an error if the settings are invalid.

    Raises
    ------
    DataError
        Not `FitSettings`, or values of another type or out of range.
    """
    if not isinstance(settings, FitSettings):
        raise DataError(
            f"Give settings such as FitSettings(epochs=5), not a {type(settings).__name__}."
        )
    if settings.optimizer not in ("adam", "sgd"):
        raise DataError(f"FitSettings.optimizer is {settings.optimizer!r}; give 'adam' or 'sgd'.")
    for name, what, low, high in (
        ("epochs", int, 1, 10**6),
        ("batch_size", int, 1, 10**6),
        ("learning_rate", float, 1e-9, 10.0),
        ("weight_decay", float, 0.0, 1.0),
        ("ema_momentum", float, 0.0, 1.0),
        ("held_out", float, 1e-9, 1.0 - 1e-9),
        ("unchanged", float, 0.0, 1.0),
    ):
        value = getattr(settings, name)
        if not isinstance(value, what if what is int else (int, float)) or not low <= value <= high:
            kind = "a whole number" if what is int else "a number"
            raise DataError(f"FitSettings.{name} is {value!r}; give {kind} in {low:g}..{high:g}.")


def check_network(network: Any) -> None:
    """Raise an error if a model does not fit the images and labels.

    Raises
    ------
    ModelError
        The model is not built, has other inputs or outputs, or does not return probabilities.
    """
    shapes = getattr(network, "input_shape", None), getattr(network, "output_shape", None)
    if None in shapes:
        raise ModelError(
            f"{type(network).__name__} is no built Keras model: one with an Input((28, 28, 1)) is."
        )
    if shapes != ((None, 28, 28, 1), (None, 10)):
        raise ModelError(
            f"The model takes {shapes[0]} and gives {shapes[1]}. Labels 0-9 of images need "
            "(None, 28, 28, 1) and (None, 10)."
        )
    output = network(np.zeros((1, 28, 28, 1), np.float32), training=False)
    check_probabilities(output, 1, DIGITS)
