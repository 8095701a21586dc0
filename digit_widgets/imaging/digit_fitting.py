"""Digit fitting: ink in an image to MNIST's box of 20×20 within 28×28."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.imaging.mnist_format import DIGIT_BOX, IMAGE_SIZE, MASS_CENTER
from digit_widgets.imaging.photo.stroke_width import thicken_strokes

__all__ = ["fit_digit"]

#: A pixel belongs to the digit if it has this share of full ink.
_INK_LEVEL = 0.2


def fit_digit(ink: NDArray[np.float32], *, thicken: bool) -> NDArray[np.float32]:
    """Cut a digit out, shrink it to fit 20×20, and place its centre of mass in the middle.

    Parameters
    ----------
    ink
        (H, W) float32 in 0..1, ink 1 on 0.
    thicken
        True to thicken strokes much thinner than MNIST's, as those of photographs may be.

    Returns
    -------
    (28, 28) float32 in 0..1; zeros if there is no ink.
    """
    rows, columns = (np.flatnonzero((ink > _INK_LEVEL).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return np.zeros((IMAGE_SIZE, IMAGE_SIZE), dtype=np.float32)
    digit = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if thicken:
        digit = thicken_strokes(digit)
    height, width = digit.shape
    scale = DIGIT_BOX / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return _center(np.asarray(Image.fromarray(digit).resize(size, Image.Resampling.BOX)))


def _center(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """Place an image of at most 20×20 with its centre of mass in the middle of 28×28."""
    height, width = small.shape
    mass = float(small.sum())
    middle_y = float(small.sum(axis=1) @ (np.arange(height) + 0.5)) / mass
    middle_x = float(small.sum(axis=0) @ (np.arange(width) + 0.5)) / mass
    top = min(max(round(MASS_CENTER - middle_y), 0), IMAGE_SIZE - height)
    left = min(max(round(MASS_CENTER - middle_x), 0), IMAGE_SIZE - width)
    image = np.zeros((IMAGE_SIZE, IMAGE_SIZE), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image
