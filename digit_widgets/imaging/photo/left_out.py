"""Left-out ink: what is as a row's digits are, stands among or beside them, and was not kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.components import Components

__all__ = ["is_ink_left_out"]

#: It is as high as this share of the row's digits, at most so many times as wide as they are high,
#: no further from the row's ends, and no further above or below its middle.
_HIGH, _WIDE, _NEAR, _ASIDE = 0.5, 3.0, 0.8, 0.4
#: Its pen and its contrast are like the row's, by these factors at least, and its edges as sharp.
_LIKE, _SHARP = 0.5, 0.09


def is_ink_left_out(
    parts: Components, kept: NDArray[np.bool_], boxes: NDArray[np.int_], height: float, slope: float
) -> bool:
    """Return True if something like a digit was left out of a row.

    Parameters
    ----------
    parts, kept
        The components, and (N,) booleans, which of them are pen strokes.
    boxes
        (M, 4) int: left, top, right and bottom of what is in the row.
    height
        The usual height of its digits.
    slope
        Of the row, as a tangent.
    """
    sides = parts.boxes[:, 2:] - parts.boxes[:, :2]
    pen, level = np.median(parts.pens[kept]), np.median(parts.levels[kept])
    like = ~kept & (parts.edges >= _SHARP) & (parts.levels >= _LIKE * level)
    like &= (parts.pens >= _LIKE * pen) & (parts.pens <= pen / _LIKE)
    like &= (sides[:, 1] >= _HIGH * height) & (sides[:, 0] <= _WIDE * height)
    like &= sides[:, 1] <= _WIDE * height
    gaps = np.maximum(parts.boxes[:, 0] - boxes[:, 2].max(), boxes[:, 0].min() - parts.boxes[:, 2])
    like &= gaps <= _NEAR * height
    middles, others = ((each[:, :2] + each[:, 2:]) / 2 for each in (parts.boxes, boxes))
    away = (middles - np.median(others, axis=0)) @ np.array((-slope, 1.0))
    like &= np.abs(away) <= _ASIDE * height
    # A box around a digit is none.
    around = (parts.boxes[:, np.newaxis, :2] <= boxes[:, :2]).all(axis=-1)
    around &= (parts.boxes[:, np.newaxis, 2:] >= boxes[:, 2:]).all(axis=-1)
    return bool(np.any(like & ~np.any(around, axis=1)))
