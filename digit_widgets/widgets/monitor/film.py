"""Film: what a network in training reads in the same few images, at moments ever further apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors import DIGITS
from digit_widgets.predictors.feeding.real_digits import load_real_digits

__all__ = ["Film", "Frame", "is_moment"]


class _Reader(Protocol):
    """What a film needs of a network in training: that of `WeightSnapshotPredictor`."""

    def update(self) -> None: ...

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """What a network read at one moment.

    Attributes
    ----------
    batches
        Batches of training before it.
    labels
        (N,) int64 in 0..9: the most probable digit of each image.
    confidences
        (N,) float32 in 0..1: its probability.
    """

    batches: int
    labels: NDArray[np.int64]
    confidences: NDArray[np.float32]


class Film:
    """The frames of one training.

    Parameters
    ----------
    own
        A further image to read beside ten of MNIST's, (28, 28) float32 in 0..1; None for none.

    Attributes
    ----------
    images
        (10 or 11, 28, 28) float32 in 0..1.
    truths
        The digit that each image is; None for the further one, of which nobody says it.
    frames
        The frames so far.
    """

    def __init__(self, own: NDArray[np.float32] | None = None) -> None:
        images, labels = load_real_digits()
        self.images, truths = images[: len(DIGITS)], labels[: len(DIGITS)].tolist()
        if own is not None:
            self.images = np.concatenate([self.images, own[np.newaxis]])
        self.truths: tuple[int | None, ...] = (*truths, *([] if own is None else [None]))
        self.frames: list[Frame] = []

    def take(self, network: _Reader, batches: int) -> None:
        """Add what a network reads now, on the thread that trains it, after so many batches."""
        network.update()
        probabilities = network.predict_proba(self.images)
        labels = probabilities.argmax(axis=1)
        if self.frames and self.frames[-1].batches == batches:
            self.frames.pop()  # its best weights have been restored since
        self.frames.append(Frame(batches, labels, probabilities.max(axis=1)))


def is_moment(batches: int) -> bool:
    """Return True after 1, 3, 10, 30, 100 ... batches: most changes in a training's beginning."""
    power = 10 ** (len(str(batches)) - 1)
    return batches in {power, 3 * power}
