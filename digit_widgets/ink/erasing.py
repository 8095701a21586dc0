"""Erasing: a round eraser removes the parts of strokes that it passes, or whole strokes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink.strokes import Ink, Stroke

__all__ = ["erase", "erase_strokes"]

#: A length below this share of the largest number involved is a rounding error: the end of a
#: stroke that was cut at the eraser's edge lies on that edge, and must not be cut again.
_ROUNDING = 1e-12
#: Lines shorter than this have no direction.
_SMALLEST = float(np.finfo(np.float64).tiny)

_Floats = NDArray[np.float64]
_Indices = NDArray[np.intp]


def erase(ink: Ink, path: _Floats, radius: float) -> Ink:
    """Erase the parts of strokes under a round eraser that moves along a path.

    The remaining ink does not visibly overlap the eraser: a stroke is cut where its centre line is
    the radius plus half its own pen's width away from the path, so the round end of the remaining
    piece just touches the eraser's edge. A cut may lie anywhere between two points. Strokes are
    taken as straight from point to point: use `flatten_curves` first for curves.

    Parameters
    ----------
    ink
        The drawing.
    path
        (M, 2) numbers, M ≥ 1: the path of the eraser's centre, in the drawing's unit, y down. A
        single point is an eraser that touches down without moving.
    radius
        The eraser's radius in the same unit, from 5e-7 to half of `MAX_COORDINATE`.

    Returns
    -------
    Ink in which the pieces of a stroke take its place and keep its order and width; the same object
    if nothing was under the eraser.

    Raises
    ------
    InkError
        A path or a radius out of range (the checks are those of `Stroke`, for a pen of twice the
        radius), or more pieces or points than `Ink` may hold.
    """
    eraser = Stroke(path, 2 * radius)
    if ink.is_blank:
        return ink
    lines = _lines(ink, radius)
    numbers = lines.starts, eraser.points, lines.reach
    rounding = _ROUNDING * max(float(np.abs(array).max()) for array in numbers)
    covered = _find_covered(lines, eraser.points, rounding)
    if not len(covered.line):
        return ink
    left: dict[int, list[Stroke]] = {i: [] for i in lines.owner[covered.line].tolist()}
    for index, path_left in _cut_paths(lines, covered, rounding):
        left[index].append(Stroke(path_left, ink.strokes[index].width))
    strokes = (left.get(index, (stroke,)) for index, stroke in enumerate(ink.strokes))
    return Ink(tuple(chain.from_iterable(strokes)))


def erase_strokes(ink: Ink, path: _Floats, radius: float) -> Ink:
    """Remove every stroke that a round eraser touches on its path.

    A stroke is touched if its centre line comes as near to the path as the radius plus half its own
    pen's width. Parameters and errors are those of `erase`.

    Returns
    -------
    Ink of the remaining strokes; the same object if none was touched.
    """
    eraser = Stroke(path, 2 * radius)
    if ink.is_blank:
        return ink
    lines = _lines(ink, radius)
    touched = set(lines.owner[_find_covered(lines, eraser.points, 0.0).line].tolist())
    if not touched:
        return ink
    return Ink(tuple(stroke for i, stroke in enumerate(ink.strokes) if i not in touched))


class _Lines(NamedTuple):
    """N lines of a drawing with N points, each from its point to the next one of the same stroke.

    The last line of a stroke has no length; a stroke of one point is such a line too.
    """

    starts: _Floats
    ends: _Floats
    owner: _Indices
    #: Distance from the path within which a line is erased.
    reach: _Floats

    def take(self, which: _Indices) -> _Lines:
        return _Lines(self.starts[which], self.ends[which], self.owner[which], self.reach[which])

    def find_near(self, path: _Floats) -> _Indices:
        """Return the lines whose box comes within reach of the path's box."""
        low, high = path.min(axis=0), path.max(axis=0)
        near = np.ones(len(self.owner), dtype=np.bool_)
        for axis in (0, 1):
            start, end = self.starts[:, axis], self.ends[:, axis]
            near &= np.minimum(start, end) - self.reach <= high[axis]
            near &= np.maximum(start, end) + self.reach >= low[axis]
        return np.flatnonzero(near)


class _Covered(NamedTuple):
    """Parts of lines under the eraser, as shares of the line: 0 is its start, 1 its end."""

    line: _Indices
    enter: _Floats
    leave: _Floats


def _lines(ink: Ink, radius: float) -> _Lines:
    points = np.concatenate([stroke.points for stroke in ink.strokes])
    counts = np.array([len(stroke) for stroke in ink.strokes])
    owner = np.repeat(np.arange(len(counts)), counts)
    last = counts.cumsum() - 1
    ends = np.roll(points, -1, axis=0)
    ends[last] = points[last]
    widths = np.array([stroke.width for stroke in ink.strokes])
    return _Lines(points, ends, owner, (radius + widths / 2)[owner])


def _find_covered(lines: _Lines, path: _Floats, rounding: float) -> _Covered:
    """Find the parts that each step of the path covers, if deeper than a rounding error."""
    anywhere = lines.find_near(path)
    candidates = lines.take(anywhere)
    found = [_Covered(np.empty(0, dtype=np.intp), np.empty(0), np.empty(0))]
    for tail, head in pairwise(path if len(path) > 1 else np.repeat(path, 2, axis=0)):
        near = candidates.find_near(np.stack([tail, head]))
        starts, ends, _, reach = candidates.take(near)
        lengths = np.hypot(*(ends - starts).T)
        directions = (ends - starts) / np.maximum(lengths, _SMALLEST)[:, None]
        # A line without length may have any direction, but not none.
        directions[lengths < _SMALLEST] = 1.0, 0.0
        enter, leave = _chord(starts, directions, tail, head, reach - rounding)
        deep = np.flatnonzero(np.maximum(enter, 0.0) <= np.minimum(leave, lengths))
        # A line that is only partly covered is cut at the exact edge, without the rounding margin.
        cut = deep[(enter[deep] > 0) | (leave[deep] < lengths[deep])]
        enter[cut], leave[cut] = _chord(starts[cut], directions[cut], tail, head, reach[cut])
        enter, leave, lengths = enter[deep], leave[deep], lengths[deep]
        starts_in, ends_in = enter <= 0, leave >= lengths
        enter = np.divide(enter, lengths, out=np.zeros_like(enter), where=~starts_in)
        leave = np.divide(leave, lengths, out=np.ones_like(leave), where=~ends_in)
        found.append(_Covered(anywhere[near[deep]], enter, leave))
    return _Covered(*(np.concatenate(arrays) for arrays in zip(*found, strict=True)))


def _chord(
    starts: _Floats, directions: _Floats, tail: _Floats, head: _Floats, reach: _Floats
) -> tuple[_Floats, _Floats]:
    """Return where straight lines enter and leave the area within reach of one step of the path.

    That area is two discs and the rectangle between them. It is convex: a line is inside from its
    first entry into one of the three to its last exit.

    Returns two (K,) arrays of distances from the lines' starts; the first is the larger if a line
    does not enter.
    """
    x, y = directions.T
    parts = []
    for centre in (tail, head):
        to_x, to_y = (centre - starts).T
        middle, aside = x * to_x + y * to_y, x * to_y - y * to_x
        half = np.sqrt(np.maximum((reach - aside) * (reach + aside), 0.0))
        parts.append((middle - half, middle + half, np.abs(aside) <= reach))
    length = float(np.hypot(*(head - tail)))
    if length >= _SMALLEST:
        along_x, along_y = (head - tail) / length
        from_x, from_y = (starts - tail).T
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            between = _slab(
                from_x * along_x + from_y * along_y, x * along_x + y * along_y, 0.0, length
            )
            beside = _slab(
                from_y * along_x - from_x * along_y, y * along_x - x * along_y, -reach, reach
            )
        enter, leave = np.maximum(between[0], beside[0]), np.minimum(between[1], beside[1])
        parts.append((enter, leave, enter <= leave))
    first = np.min([np.where(inside, enter, np.inf) for enter, _, inside in parts], axis=0)
    last = np.max([np.where(inside, leave, -np.inf) for _, leave, inside in parts], axis=0)
    return first, last


def _slab(
    start: _Floats, speed: _Floats, low: _Floats | float, high: _Floats | float
) -> tuple[_Floats, _Floats]:
    """Return when a point that moves evenly from a start is between two limits.

    A point that stands still between them is there from -inf to inf. One that stands still on a
    limit is never there, which is harmless: the discs, or the other step, cover the border.
    """
    to_low, to_high = (low - start) / speed, (high - start) / speed
    return np.fmin(to_low, to_high), np.fmax(to_low, to_high)


def _cut_paths(lines: _Lines, covered: _Covered, rounding: float) -> Iterator[tuple[int, _Floats]]:
    """Yield the remains of partly covered strokes: the stroke's index and each piece's points."""
    # The lines without length count as covered, and so does a point before the first line: they
    # separate each stroke from the next.
    borders = np.flatnonzero(np.diff(lines.owner, append=-1))
    line = np.concatenate([[0], covered.line, borders])
    enter = np.concatenate([[0.0], covered.enter, np.zeros(len(borders))])
    leave = np.concatenate([[0.0], covered.leave, np.ones(len(borders))])
    # Positions along all lines: 2.5 is halfway from point 2 to point 3.
    order = np.argsort(line + enter)
    line, enter, leave = line[order], enter[order], leave[order]
    enter_at, leave_at = line + enter, line + leave
    furthest = np.maximum.accumulate(leave_at)
    # A piece ends where the eraser covers the line again, and begins where it last left it.
    again = np.flatnonzero(enter_at[1:] > furthest[:-1]) + 1
    holder = np.maximum.accumulate(np.where(leave_at >= furthest, np.arange(len(line)), 0))
    before = holder[again - 1]
    ends_at, ends = enter_at[again], _places(lines, line[again], enter[again])
    begins_at, begins = leave_at[before], _places(lines, line[before], leave[before])
    points = lines.starts
    owners = lines.owner[begins_at.astype(np.intp)]
    for piece in np.flatnonzero(np.isin(owners, lines.owner[covered.line])):
        first, stop = int(begins_at[piece]) + 1, int(np.ceil(ends_at[piece]))
        path = np.concatenate([begins[piece, None], points[first:stop], ends[piece, None]])
        if np.hypot(*np.diff(path, axis=0).T).sum() > rounding:
            yield int(owners[piece]), path


def _places(lines: _Lines, line: _Indices, shares: _Floats) -> _Floats:
    """Return the points at shares of lines: exact at both ends, never outside the lines' boxes."""
    starts, ends = lines.starts[line], lines.ends[line]
    places = starts + (ends - starts) * shares[:, None]
    places = np.clip(places, np.minimum(starts, ends), np.maximum(starts, ends))
    # The end of a stroke's last line maps to the next stroke's first point.
    following = lines.starts.take(line + 1, axis=0, mode="clip")
    return np.where(shares[:, None] == 1.0, following, places)
