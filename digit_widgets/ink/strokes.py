"""Ink: an immutable drawing, made of pen strokes rather than pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_widgets.errors import ArgumentError, InkError

__all__ = ["MAX_COORDINATE", "MAX_POINTS", "MAX_STROKES", "Bounds", "Ink", "Stroke", "check_ink"]

#: A drawing holds at most this many strokes ...
MAX_STROKES = 1_000
#: ... and this many points in all: half an hour of drawing at 60 events a second.
MAX_POINTS = 100_000
#: Coordinates further out than this, in the drawing's own unit, are refused.
MAX_COORDINATE = 1e6
#: Pens thinner than this are refused: beside `MAX_COORDINATE` they are no width at all.
_MIN_WIDTH = 1e-6
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
    """What the pen left between touching down and lifting off.

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
        Points of another shape, NaN, infinite or beyond ±`MAX_COORDINATE`; more than
        `MAX_POINTS` points; a width out of range.
    """

    points: NDArray[np.float64]
    width: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", _checked_points(self.points))
        object.__setattr__(self, "width", _checked_width(self.width))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stroke):
            return NotImplemented
        return self.width == other.width and np.array_equal(self.points, other.points)

    def __hash__(self) -> int:
        # Adding 0 turns -0.0, which equals 0.0, into it.
        return hash((self.width, (self.points + 0.0).tobytes()))

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True, slots=True)
class Ink:
    """A drawing: a tuple of strokes in the order in which they were drawn.

    Parameters
    ----------
    strokes
        The strokes; none is a blank drawing.

    Raises
    ------
    InkError
        More than `MAX_STROKES` strokes or `MAX_POINTS` points in all.
    """

    strokes: tuple[Stroke, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "strokes", _listed(self.strokes))
        if not all(isinstance(stroke, Stroke) for stroke in self.strokes):
            raise InkError("An Ink is made of Stroke objects; use Ink.from_strokes for points.")
        if len(self.strokes) > MAX_STROKES:
            raise InkError(
                f"A drawing holds at most {MAX_STROKES:,} strokes, this one has "
                f"{len(self.strokes):,}. Clear the pad, or split the drawing."
            )
        _check_count(self.n_points)

    @classmethod
    def from_strokes(
        cls, strokes: Iterable[ArrayLike | Sequence[Any]], width: float | None = None
    ) -> Ink:
        """Make ink from points.

        Parameters
        ----------
        strokes
            One (N, 2) sequence of (x, y) a stroke, N ≥ 1, y down, in any one unit.
        width
            Pen width in the same unit; by default 6 % of the larger side of the drawing.

        Raises
        ------
        InkError
            As `Stroke` and `Ink` raise it.
        """
        arrays = [_checked_points(points) for points in _listed(strokes)]
        if width is None:
            extent = float(np.ptp(np.concatenate(arrays), axis=0).max()) if arrays else 0.0
            width = max(extent * _DEFAULT_WIDTH_SHARE, _MIN_WIDTH) if extent else 1.0
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
        """The box around all points, the pen's width not counted; None if blank."""
        if self.is_blank:
            return None
        points = self.strokes[0].points
        if len(self.strokes) > 1:
            points = np.concatenate([stroke.points for stroke in self.strokes])
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return Bounds(float(left), float(top), float(right), float(bottom))

    def transformed(self, scale: float, dx: float, dy: float) -> Ink:
        """Return the drawing scaled about the origin, pen widths too, and then shifted.

        The scale is a number above 0; the limits of `Stroke` are not checked again.
        """
        shift = np.array([dx, dy])
        return Ink(
            tuple(
                stroke_of_checked(stroke.points * scale + shift, stroke.width * scale)
                for stroke in self.strokes
            )
        )

    def with_width(self, width: float) -> Ink:
        """Return the drawing with every stroke drawn by a pen of one width."""
        width = _checked_width(width)
        return Ink(tuple(stroke_of_checked(stroke.points, width) for stroke in self.strokes))

    def begun(self, points: ArrayLike, width: float) -> Ink:
        """Return this drawing with one more stroke, of (N, 2) points, N ≥ 1.

        Raises
        ------
        InkError
            As `Stroke` and `Ink` raise it.
        """
        stroke = stroke_of_checked(_checked_points(points), _checked_width(width))
        return Ink((*self.strokes, stroke))

    def extended(self, points: ArrayLike) -> Ink:
        """Return this drawing with (N, 2) more points at the end of its last stroke, N ≥ 1.

        Raises
        ------
        InkError
            A blank drawing; otherwise as `Stroke` and `Ink` raise it.
        """
        if self.is_blank:
            raise InkError("A blank drawing has no stroke to extend: begin one first.")
        *before, last = self.strokes
        joined = np.concatenate([last.points, _checked_points(points)])
        return Ink((*before, stroke_of_checked(joined, last.width)))


def check_ink(ink: object) -> None:
    """Refuse what is no `Ink`.

    Raises
    ------
    ArgumentError
        Something else.
    """
    if not isinstance(ink, Ink):
        raise ArgumentError(
            f"Give an Ink, not a {type(ink).__name__}: Ink.from_strokes makes one of "
            "strokes, lists of (x, y) points."
        )


def stroke_of_checked(points: NDArray[np.float64], width: float) -> Stroke:
    """Make a stroke of (N, 2) float64 that was checked already and belongs to nobody else."""
    points.flags.writeable = False
    stroke = object.__new__(Stroke)
    object.__setattr__(stroke, "points", points)
    object.__setattr__(stroke, "width", width)
    return stroke


def _listed(strokes: Any) -> tuple[Any, ...]:
    try:
        return tuple(strokes)
    except TypeError:
        raise InkError(
            f"A drawing is made of a list of strokes, not of a {type(strokes).__name__}."
        ) from None


def _checked_points(points: ArrayLike | Sequence[Any]) -> NDArray[np.float64]:
    try:
        given = np.asarray(points)
    except ValueError:
        raise InkError("A stroke is a list of (x, y) points, each of two numbers.") from None
    if given.dtype.kind not in "iuf":
        raise InkError(f"A stroke is a list of (x, y) numbers, not of type {given.dtype}.")
    array = given.astype(np.float64)
    if array.ndim != 2 or array.shape[1] != 2 or len(array) == 0:
        raise InkError(f"A stroke is one or more (x, y) points, not of shape {array.shape}.")
    _check_count(len(array))
    # One comparison refuses NaN and infinities too: NaN compares false.
    if not bool((np.abs(array) <= MAX_COORDINATE).all()):
        worst = array[~(np.abs(array) <= MAX_COORDINATE)][0]
        raise InkError(
            f"Coordinates are finite numbers within ±{MAX_COORDINATE:,.0f}, not {worst}."
        )
    array.flags.writeable = False
    return array


def _checked_width(width: float) -> float:
    try:
        value = float(width)
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not _MIN_WIDTH <= value <= MAX_COORDINATE:
        raise InkError(
            f"A pen width is a number from {_MIN_WIDTH:g} to {MAX_COORDINATE:,.0f}, not {width!r}."
        )
    return value


def _check_count(n_points: int) -> None:
    if n_points > MAX_POINTS:
        raise InkError(
            f"A drawing holds at most {MAX_POINTS:,} points, this one has {n_points:,}. "
            "Clear the pad, or thin out the points."
        )
