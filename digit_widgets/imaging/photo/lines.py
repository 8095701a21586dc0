"""Lines: straight lines and print among components, which are no digits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.components import Components

__all__ = ["find_lines", "find_print", "measure_line"]

#: A line is at least this many times as long as thick, level below these degrees, and as long as
#: this share of the largest stroke, if it is not below one; others are longer by the last factor.
_SLIM, _LEVEL, _LONG, _FAR_LONGER = 4.0, 25.0, 0.9, 2.5
#: What a line is below has this share of the largest stroke's extent.
_DIGIT = 0.4

_Bools = NDArray[np.bool_]


def measure_line(parts: Components, index: int) -> tuple[bool, float]:
    """Return if a component is a straight line, and its direction, 0 level to 90 upright."""
    y, x = np.nonzero(parts.pixels(index))
    if len(x) < 3:
        return False, 0.0
    spread, axes = np.linalg.eigh(np.cov(np.stack([x, y])))
    # The standard deviations of a line's pixels across it and along it.
    across, along = np.sqrt(np.maximum(spread, 0)) * np.sqrt(12)
    tilt = float(np.degrees(np.arctan2(abs(axes[1, 1]), abs(axes[0, 1]))))
    return bool(across <= 1.3 * parts.pens[index] + 0.03 * along and along > 3 * across), tilt


def find_lines(parts: Components, among: _Bools) -> _Bools:
    """Return which components are straight lines and no digits: underlines, rulings.

    They are level and as long as a digit or below one, or far longer than the digits.
    """
    found = np.zeros(len(parts), np.bool_)
    extents, boxes = parts.extents, parts.boxes
    slim = among & (extents >= _SLIM * parts.pens)
    straight = {
        int(i): tilt
        for i in np.flatnonzero(slim)
        for is_line, tilt in [measure_line(parts, int(i))]
        if is_line
    }
    others = among.copy()
    others[[i for i, tilt in straight.items() if tilt <= _LEVEL]] = False
    longest = float(extents[others].max(initial=0.0))
    for index, tilt in straight.items():
        if tilt <= _LEVEL:
            middle = (boxes[index, 1] + boxes[index, 3]) / 2
            above = others & (boxes[:, 3] <= middle + parts.pens[index])
            above &= (boxes[:, 2] > boxes[index, 0]) & (boxes[:, 0] < boxes[index, 2])
            above &= extents >= _DIGIT * longest
            found[index] = extents[index] >= _LONG * longest or above.any()
        else:
            rest = extents[others & (np.arange(len(parts)) != index)].max(initial=np.inf)
            found[index] = extents[index] >= _FAR_LONGER * rest
    return found


def find_print(parts: Components, among: _Bools) -> _Bools:
    """Return which components are print: three or more of a height in line, beside larger ones."""
    found = np.zeros(len(parts), np.bool_)
    boxes = parts.boxes
    heights = boxes[:, 3] - boxes[:, 1]
    highest = float(heights[among].max(initial=0))
    for index in np.flatnonzero(among & (heights < 0.5 * highest)):
        like = among & (np.abs(boxes[:, 3] - boxes[index, 3]) <= 0.3 * heights[index])
        like &= (heights >= 0.6 * heights[index]) & (heights <= 1.6 * heights[index])
        gaps = np.maximum(boxes[:, 0] - boxes[index, 2], boxes[index, 0] - boxes[:, 2])
        found[index] = np.count_nonzero(like & (gaps <= 3 * heights[index])) >= 3
    return found
