"""Arguments: what all explanations take, a model, a drawing in pieces or an image, checked."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.explanation.ink_pieces import InkPieces
from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.predictors import ModelPredictor, Predictor
from digit_widgets.recognition.recognizer import load_with_warning

__all__ = ["check_image", "check_pieces", "open_model"]


def open_model(model: Any) -> Predictor:
    """Return the predictor for anything that `load_predictor` takes.

    Issues a `ModelWarning` if the model reads no digits, unless `load_predictor` made it: whoever
    called that could ask for its `model_info`. To be called by public functions directly.

    Raises
    ------
    ModelError
        The model cannot be used.
    """
    return model if isinstance(model, ModelPredictor) else load_with_warning(model, stacklevel=4)


def check_pieces(pieces: Any) -> InkPieces:
    """Return a drawing that is cut into pieces.

    Raises
    ------
    ArgumentError
        It is anything else.
    """
    if not isinstance(pieces, InkPieces):
        raise ArgumentError(
            f"Give a drawing in pieces, cut_ink(ink), not a {type(pieces).__name__}."
        )
    return pieces


def check_image(image: Any) -> NDArray[np.float32]:
    """Return an image, (28, 28) float32 in 0..1 and not blank.

    Raises
    ------
    ArgumentError
        It is anything else.
    """
    try:
        array = np.asarray(image, np.float32)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"Give an image of 28×28 with some ink, not a {type(image).__name__}."
        ) from None
    if array.shape != (IMAGE_SIZE, IMAGE_SIZE) or not array.any():
        raise ArgumentError(
            f"Give an image of 28×28 with some ink; this one is {array.shape}"
            f"{'' if array.any() else ' and blank'}."
        )
    # The normaliser's own may be beyond 1 by a rounding; NaN fails both.
    if not (float(array.min()) >= 0 and float(array.max()) <= 1 + 1e-6):
        raise ArgumentError(
            "Give an image of 28×28 in 0..1, as normalize makes it; this one has values from "
            f"{float(array.min()):g} to {float(array.max()):g}."
        )
    return array
