"""Checks of ink: validates points, widths and numbers of strokes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_widgets.errors import InkError

__all__ = [
    "MAX_COORDINATE",
    "MAX_POINTS",
    "MAX_STROKES",
    "MIN_WIDTH",
    "check_count",
    "check_points",
    "check_width",
    "list_strokes",
]

#: A drawing holds at most this many strokes ...
MAX_STROKES = 1_000
#: ... and this many points in all: half an hour of drawing at 60 events a second.
MAX_POINTS = 100_000
#: Coordinates beyond this, in the drawing's own unit, raise an error.
MAX_COORDINATE = 1e6
#: Pens thinner than this raise an error: next to `MAX_COORDINATE` they have no width.
MIN_WIDTH = 1e-6


def list_strokes(strokes: Any) -> tuple[Any, ...]:
    """Return a drawing's strokes as a tuple; raise InkError if they are not iterable."""
    try:
        return tuple(strokes)
    except TypeError:
        raise InkError(
            f"A drawing is made of a list of strokes, not of a {type(strokes).__name__}."
        ) from None


def check_points(points: ArrayLike | Sequence[Any]) -> NDArray[np.float64]:
    """Return a stroke's points as a read-only (N, 2) float64 copy; raise InkError if invalid."""
    try:
        given = np.asarray(points)
    except ValueError:
        raise InkError("A stroke is a list of (x, y) points, each of two numbers.") from None
    if given.dtype.kind not in "iuf":
        raise InkError(f"A stroke is a list of (x, y) numbers, not of type {given.dtype}.")
    array = given.astype(np.float64)
    if array.ndim != 2 or array.shape[1] != 2 or len(array) == 0:
        raise InkError(f"A stroke is one or more (x, y) points, not of shape {array.shape}.")
    check_count(len(array))
    # This comparison catches NaN and infinities too: NaN compares false.
    if not bool((np.abs(array) <= MAX_COORDINATE).all()):
        worst = array[~(np.abs(array) <= MAX_COORDINATE)][0]
        raise InkError(
            f"Coordinates are finite numbers within ±{MAX_COORDINATE:,.0f}, not {worst}."
        )
    array.flags.writeable = False
    return array


def check_width(width: float) -> float:
    """Return a pen's width as a float; raise InkError if it is out of range or no number."""
    try:
        value = float(width)
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not MIN_WIDTH <= value <= MAX_COORDINATE:
        raise InkError(
            f"A pen width is a number from {MIN_WIDTH:g} to {MAX_COORDINATE:,.0f}, not {width!r}."
        )
    return value


def check_count(n_points: int) -> None:
    """Raise InkError if a drawing has too many points."""
    if n_points > MAX_POINTS:
        raise InkError(
            f"A drawing holds at most {MAX_POINTS:,} points, this one has {n_points:,}. "
            "Clear the pad, or thin out the points."
        )
