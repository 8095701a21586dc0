"""Signs: decimal points and commas, minuses and slashes among the strokes of a row.

A sign is told by its shape, its size and its place among the tall strokes beside it: networks of
digits know none. First, `find_marks` finds the strokes that may be signs. Then the groups of
strokes that are digits are found, where a stroke may yet be a part of a digit. Then `judge_marks`
decides: every sign stands before a digit. A slash leans more than a one does: of the ones of 45
people that are a single straight stroke, none leans by more than 13°.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digit_widgets.recognition.stroke_shapes import StrokeShapes

__all__ = ["Mark", "Part", "Sign", "find_marks", "judge_marks"]

#: A sign in a number, as it is written.
Sign = Literal[".", ",", "-", "/"]

#: A slash leans at least so many degrees, and may be one above the second number; one of the
#: third's height, in digit heights, may lean so many degrees less.
_LEANS, _MAY_LEAN, _HIGH, _LESS = 24.0, 17.0, 1.25, 6.0
_LEANS_MOST, _LEAST_SLASH, _STRAIGHT = 65.0, 0.6, 0.15
#: A slash through this middle part of a tall stroke's box is a part of it, as in a slashed zero.
_INNER = 0.6
#: Straight neighbours that lean within so many degrees of each other are ones, or none is.
_PARALLEL = 10.0
#: A minus is this wide, at least and at most, in digit heights; shorter ones may be points.
_DASH, _LONGEST_DASH, _SHORTEST_DASH = 0.2, 1.2, 0.12
#: The middle of a minus is in this part of the row's height from its top; further out it is unsure.
_MIDDLE, _ABOUT_MIDDLE = (0.25, 0.75), (0.15, 0.85)
#: Share of a minus that may be over or under a tall stroke.
_COVERED = 0.3
#: Largest extents of a point, of a filled point, and of a comma, in digit heights; a comma's least.
_POINT, _BLOB, _COMMA, _LEAST_COMMA = 0.13, 0.22, 0.42, 0.18
#: A filled point's path is this many times its extent.
_FILLED = 2.5
#: How far the middle of a point or a comma may be above and below the base line.
_ABOVE, _BELOW = 0.22, 0.45
#: A comma's top is at most this far above the base line.
_COMMA_TOP = 0.3
#: Points and commas touch no digit: they are this far from it, in digit heights.
_CLEAR = 0.03
#: Tall strokes have this height, in digit heights; the nearest, and those whose middles are up to
#: this much further away, make the base line.
_TALL, _NEAR = 0.42, 0.4
#: A point is beside its neighbours' boxes, or in this outer part of the one before and after it.
_OUTER_BEFORE, _OUTER_AFTER = 0.25, 0.05


@dataclass(frozen=True, slots=True)
class Mark:
    """What a stroke may be by its shape and its place.

    Attributes
    ----------
    sign
        The sign.
    is_sure
        False if it may as well be another sign, or a digit.
    slant
        Degrees by which it leans to the right.
    """

    sign: Sign
    is_sure: bool = True
    slant: float = 0.0

    @property
    def stands_alone(self) -> bool:
        """True if it counts as a sign when strokes are grouped; an unsure slash counts as a one."""
        return self.is_sure or self.sign != "/"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a row: a digit, or a stroke that is marked as a possible sign.

    Attributes
    ----------
    strokes
        The indices of its strokes, ascending.
    left, right
        The sides of its box.
    mark
        None for a digit.
    """

    strokes: tuple[int, ...]
    left: float
    right: float
    mark: Mark | None = None


def find_marks(shapes: StrokeShapes) -> dict[int, Mark]:
    """Find the strokes of a row that may be signs.

    Parameters
    ----------
    shapes
        The shapes of one row's strokes, in digit heights.

    Returns
    -------
    The marks by the indices of their strokes.
    """
    level = shapes.are_level()
    tall = (shapes.heights >= _TALL) & ~level
    marks = {}
    for stroke in range(len(level)):
        others = tall.copy()
        others[stroke] = False
        if others.any() and (mark := _find_mark(shapes, stroke, others, bool(level[stroke]))):
            marks[stroke] = mark
    return marks


def judge_marks(parts: Sequence[Part]) -> list[Mark | None]:
    """Decide for each part of a row, from left to right, which sign it is.

    Returns
    -------
    For each part its mark, unsure where the parts beside it do not suit it; None for a digit, or
    for a stroke that is a digit after all.
    """
    judged: list[Mark | None] = []
    for place, part in enumerate(parts):
        before = parts[place - 1] if place else None
        after = parts[place + 1] if place + 1 < len(parts) else None
        mark = part.mark
        if mark is not None and mark.sign == "/":
            mark = _judge_slash(mark, before, after)
        elif mark is not None and not _suits(part, mark, before, after):
            mark = Mark(mark.sign, is_sure=False)
        judged.append(mark)
    return judged


def _find_mark(
    shapes: StrokeShapes, stroke: int, others: NDArray[np.bool_], level: bool
) -> Mark | None:
    slant, size = float(shapes.slants[stroke]), float(shapes.heights[stroke])
    if size >= _LEAST_SLASH and shapes.bends[stroke] < _STRAIGHT:
        if _is_inside(shapes.boxes, stroke, others):
            return None
        less = _LESS if size >= _HIGH else 0.0
        leans = _MAY_LEAN - less <= slant <= _LEANS_MOST
        return Mark("/", slant >= _LEANS - less, slant) if leans else None
    top, base = _levels(shapes.boxes, stroke, others)
    if level and (mark := _find_dash(shapes, stroke, others, top, base)):
        return mark
    return _find_point(shapes, stroke, others, base)


def _is_inside(boxes: NDArray[np.float64], stroke: int, others: NDArray[np.bool_]) -> bool:
    """Return True if the middle of a stroke is in the inner part of another's box."""
    lefts, _, rights, _ = boxes[others].T
    away = np.abs(boxes[stroke, 0] + boxes[stroke, 2] - lefts - rights) / 2
    return bool((away < _INNER / 2 * (rights - lefts)).any())


def _find_dash(
    shapes: StrokeShapes, stroke: int, others: NDArray[np.bool_], top: float, base: float
) -> Mark | None:
    left, upper, right, lower = shapes.boxes[stroke]
    width = right - left
    place = ((upper + lower) / 2 - top) / (base - top)
    if not (_SHORTEST_DASH <= width <= _LONGEST_DASH):
        return None
    if not _ABOUT_MIDDLE[0] <= place <= _ABOUT_MIDDLE[1]:
        return None
    lefts, _, rights, _ = shapes.boxes[others].T
    covered = np.minimum(rights, right) - np.maximum(lefts, left)
    if covered.max() > _COVERED * width:
        return None
    return Mark("-", width >= _DASH and _MIDDLE[0] <= place <= _MIDDLE[1])


def _find_point(
    shapes: StrokeShapes, stroke: int, others: NDArray[np.bool_], base: float
) -> Mark | None:
    left, top, right, bottom = shapes.boxes[stroke]
    width, height = right - left, bottom - top
    extent = max(width, height)
    if extent > _COMMA or not -_ABOVE <= (top + bottom) / 2 - base <= _BELOW:
        return None
    if any(shapes.distance(stroke, int(i)) < _CLEAR for i in np.flatnonzero(others)):
        return None
    filled = extent <= _BLOB and shapes.lengths[stroke] >= _FILLED * extent
    if extent <= _POINT or filled:
        return Mark(".")
    if height < 0.7 * width or top < base - _COMMA_TOP:
        return None if extent > _BLOB else Mark(".", is_sure=False)
    return Mark(",", is_sure=height >= _LEAST_COMMA)


def _levels(
    boxes: NDArray[np.float64], stroke: int, others: NDArray[np.bool_]
) -> tuple[float, float]:
    """Return top and bottom of the tall strokes beside a stroke, the mean of both sides."""
    middle = (boxes[stroke, 0] + boxes[stroke, 2]) / 2
    centers = (boxes[:, 0] + boxes[:, 2]) / 2
    levels = []
    for side in (others & (centers <= middle), others & (centers > middle)):
        if side.any():
            apart = np.abs(centers - middle)
            near = side & (apart <= apart[side].min() + _NEAR)
            levels.append((boxes[near, 1].min(), boxes[near, 3].max()))
    top, base = np.mean(levels, axis=0)
    return float(top), float(base)


def _judge_slash(mark: Mark, before: Part | None, after: Part | None) -> Mark | None:
    beside = [part.mark for part in (before, after) if part is not None]
    parallel = any(other and abs(other.slant - mark.slant) < _PARALLEL for other in beside)
    if before is None or parallel:
        return None
    if mark.is_sure and (after is None or before.mark is not None or after.mark is not None):
        return Mark("/", is_sure=False)
    # An unsure stroke at the end is a one that is just being drawn.
    return None if after is None else mark


def _suits(part: Part, mark: Mark, before: Part | None, after: Part | None) -> bool:
    """Return True for a minus before a digit, or a point that is not under one beside it."""
    if after is None or after.mark is not None:
        return False
    if mark.sign == "-":
        return True
    middle = (part.left + part.right) / 2
    clear = before is None or (
        before.mark is None and middle > before.right - _OUTER_BEFORE * (before.right - before.left)
    )
    return clear and middle < after.left + _OUTER_AFTER * (after.right - after.left)
