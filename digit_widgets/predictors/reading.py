"""Reading one drawing or picture, with no widget at all."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_widgets.ink import Ink
from digit_widgets.predictors.loading import load_predictor
from digit_widgets.predictors.prediction import Prediction
from digit_widgets.predictors.protocol import Predictor
from digit_widgets.vision import normalize

__all__ = ["predict_image", "read"]


def read(source: Ink | ArrayLike, model: Any = None) -> Prediction:
    """Read a digit.

    Parameters
    ----------
    source
        An `Ink`, or an (H, W) grey-scale array: uint8 in 0..255 or float in 0..1.
    model
        Anything that `load_predictor` takes; by default the bundled CNN.

    Raises
    ------
    ImageError
        An array that is no grey-scale picture.
    ModelError
        A model that cannot be loaded, or that gives no probabilities.
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
    probabilities = tuple(predictor.predict_proba(image[np.newaxis])[0].tolist())
    label = predictor.labels[int(np.argmax(probabilities))]
    latency = time.perf_counter() - start
    return Prediction(label, probabilities, predictor.labels, "digit", latency)
