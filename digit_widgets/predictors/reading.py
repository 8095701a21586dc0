"""Reading one drawing or picture, with no widget at all."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_widgets.ink import Ink
from digit_widgets.predictors.loading import load_predictor
from digit_widgets.predictors.prediction import Prediction
from digit_widgets.predictors.protocol import Predictor, checked_probabilities
from digit_widgets.vision import normalize

__all__ = ["predict_image", "read"]


def read(source: Ink | ArrayLike, model: Any = None) -> Prediction:
    """Read a digit.

    Parameters
    ----------
    source
        An `Ink`, or an (H, W) grey-scale array: integers in 0..255 or floats in 0..1. A picture
        file is loaded with `load_picture`.
    model
        Anything that `load_predictor` takes; by default the bundled CNN.

    Raises
    ------
    ImageError
        An array that is no grey-scale picture.
    ModelError
        A model that cannot be loaded, or that gives no probabilities. What a function given as
        the model raises passes through.
    """
    predictor = load_predictor("cnn" if model is None else model)
    start = time.perf_counter()
    return predict_image(predictor, normalize(source), start)


def predict_image(predictor: Predictor, image: NDArray[np.float32], start: float) -> Prediction:
    """Read one normalised picture.

    Parameters
    ----------
    predictor
        The model.
    image
        (28, 28) float32 in 0..1; all 0 is a blank drawing.
    start
        ``time.perf_counter()`` when the reading began, from which the latency counts.
    """
    if not image.any():
        return Prediction.blank(predictor.labels)
    labels = tuple(predictor.labels)
    output = checked_probabilities(predictor.predict_proba(image[np.newaxis]), 1, labels)
    probabilities = tuple(output[0].tolist())
    label = labels[int(np.argmax(probabilities))]
    return Prediction(label, probabilities, labels, "digit", time.perf_counter() - start)
