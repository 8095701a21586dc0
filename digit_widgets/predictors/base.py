"""Predictor protocol: the members that a pad needs of a model, and the checks of its output.

A custom class only needs the two members of `Predictor`; it need not inherit from anything.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError, ModelError

__all__ = [
    "DIGITS",
    "INPUT_SHAPES",
    "THRESHOLD",
    "Predictor",
    "ScoringPredictor",
    "check_probabilities",
    "check_scores",
    "check_threshold",
]

#: The default labels of a model.
DIGITS: tuple[str, ...] = tuple("0123456789")
#: Accepted shapes of a model's input, without the batch: with or without channel, or flat.
INPUT_SHAPES = ((28, 28), (28, 28, 1), (784,))
#: Default threshold: a drawing with a lower score is "not a digit".
THRESHOLD = 0.5
#: The probabilities of one image may miss 1 by this much: half-precision models round that much.
#: Quantised ones round more, and are normalised before they come here: see `decode_output`.
_SUM_TOLERANCE = 0.01


@runtime_checkable
class Predictor(Protocol):
    """A classifier of 28×28 images.

    Attributes
    ----------
    labels
        The names of the classes, in the order of the columns of `predict_proba`.
    """

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the classes."""
        ...

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the class probabilities of images.

        Parameters
        ----------
        images
            (N, 28, 28) float32 in 0..1, ink bright on 0.

        Returns
        -------
        (N, classes) float32 in 0..1; each row sums to 1.
        """
        ...


@runtime_checkable
class ScoringPredictor(Predictor, Protocol):
    """A classifier that also scores how much an image looks like a digit at all."""

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Return the class probabilities and scores of images.

        Parameters
        ----------
        images
            (N, 28, 28) float32 in 0..1, ink bright on 0.

        Returns
        -------
        (N, classes) float32 as in `predict_proba`, and (N,) float32 in 0..1: how much each image
        looks like a digit. An image with a score below `THRESHOLD` is rejected. None instead of the
        scores if this particular model has none.
        """
        ...


def check_threshold(threshold: object) -> None:
    """Check that a threshold is a score from 0 to 1.

    Raises
    ------
    ArgumentError
        It has another type or is out of range.
    """
    is_number = isinstance(threshold, int | float | np.number) and not isinstance(threshold, bool)
    if not (is_number and 0 <= threshold <= 1):  # type: ignore[operator]
        raise ArgumentError(f"The threshold is a score from 0 to 1, not {threshold!r:.80}.")


def check_probabilities(output: object, n: int, labels: tuple[str, ...]) -> NDArray[np.float32]:
    """Check a model's output and return it as (n, len(labels)) float32.

    Raises
    ------
    ModelError
        The output has another shape, or rows that are not numbers in 0..1 with a sum of 1.
    """
    try:
        array = np.asarray(output, dtype=np.float32)
    except (TypeError, ValueError):
        raise ModelError(
            f"The model gave a {type(output).__name__}, not an array of probabilities."
        ) from None
    if array.shape != (n, len(labels)):
        raise ModelError(
            f"The model gave an output of shape {array.shape} for {n} image(s); "
            f"it should give {len(labels)} probabilities each: ({n}, {len(labels)})."
        )
    if not bool(np.isfinite(array).all()):
        raise ModelError(
            "The model gave NaN or infinite values: its weights may be broken, as by a training "
            "that diverged."
        )
    off = np.abs(array.sum(axis=1) - 1.0) > _SUM_TOLERANCE
    if bool((array < -1e-6).any() or off.any()):
        raise ModelError(
            "The model's output is not probabilities: each row must be ≥ 0 and sum to 1. Does its "
            "last layer lack a softmax? Add one, or state it: load_predictor(model, "
            "output='logits')."
        )
    return array


def check_scores(given: object, n: int) -> NDArray[np.float32]:
    """Check a model's scores and return them as (n,) float32 in 0..1.

    Raises
    ------
    ModelError
        The scores have another shape, or values outside 0..1.
    """
    scores = np.asarray(given, dtype=np.float32)
    if scores.shape != (n,) or not bool(((scores >= 0) & (scores <= 1)).all()):
        raise ModelError(
            f"The model gave scores of shape {scores.shape} for {n} image(s); it should give "
            "one in 0..1 each."
        )
    return scores
