"""Stroke width: thickens strokes far thinner than MNIST's pen to its width."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.imaging.mnist_format import DIGIT_BOX, PEN_WIDTH
from digit_widgets.imaging.photo.opencv import import_opencv

__all__ = ["thicken_strokes"]

#: Longest side at which strokes are measured and drawn, in pixels.
_WORKING_SIDE = 160
#: Strokes thinner than this, in pixels of the 20×20 box, are thickened.
_THIN = 1.9
#: A pixel belongs to a stroke if it is brighter than this share of the brightest.
_INK_LEVEL = 0.35

_Grey = NDArray[np.float32]


def thicken_strokes(digit: _Grey) -> _Grey:
    """Thicken strokes that would be thin grey lines in a box of 20×20.

    Parameters
    ----------
    digit
        (H, W) float32 in 0..1, a digit that touches all four sides.

    Returns
    -------
    (H, W) float32: the same array, or black and white with strokes of MNIST's width.
    """
    scale = _WORKING_SIDE / max(digit.shape)
    height, width = (max(1, round(scale * side)) for side in digit.shape)
    kind = Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR
    large = np.asarray(Image.fromarray(digit).resize((width, height), kind))
    mask = large > _INK_LEVEL * float(large.max())
    pen = _measure_stroke_width(mask)
    wanted = PEN_WIDTH * _WORKING_SIDE / DIGIT_BOX
    if pen >= _THIN * _WORKING_SIDE / DIGIT_BOX:
        return digit
    # The digit grows with its pen, and is later shrunk as a whole.
    return _dilate(mask, (wanted - pen) / 2 / (1 - PEN_WIDTH / DIGIT_BOX))


def _measure_stroke_width(mask: NDArray[np.bool_]) -> float:
    """Return twice the area divided by the outline's length, in pixels."""
    padded = np.pad(mask, 1).view(np.int8)
    steps = sum(int(np.abs(np.diff(padded, axis=axis)).sum()) for axis in (0, 1))
    # Counting steps along rows and columns overstates an outline of any direction by 4/pi.
    return 2.0 * int(mask.sum()) / max(steps * np.pi / 4, 1.0)


def _dilate(mask: NDArray[np.bool_], radius: float) -> _Grey:
    """Draw a disc around each pixel."""
    cv2 = import_opencv()
    reach = int(np.ceil(radius))
    paper = np.pad(~mask, reach, constant_values=True).astype(np.uint8)
    away = cv2.distanceTransform(paper, cv2.DIST_L2, 5)
    return np.asarray(away <= radius, np.float32)
