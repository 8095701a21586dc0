"""Evaluator: measures a model's accuracy, and how well it rejects non-digits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.groups import join_writers
from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.data.ink_dataset import InkDataset, UnlabeledInk
from digit_widgets.errors import DataError, ModelError
from digit_widgets.evaluation.confusion import LabeledPredictions, read_images
from digit_widgets.evaluation.non_digits import NonDigits, is_accepted
from digit_widgets.evaluation.result import Evaluation, Metrics
from digit_widgets.predictors.base import DIGITS, THRESHOLD, Predictor
from digit_widgets.recognition.recognizer import make_model_input

__all__ = ["evaluate", "evaluate_images"]

DigitSet = ImageDataset | InkDataset


def evaluate(
    predictor: Predictor,
    digits: DigitSet | Mapping[str, DigitSet],
    non_digits: UnlabeledInk | Mapping[str, UnlabeledInk] | None = None,
    *,
    threshold: float = THRESHOLD,
) -> Evaluation:
    """Evaluate a model on digits, and optionally on non-digits.

    Parameters
    ----------
    predictor
        A model of the ten digits.
    digits
        A test set, or one or more of them by name: the test images of a set such as MNIST, used
        unchanged, or drawings, which are normalised as in `read`.
    non_digits
        Drawings that are not digits, to measure how many the model fails to reject; a set, or
        several by name. Those that are like digits are measured apart.
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
    others, like_digits = None, None
    if non_digits is not None:
        if isinstance(non_digits, UnlabeledInk):
            non_digits = {"not digits": non_digits}
        others, like_digits = _non_digits(predictor, non_digits, threshold)
    named = digits if isinstance(digits, Mapping) else {"digits": digits}
    inputs = {name: _make_inputs(each) for name, each in named.items()}
    images = np.concatenate([each for each, _ in inputs.values()])
    labels = np.concatenate([each for _, each in inputs.values()])
    writers = join_writers(
        {
            name: (len(inputs[name][0]), each.writers if isinstance(each, InkDataset) else None)
            for name, each in named.items()
        }
    )
    sets = np.repeat(list(inputs), [len(each) for each, _ in inputs.values()])
    predictions = _predict(predictor, images, labels)
    return Evaluation(images, predictions, sets, threshold, writers, others, like_digits)


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
    sets = np.full(len(images), "digits")
    return Evaluation(images, _predict(predictor, images, labels), sets).metrics


def _predict(
    predictor: Predictor, images: NDArray[np.float32], labels: NDArray[np.int64]
) -> LabeledPredictions:
    probabilities, scores = _read(predictor, images)
    return LabeledPredictions(probabilities, labels, scores)


def _make_inputs(digits: DigitSet) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    if isinstance(digits, ImageDataset):
        return digits.x_test, digits.y_test
    return np.stack([make_model_input(ink) for ink in digits.inks]), digits.labels


def _non_digits(
    predictor: Predictor, named: Mapping[str, UnlabeledInk], threshold: float
) -> tuple[NonDigits | None, NonDigits | None]:
    """Evaluate a model on non-digits; those like digits are the second part."""
    drawings = UnlabeledInk.join(named)
    images = np.stack([make_model_input(ink) for ink in drawings.inks])
    probabilities, scores = _read(predictor, images)
    if scores is None:
        raise ModelError(
            "The model gives no scores: it takes every drawing for a digit. Measure it without "
            "drawings that are no digits, or take a model that scores."
        )
    every = NonDigits(
        images,
        scores.astype(np.float64),
        probabilities,
        probabilities.any(axis=1) & is_accepted(scores, threshold),
        np.repeat(list(named), [len(each.inks) for each in named.values()]),
        drawings.alphabets,
        drawings.writers,
    )
    like = drawings.like_digits
    parts = (every.select(chosen) if chosen.any() else None for chosen in (~like, like))
    return next(parts), next(parts)


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
