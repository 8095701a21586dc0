"""Any function from images to probabilities, as a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors.base import DIGITS, check_probabilities

__all__ = ["FunctionPredictor"]


class FunctionPredictor:
    """A `Predictor` made of a function.

    Parameters
    ----------
    function
        Takes (N, 28, 28) float32 in 0..1, a copy that it may change, and gives (N, 10)
        probabilities. What it gives is checked at each call; what it raises passes through.
    """

    def __init__(self, function: Callable[[NDArray[np.float32]], Any]) -> None:
        self._function = function

    @property
    def labels(self) -> tuple[str, ...]:
        """The ten digits."""
        return DIGITS

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give (N, 10) float32 probabilities of (N, 28, 28) float32 images in 0..1."""
        return check_probabilities(self._function(images.copy()), len(images), DIGITS)
