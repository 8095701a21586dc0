"""Conversion: writes a Keras network as LiteRT, ONNX or SavedModel, and quantises LiteRT."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.startup_logs import quiet_start

__all__ = ["FORMATS", "QUANTIZATIONS", "check_packages", "convert"]

#: Suffixes of the formats; a SavedModel is a folder.
FORMATS: Mapping[str, str] = {"tflite": ".tflite", "onnx": ".onnx", "saved-model": ""}
#: "int8" stores and computes in integers; "float16" stores the weights in half precision.
QUANTIZATIONS = ("int8", "float16")
#: Keras' names of the formats.
_KERAS_FORMATS = {"tflite": "litert", "onnx": "onnx", "saved-model": "tf_saved_model"}
#: Loggers of the converters, which write messages that call for no action.
_LOGGERS = ("tensorflow", "absl", "tf2onnx")


def check_packages(to: str) -> None:
    """Check that the packages that write and run a format are installed.

    Raises
    ------
    ModelError
        Some are missing.
    """
    needed = ("onnx", "onnxruntime", "tf2onnx") if to == "onnx" else ()
    if missing := [each for each in needed if find_spec(each) is None]:
        raise ModelError(
            f"Exporting to ONNX needs {' and '.join(missing)}: pip install 'digit-widgets[export]'"
        )


def convert(
    network: Any,
    path: Path,
    to: str,
    quantize: str | None = None,
    examples: NDArray[Any] | None = None,
) -> None:
    """Write a network.

    Parameters
    ----------
    network
        A built ``keras.Model``.
    path
        The file or folder to write; for LiteRT it ends in ``.tflite``.
    to
        One of `FORMATS`.
    quantize
        One of `QUANTIZATIONS`, for LiteRT; None for float32.
    examples
        (N, ...) inputs as the network takes them, for "int8": the range of the numbers that flow
        through each layer is measured on them.

    Raises
    ------
    ModelError
        The network has parts that the format lacks.
    OSError
        The file cannot be written.
    """
    try:
        with _quiet():
            options = _quantizing_options(quantize, examples)
            network.export(path, format=_KERAS_FORMATS[to], verbose=False, **options)
    except OSError:
        raise
    except Exception as error:  # converters raise whatever they meet
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise ModelError(
            f"The network {network.name} cannot be exported to {to}: {lines[0][:200]}"
        ) from error


def _quantizing_options(quantize: str | None, examples: NDArray[Any] | None) -> dict[str, Any]:
    """Return the settings of TensorFlow's converter (``tf.lite.TFLiteConverter``)."""
    if quantize is None:
        return {}
    import tensorflow as tf

    options: dict[str, Any] = {"optimizations": [tf.lite.Optimize.DEFAULT]}
    if quantize == "float16":
        return options | {"target_spec": {"supported_types": [tf.float16]}}
    assert examples is not None
    inputs = examples

    def one_by_one() -> Iterator[list[NDArray[Any]]]:
        for each in inputs:
            yield [each[np.newaxis]]

    return options | {
        "representative_dataset": one_by_one,
        "target_spec": {"supported_ops": [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]},
        "inference_input_type": tf.int8,
        "inference_output_type": tf.int8,
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the converters' messages out of cells and terminals while the block runs."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with quiet_start(), warnings.catch_warnings():
            # Keras looks for the old names that tf2onnx uses, of which NumPy warns.
            warnings.filterwarnings("ignore", r"In the future `np\.\w+` will be", FutureWarning)
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
