"""ONNX runtime: runs ``.onnx`` files by onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.model_files import check_is_file
from digit_widgets.predictors.runtimes.raw_model import (
    OutputKind,
    RawModel,
    Signature,
    is_named_plain,
)

__all__ = ["OnnxModel"]

#: NumPy's names of ONNX's types of numbers.
_DTYPES = {
    "tensor(float)": "float32",
    "tensor(float16)": "float16",
    "tensor(double)": "float64",
    "tensor(uint8)": "uint8",
    "tensor(int8)": "int8",
    "tensor(int32)": "int32",
    "tensor(int64)": "int64",
}


class OnnxModel(RawModel):
    """A `RawModel` that runs an ``.onnx`` file on the processor.

    A classifier that skl2onnx wrote gives its labels too: a table of probabilities by label, or
    the most probable label beside an array of probabilities.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    ModelError
        The file is missing or damaged, the model has several inputs or one of another type, or
        onnxruntime is not installed.
    """

    def __init__(self, path: Path) -> None:
        check_is_file(path)
        try:
            import onnxruntime
        except ImportError:
            raise ModelError(
                f"Reading {path.name} needs onnxruntime: pip install 'digit-widgets[onnx]'"
            ) from None
        options = onnxruntime.SessionOptions()
        # One small image does not gain by more threads, and pads of other visitors would lose.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors have no common class of their own
            raise ModelError(
                f"{path.name} is not an ONNX model, or is damaged: {_first_line(error)}"
            ) from error
        inputs = self._session.get_inputs()
        if len(inputs) != 1:
            raise ModelError(f"{path.name} takes {len(inputs)} inputs; give a model of one image.")
        if (dtype := _DTYPES.get(inputs[0].type)) is None:
            raise ModelError(f"{path.name} takes {inputs[0].type}, and not an array of numbers.")
        self._input = inputs[0].name
        self._outputs, labels, output = _choose_outputs(self._session.get_outputs())
        self._is_table = output == "probabilities"
        batch, *sides = [side if isinstance(side, int) else None for side in inputs[0].shape]
        is_plain = is_named_plain(self._input)
        signature = Signature(tuple(sides), dtype, batch or 256, is_plain=is_plain)
        super().__init__(path.name, signature, labels, output)

    def _run(self, batch: NDArray[Any]) -> Any:
        outputs = self._session.run(self._outputs, {self._input: batch})
        if not self._is_table:
            return outputs
        (rows,) = outputs
        if self.labels is None:
            self.labels = tuple(str(label) for label in rows[0])
        return np.array([list(row.values()) for row in rows], np.float32)


def _choose_outputs(
    outputs: list[Any],
) -> tuple[list[str], tuple[str, ...] | None, OutputKind | None]:
    """Return the names of the outputs to ask for, and what they are known to be."""
    tables = [each.name for each in outputs if each.type.startswith("seq(map(")]
    if tables:
        return tables[:1], None, "probabilities"
    # Beside probabilities, a classifier gives the most probable label, as integers or text.
    numbers = [each.name for each in outputs if each.type in {*_DTYPES} - {"tensor(int64)"}]
    return numbers or [each.name for each in outputs], None, None


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0][:200]
