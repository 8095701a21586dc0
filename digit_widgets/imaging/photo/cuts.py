"""Cuts: where digits that touch may be divided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["find_cuts"]

#: Cuts are at least this share of the height from the sides, and from each other.
_APART = 0.22
#: A cut crosses at most this share of the height in ink.
_THIN = 0.45


def find_cuts(mask: NDArray[np.bool_], height: float) -> list[int]:
    """Return the columns before which a component may be cut, from left to right.

    They are those with the least ink of those that cross no more than one stroke.

    Parameters
    ----------
    mask
        (H, W) booleans: the component in its box.
    height
        The usual height of the digits in its row.
    """
    width = mask.shape[1]
    reach = max(2, round(_APART * height))
    crossed = (np.diff(np.pad(mask, ((1, 0), (0, 0))).view(np.int8), axis=0) == 1).sum(axis=0)
    ink = mask.sum(axis=0).astype(float)
    smooth = np.convolve(np.pad(ink, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    smooth[crossed > 1] = np.inf
    smooth[:reach] = smooth[max(reach, width - reach) :] = np.inf
    cuts: list[int] = []
    while smooth[best := int(np.argmin(smooth))] <= _THIN * height:
        cuts.append(best)
        smooth[max(0, best - reach) : best + reach + 1] = np.inf
    return sorted(cuts)
