"""Ruled and squared paper: lines that cross the whole picture, found and taken away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["without_lines"]

#: Slopes that are tried, a paper held up to five degrees from level.
_SLOPES = np.tan(np.radians(np.arange(-5.0, 5.1, 0.5)))
#: A line is cut into pieces; it crosses the picture if all but one show it in this share.
_PIECES, _COVERED = 8, 0.55
#: Thicker than this share of the picture, it is no printed line.
_THICKEST = 0.03

_Grey = NDArray[np.float32]


def without_lines(contrast: _Grey, threshold: float) -> _Grey:
    """Take lines that cross the whole picture away, level ones and upright ones.

    What is darker than the line, ink that crosses it, stays as far as it is darker.

    Parameters
    ----------
    contrast
        (H, W) float32: how far each pixel stands out from the paper.
    threshold
        The contrast above which a pixel may be of a line.

    Returns
    -------
    (H, W) float32.
    """
    level = _without_level_lines(contrast, threshold)
    return _without_level_lines(level.T, threshold).T


def _without_level_lines(contrast: _Grey, threshold: float) -> _Grey:
    height, width = contrast.shape
    rows, columns = np.nonzero(contrast > threshold)
    if len(rows) < width // 2:
        return contrast
    pieces = columns * _PIECES // width
    reach = int(np.ceil(width * float(_SLOPES[-1])))
    bins = height + 2 * reach + 1
    lengths = np.bincount(np.arange(width) * _PIECES // width, minlength=_PIECES)[:, np.newaxis]
    best, found, slope = 0.0, np.zeros(bins, np.bool_), 0.0
    for each in _SLOPES:
        places = rows - np.rint(each * columns).astype(np.intp) + reach
        counts = np.bincount(pieces * bins + places, minlength=_PIECES * bins)
        covered = counts.reshape(_PIECES, bins) / lengths
        crossing = (covered >= _COVERED).sum(axis=0) >= _PIECES - 1
        score = float(covered.mean(axis=0)[crossing].sum())
        if score > best:
            best, found, slope = score, crossing, float(each)
    found &= ~_thick(found, max(2.0, _THICKEST * height))
    if not found.any():
        return contrast
    # A line is as soft as the picture: its edges are the places beside it.
    found = found | np.roll(found, 1) | np.roll(found, -1)
    across = np.arange(height)[:, np.newaxis]
    places = across - np.rint(slope * np.arange(width)).astype(np.intp) + reach
    x = np.broadcast_to(np.arange(width), contrast.shape)
    cleared = contrast.copy()
    for place in np.flatnonzero(found):
        on = places == place
        line = np.median(contrast[on])
        cleared[on] = _less(contrast[on], float(line))
    del x
    return cleared


def _less(contrast: _Grey, line: float) -> _Grey:
    rest = np.maximum(contrast - max(line, 0.0) * 1.3, 0.0)
    return np.where(contrast > 1.6 * line, contrast, rest).astype(np.float32)


def _thick(found: NDArray[np.bool_], most: float) -> NDArray[np.bool_]:
    """Tell which places lie in a run of more than so many."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], found.view(np.int8), [0]])))
    thick = np.zeros_like(found)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        thick[start:end] = end - start > most
    return thick
