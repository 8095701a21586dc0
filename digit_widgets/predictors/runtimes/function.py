"""Function runtime: calls any function from an array of images to an array of numbers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from digit_widgets.predictors.runtimes.raw_model import RawModel, Signature

__all__ = ["FunctionModel"]


class FunctionModel(RawModel):
    """A `RawModel` that calls a function; its exceptions pass through.

    Parameters
    ----------
    function
        Takes an array of images, a copy that it may change, and returns (N, classes) numbers.
    """

    def __init__(self, function: Callable[[NDArray[Any]], Any]) -> None:
        name = getattr(function, "__name__", None) or type(function).__name__
        # A function is given all images at once: it may do its own batching.
        super().__init__(f"The function {name}", Signature(batch_size=sys.maxsize))
        self._function = function

    def _run(self, batch: NDArray[Any]) -> Any:
        return self._function(batch.copy())
