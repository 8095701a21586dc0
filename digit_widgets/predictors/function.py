"""Function predictor: wraps a function from images to probabilities as a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors.feeding.model_info import PLAIN_INFO
from digit_widgets.predictors.model_predictor import ModelPredictor
from digit_widgets.predictors.runtimes.function import FunctionModel

__all__ = ["FunctionPredictor"]


class FunctionPredictor(ModelPredictor):
    """A `Predictor` that calls a function.

    It is not tried on digits: for functions of other formats use `load_predictor`.

    Parameters
    ----------
    function
        Takes (N, 28, 28) float32 in 0..1, a copy that it may change, and returns (N, 10)
        probabilities. Its output is checked at each call; its exceptions pass through.
    """

    def __init__(self, function: Callable[[NDArray[np.float32]], Any]) -> None:
        super().__init__(FunctionModel(function), PLAIN_INFO)
