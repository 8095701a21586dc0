"""Function adapter: wraps any function from images to probabilities as a model."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors.digit_predictor import DigitPredictor

__all__ = ["FunctionPredictor"]


class FunctionPredictor(DigitPredictor):
    """A `Predictor` that calls a function.

    Parameters
    ----------
    function
        Takes (N, 28, 28) float32 in 0..1, a copy that it may change, and returns (N, 10)
        probabilities. Its output is checked at each call; its exceptions pass through.
    """

    #: A function receives all images at once: it may do its own batching.
    batch_size = sys.maxsize

    def __init__(self, function: Callable[[NDArray[np.float32]], Any]) -> None:
        self._function = function

    def _run(self, images: NDArray[np.float32]) -> tuple[Any, None]:
        return self._function(images.copy()), None
