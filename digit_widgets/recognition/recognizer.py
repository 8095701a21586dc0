"""Recognizer: one model with its threshold, from a drawing or an image to a prediction."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.imaging import is_dot, normalize
from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.ink import Ink
from digit_widgets.predictors.base import THRESHOLD, Predictor, check_threshold
from digit_widgets.predictors.digit_predictor import predict_with_scores
from digit_widgets.predictors.loader import load_predictor
from digit_widgets.recognition.prediction import Prediction

__all__ = ["Recognizer", "make_model_input", "read"]


def read(
    source: Ink | ArrayLike | Image.Image, model: Any = None, *, threshold: float = THRESHOLD
) -> Prediction:
    """Read a digit, or tell that it is none.

    Parameters
    ----------
    source
        An `Ink`, an image of Pillow, or an (H, W) grey-scale array: integers in 0..255 or floats
        in 0..1. An image file is loaded with `load_image`.
    model
        Anything that `load_predictor` takes; by default the bundled CNN.
    threshold
        The score in 0..1 below which a drawing is not a digit; 0 takes all for digits.

    Raises
    ------
    ArgumentError
        A threshold that is no number in 0..1.
    ImageError
        An array that is no grey-scale image.
    ModelError
        A model that cannot be loaded, or that gives no probabilities. What a function given as
        the model raises passes through.
    """
    return Recognizer(load_predictor("cnn" if model is None else model), threshold).read(source)


def make_model_input(source: Ink | ArrayLike | Image.Image) -> NDArray[np.float32]:
    """Return what a model is given of a drawing or an image to read.

    Returns
    -------
    (28, 28) float32 in 0..1, as `normalize` makes it; zeros, which no model is given, if nothing
    is drawn or no more than a dot.

    Raises
    ------
    ImageError
        An array that is no grey-scale image.
    """
    if isinstance(source, Ink) and is_dot(source):
        return np.zeros((IMAGE_SIZE, IMAGE_SIZE), np.float32)
    return normalize(source)


@dataclass(frozen=True, slots=True)
class Recognizer:
    """A model and its threshold: dots and blanks are answered, all else is read and judged.

    Parameters
    ----------
    predictor
        The model; it may change by itself, in training say.
    threshold
        The score in 0..1 below which a drawing is not a digit; 0 takes all for digits.

    Raises
    ------
    ArgumentError
        A threshold that is no number in 0..1.
    """

    predictor: Predictor
    threshold: float = THRESHOLD

    def __post_init__(self) -> None:
        check_threshold(self.threshold)

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the model's classes."""
        return tuple(self.predictor.labels)

    def read(
        self, source: Ink | ArrayLike | Image.Image, *, start: float | None = None
    ) -> Prediction:
        """Read a drawing or an image.

        Parameters
        ----------
        source
            As `read` takes it.
        start
            ``time.perf_counter()`` when the reading began, from which the latency counts; by
            default now.

        Raises
        ------
        ImageError
            An array that is no grey-scale image.
        ModelError
            An output that is no probabilities, or no scores.
        """
        start = time.perf_counter() if start is None else start
        if isinstance(source, Ink) and is_dot(source):
            return Prediction.blank(self.labels, dot=True)
        return self.read_image(normalize(source), start=start)

    def read_image(self, image: NDArray[np.float32], *, start: float | None = None) -> Prediction:
        """Read an image that is normalised: (28, 28) float32 in 0..1, all 0 if nothing is drawn."""
        start = time.perf_counter() if start is None else start
        if not image.any():
            return Prediction.blank(self.labels)
        return self.judge(*predict_with_scores(self.predictor, image[np.newaxis]), start=start)[0]

    def read_inks(
        self, inks: Sequence[Ink], images: Sequence[NDArray[np.float32]]
    ) -> tuple[Prediction, ...]:
        """Read drawings, given with their normalised images, all in one call of the model.

        Their latency is 0: it was not waited for any one of them.
        """
        predictions = [Prediction.blank(self.labels, dot=True)] * len(inks)
        if worth := [index for index, ink in enumerate(inks) if not is_dot(ink)]:
            output = predict_with_scores(
                self.predictor, np.stack([images[index] for index in worth])
            )
            for index, prediction in zip(worth, self.judge(*output), strict=True):
                predictions[index] = prediction
        return tuple(predictions)

    def judge(
        self,
        probabilities: NDArray[np.float32],
        scores: NDArray[np.float32] | None,
        *,
        start: float | None = None,
    ) -> tuple[Prediction, ...]:
        """Return what the model's output says at the threshold.

        Parameters
        ----------
        probabilities, scores
            (N, classes) and (N,) float32, as `predict_with_scores` gives them.
        start
            As `read` takes it; by default the latency is 0.
        """
        labels, given = self.labels, [None] * len(probabilities)
        latency = 0.0 if start is None else time.perf_counter() - start
        return tuple(
            Prediction.from_scores(labels, row, score, threshold=self.threshold, latency=latency)
            for row, score in zip(
                probabilities.tolist(), given if scores is None else scores.tolist(), strict=True
            )
        )
