"""Pieces: pen strokes sorted into rows, and joined or cut to what is not divided any further."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.components import Components
from digit_widgets.imaging.photo.cuts import find_cuts
from digit_widgets.imaging.photo.left_out import is_ink_left_out
from digit_widgets.imaging.photo.rows import find_rows

__all__ = ["Piece", "StrokeRow", "sort_pieces"]

#: Components smaller than this share of the largest belong to the nearest of the others.
_ATTACHED = 0.25
#: Components are of one digit if one is above the other for this share of the narrower's width,
#: and no further away than this share of the usual extent.
_STACKED, _TOUCHING = 0.6, 0.08
#: Components of this share of the usual extent are two digits if they are higher than the second,
#: in an image of at least so many components.
_DIGIT, _TWO_HIGH, _TWO_ROWS = 0.6, 1.6, 4
#: Digits of an image have at least this share of the highest one's height.
_FULL = 0.4
#: A component of a row that is wider than this share of its height may be several digits that
#: touch; one wider than the second is several for sure.
_WIDE, _SURELY = 0.9, 2.3
#: Two components that are wider than so many times their height are several digits.
_TWO_WIDE = 1.5

_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A part of a row that is not divided any further: components, or a part of a wide one.

    Attributes
    ----------
    box
        Left, top, right and bottom, in the working image's pixels.
    mask
        (bottom - top, right - left) booleans.
    is_cut
        True if it was cut from the next piece.
    """

    box: tuple[int, int, int, int]
    mask: _Mask
    is_cut: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class StrokeRow:
    """A row.

    Attributes
    ----------
    pieces
        From left to right.
    height
        The usual height of its digits, in pixels.
    is_sure
        True if the row has so many parts, or is so wide, that a digit is not wider than high.
    is_whole
        False if something like its digits stands among or beside them, and was left out.
    """

    pieces: tuple[Piece, ...]
    height: float
    is_sure: bool
    is_whole: bool = True


def sort_pieces(parts: Components, kept: _Mask) -> tuple[tuple[StrokeRow, ...], float]:
    """Sort the components that are pen strokes into the pieces of rows.

    Parameters
    ----------
    parts, kept
        The components, and (N,) booleans, which of them are pen strokes.

    Returns
    -------
    The rows, from the top, and their slope, as a tangent, above 0 if they fall to the right.
    """
    if not kept.any():
        return (), 0.0
    groups = _join(parts, np.flatnonzero(kept))
    boxes = np.array([_piece(parts, members).box for members in groups])
    sides = boxes[:, 2:] - boxes[:, :2]
    # Bars and other flat parts stand in the row of the digits that they are beside.
    full = sides[:, 1] >= _FULL * sides[:, 1].max()
    numbers = np.zeros(len(boxes), int)
    numbers[full], slope = find_rows(boxes[full].astype(float))
    for place in np.flatnonzero(~full):
        numbers[place] = numbers[full][np.argmin(_distances(boxes[full], boxes[place]))]
    rows = []
    for row in range(numbers.max() + 1):
        members = np.flatnonzero(numbers == row)
        height = float(np.median(sides[members[full[members]], 1]))
        is_sure = len(members) > 2 or _is_wide(boxes[members], height)
        whole = [_piece(parts, groups[place]) for place in members]
        pieces = [each for piece in whole for each in _divide(piece, height)] if is_sure else whole
        pieces.sort(key=lambda piece: piece.box[0] + piece.box[2])
        is_whole = not is_ink_left_out(parts, kept, boxes[members], height, slope)
        rows.append(StrokeRow(tuple(pieces), height, is_sure, is_whole))
    return tuple(rows), slope


def _is_wide(boxes: NDArray[np.int_], height: float) -> bool:
    """Return True if the parts of a row, or one of them, are wider than a digit."""
    wide, high = boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)
    widest = float((boxes[:, 2] - boxes[:, 0]).max())
    return bool(widest > _SURELY * height or (len(boxes) > 1 and wide > _TWO_WIDE * high))


def _join(parts: Components, members: NDArray[np.int_]) -> list[list[int]]:
    """Join components that cannot be different digits: small, or close above each other."""
    boxes, extents = parts.boxes, parts.extents
    sides = boxes[:, 2:] - boxes[:, :2]
    group = {int(index): int(index) for index in members}
    usual = float(np.percentile(extents[members], 75))
    ascending = members[np.argsort(extents[members])]
    for place, index in enumerate(ascending[:-1]):
        others = ascending[place + 1 :]
        away = _distances(boxes[others], boxes[index])
        nearest = int(others[np.argmin(away)])
        if extents[index] >= _ATTACHED * usual:
            overlap = np.minimum(boxes[others, 2], boxes[index, 2]) - np.maximum(
                boxes[others, 0], boxes[index, 0]
            )
            above = overlap >= _STACKED * np.minimum(sides[others, 0], sides[index, 0])
            close = above & (away <= _TOUCHING * usual)
            if len(members) >= _TWO_ROWS and sides[index, 1] >= _DIGIT * usual:
                # Two as high as digits are digits of two rows.
                high = np.maximum(boxes[others, 3], boxes[index, 3])
                high = high - np.minimum(boxes[others, 1], boxes[index, 1])
                close &= high <= _TWO_HIGH * usual
            if not close.any():
                continue
            nearest = int(others[close][np.argmin(away[close])])
        group[int(index)] = nearest
    joined: dict[int, list[int]] = {}
    for index in group:
        root = index
        while group[root] != root:
            root = group[root]
        joined.setdefault(root, []).append(index)
    return list(joined.values())


def _distances(boxes: NDArray[np.int_], box: NDArray[np.int_]) -> NDArray[np.float64]:
    gaps = np.maximum(boxes[:, :2] - box[2:], box[:2] - boxes[:, 2:])
    return np.asarray(np.hypot(*gaps.clip(0).T))


def _piece(parts: Components, members: list[int]) -> Piece:
    boxes = parts.boxes[members]
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    chosen = np.isin(parts.labels[top:bottom, left:right], np.array(members) + 1)
    return Piece((int(left), int(top), int(right), int(bottom)), chosen)


def _divide(piece: Piece, height: float) -> list[Piece]:
    """Cut a piece that is wide enough for several digits where its strokes are thinnest."""
    width = piece.mask.shape[1]
    if width <= _WIDE * height:
        return [piece]
    seams = np.array(find_cuts(piece.mask, height)).reshape(-1, len(piece.mask), 1)
    # How many seams each pixel is beyond.
    places = (np.arange(width) >= seams).sum(axis=0)
    divided = []
    for place in range(len(seams) + 1):
        part = piece.mask & (places == place)
        # None stand between components that were joined.
        if part.any():
            rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
            top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
            x, y = piece.box[:2]
            box = x + int(left), y + int(top), x + int(right), y + int(bottom)
            divided.append(Piece(box, part[top:bottom, left:right], place < len(seams)))
    return divided
