"""Recognizer: a model with its threshold; turns a drawing or an image into a prediction."""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.errors import ModelWarning
from digit_widgets.imaging import is_dot, normalize
from digit_widgets.imaging.ink_normalizer import find_specks
from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.ink import Ink
from digit_widgets.predictors.base import THRESHOLD, Predictor, check_threshold
from digit_widgets.predictors.digit_predictor import predict_with_scores
from digit_widgets.predictors.loader import load_predictor, model_info
from digit_widgets.recognition.image_glyphs import ImageGlyphs, find_image_glyphs
from digit_widgets.recognition.prediction import Prediction
from digit_widgets.resources import DEFAULT_MODEL

__all__ = ["Recognizer", "load_with_warning", "make_model_input", "read"]

#: The digits in an image are its glyphs with this share of the highest one's height; a share of
#: them must be accepted.
_LARGE, _SURE = 0.5, 0.6


def read(
    source: Ink | ArrayLike | Image.Image, model: Any = None, *, threshold: float = THRESHOLD
) -> Prediction:
    """Read one digit, or reject it.

    Parameters
    ----------
    source
        An `Ink`, a Pillow image, or an (H, W) grey-scale array: integers in 0..255 or floats
        in 0..1. Use `load_image` for an image file.
    model
        Anything that `load_predictor` takes; by default the bundled reader network.
    threshold
        The score in 0..1 below which a drawing is rejected; 0 rejects nothing.

    Raises
    ------
    ArgumentError
        The threshold is not a number in 0..1.
    ImageError
        The array is not a grey-scale image.
    ModelError
        The model cannot be loaded, or its output is not probabilities. Exceptions of a function
        given as the model pass through.

    Warns
    -----
    ModelWarning
        The model reads too few real digits, fed as is stated or however it is fed.
    """
    return Recognizer(load_with_warning(model), threshold).read(source)


def load_with_warning(model: Any, *, stacklevel: int = 3) -> Predictor:
    """Return the predictor for a model, None for the default, as code without a widget uses it.

    Issues a `ModelWarning` if the model reads too few real digits, which a pad would show: by
    default for the caller of the function that calls this one.
    """
    predictor = load_predictor(DEFAULT_MODEL if model is None else model)
    info = model_info(predictor)
    if info is not None and info.warning:
        warnings.warn(info.warning, ModelWarning, stacklevel=stacklevel)
    return predictor


def make_model_input(source: Ink | ArrayLike | Image.Image) -> NDArray[np.float32]:
    """Return the model's input for a drawing or an image.

    Returns
    -------
    (28, 28) float32 in 0..1, as in `normalize`; zeros, which are never passed to a model, if
    nothing or only a dot is drawn.

    Raises
    ------
    ImageError
        The array is not a grey-scale image.
    """
    if isinstance(source, Ink) and is_dot(source):
        return np.zeros((IMAGE_SIZE, IMAGE_SIZE), np.float32)
    return normalize(source)


@dataclass(frozen=True, slots=True)
class Recognizer:
    """A model and its threshold. Blanks and dots are answered without the model.

    Parameters
    ----------
    predictor
        The model; its weights may change meanwhile, as in training.
    threshold
        The score in 0..1 below which a drawing is rejected; 0 rejects nothing.

    Raises
    ------
    ArgumentError
        The threshold is not a number in 0..1.
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
            The drawing or image, as in `digit_widgets.recognition.read`.
        start
            ``time.perf_counter()`` from which the latency counts; by default now.

        Raises
        ------
        ImageError
            The array is not a grey-scale image.
        ModelError
            The output is not probabilities, or the scores are invalid.
        """
        start = time.perf_counter() if start is None else start
        if isinstance(source, Ink):
            return self.read_ink(source, normalize(source), start=start)
        return self.choose(find_image_glyphs(self.predictor, source), start=start)[0]

    def choose(
        self, glyphs: ImageGlyphs, *, start: float | None = None
    ) -> tuple[Prediction, int | None]:
        """Return the prediction of the one digit among the glyphs of an image, and its number.

        If none is a digit, or too few are, it is that of the first glyph that is none; without
        glyphs, and for several digits, the number is None. Glyphs far lower than others count for
        nothing.
        """
        start = time.perf_counter() if start is None else start
        if not glyphs.bounds:
            return Prediction.blank(self.labels, in_image=True), None
        predictions = self.judge(glyphs.probabilities, glyphs.scores, start=start)
        heights = np.array([bounds.height for bounds in glyphs.bounds])
        # What is far lower than the digits is a part of them, or of the paper.
        large = np.flatnonzero(heights >= _LARGE * heights.max()).tolist()
        digits = [number for number in large if predictions[number].label is not None]
        # A few digits in a drawing or a text are chance.
        if len(digits) < _SURE * len(large):
            rejected = next(number for number in large if predictions[number].label is None)
            return predictions[rejected], rejected
        if len(digits) == 1:
            return predictions[digits[0]], digits[0]
        return Prediction.several(self.labels, time.perf_counter() - start), None

    def read_ink(
        self, ink: Ink, image: NDArray[np.float32], *, start: float | None = None
    ) -> Prediction:
        """Read a drawing, given with its normalised image; `start` is as in `read`."""
        if is_dot(ink):
            return Prediction.blank(self.labels, dot=True)
        prediction = self.read_image(image, start=start)
        specks = ("dot",) * sum(find_specks(ink))
        return replace(prediction, left_out=specks) if specks else prediction

    def read_image(self, image: NDArray[np.float32], *, start: float | None = None) -> Prediction:
        """Read a normalised image: (28, 28) float32 in 0..1, all 0 if nothing is drawn."""
        start = time.perf_counter() if start is None else start
        if not image.any():
            return Prediction.blank(self.labels)
        return self.judge(*predict_with_scores(self.predictor, image[np.newaxis]), start=start)[0]

    def read_inks(
        self, inks: Sequence[Ink], images: Sequence[NDArray[np.float32]]
    ) -> tuple[Prediction, ...]:
        """Read several drawings, given with their normalised images, in one call of the model.

        The latency of each is 0, as it cannot be measured for one of them.
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
        """Apply the threshold to the model's output.

        Parameters
        ----------
        probabilities, scores
            (N, classes) and (N,) float32, as `predict_with_scores` returns them.
        start
            ``time.perf_counter()`` from which the latency counts; by default the latency is 0.
        """
        labels, given = self.labels, [None] * len(probabilities)
        latency = 0.0 if start is None else time.perf_counter() - start
        return tuple(
            Prediction.from_scores(labels, row, score, threshold=self.threshold, latency=latency)
            for row, score in zip(
                probabilities.tolist(), given if scores is None else scores.tolist(), strict=True
            )
        )
