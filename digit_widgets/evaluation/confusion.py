"""Confusion: predictions for a labelled set, counted by true and predicted digit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import DataError, ModelError
from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.imaging.normalizer import to_unit_range
from digit_widgets.predictors.base import DIGITS, THRESHOLD, Predictor
from digit_widgets.predictors.digit_predictor import predict_with_scores
from digit_widgets.recognition.prediction import Prediction

__all__ = [
    "LabeledPredictions",
    "check_images",
    "count_agreements",
    "indices_of_disagreement",
    "read_images",
    "read_set",
]

#: Images per call of the model.
_CHUNK = 512


@dataclass(frozen=True, eq=False)
class LabeledPredictions:
    """One model's predictions for a labelled set.

    Attributes
    ----------
    probabilities
        (N, classes) float32: the model's output; a row of 0 if nothing is drawn.
    labels
        (N,) int64 from 0: the true classes, such as digits.
    scores
        (N,) float32 in 0..1: how much each looks like a digit; None without scores.
    classes
        The names of the classes.
    """

    probabilities: NDArray[np.float32]
    labels: NDArray[np.int64]
    scores: NDArray[np.float32] | None = None
    classes: tuple[str, ...] = DIGITS

    @cached_property
    def read(self) -> NDArray[np.int64]:
        """(N,) int64: the predicted classes; -1 where nothing is drawn."""
        blank = ~self.probabilities.any(axis=1)
        read: NDArray[np.int64] = np.where(blank, -1, self.probabilities.argmax(axis=1))
        return read

    @cached_property
    def confidence(self) -> NDArray[np.float32]:
        """(N,) float32: the probabilities of the predicted classes."""
        confidence: NDArray[np.float32] = self.probabilities.max(axis=1)
        return confidence

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """(N,) bool: True where the predicted class is the true one."""
        right: NDArray[np.bool_] = self.read == self.labels
        return right

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """(classes, classes) int64: numbers of images by true class (row) and predicted one."""
        n = len(self.classes)
        cells = (self.labels * n + self.read)[self.read >= 0]
        return np.bincount(cells, minlength=n**2).reshape(n, -1)

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """`counts` as shares of their row, in 0..1; the row of a class not in the set is 0."""
        shares: NDArray[np.float64] = self.counts / np.maximum(
            self.counts.sum(axis=1, keepdims=True), 1
        )
        return shares

    def prediction(self, index: int) -> Prediction:
        """Return the prediction for one image; a score below `THRESHOLD` rejects it."""
        if self.read[index] < 0:
            return Prediction.blank(self.classes)
        score = None if self.scores is None else float(self.scores[index])
        shares = self.probabilities[index].tolist()
        return Prediction.from_scores(self.classes, shares, score, threshold=THRESHOLD, latency=0.0)

    def indices_of_cell(self, true: int, read: int) -> NDArray[np.int64]:
        """Return the indices of a cell's images, the most confident prediction first."""
        return _sort_by_sureness((self.labels == true) & (self.read == read), self.confidence)


def read_set(
    predictor: Predictor,
    images: NDArray[np.float32],
    labels: NDArray[np.int64],
    classes: tuple[str, ...] = DIGITS,
) -> LabeledPredictions:
    """Predict a labelled set, as `check_images` returns it, 512 images at a time.

    Raises
    ------
    ModelError
        The model's labels are not the classes, in their order, or its output is not probabilities.
        Exceptions of a function given as the model pass through.
    """
    if tuple(predictor.labels) != classes:
        named = "the digits 0 to 9" if classes == DIGITS else f"{', '.join(classes):.60}"
        raise ModelError(f"The model's labels are not {named}, in this order.")
    probabilities, scores = read_images(predictor, images)
    return LabeledPredictions(probabilities, labels, scores, classes)


def read_images(
    predictor: Predictor, images: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Predict (N, 28, 28) float32 images in 0..1, N ≥ 1, 512 at a time.

    Returns
    -------
    (N, 10) float32 probabilities, and (N,) float32 scores or None, as in `predict_with_scores`.

    Raises
    ------
    ModelError
        For the reasons given in `predict_with_scores`.
    """
    chunks = (images[start : start + _CHUNK] for start in range(0, len(images), _CHUNK))
    parts = [predict_with_scores(predictor, chunk) for chunk in chunks]
    scores = [part[1] for part in parts if part[1] is not None]
    return (
        np.concatenate([part[0] for part in parts]),
        np.concatenate(scores) if len(scores) == len(parts) else None,
    )


def count_agreements(first: LabeledPredictions, second: LabeledPredictions) -> NDArray[np.int64]:
    """Count the images for which both, one or neither of two models are right.

    Returns
    -------
    (2, 2): the row is 1 if the first model is right, the column if the second is; otherwise 0.
    """
    fields = 2 * first.right.astype(np.int64) + second.right
    return np.bincount(fields, minlength=4).reshape(2, 2)


def indices_of_disagreement(
    first: LabeledPredictions, second: LabeledPredictions, field: tuple[bool, bool]
) -> NDArray[np.int64]:
    """Return the indices of the images in one field of `count_agreements`.

    The most confident mistake comes first; if both models are right, the most confident prediction.
    """
    both = (first, second)
    counted = [model for model, right in zip(both, field, strict=True) if not right] or both
    sureness = np.max([model.confidence for model in counted], axis=0)
    return _sort_by_sureness((first.right == field[0]) & (second.right == field[1]), sureness)


def check_images(
    images: Any, labels: Any, n_classes: int = len(DIGITS)
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Check a labelled set and return it as arrays.

    float32 images are not copied; other floats are converted, and integers are taken as 0..255.

    Raises
    ------
    DataError
        The images are not (N, 28, 28) numbers in 0..1 or integers in 0..255, the labels are not
        (N,) integers below the number of classes, their numbers differ, or there are none.
    """
    try:
        images, labels = np.asarray(images), np.asarray(labels)
    except ValueError:
        raise DataError("Give the images as an array of (N, 28, 28), labels as (N,).") from None
    if images.ndim != 3 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE):
        raise DataError(f"The images are an array of {images.shape}; give (N, 28, 28).")
    if not len(images):
        raise DataError("There are no images: give one or more.")
    if images.dtype.kind not in "biuf":
        raise DataError(f"The images are {images.dtype}; give float32 in 0..1.")
    images = to_unit_range(images)
    low, high = float(images.min()), float(images.max())
    # NaN fails this comparison too.
    if not (low >= 0 and high <= 1):
        hint = " Divide them by 255." if 1 < high <= 255 and low >= 0 else ""
        raise DataError(f"The images hold values of {low:g} to {high:g}, not of 0 to 1.{hint}")
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise DataError(
            f"The labels are {labels.dtype} of {labels.shape}; "
            f"give one integer in 0..{n_classes - 1} an image."
        )
    if len(labels) != len(images):
        raise DataError(f"There are {len(images)} images and {len(labels)} labels: give as many.")
    if labels.min() < 0 or labels.max() >= n_classes:
        raise DataError(
            f"The labels are {labels.min()} to {labels.max()}, not in 0..{n_classes - 1}."
        )
    return images, labels.astype(np.int64)


def _sort_by_sureness(among: NDArray[np.bool_], sureness: NDArray[np.float32]) -> NDArray[np.int64]:
    indices = np.flatnonzero(among)
    return indices[np.argsort(-sureness[indices], kind="stable")]
