"""Playback: the state of a drawing after its first n points."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

import numpy as np

from digit_widgets.errors import InkError
from digit_widgets.ink.strokes import Ink, Stroke

__all__ = ["place", "prefix_lengths", "stroke_ends", "take_prefix"]


def take_prefix(ink: Ink, n_points: int) -> Ink:
    """Return the drawing as it was after its first points.

    Parameters
    ----------
    ink
        The drawing.
    n_points
        Number of points, from 0 to ``ink.n_points``, in the order in which they were drawn.

    Raises
    ------
    InkError
        The number is out of range.
    """
    if not 0 <= n_points <= ink.n_points:
        raise InkError(f"A drawing of {ink.n_points:,} points has no first {n_points:,} of them.")
    strokes: list[Stroke] = []
    left = n_points
    for stroke in ink.strokes:
        if left <= 0:
            break
        strokes.append(
            stroke if left >= len(stroke) else Stroke(stroke.points[:left], stroke.width)
        )
        left -= len(stroke)
    return Ink(tuple(strokes))


def stroke_ends(ink: Ink) -> tuple[int, ...]:
    """Return the numbers of points after which the pen was lifted, the drawing's end included."""
    return tuple(accumulate(len(stroke) for stroke in ink.strokes))


def prefix_lengths(ink: Ink, limit: int) -> tuple[int, ...]:
    """Choose numbers of points at which to show a drawing, spread evenly over it.

    Parameters
    ----------
    ink
        The drawing.
    limit
        The most numbers to choose, 1 or more.

    Returns
    -------
    Numbers of points, ascending; the last one is the whole drawing; () if it is blank. The end of
    each stroke is included; if there are more strokes than the limit, the ends of some.
    """
    if ink.n_points <= limit:
        return tuple(range(1, ink.n_points + 1))
    ends = np.array(stroke_ends(ink))
    room = limit - len(ends)
    # Counted from the end, so that a single one is the whole drawing.
    if room < 0:
        chosen = ends[np.linspace(len(ends) - 1, 0, limit).round().astype(int)]
    else:
        chosen = np.union1d(ends, np.linspace(ink.n_points, 1, room).round().astype(int))
    return tuple(sorted(chosen.tolist()))


def place(ink: Ink, n_points: int) -> tuple[int, int]:
    """Return the stroke that a drawing's n-th point belongs to, and the point's number in it.

    Parameters
    ----------
    ink
        The drawing.
    n_points
        Number of points drawn, from 1 to ``ink.n_points``.

    Returns
    -------
    The stroke's number and the point's number within it, both from 1.

    Raises
    ------
    InkError
        The number is out of range.
    """
    if not 1 <= n_points <= ink.n_points:
        raise InkError(f"A drawing of {ink.n_points:,} points has no point {n_points:,}.")
    ends = stroke_ends(ink)
    stroke = bisect_left(ends, n_points)
    return stroke + 1, n_points - ends[stroke] + len(ink.strokes[stroke])
