"""Keras adapter: runs models in memory, or from a ``.keras`` file loaded in safe mode."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import DIGITS, INPUT_SHAPES
from digit_widgets.predictors.digit_predictor import ScoringDigitPredictor

__all__ = ["KerasPredictor", "compiled_call", "input_sides", "load_keras"]


class KerasPredictor(ScoringDigitPredictor):
    """A `Predictor` that runs a Keras model itself, not a copy: further training shows at once.

    Parameters
    ----------
    model
        A ``keras.Model``, or the path of a ``.keras`` file. The file is loaded in safe mode: a file
        that carries Python code raises an error. The model takes float32 of shape (N, 28, 28),
        (N, 28, 28, 1) or (N, 784) and returns (N, 10) probabilities and, optionally as a second
        output, (N, 1) scores: how much each image looks like a digit.

    Raises
    ------
    ModelError
        The file is missing, damaged or unsafe, the model has other shapes, or Keras is missing.
    """

    def __init__(self, model: Any) -> None:
        self._model = load_keras(Path(model)) if isinstance(model, str | Path) else model
        self._shape = input_sides(self._model)
        self._gives_scores = _gives_scores(self._model)
        self._call = compiled_call(self._model, self._shape)

    def _run(self, images: NDArray[np.float32]) -> tuple[Any, Any | None]:
        output = self._call(images.reshape(-1, *self._shape))
        if not self._gives_scores:
            return np.asarray(output), None
        probabilities, scores = output
        return np.asarray(probabilities), np.asarray(scores)[:, 0]


def load_keras(path: Path) -> Any:
    """Load a ``.keras`` file in safe mode, not compiled for training.

    Raises
    ------
    ModelError
        The file is missing, damaged or unsafe, or Keras is not installed.
    """
    if not path.is_file():
        raise ModelError(f"There is no model file at {path}.")
    if not zipfile.is_zipfile(path):
        # Check this before importing Keras, which takes seconds and prints lines of its own.
        raise ModelError(f"{path.name} is not a .keras file, or is damaged.")
    try:
        import keras
    except ImportError:
        raise ModelError(
            f"Reading {path.name} needs Keras: pip install 'digit-widgets[train]', "
            "or give a .tflite file."
        ) from None
    try:
        return keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises whatever its layers raise
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else "no reason given"
        raise ModelError(
            f"{path.name} cannot be loaded as a Keras model: {first_line[:200]}"
        ) from error


def input_sides(model: Any) -> tuple[int, ...]:
    """Return the shape of a digit model's input, without the batch.

    Raises
    ------
    ModelError
        The model does not take images of 28×28.
    """
    sides = _sides(model, "input_shape")
    if sides not in INPUT_SHAPES:
        raise ModelError(
            f"{_name(model)} takes inputs of shape {sides}; a digit model takes images of 28×28."
        )
    return sides


def _gives_scores(model: Any) -> bool:
    """Return True if a model gives scores besides its probabilities."""
    shape = getattr(model, "output_shape", None)
    if isinstance(shape, list):
        if [tuple(each)[1:] for each in shape] == [(len(DIGITS),), (1,)]:
            return True
    elif _sides(model, "output_shape") == (len(DIGITS),):
        return False
    raise ModelError(
        f"{_name(model)} gives outputs of shape {shape}; a digit model gives {len(DIGITS)} "
        "probabilities, and perhaps one score beside them."
    )


def _name(model: Any) -> str:
    return str(getattr(model, "name", type(model).__name__))


def _sides(model: Any, attribute: str) -> tuple[int, ...]:
    """Return the shape of a single input or output, without the batch; () if it is not single."""
    shape = getattr(model, attribute, None)
    if not isinstance(shape, tuple) or not all(isinstance(side, int | None) for side in shape):
        return ()
    return tuple(side or 0 for side in shape[1:])


def compiled_call(model: Any, shape: tuple[int, ...]) -> Any:
    """Wrap a model's call on images of a shape for speed.

    With TensorFlow as the backend, an image takes 1 ms instead of 7 ms.
    """
    import keras

    if keras.backend.backend() != "tensorflow":
        return lambda images: keras.tree.map_structure(
            keras.ops.convert_to_numpy, model(images, training=False)
        )
    import tensorflow as tf

    signature = tf.TensorSpec((None, *shape), tf.float32)
    return tf.function(lambda images: model(images, training=False), input_signature=[signature])
