"""Ruled lines: finds and removes straight lines that cross the whole image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["remove_ruled_lines"]

#: The slopes tried: a page may be held up to five degrees from level.
_SLOPES = np.tan(np.radians(np.arange(-5.0, 5.1, 0.5)))
#: A line is cut into pieces; it crosses the image if all but one are covered by this share.
_PIECES, _COVERED = 8, 0.55
#: A line thicker than this share of the image is not a printed one.
_THICKEST = 0.03
#: The paper beside a line: this many places away, less than this share of the width is dark.
_BESIDE, _BARE = 4, 0.4
#: Contrast above the line's by the first factor is ink on it; the line varies by the second.
_INK_ON_LINE, _VARIES = 1.6, 1.3

_Grey = NDArray[np.float32]


def remove_ruled_lines(contrast: _Grey, threshold: float) -> _Grey:
    """Remove horizontal and vertical lines that cross the whole image.

    Ink that crosses a line and is darker stays, as far as it is darker.

    Parameters
    ----------
    contrast
        (H, W) float32: each pixel's contrast with the paper.
    threshold
        The contrast above which a pixel may belong to a line.

    Returns
    -------
    (H, W) float32: the same array object if there are no lines.
    """
    upright = _remove_level_lines(contrast.T, threshold)
    cleared = contrast if upright.base is contrast else upright.T
    return _remove_level_lines(cleared, threshold)


def _remove_level_lines(contrast: _Grey, threshold: float) -> _Grey:
    height, width = contrast.shape
    rows, columns = np.nonzero(contrast > threshold)
    if width < _PIECES or len(rows) < width // 2:
        return contrast
    pieces = columns * _PIECES // width
    reach = int(np.ceil(width * float(_SLOPES[-1])))
    bins = height + 2 * reach + 1
    lengths = np.bincount(np.arange(width) * _PIECES // width, minlength=_PIECES)[:, np.newaxis]
    most = max(2.0, _THICKEST * height)
    best, slope, lines = 0.0, 0.0, []
    for each in _SLOPES:
        places = rows - np.rint(each * columns).astype(np.intp) + reach
        counts = np.bincount(pieces * bins + places, minlength=_PIECES * bins)
        covered = counts.reshape(_PIECES, bins) / lengths
        crossing = (covered >= _COVERED).sum(axis=0) >= _PIECES - 1
        share = covered.mean(axis=0)
        printed = _find_printed(crossing, share, most)
        score = sum(float(share[place.start : place.stop].max()) for place in printed)
        if score > best:
            best, slope, lines = score, float(each), printed
    if not lines:
        return contrast
    across = np.arange(height)[:, np.newaxis]
    places = across - np.rint(slope * np.arange(width)).astype(np.intp) + reach
    cleared = contrast.copy()
    for place in (place for line in lines for place in line):
        on = places == place
        if on.any():
            cleared[on] = _subtract_line(contrast[on], float(np.median(contrast[on])))
    return cleared


def _subtract_line(contrast: _Grey, line: float) -> _Grey:
    rest = np.maximum(contrast - _VARIES * max(line, 0.0), 0.0)
    return np.where(contrast > _INK_ON_LINE * line, contrast, rest).astype(np.float32)


def _find_printed(
    crossing: NDArray[np.bool_], share: NDArray[np.float64], most: float
) -> list[range]:
    """Keep the runs of places that are thin and have paper on both sides, unlike pen strokes."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], crossing.view(np.int8), [0]])))
    padded = np.pad(share, _BESIDE)
    return [
        range(max(start - 1, 0), min(end + 1, len(share)))
        for start, end in edges.reshape(-1, 2).tolist()
        if end - start <= most and max(padded[start], padded[end + 2 * _BESIDE - 1]) < _BARE
    ]
