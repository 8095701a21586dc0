"""Piece groups: which neighbouring pieces of a row of an image may be one digit, with the evidence.

The weights are few and set by hand: what speaks against a group in itself, in units of the negative
logarithm of a probability, to which the model's is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.pieces import Piece, StrokeRow

__all__ = ["PieceGroups", "find_piece_groups"]

#: A digit has at most this many pieces.
_MOST_PIECES = 4
#: Pieces are one digit only if no gap between them is wider than this, in digit heights.
_WIDEST_GAP = 0.35
#: A digit is at most this wide, in heights of its row's digits.
_WIDEST = 1.6
#: What speaks against a group, each per digit height: a gap within it, width beyond the next value
#: in a row that is surely of several, height below the last value; and once each: a cut at its
#: right, and two high pieces side by side.
_GAP, _WIDE, _LOW, _CUT, _PAIR = 6.0, 3.0, 3.0, 1.2, 4.0
_USUAL, _LOWEST = 0.85, 0.6
#: The same for width beyond the second.
_FAR_WIDER, _WIDER = 5.0, 1.2
#: What is wider than this in such a row may be two digits.
_RISKY = 1.0
#: A piece is high from this share of the digit height, and beside another if they overlap by less
#: than this share of the narrower one's width.
_HIGH, _BESIDE = 0.7, 0.3


@dataclass(frozen=True, slots=True)
class PieceGroups:
    """The groups of pieces of a row that may be one digit.

    Attributes
    ----------
    spans
        (first, past) of each group, in the pieces' order from left to right, from 0.
    pieces
        Each group's pieces.
    costs
        (groups,) float64, at least 0: what speaks against each, without the model.
    risky
        (groups,) booleans: True for what may be several digits, or a part of one: it is wide, or
        cut from its neighbours.
    is_sure
        True if the row is surely of several digits.
    is_whole
        False if something like its digits was left out of the row.
    """

    spans: tuple[tuple[int, int], ...]
    pieces: tuple[tuple[Piece, ...], ...]
    costs: NDArray[np.float64]
    risky: NDArray[np.bool_]
    is_sure: bool
    is_whole: bool


def find_piece_groups(row: StrokeRow) -> PieceGroups:
    """Find all groups of pieces of a row that may be a digit; each piece alone is one of them."""
    spans, groups, costs, risky = [], [], [], []
    for first in range(len(row.pieces)):
        right, gap = row.pieces[first].box[2], 0.0
        for past in range(first + 1, min(first + _MOST_PIECES, len(row.pieces)) + 1):
            gap = max(gap, (row.pieces[past - 1].box[0] - right) / row.height)
            right = max(right, row.pieces[past - 1].box[2])
            group = row.pieces[first:past]
            cost, wide = _measure(group, row, gap)
            if past - first > 1 and (gap > _WIDEST_GAP or (row.is_sure and wide > _WIDEST)):
                break
            spans.append((first, past))
            groups.append(group)
            costs.append(cost)
            is_cut = group[-1].is_cut or (first > 0 and row.pieces[first - 1].is_cut)
            risky.append(row.is_sure and (is_cut or wide > _RISKY))
    return PieceGroups(
        tuple(spans), tuple(groups), np.array(costs), np.array(risky), row.is_sure, row.is_whole
    )


def _measure(group: tuple[Piece, ...], row: StrokeRow, gap: float) -> tuple[float, float]:
    """Return a group's cost, and its width in digit heights."""
    boxes = np.array([piece.box for piece in group])
    wide, high = (boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)) / row.height
    cost = _GAP * gap + _LOW * max(0.0, _LOWEST - high) + _CUT * group[-1].is_cut
    beyond = _WIDE * max(0.0, wide - _USUAL) + _FAR_WIDER * max(0.0, wide - _WIDER)
    cost += beyond * row.is_sure + _PAIR * _has_pair(group, row.height)
    return float(cost), float(wide)


def _has_pair(pieces: tuple[Piece, ...], height: float) -> bool:
    """Return True if two high pieces that were not cut apart stand side by side."""
    high = [piece for piece in pieces if piece.box[3] - piece.box[1] >= _HIGH * height]
    for left, right in pairwise(high):
        overlap = min(left.box[2], right.box[2]) - max(left.box[0], right.box[0])
        narrower = min(piece.box[2] - piece.box[0] for piece in (left, right))
        if not left.is_cut and overlap < _BESIDE * narrower:
            return True
    return False
