"""LiteRT runtime: runs ``.tflite`` files, float or fully quantised, without TensorFlow."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.model_files import check_is_file
from digit_widgets.predictors.runtimes.raw_model import RawModel, Signature, is_named_plain
from digit_widgets.startup_logs import quiet_start

__all__ = ["LiteRTModel"]

#: Set once LiteRT has run in this process: it prints its start-up line only once.
_started = threading.Event()


class LiteRTModel(RawModel):
    """A `RawModel` that runs a ``.tflite`` file.

    A quantised model takes and gives real numbers here: they are turned into its integers and back
    by the scale and the zero point in the file, real = scale × (integer - zero point).

    Parameters
    ----------
    path
        The file.

    Attributes
    ----------
    path
        The same.

    Raises
    ------
    ModelError
        The file is missing or damaged, or has several inputs.
    """

    def __init__(self, path: Path) -> None:
        check_is_file(path)
        self.path = path
        from ai_edge_litert.interpreter import Interpreter

        try:
            self._interpreter: Any = Interpreter(str(path), num_threads=1)
            (self._input,) = self._interpreter.get_input_details()
            self._outputs = self._interpreter.get_output_details()
        except (ValueError, RuntimeError):
            raise ModelError(
                f"{path.name} is not a LiteRT model of one input, or is damaged."
            ) from None
        self._shape: tuple[int, ...] = ()
        super().__init__(path.name, _read_signature(self._input))

    def _run(self, batch: NDArray[Any]) -> Any:
        # The size of the batch counts, and the sides of models that take images of any size.
        if batch.shape != self._shape:
            self._interpreter.resize_tensor_input(self._input["index"], batch.shape)
            self._allocate()
            self._shape = batch.shape
        self._interpreter.set_tensor(self._input["index"], _quantize(batch, self._input))
        self._interpreter.invoke()
        return [
            _dequantize(self._interpreter.get_tensor(each["index"]), each) for each in self._outputs
        ]

    def _allocate(self) -> None:
        if _started.is_set():
            self._interpreter.allocate_tensors()
            return
        with quiet_start():
            self._interpreter.allocate_tensors()
        _started.set()


def _read_signature(details: dict[str, Any]) -> Signature:
    # In the signature, -1 is a side that may vary.
    sides = [None if side < 0 else int(side) for side in details["shape_signature"][1:]]
    scale, zero = details["quantization"]
    dtype = np.dtype(details["dtype"])
    is_plain = is_named_plain(details["name"])
    if not scale:
        is_real = np.issubdtype(dtype, np.floating)
        return Signature(tuple(sides), dtype.name, is_plain=is_plain and is_real)
    least, most = np.iinfo(dtype).min, np.iinfo(dtype).max
    limits = scale * (least - zero), scale * (most - zero)
    return Signature(tuple(sides), limits=limits, is_plain=is_plain)


def _quantize(values: NDArray[Any], details: dict[str, Any]) -> NDArray[Any]:
    scale, zero = details["quantization"]
    dtype = np.dtype(details["dtype"])
    if not scale:
        return values.astype(dtype, copy=False)
    limits = np.iinfo(dtype)
    integers = np.clip(np.round(values / scale) + zero, limits.min, limits.max)
    return np.asarray(integers, dtype)


def _dequantize(values: NDArray[Any], details: dict[str, Any]) -> NDArray[Any]:
    scale, zero = details["quantization"]
    if not scale:
        return values
    return np.asarray(scale * (values.astype(np.float32) - zero), np.float32)
