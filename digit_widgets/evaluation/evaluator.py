"""Evaluator: measures how well a model reads, and tells digits from what is none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.data.ink_dataset import InkDataset, UnlabeledInk
from digit_widgets.errors import DataError, ModelError
from digit_widgets.evaluation.confusion import LabeledPredictions, read_images
from digit_widgets.evaluation.result import Evaluation, Metrics, NonDigits, is_accepted
from digit_widgets.predictors.base import DIGITS, THRESHOLD, Predictor
from digit_widgets.recognition.recognizer import make_model_input

__all__ = ["evaluate", "evaluate_images"]


def evaluate(
    predictor: Predictor,
    digits: ImageDataset | InkDataset,
    non_digits: UnlabeledInk | None = None,
    *,
    threshold: float = THRESHOLD,
) -> Evaluation:
    """Measure a model.

    Parameters
    ----------
    predictor
        A model of the ten digits.
    digits
        What to measure on: the test images of a set such as MNIST, used as they are, or drawings,
        each through what `read` does.
    non_digits
        Drawings that are no digits, to measure how many the model takes for one.
    threshold
        The score in 0..1 below which a drawing is not a digit.

    Raises
    ------
    ModelError
        The model has other labels than the ten digits, or gives no probabilities; it gives no
        scores, and there are drawings that are no digits.
    DataError
        Drawings of which all are blank or dots.
    """
    others = None if non_digits is None else _non_digits(predictor, non_digits, threshold)
    if isinstance(digits, ImageDataset):
        images, labels, writers = digits.x_test, digits.y_test, None
    else:
        images = np.stack([make_model_input(ink) for ink in digits.inks])
        labels, writers = digits.labels, digits.writers
    predictions = _predict(predictor, images, labels)
    return Evaluation(images, predictions, threshold, writers, others)


def evaluate_images(
    predictor: Predictor, images: NDArray[np.float32], labels: NDArray[np.int64]
) -> Metrics:
    """Measure a model on images, used as they are.

    Parameters
    ----------
    predictor
        A model of the ten digits.
    images, labels
        (N, 28, 28) float32 in 0..1, and (N,) integers in 0..9.

    Raises
    ------
    ModelError, DataError
        As `evaluate` raises them.

    Notes
    -----
    An image of zeros shows nothing, and counts as `Evaluation` says.
    """
    return Evaluation(images, _predict(predictor, images, labels)).metrics


def _predict(
    predictor: Predictor, images: NDArray[np.float32], labels: NDArray[np.int64]
) -> LabeledPredictions:
    probabilities, scores = _read(predictor, images)
    return LabeledPredictions(probabilities, labels, scores)


def _non_digits(predictor: Predictor, drawings: UnlabeledInk, threshold: float) -> NonDigits:
    images = np.stack([make_model_input(ink) for ink in drawings.inks])
    probabilities, scores = _read(predictor, images)
    if scores is None:
        raise ModelError(
            "The model gives no scores: it takes every drawing for a digit. Measure it without "
            "drawings that are no digits, or take a model that scores."
        )
    accepted = probabilities.any(axis=1) & is_accepted(scores, threshold)
    return NonDigits(images, scores.astype(np.float64), probabilities, accepted, drawings.alphabets)


def _read(
    predictor: Predictor, images: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Read all images on which something is drawn; the others have shares and scores of 0."""
    if tuple(predictor.labels) != DIGITS:
        raise ModelError("The model's labels are not the digits 0 to 9, in this order.")
    drawn = images.any(axis=(1, 2))
    if drawn.all():
        return read_images(predictor, images)
    if not drawn.any():
        raise DataError("Nothing is drawn, or no more than dots: there is nothing to measure.")
    read, scored = read_images(predictor, images[drawn])
    probabilities = np.zeros((len(images), len(DIGITS)), np.float32)
    probabilities[drawn] = read
    if scored is None:
        return probabilities, None
    scores = np.zeros(len(images), np.float32)
    scores[drawn] = scored
    return probabilities, scores
