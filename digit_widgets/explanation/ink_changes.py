"""Ink changes: the small changes of a drawing's ink that are tried, and their images.

A part of a stroke is erased, or a short straight stroke is added: between two points of the
drawing, which closes a gap, or from a point outwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.explanation.ink_pieces import InkPieces
from digit_widgets.imaging import PEN_WIDTH
from digit_widgets.imaging.raster import rasterize_paths
from digit_widgets.ink import Bounds, Ink

__all__ = ["InkChange", "apply_change", "list_changes", "rasterize_changes"]

#: Shortest and longest added stroke, in pixels of the image.
_SHORTEST, _LONGEST = 2.0, 13.0
#: Lengths of strokes that lead from a point outwards, in pixels of the image, and their directions.
_OUTWARDS = (4.0, 6.0, 9.0)
_DIRECTIONS = tuple(
    (math.cos(angle), math.sin(angle)) for angle in np.linspace(0, 2 * math.pi, 8, endpoint=False)
)
#: Fewest pieces that are erased: the round ends of the rest would close a smaller gap.
_FEWEST = 2
#: Largest share of the ink that is erased.
_MOST_ERASED = 0.5
#: Factor by which the number of erased pieces grows from one size that is tried to the next.
_GROWTH = 1.25
#: Added ink that covers less than this, in whole pixels, lies on what is drawn already.
_LEAST_NEW = 1.5

_Floats = NDArray[np.float64]


class InkChange(NamedTuple):
    """A change that is tried.

    Attributes
    ----------
    length
        Length of the path that is erased or added, in the drawing's unit.
    erased
        First and last of the pieces that are erased; None if a stroke is added.
    added
        (2, 2) float64: the stroke that is added, in the drawing's unit; None if ink is erased.
    """

    length: float
    erased: tuple[int, int] | None
    added: _Floats | None


def list_changes(pieces: InkPieces, within: Bounds | None) -> list[InkChange]:
    """Return about a thousand changes of a drawing, shortest first.

    Strokes are added within the bounds, in the drawing's unit; None for anywhere near the drawing.
    """
    # An erasure before an addition of the same length, whatever the rounding of both.
    return sorted(
        [*_erasures(pieces), *_additions(pieces, within)],
        key=lambda each: round(each.length * pieces.placed.scale, 6),
    )


def _erasures(pieces: InkPieces) -> Iterator[InkChange]:
    """Yield erasures of successive pieces of one stroke, of few pieces and of more."""
    total = float(pieces.lengths.sum())
    for begin, end in pieces.stroke_spans:
        count = end - begin + 1
        sizes, size = [count] if count < len(pieces) else [], float(_FEWEST)
        while size < count:
            sizes.append(round(size))
            size *= _GROWTH
        for number in sorted(set(sizes)):
            for first in range(begin, end - number + 2):
                last = first + number - 1
                length = float(pieces.lengths[first : last + 1].sum())
                if length <= _MOST_ERASED * total:
                    yield InkChange(length, (first, last), None)


def _additions(pieces: InkPieces, within: Bounds | None) -> Iterator[InkChange]:
    """Yield short strokes between two points of the drawing, and from points outwards."""
    scale = pieces.placed.scale
    places, ends = [], []
    for begin, end in pieces.stroke_spans:
        ends += [pieces.paths[begin][0], pieces.paths[end][-1]]
        places += [pieces.paths[piece][0] for piece in range(begin + 2, end, 2)]
    strokes = [np.stack(pair) for pair in combinations([*ends, *places], 2)]
    strokes += [
        np.stack([start, start + np.multiply(direction, length / scale)])
        for start in [*ends, *places[1::3]]
        for direction in _DIRECTIONS
        for length in _OUTWARDS
    ]
    for stroke in strokes:
        length = float(np.hypot(*(stroke[1] - stroke[0])))
        if _SHORTEST <= length * scale <= _LONGEST and _is_within(stroke, within):
            yield InkChange(length, None, stroke)


def _is_within(stroke: _Floats, bounds: Bounds | None) -> bool:
    if bounds is None:
        return True
    low, high = (bounds.left, bounds.top), (bounds.right, bounds.bottom)
    return bool(((stroke >= low) & (stroke <= high)).all())


def rasterize_changes(pieces: InkPieces, changes: Sequence[InkChange]) -> NDArray[np.float32]:
    """Draw changed drawings in the frame of the unchanged one.

    Returns
    -------
    (N, 28, 28) float32 in 0..1
        An image for each change.
    """
    whole, placed = pieces.image, pieces.placed
    images = np.repeat(whole[np.newaxis], len(changes), axis=0)
    erasures = [(place, *each.erased) for place, each in enumerate(changes) if each.erased]
    if erasures:
        erased, first, last = np.array(erasures).T
        images[erased] = pieces.remove(first, last)
    added = [(place, each.added) for place, each in enumerate(changes) if each.added is not None]
    if added:
        shift = np.array([placed.dx, placed.dy])
        lines = rasterize_paths([stroke * placed.scale + shift for _, stroke in added], PEN_WIDTH)
        is_new = np.maximum(lines - whole, 0).sum(axis=(1, 2)) >= _LEAST_NEW
        places = np.array([place for place, _ in added])
        images[places[is_new]] = np.maximum(whole, lines[is_new])
    return images


def apply_change(pieces: InkPieces, change: InkChange) -> Ink:
    """Return the changed drawing."""
    if change.erased is not None:
        return pieces.erase(*change.erased)
    assert change.added is not None
    return pieces.ink.begin_stroke(change.added, pieces.ink.strokes[-1].width)
