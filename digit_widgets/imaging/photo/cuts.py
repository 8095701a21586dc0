"""Cuts: where digits that touch may be divided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["find_cuts"]

#: Cuts are at least this share of the height from the sides, and from each other.
_APART = 0.22
#: A cut crosses at most this share of the height in ink, or so many widths of the pen. What it
#: crosses is a stroke from the third on, in widths of the pen.
_THIN, _PENS, _GRAZED = 0.2, 1.7, 0.4
#: What a step aside costs, in pixels of ink.
_ASIDE = 0.12

_Floats = NDArray[np.float64]


def find_cuts(mask: NDArray[np.bool_], height: float) -> list[NDArray[np.int_]]:
    """Return seams along which a component may be cut, from left to right.

    A seam runs from the top to the bottom, upright or up to 45° aslant, and crosses as little ink
    as it can, of one stroke at most (S. Avidan and A. Shamir, "Seam carving for content-aware image
    resizing", 2007): the boxes of digits that touch overlap, if they slant.

    Parameters
    ----------
    mask
        (H, W) booleans: the component in its box.
    height
        The usual height of the digits in its row.

    Returns
    -------
    (H,) int each: in every row, the column before which it is cut.
    """
    width = mask.shape[1]
    reach = max(2, round(_APART * height))
    middle = len(mask) // 2
    # The cheapest way through each column at half the height: upwards, and downwards.
    above, steps_up = _descend(mask[middle::-1])
    below, steps_down = _descend(mask[middle:])
    crossed = above + below - mask[middle]
    crossed[:reach] = crossed[max(reach, width - reach) :] = np.inf
    cuts: list[NDArray[np.int_]] = []
    pen = _measure_pen(mask)
    most = max(_THIN * height, _PENS * pen)
    while crossed[best := _middle_of_least(crossed)] <= most:
        seam = np.concatenate([_follow(steps_up, best)[:0:-1], _follow(steps_down, best)])
        if np.count_nonzero(_runs(mask[np.arange(len(mask)), seam]) > _GRAZED * pen) > 1:
            crossed[best] = np.inf
            continue
        cuts.append(seam)
        crossed[max(0, best - reach) : best + reach + 1] = np.inf
    return sorted(cuts, key=lambda seam: int(seam[middle]))


def _measure_pen(mask: NDArray[np.bool_]) -> float:
    """Return the usual length of what rows or columns have in ink, whichever is less."""
    lengths = [_runs(np.pad(each, ((0, 0), (0, 1))).ravel()) for each in (mask, mask.T)]
    return float(min(np.median(each) for each in lengths))


def _runs(line: NDArray[np.bool_]) -> NDArray[np.int_]:
    """Return the lengths of the runs of True."""
    edges = np.flatnonzero(np.diff(line.astype(np.int8), prepend=0, append=0))
    return np.asarray(edges[1::2] - edges[::2])


def _middle_of_least(values: _Floats) -> int:
    """Return the middle of the first run of the least values."""
    first = int(np.argmin(values))
    run = np.flatnonzero(values[first:] > values[first])
    return first + ((int(run[0]) if len(run) else 1) - 1) // 2


def _descend(mask: NDArray[np.bool_]) -> tuple[_Floats, NDArray[np.int8]]:
    """Return the least ink crossed from each place of the first row to the last, and the steps."""
    cost = mask[-1].astype(float)
    steps = np.zeros(mask.shape, np.int8)
    for row in range(len(mask) - 2, -1, -1):
        padded = np.pad(cost, 1, constant_values=np.inf)
        ways = np.stack([cost, padded[:-2] + _ASIDE, padded[2:] + _ASIDE])
        best = ways.argmin(axis=0)
        steps[row] = np.array([0, -1, 1], np.int8)[best]
        cost = mask[row] + ways.min(axis=0)
    return cost, steps


def _follow(steps: NDArray[np.int8], start: int) -> NDArray[np.int_]:
    places = np.empty(len(steps), int)
    for row in range(len(steps)):
        places[row] = start
        start += int(steps[row, start])
    return places
