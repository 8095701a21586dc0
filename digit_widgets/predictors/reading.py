"""Reading one drawing or picture, with no widget at all."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.ink import Ink
from digit_widgets.predictors.loading import load_predictor
from digit_widgets.predictors.prediction import Prediction
from digit_widgets.predictors.protocol import THRESHOLD, Predictor, check_threshold, scored
from digit_widgets.vision import is_dot, normalize

__all__ = ["predict_image", "read", "seen"]


def read(
    source: Ink | ArrayLike | Image.Image, model: Any = None, *, threshold: float = THRESHOLD
) -> Prediction:
    """Read a digit, or tell that it is none.

    Parameters
    ----------
    source
        An `Ink`, a picture of Pillow, or an (H, W) grey-scale array: integers in 0..255 or floats
        in 0..1. A picture file is loaded with `load_picture`.
    model
        Anything that `load_predictor` takes; by default the bundled CNN.
    threshold
        The score in 0..1 below which a drawing is not a digit; 0 takes all for digits.

    Raises
    ------
    ArgumentError
        A threshold that is no number in 0..1.
    ImageError
        An array that is no grey-scale picture.
    ModelError
        A model that cannot be loaded, or that gives no probabilities. What a function given as
        the model raises passes through.
    """
    predictor = load_predictor("cnn" if model is None else model)
    check_threshold(threshold)
    if isinstance(source, Ink) and is_dot(source):
        return Prediction.blank(predictor.labels, dot=True)
    start = time.perf_counter()
    return predict_image(predictor, seen(source), start, threshold)


def seen(source: Ink | ArrayLike | Image.Image) -> NDArray[np.float32]:
    """Return what a model is given of a drawing or picture to read.

    Returns
    -------
    (28, 28) float32 in 0..1, as `normalize` makes it; zeros, which no model is given, if nothing
    is drawn or no more than a dot.

    Raises
    ------
    ImageError
        An array that is no grey-scale picture.
    """
    if isinstance(source, Ink) and is_dot(source):
        return np.zeros((28, 28), np.float32)
    return normalize(source)


def predict_image(
    predictor: Predictor,
    image: NDArray[np.float32],
    start: float,
    threshold: float = THRESHOLD,
) -> Prediction:
    """Read one normalised picture.

    Parameters
    ----------
    predictor
        The model.
    image
        (28, 28) float32 in 0..1; all 0 is a blank drawing.
    start
        ``time.perf_counter()`` when the reading began, from which the latency counts.
    threshold
        The score in 0..1 below which it is not a digit.
    """
    if not image.any():
        return Prediction.blank(predictor.labels)
    output, scores = scored(predictor, image[np.newaxis])
    return Prediction.judged(
        predictor.labels,
        output[0].tolist(),
        None if scores is None else float(scores[0]),
        threshold=threshold,
        latency=time.perf_counter() - start,
    )
