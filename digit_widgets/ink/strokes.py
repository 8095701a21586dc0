"""Ink: an immutable drawing made of pen strokes rather than pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_widgets.errors import ArgumentError, InkError
from digit_widgets.ink.checks import (
    MAX_STROKES,
    MIN_WIDTH,
    check_count,
    check_points,
    check_width,
    list_strokes,
)

__all__ = ["Bounds", "Ink", "Stroke", "check_ink"]

#: Default pen width, as a share of the larger side of the drawing's bounding box.
_DEFAULT_WIDTH_SHARE = 0.06


class Bounds(NamedTuple):
    """An axis-aligned box around points, in the drawing's own unit, y down."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Horizontal extent, ≥ 0."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Vertical extent, ≥ 0."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """The points of a pen between touching down and lifting off.

    Parameters
    ----------
    points
        (N, 2) numbers, N ≥ 1: x to the right and y down, in the drawing's own unit.
        Kept as a read-only float64 copy.
    width
        Pen width in the same unit, from 1e-6 to `MAX_COORDINATE`.

    Raises
    ------
    InkError
        The points have another shape, are NaN, infinite or beyond ±`MAX_COORDINATE`; there are more
        than `MAX_POINTS`; or the width is out of range.
    """

    points: NDArray[np.float64]
    width: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", check_points(self.points))
        object.__setattr__(self, "width", check_width(self.width))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stroke):
            return NotImplemented
        return self.width == other.width and np.array_equal(self.points, other.points)

    def __hash__(self) -> int:
        # -0.0 equals 0.0 and must have the same hash: adding 0 turns it into 0.0.
        return hash((self.width, (self.points + 0.0).tobytes()))

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True, slots=True)
class Ink:
    """A drawing: a tuple of strokes in the order in which they were drawn.

    Parameters
    ----------
    strokes
        The strokes; an empty tuple is a blank drawing.

    Raises
    ------
    InkError
        More than `MAX_STROKES` strokes or `MAX_POINTS` points in all.
    """

    strokes: tuple[Stroke, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "strokes", list_strokes(self.strokes))
        if not all(isinstance(stroke, Stroke) for stroke in self.strokes):
            raise InkError("An Ink is made of Stroke objects; use Ink.from_strokes for points.")
        if len(self.strokes) > MAX_STROKES:
            raise InkError(
                f"A drawing holds at most {MAX_STROKES:,} strokes, this one has "
                f"{len(self.strokes):,}. Clear the pad, or split the drawing."
            )
        check_count(self.n_points)

    @classmethod
    def from_strokes(
        cls, strokes: Iterable[ArrayLike | Sequence[Any]], width: float | None = None
    ) -> Ink:
        """Make ink from points.

        Parameters
        ----------
        strokes
            One (N, 2) sequence of (x, y) per stroke, N ≥ 1, y down, in any one unit.
        width
            Pen width in the same unit; by default 6 % of the larger side of the drawing.

        Raises
        ------
        InkError
            For the reasons given in `Stroke` and `Ink`.
        """
        arrays = [check_points(points) for points in list_strokes(strokes)]
        if width is None:
            extent = float(np.ptp(np.concatenate(arrays), axis=0).max()) if arrays else 0.0
            width = max(extent * _DEFAULT_WIDTH_SHARE, MIN_WIDTH) if extent else 1.0
        return cls(tuple(Stroke(points, width) for points in arrays))

    @property
    def is_blank(self) -> bool:
        """True if nothing is drawn."""
        return not self.strokes

    @property
    def n_points(self) -> int:
        """Number of points in all strokes."""
        return sum(map(len, self.strokes))

    @property
    def bounds(self) -> Bounds | None:
        """The box around all points, without the pen's width; None if blank."""
        if self.is_blank:
            return None
        points = self.strokes[0].points
        if len(self.strokes) > 1:
            points = np.concatenate([stroke.points for stroke in self.strokes])
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return Bounds(float(left), float(top), float(right), float(bottom))

    def transform(self, scale: float, dx: float, dy: float) -> Ink:
        """Return the drawing scaled about the origin, pen widths included, and then shifted.

        The scale must be above 0; the limits of `Stroke` are not checked again.
        """
        shift = np.array([dx, dy])
        return Ink(
            tuple(
                stroke_of_checked(stroke.points * scale + shift, stroke.width * scale)
                for stroke in self.strokes
            )
        )

    def with_width(self, width: float) -> Ink:
        """Return the drawing with every stroke drawn by a pen of this width."""
        width = check_width(width)
        return Ink(tuple(stroke_of_checked(stroke.points, width) for stroke in self.strokes))

    def begin_stroke(self, points: ArrayLike, width: float) -> Ink:
        """Return the drawing with one more stroke, of (N, 2) points, N ≥ 1.

        Raises
        ------
        InkError
            For the reasons given in `Stroke` and `Ink`.
        """
        stroke = stroke_of_checked(check_points(points), check_width(width))
        return Ink((*self.strokes, stroke))

    def extend_stroke(self, points: ArrayLike) -> Ink:
        """Return the drawing with (N, 2) more points at the end of its last stroke, N ≥ 1.

        Raises
        ------
        InkError
            The drawing is blank; otherwise for the reasons given in `Stroke` and `Ink`.
        """
        if self.is_blank:
            raise InkError("A blank drawing has no stroke to extend: begin one first.")
        *before, last = self.strokes
        joined = np.concatenate([last.points, check_points(points)])
        return Ink((*before, stroke_of_checked(joined, last.width)))


def check_ink(ink: object) -> None:
    """Raise an error if the argument is not an `Ink`.

    Raises
    ------
    ArgumentError
        It is something else.
    """
    if not isinstance(ink, Ink):
        raise ArgumentError(
            f"Give an Ink, not a {type(ink).__name__}: Ink.from_strokes makes one of "
            "strokes, lists of (x, y) points."
        )


def stroke_of_checked(points: NDArray[np.float64], width: float) -> Stroke:
    """Make a stroke of (N, 2) float64 points that are checked and that no other code uses."""
    points.flags.writeable = False
    stroke = object.__new__(Stroke)
    object.__setattr__(stroke, "points", points)
    object.__setattr__(stroke, "width", width)
    return stroke
