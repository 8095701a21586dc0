"""Rows: parts a drawing's strokes into rows of digits, and finds the lines between and under them.

Tall strokes make the rows: two belong to one row if a third of the shorter one is beside the
other, directly or through others, so that a row may climb or fall. Small strokes, such as bars,
hats, points and commas, go to the row that they are nearest to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.recognition.stroke_shapes import StrokeShapes

__all__ = ["Rows", "find_rows"]

#: A stroke of at least this share of the tallest one's height is tall, level lines excepted ...
_TALL = 0.35
#: ... and a row has a stroke of at least this share of it.
_ROW = 0.5
#: Tall strokes that overlap vertically by this share of the shorter one are in one row.
_BESIDE = 0.3
#: Parts of one digit above each other, such as the circles of an 8, touch, and two this near may
#: be parts of one, as shares of the height of both together; ...
_TOUCHING, _JOINED = 0.03, 0.16
#: ... they are not higher together than this many times the tallest stroke, if there are others.
_WHOLE = 1.35
#: A line has at least this width, in digit heights, and a shorter one than the second width has
#: this distance from all other strokes.
_LINE, _LONG_LINE, _CLEAR = 0.8, 1.5, 0.05
#: A stroke counts as beside another up to this distance, in digit heights.
_NEAR = 1.5


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a drawing.

    Attributes
    ----------
    strokes
        The indices of each row's strokes in the ink, ascending; the rows from the top.
    lines
        The indices of strokes in no row: lines under rows or between them.
    """

    strokes: tuple[tuple[int, ...], ...]
    lines: tuple[int, ...] = ()


def find_rows(shapes: StrokeShapes) -> tuple[Rows, ...]:
    """Part the strokes of a drawing into rows. Its position and size do not matter.

    Parameters
    ----------
    shapes
        The strokes' shapes, one or more.

    Returns
    -------
    One or two ways to do so: the second, if strokes above each other may be parts of one digit,
    such as the circles of an 8, takes them for digits in two rows.
    """
    level = shapes.are_level()
    heights = np.where(level, 0.0, shapes.heights)
    tallest = float(heights.max(initial=0.0))
    if not tallest:
        return (Rows((tuple(range(len(level))),)),)
    tall = np.flatnonzero(heights >= _TALL * tallest)
    apart = _beside(shapes.boxes[tall, 1::2], tall)
    ways = [_join_parts(shapes, apart, limit, tallest) for limit in (_JOINED, _TOUCHING)]
    if len(ways[0]) == len(ways[1]):
        ways.pop()
    return tuple(_assign(shapes, level, way, _ROW * tallest) for way in ways)


def _assign(
    shapes: StrokeShapes, level: NDArray[np.bool_], rows: list[NDArray[np.int64]], least: float
) -> Rows:
    """Assign all strokes to the rows of tall strokes that have one of at least a height."""
    heights = shapes.heights
    rows = [row for row in rows if heights[row].max() >= least]
    placed = np.concatenate(rows)
    height = float(np.median(heights[placed]))
    lines = [int(i) for i in np.flatnonzero(level) if _is_line(shapes, int(i), placed, height)]
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    members = [row.tolist() for row in rows]
    for stroke in sorted({*range(len(heights))} - {*placed.tolist(), *lines}):
        members[owner[_nearest(shapes.boxes, stroke, placed)]].append(stroke)
    members.sort(key=lambda row: float(shapes.boxes[row, 1::2].mean()))
    return Rows(tuple(tuple(sorted(row)) for row in members), tuple(lines))


def _beside(spans: NDArray[np.float64], strokes: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Join strokes that are beside each other; `spans` are their tops and bottoms."""
    tops, bottoms = spans.T
    left = np.ones(len(strokes), dtype=bool)
    rows = []
    while left.any():
        row = np.zeros(len(strokes), dtype=bool)
        queue = [int(left.argmax())]
        left[queue[0]] = False
        while queue:
            at = queue.pop()
            row[at] = True
            overlap = np.minimum(bottoms, bottoms[at]) - np.maximum(tops, tops[at])
            least = _BESIDE * np.minimum(bottoms - tops, bottoms[at] - tops[at])
            found = np.flatnonzero(left & (overlap >= least))
            left[found] = False
            queue += found.tolist()
        rows.append(strokes[row])
    return rows


def _join_parts(
    shapes: StrokeShapes, rows: list[NDArray[np.int64]], limit: float, tallest: float
) -> list[NDArray[np.int64]]:
    """Join rows that share a digit: a part of it above, and another just below."""
    boxes, alone = shapes.boxes, sum(map(len, rows)) == 2
    highest = np.inf if alone else _WHOLE * tallest
    rows = sorted(rows, key=lambda row: float(boxes[row, 1::2].mean()))
    joined = rows[:1]
    for row in rows[1:]:
        pairs = ((int(upper), int(lower)) for upper in joined[-1] for lower in row)
        if any(_are_parts(shapes, *pair, limit, highest) for pair in pairs):
            joined[-1] = np.concatenate([joined[-1], row])
        else:
            joined.append(row)
    return joined


def _are_parts(shapes: StrokeShapes, upper: int, lower: int, limit: float, highest: float) -> bool:
    """Return True if a stroke and one below it may be parts of one digit."""
    one, other = shapes.boxes[upper], shapes.boxes[lower]
    together = max(one[3], other[3]) - min(one[1], other[1])
    overlap = min(one[2], other[2]) - max(one[0], other[0])
    if together > highest or overlap <= 0:
        return False
    return bool(shapes.distance(upper, lower) <= limit * together)


def _is_line(shapes: StrokeShapes, line: int, tall: NDArray[np.int64], height: float) -> bool:
    """Return True for a wide level stroke under tall ones, clear of all others or very wide."""
    left, top, right, bottom = shapes.boxes[line]
    if right - left < _LINE * height:
        return False
    lefts, tops, rights, bottoms = shapes.boxes[tall].T
    over = np.minimum(rights, right) - np.maximum(lefts, left) >= (rights - lefts) / 2
    middle = (top + bottom) / 2
    above = over & ((tops + bottoms) / 2 < middle)
    near = np.maximum(lefts - right, left - rights) < _NEAR * height
    # A wide minus may be under a digit of the row above.
    inside = near & (tops + 0.2 * height < middle) & (middle < bottoms - 0.2 * height)
    if not above.any() or inside.any():
        return False
    if right - left >= _LONG_LINE * height:
        return True
    around = np.flatnonzero(np.arange(len(shapes.boxes)) != line)
    return all(shapes.distance(line, int(i)) >= _CLEAR * height for i in around)


def _nearest(boxes: NDArray[np.float64], stroke: int, tall: NDArray[np.int64]) -> int:
    """Return the place in `tall` of the stroke nearest to another, vertical distance doubled."""
    left, top, right, bottom = boxes[stroke]
    lefts, tops, rights, bottoms = boxes[tall].T
    middle = (top + bottom) / 2
    aside = np.maximum(np.maximum(lefts - right, left - rights), 0.0)
    apart = np.maximum(np.maximum(tops - middle, middle - bottoms), 0.0)
    return int(np.hypot(aside, 2 * apart).argmin())
