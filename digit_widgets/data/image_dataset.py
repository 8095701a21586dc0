"""Image data sets: labelled images of digits in a training and a test set, checked once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_widgets.errors import DataError
from digit_widgets.imaging.mnist_format import IMAGE_SIZE

__all__ = ["ImageDataset", "hash_arrays"]


@dataclass(frozen=True, slots=True)
class ImageDataset:
    """A training and a test set of images of handwritten digits, white on black.

    Made from grey levels by `from_grey_levels`, or directly from arrays that are known to be valid.

    Attributes
    ----------
    x_train, x_test
        (N, 28, 28) float32 in 0..1.
    y_train, y_test
        (N,) int64 in 0..9.
    source
        Origin of the images, in words.
    sha256
        Hash of the images and labels themselves, in hexadecimal: it does not depend on how a file
        packs them. A subset keeps the hash of the whole set.
    name
        Name of the set, such as "MNIST".
    credit
        Its authors and licence, for model cards; "" if unknown.
    """

    x_train: NDArray[np.float32]
    y_train: NDArray[np.int64]
    x_test: NDArray[np.float32]
    y_test: NDArray[np.int64]
    source: str
    sha256: str
    name: str = "images of digits"
    credit: str = ""

    @classmethod
    def from_grey_levels(
        cls,
        x_train: ArrayLike,
        y_train: ArrayLike,
        x_test: ArrayLike,
        y_test: ArrayLike,
        *,
        source: str,
        name: str,
        credit: str = "",
    ) -> ImageDataset:
        """Make a data set from grey levels, as image files store them.

        Parameters
        ----------
        x_train, x_test
            (N, 28, 28) uint8 in 0..255, bright ink on 0, made like MNIST's. One may be empty.
        y_train, y_test
            (N,) integers in 0..9.
        source, name, credit
            See the attributes.

        Raises
        ------
        DataError
            The arrays have another shape, type or range.
        """
        given = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
        arrays = {key: np.asarray(array) for key, array in given.items()}
        for problem in _find_problems(arrays):
            raise DataError(f"{problem}.")
        return cls(
            (arrays["x_train"] / np.float32(255)).astype(np.float32, copy=False),
            arrays["y_train"].astype(np.int64),
            (arrays["x_test"] / np.float32(255)).astype(np.float32, copy=False),
            arrays["y_test"].astype(np.int64),
            source,
            hash_arrays(arrays),
            name,
            credit,
        )

    def subset(self, n_train: int, n_test: int, *, seed: int = 0) -> ImageDataset:
        """Return at most this many images of each set, picked at random by a seed.

        They are picked at random because some sets are sorted by label.
        """
        rng = np.random.default_rng(seed)
        train = rng.permutation(len(self.x_train))[:n_train]
        test = rng.permutation(len(self.x_test))[:n_test]
        return replace(
            self,
            x_train=self.x_train[train],
            y_train=self.y_train[train],
            x_test=self.x_test[test],
            y_test=self.y_test[test],
        )

    def __repr__(self) -> str:
        return (
            f"<ImageDataset: {len(self.x_train):,} training and {len(self.x_test):,} test images, "
            f"{self.source}>"
        )


def hash_arrays(arrays: Mapping[str, NDArray[Any]]) -> str:
    """Return the SHA-256 of arrays' bytes, in the order of their names, in hexadecimal.

    Values must be whole numbers in 0..255; the arrays' types make no difference.
    """
    digest = hashlib.sha256()
    for _, array in sorted(arrays.items()):
        digest.update(np.ascontiguousarray(array, dtype=np.uint8).tobytes())
    return digest.hexdigest()


def _find_problems(arrays: Mapping[str, NDArray[np.generic]]) -> Iterator[str]:
    for part in ("train", "test"):
        images, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
        if images.ndim != 3 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE):
            yield f"x_{part} is of shape {images.shape}, not (N, 28, 28)"
        elif images.dtype != np.uint8:
            yield f"x_{part} is of type {images.dtype}, not uint8 in 0..255"
        elif labels.shape != (len(images),):
            yield f"y_{part} is of shape {labels.shape}, not ({len(images)},)"
        elif not np.issubdtype(labels.dtype, np.integer):
            yield f"y_{part} is of type {labels.dtype}, not integers"
        elif labels.min(initial=0) < 0 or labels.max(initial=0) > 9:
            yield f"y_{part} holds labels from {labels.min()} to {labels.max()}, not 0..9"
