"""The networks that come with the package."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import DIGITS
from digit_widgets.predictors.litert import LiteRTPredictor
from digit_widgets.resources import resource_path

__all__ = ["BUNDLED", "BundledPredictor", "bundled_model"]

#: Names of the models that come with the package.
BUNDLED = ("cnn", "ann")


def bundled_model(name: str, suffix: str = ".tflite") -> Path:
    """Return the path of a bundled model's file.

    Parameters
    ----------
    name
        "cnn" or "ann".
    suffix
        ".tflite", ".keras" or, for the model card, ".json".

    Raises
    ------
    ModelError
        The file is not there: a damaged installation.
    """
    path = resource_path(f"models/digit_{name}{suffix}")
    if not path.is_file():
        raise ModelError(
            f"The bundled model {path.name} is missing. Reinstall digit-widgets, or make it "
            f"with: digit-widgets train {name}"
        )
    return path


class BundledPredictor:
    """A bundled network, loaded when it first reads.

    A page that nobody draws on, and a kernel that Voila keeps warm for the next visitor, hold
    neither the network nor its runtime: 12 MB.

    Parameters
    ----------
    name
        "cnn" or "ann".

    Raises
    ------
    ModelError
        The file is not there: a damaged installation.
    """

    def __init__(self, name: str) -> None:
        self._path = bundled_model(name)

    @property
    def labels(self) -> tuple[str, ...]:
        """The ten digits."""
        return DIGITS

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give (N, 10) float32 probabilities of (N, 28, 28) float32 images in 0..1."""
        return self._network.predict_proba(images)

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Give the probabilities and (N,) float32 scores in 0..1: how much each is a digit."""
        return self._network.predict_scored(images)

    @cached_property
    def _network(self) -> LiteRTPredictor:
        return LiteRTPredictor(self._path)
