"""Rows: which pen strokes stand side by side, also in an image that is held at a slant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["find_rows"]

#: The slopes tried, as tangents: an image may be turned by up to 20 degrees.
_SLOPES = np.tan(np.radians(np.arange(-20.0, 20.1, 0.5)))
#: A slope is taken if the rows are less high by this share than without.
_GAIN = 0.1
#: Middles nearer than this share of a digit's height are in one row.
_ONE_ROW = 0.55

_Floats = NDArray[np.float64]


def find_rows(boxes: _Floats) -> tuple[NDArray[np.int_], float]:
    """Sort digits into rows.

    Parameters
    ----------
    boxes
        (N, 4) numbers: left, top, right and bottom of each digit, y down; N ≥ 1.

    Returns
    -------
    (N,) int, the number of each one's row, from the top, from 0; and the rows' slope, as a tangent
    that is above 0 if they fall from left to right.
    """
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    heights = boxes[:, 3] - boxes[:, 1]
    slope = _find_slope(middles, heights)
    places = middles[:, 1] - slope * middles[:, 0]
    reach = _ONE_ROW * float(np.median(heights))
    rows = np.zeros(len(boxes), int)
    row, members = 0, [float(np.sort(places)[0])]
    for index in np.argsort(places):
        if places[index] - np.mean(members) > reach:
            row, members = row + 1, []
        members.append(float(places[index]))
        rows[index] = row
    return rows, slope


def _find_slope(middles: _Floats, heights: _Floats) -> float:
    """Return the slope at which the digits cover the least height."""
    if len(middles) < 3:
        return 0.0
    covered = [_covered(middles[:, 1] - slope * middles[:, 0], heights) for slope in _SLOPES]
    level = covered[len(_SLOPES) // 2]
    # Of slopes that are as good, the middle one.
    best = np.flatnonzero(np.array(covered) <= 1.001 * min(covered))
    slope = float(_SLOPES[best[len(best) // 2]])
    return slope if min(covered) < (1 - _GAIN) * level else 0.0


def _covered(places: _Floats, heights: _Floats) -> float:
    """Return the length of the union of the digits' vertical extents."""
    order = np.argsort(places - heights / 2)
    starts, ends = (places - heights / 2)[order], (places + heights / 2)[order]
    reached = np.concatenate([[-np.inf], np.maximum.accumulate(ends)[:-1]])
    return float(np.maximum(ends - np.maximum(starts, reached), 0).sum())
