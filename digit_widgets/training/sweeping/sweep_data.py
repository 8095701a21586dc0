"""Sweep data: the images of a sweep, of which the same ones are held out for all runs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.errors import DataError

__all__ = ["SweepData", "stratified_order"]

#: Most images to hold out, and one part of how many otherwise.
_HELD_OUT, _PART = 5_000, 12
#: Fewest images to train on.
_FEWEST = 20


@dataclass(frozen=True, slots=True)
class SweepData:
    """The training images of a data set, split for a sweep; its test images are not among them.

    Attributes
    ----------
    images
        (N, 28, 28), uint8 in 0..255 if the data set was made from grey levels, which is a quarter
        of the bytes, or else float32 in 0..1. The first `n_held_out` are held out: none of them is
        trained on, and they give the accuracy of each run.
    labels
        (N,) int64 in 0..9.
    n_held_out
        5,000, or a twelfth of the images if that is less.
    key
        A hash of the data set, and of which images of it these are.
    """

    images: NDArray[Any]
    labels: NDArray[np.int64]
    n_held_out: int
    key: str

    @classmethod
    def split(cls, data: Any) -> SweepData:
        """Hold out images of a data set: always the same ones, with each digit's own share.

        Raises
        ------
        DataError
            Not an `ImageDataset`, or too few images.
        """
        if not isinstance(data, ImageDataset):
            raise DataError(
                f"Give an ImageDataset, as load_mnist() does, not a {type(data).__name__}."
            )
        n = len(data.x_train)
        n_held_out = min(_HELD_OUT, n // _PART)
        if n - n_held_out < _FEWEST or not n_held_out:
            raise DataError(f"There are {n} training images: a sweep needs {_FEWEST + 4} or more.")
        order = stratified_order(data.y_train, 0)
        digest = hashlib.sha256(f"{data.sha256} {n}".encode() + data.y_train.tobytes())
        images = _to_grey_levels(data.x_train)
        return cls(images[order], data.y_train[order], n_held_out, digest.hexdigest()[:32])

    @property
    def n_available(self) -> int:
        """Number of images that can be trained on."""
        return len(self.labels) - self.n_held_out

    @property
    def held_out(self) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The (H, 28, 28) float32 images in 0..1 that are held out, and their (H,) labels."""
        held = slice(self.n_held_out)
        return _to_floats(self.images[held]), np.array(self.labels[held])

    def choose(self, n_images: int, seed: int) -> ImageDataset:
        """Return a training set chosen by the seed, with each digit's own share; no test set."""
        labels = self.labels[self.n_held_out :]
        chosen = self.n_held_out + stratified_order(labels, seed)[:n_images]
        return ImageDataset(
            _to_floats(self.images[chosen]),
            np.array(self.labels[chosen]),
            np.zeros((0, 28, 28), np.float32),
            np.zeros(0, np.int64),
            f"{n_images:,} images of a sweep",
            self.key,
        )


def stratified_order(labels: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Return a random order of (N,) labels, as (N,) int64 indices, in which classes are in balance.

    Of any number of the first ones, each class has its own share, to within one or so.
    """
    rng = np.random.default_rng((seed, 21))
    shuffled = rng.permutation(len(labels))
    place = np.empty(len(labels))
    for label in np.unique(labels):
        own = shuffled[labels[shuffled] == label]
        place[own] = (np.arange(len(own)) + rng.random()) / len(own)
    return np.argsort(place, kind="stable").astype(np.int64)


def _to_grey_levels(images: NDArray[np.float32]) -> NDArray[Any]:
    """Return uint8 images from which `_to_floats` makes the same floats, if there are any."""
    grey = np.rint(images * np.float32(255)).astype(np.uint8)
    return grey if np.array_equal(_to_floats(grey), images) else images


def _to_floats(images: NDArray[Any]) -> NDArray[np.float32]:
    if images.dtype == np.uint8:
        return (images / np.float32(255)).astype(np.float32, copy=False)
    return np.array(images, np.float32)
