"""Evaluator: measures a model's accuracy, and how well it rejects non-digits."""

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
    """Evaluate a model on digits, and optionally on non-digits.

    Parameters
    ----------
    predictor
        A model of the ten digits.
    digits
        The test set: the test images of a set such as MNIST, used unchanged, or drawings, which
        are normalised as in `read`.
    non_digits
        Drawings that are not digits, to measure how many the model fails to reject.
    threshold
        The score in 0..1 below which a drawing is rejected.

    Raises
    ------
    ModelError
        The model's labels are not the ten digits, its output is not probabilities, or
        non-digits are given and it has no scores.
    DataError
        There are no drawings other than blanks and dots.
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
    """Evaluate a model on images, used unchanged.

    Parameters
    ----------
    predictor
        A model of the ten digits.
    images, labels
        (N, 28, 28) float32 in 0..1, and (N,) integers in 0..9.

    Raises
    ------
    ModelError, DataError
        For the reasons given in `evaluate`.

    Notes
    -----
    An image of zeros is a blank drawing, and counts as described in `Evaluation`.
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
    """Predict the images that are not blank; the others get probabilities and scores of 0."""
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
