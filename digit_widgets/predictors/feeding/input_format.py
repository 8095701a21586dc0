"""Input format: turns images of 28×28 in 0..1 into what a model was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.errors import ModelError

__all__ = ["RANGES", "STANDARDIZED", "InputFormat", "describe_range", "split_shape"]

_SIDE = 28
#: Least side of a model's images: the smallest known ones of digits are those of scikit-learn, and
#: a table of a few measurements, such as iris with 4, is no image.
_LEAST_SIDE = 8
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
#: The width of the box around the ink, by its height: scikit-learn's digits fill all 8 rows and on
#: average 5.9 columns. Of the real digits, an SVC trained on them reads 62 % with this box, 52 %
#: with a square one, and 56 % at 1.6.
_BOX_ASPECT = 1.2


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

    @property
    def is_plain(self) -> bool:
        """True if it is 28×28 in 0..1 in one channel, or flat."""
        side, channels, _ = split_shape(self.shape)
        others = (self.range, self.transposed, self.framing)
        return (side, channels) == (_SIDE, 1) and others == ((0.0, 1.0), False, "whole")

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
        if self.framing == "whole":
            matrix = _resampling(side, 0.0, _SIDE)
            return np.asarray(matrix @ images @ matrix.T, np.float32)
        resized = np.zeros((len(images), side, side), np.float32)
        for result, image in zip(resized, images, strict=True):
            left, top, right, bottom = _find_box(image)
            result[:] = _resampling(side, top, bottom) @ image @ _resampling(side, left, right).T
        return resized


@lru_cache(maxsize=2048)
def _resampling(side: int, start: float, stop: float) -> NDArray[np.float32]:
    """Return (side, 28) float32: the weights by which 28 pixels become others, as Pillow's.

    What is beyond the 28 pixels from `start` to `stop` is paper.
    """
    length = 3 * _SIDE
    lines = Image.fromarray(np.eye(length, dtype=np.float32))
    box = (0, start + _SIDE, length, stop + _SIDE)
    weights = lines.resize((length, side), Image.Resampling.BILINEAR, box)
    return np.asarray(weights, np.float32)[:, _SIDE:-_SIDE]


def split_shape(shape: tuple[int, ...]) -> tuple[int, int, bool]:
    """Return the side of an image's shape, its channels, and True if these come first.

    Raises
    ------
    ModelError
        It is not the shape of a square image of at least 8×8.
    """
    side, channels, channels_first = 0, 1, False
    if len(shape) == 1 or (len(shape) == 2 and shape[1] == 1):
        side = isqrt(shape[0]) if isqrt(shape[0]) ** 2 == shape[0] else 0
    elif len(shape) == 2 and shape[0] == shape[1]:
        side = shape[0]
    elif len(shape) == 3 and shape[0] == shape[1] and shape[2] in {1, 3}:
        side, channels = shape[0], shape[2]
    elif len(shape) == 3 and shape[1] == shape[2] and shape[0] in {1, 3}:
        side, channels, channels_first = shape[1], shape[0], True
    if side < _LEAST_SIDE:
        raise ModelError(
            f"{shape} is not the shape of a square image of at least 8×8: give (28, 28), "
            "(28, 28, 1), (1, 28, 28), (784,), or the same with other sides or three channels."
        )
    return side, channels, channels_first


def describe_range(values: tuple[float, float]) -> str:
    """Return the values for paper and ink in words: "0..255", "0..1 black on white"."""
    if np.allclose(values, STANDARDIZED, atol=1e-3):
        return "standardised (mean 0.1307, deviation 0.3081)"
    paper, ink = values
    written = f"{min(values):g}..{max(values):g}"
    return written if ink > paper else f"{written} black on white"


def _find_box(image: NDArray[np.float32]) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of a box, as high as the ink's longer side, around it."""
    rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return (0.0, 0.0, _SIDE, _SIDE)
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    half = max(bottom - top, right - left) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    return (x - _BOX_ASPECT * half, y - half, x + _BOX_ASPECT * half, y + half)
