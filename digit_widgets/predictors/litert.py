"""LiteRT adapter: runs ``.tflite`` models, which are small, fast and need no TensorFlow."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import DIGITS, INPUT_SHAPES
from digit_widgets.predictors.digit_predictor import ScoringDigitPredictor
from digit_widgets.startup_logs import quiet_start

__all__ = ["LiteRTPredictor"]

#: Set once LiteRT has run in this process: it prints its start-up line only once.
_started = threading.Event()


class LiteRTPredictor(ScoringDigitPredictor):
    """A `Predictor` that runs a ``.tflite`` file; thread-safe.

    Parameters
    ----------
    path
        The model: float32 input of shape (N, 28, 28), (N, 28, 28, 1) or (N, 784); float32 outputs
        of (N, 10) probabilities and, optionally, (N, 1) scores: how much each looks like a digit.

    Raises
    ------
    ModelError
        The file is missing or damaged, or the model has other shapes.
    """

    def __init__(self, path: str | Path) -> None:
        path = Path(path)
        if not path.is_file():
            raise ModelError(f"There is no model file at {path}.")
        from ai_edge_litert.interpreter import Interpreter

        try:
            self._interpreter: Any = Interpreter(str(path), num_threads=1)
            (inputs,) = self._interpreter.get_input_details()
            # The order of the outputs in the file is arbitrary.
            outputs, *scores = sorted(
                self._interpreter.get_output_details(), key=lambda each: -each["shape"][-1]
            )
        except (ValueError, RuntimeError):
            raise ModelError(
                f"{path.name} is not a LiteRT model of one input, or is damaged."
            ) from None
        self._input, self._output = inputs["index"], outputs["index"]
        shapes = [_format_shape(each) for each in scores]
        if shapes not in ([], ["(N, 1)"]):
            raise ModelError(
                f"{path.name} gives outputs of shapes {_format_shape(outputs)}, "
                f"{', '.join(shapes)}; a digit model gives probabilities (N, 10), and perhaps "
                "scores (N, 1)."
            )
        self._score = scores[0]["index"] if scores else None
        self._shape = tuple(int(side) for side in inputs["shape"][1:])
        self._lock = threading.Lock()
        self._batch = 0
        self._check(path.name, inputs, outputs)

    def _run(self, images: NDArray[np.float32]) -> tuple[Any, Any | None]:
        with self._lock:
            if len(images) != self._batch:
                self._interpreter.resize_tensor_input(self._input, (len(images), *self._shape))
                self._allocate()
                self._batch = len(images)
            self._interpreter.set_tensor(self._input, images.reshape(-1, *self._shape))
            self._interpreter.invoke()
            output = self._interpreter.get_tensor(self._output)
            if self._score is None:
                return output, None
            return output, self._interpreter.get_tensor(self._score)[:, 0]

    def _allocate(self) -> None:
        if _started.is_set():
            self._interpreter.allocate_tensors()
            return
        with quiet_start():
            self._interpreter.allocate_tensors()
        _started.set()

    def _check(self, name: str, inputs: dict[str, Any], outputs: dict[str, Any]) -> None:
        if self._shape not in INPUT_SHAPES or inputs["dtype"] is not np.float32:
            raise ModelError(
                f"{name} takes {inputs['dtype'].__name__} of shape {_format_shape(inputs)}; "
                "a digit model takes float32 images of 28×28."
            )
        if _format_shape(outputs) != f"(N, {len(DIGITS)})" or outputs["dtype"] is not np.float32:
            raise ModelError(
                f"{name} gives {outputs['dtype'].__name__} of shape {_format_shape(outputs)}; "
                f"a digit model gives float32 probabilities (N, {len(DIGITS)})."
            )


def _format_shape(details: dict[str, Any]) -> str:
    return f"(N, {', '.join(str(side) for side in details['shape'][1:])})"
