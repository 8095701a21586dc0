"""Input format: makes images of 28×28 in 0..1 into what a model was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.errors import ModelError

__all__ = ["RANGES", "STANDARDIZED", "InputFormat", "describe_range", "split_shape"]

_SIDE = 28
#: Values for paper and for ink of MNIST with its mean subtracted, divided by its standard
#: deviation: 0.1307 and 0.3081, as in PyTorch's example of MNIST.
STANDARDIZED = (-0.1307 / 0.3081, (1 - 0.1307) / 0.3081)
#: Values for paper and for ink that models are trained on, the plainest first. scikit-learn's
#: digits of 8×8 are in 0..16.
RANGES: tuple[tuple[float, float], ...] = (
    (0.0, 1.0),
    (0.0, 255.0),
    (-1.0, 1.0),
    STANDARDIZED,
    (-0.5, 0.5),
    (1.0, 0.0),
    (255.0, 0.0),
    (0.0, 16.0),
)
Framing = Literal["whole", "padded", "cropped"]
#: Pixels around the 20×20 that MNIST's digits are fitted into.
_MARGIN = 4


@dataclass(frozen=True, slots=True)
class InputFormat:
    """What a model takes for an image.

    Attributes
    ----------
    shape
        The shape of one image: of a square, (28, 28); with channels last or first, (28, 28, 1),
        (3, 32, 32); or flat, (784,).
    dtype
        The name of the NumPy type of the values.
    range
        The values for paper and for ink: (0, 1), (0, 255), (1, 0) for black on white.
    transposed
        True if rows and columns are exchanged, as in EMNIST's files.
    framing
        How 28×28 becomes another side: "whole" resamples all of it, "padded" adds paper around it,
        and "cropped" resamples the box around the ink.
    """

    shape: tuple[int, ...] = (_SIDE, _SIDE)
    dtype: str = "float32"
    range: tuple[float, float] = (0.0, 1.0)
    transposed: bool = False
    framing: Framing = "whole"

    def encode(self, images: NDArray[np.float32]) -> NDArray[Any]:
        """Return (N, 28, 28) float32 images in 0..1 as an array of N times `shape`, of `dtype`."""
        side, channels, channels_first = split_shape(self.shape)
        if side != _SIDE or self.framing != "whole":
            images = self._resize(images, side)
        if self.transposed:
            images = images.swapaxes(1, 2)
        paper, ink = self.range
        if (paper, ink) != (0.0, 1.0):
            images = np.float32(paper) + np.float32(ink - paper) * images
        if channels > 1:
            images = np.repeat(images[..., np.newaxis], channels, axis=3)
            images = images.transpose(0, 3, 1, 2) if channels_first else images
        values = images.reshape(-1, *self.shape)
        if self.dtype == "float32":
            return values
        if np.issubdtype(np.dtype(self.dtype), np.integer):
            values = np.round(values)
        return values.astype(self.dtype)

    def describe(self) -> str:
        """Return what is fed, leaving out what is plain: "0..255", "32×32, 0..1, transposed"."""
        side, channels, channels_first = split_shape(self.shape)
        parts = []
        if side != _SIDE:
            framed = {"whole": "", "padded": " by padding", "cropped": " of the ink's box"}
            parts.append(f"{side}×{side}{framed[self.framing]}")
        if channels > 1:
            parts.append(f"{channels} channels{' first' if channels_first else ''}")
        parts.append(describe_range(self.range))
        if self.transposed:
            parts.append("transposed")
        return ", ".join(parts)

    def _resize(self, images: NDArray[np.float32], side: int) -> NDArray[np.float32]:
        if self.framing == "padded":
            before = (side - _SIDE) // 2
            after = side - _SIDE - before
            return np.pad(images, ((0, 0), (before, after), (before, after)))
        box = (0.0, 0.0, float(_SIDE), float(_SIDE))
        resized = [
            Image.fromarray(image).resize(
                (side, side),
                Image.Resampling.BILINEAR,
                _find_box(image) if self.framing == "cropped" else box,
            )
            for image in np.ascontiguousarray(images, np.float32)
        ]
        return np.stack([np.asarray(image, np.float32) for image in resized])


def split_shape(shape: tuple[int, ...]) -> tuple[int, int, bool]:
    """Return the side of an image's shape, its channels, and True if these come first.

    Raises
    ------
    ModelError
        It is not the shape of a square image.
    """
    if len(shape) == 1 and isqrt(shape[0]) ** 2 == shape[0] > 1:
        return isqrt(shape[0]), 1, False
    if len(shape) == 2 and shape[0] == shape[1] > 1:
        return shape[0], 1, False
    if len(shape) == 2 and shape[1] == 1 and isqrt(shape[0]) ** 2 == shape[0] > 1:
        return isqrt(shape[0]), 1, False
    if len(shape) == 3 and shape[0] == shape[1] > 1 and shape[2] in {1, 3}:
        return shape[0], shape[2], False
    if len(shape) == 3 and shape[1] == shape[2] > 1 and shape[0] in {1, 3}:
        return shape[1], shape[0], True
    raise ModelError(
        f"{shape} is not the shape of a square image: give (28, 28), (28, 28, 1), (1, 28, 28), "
        "(784,), or the same with other sides or three channels."
    )


def describe_range(values: tuple[float, float]) -> str:
    """Return the values for paper and ink in words: "0..255", "0..1 black on white"."""
    if np.allclose(values, STANDARDIZED, atol=1e-3):
        return "standardized (mean 0.1307, deviation 0.3081)"
    paper, ink = values
    written = f"{min(values):g}..{max(values):g}"
    return written if ink > paper else f"{written} black on white"


def _find_box(image: NDArray[np.float32]) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of the square around the ink, at most the image."""
    rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return (_MARGIN, _MARGIN, _SIDE - _MARGIN, _SIDE - _MARGIN)
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    half = max(bottom - top, right - left) / 2
    x = min(max((left + right) / 2, half), _SIDE - half)
    y = min(max((top + bottom) / 2, half), _SIDE - half)
    return (x - half, y - half, x + half, y + half)
