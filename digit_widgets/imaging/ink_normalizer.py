"""Ink normaliser: turns a drawing into the networks' 28×28 input, as MNIST's images were made.

MNIST's digits were fitted into 20×20 pixels with their aspect ratio kept and then placed with
their centre of mass at the centre of 28×28 (Y. LeCun et al., "Gradient-based learning applied
to document recognition", 1998; C. Yadav and L. Bottou, arXiv 1905.10498). Here a chain of steps
does the same in vectors, from drawing to drawing; only the last drawing is turned into pixels.
The steps work on the curves that the pad shows, not on straight lines between the points.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.imaging.mnist_format import DIGIT_BOX, IMAGE_SIZE, MASS_CENTER, PEN_WIDTH
from digit_widgets.imaging.raster import rasterize
from digit_widgets.ink import Ink, Stroke, flatten_curves
from digit_widgets.ink.curves import as_complex
from digit_widgets.ink.strokes import check_ink

__all__ = [
    "NormalizingStep",
    "PlacedInk",
    "find_specks",
    "ink_steps",
    "is_dot",
    "normalize_ink",
    "place_ink",
]

#: A drawing smaller than this many pen widths is a dot.
_DOT = 1.5
#: A stroke smaller than this share of the largest stroke is a stray dot.
_SPECK_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class NormalizingStep:
    """One step of the normaliser, with the image after it.

    Attributes
    ----------
    name
        What the step does, in a word or two.
    explanation
        Why, in a sentence.
    image
        (28, 28) float32 in 0..1: the image after this step.
    """

    name: str
    explanation: str
    image: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PlacedInk:
    """A drawing where `normalize_ink` draws it: pixel = scale × point + (dx, dy).

    Attributes
    ----------
    ink
        The drawing in pixels of the 28×28 image, with MNIST's pen and without specks.
    scale
        Pixels per unit of the drawing, above 0.
    dx, dy
        Shift, in pixels.
    """

    ink: Ink
    scale: float
    dx: float
    dy: float


def normalize_ink(ink: Ink, pen: float = PEN_WIDTH) -> NDArray[np.float32]:
    """Turn a drawing into a (28, 28) float32 image in 0..1 like MNIST's.

    The result does not depend on the drawing's position, size or unit. A blank drawing gives
    zeros; a dot gives a dot in the middle, however wide its pen.

    Parameters
    ----------
    ink
        The drawing.
    pen
        Width of the pen that draws the image, in the image's pixels, 1 to 4. Predictions use
        MNIST's width; training also uses others.
    """
    return rasterize(_place(flatten_curves(_shrink(ink, 0.0)), pen))


def place_ink(lines: Ink) -> PlacedInk:
    """Return a drawing where `normalize_ink` draws it, before it is turned into pixels.

    What is then taken from the drawing, or added to it, moves nothing else in the image.

    Parameters
    ----------
    lines
        The drawing, of straight lines: use `flatten_curves` first. Its strokes, without the
        specks, and their points keep their order and number.
    """
    placed = _place(_shrink(lines, 0.0), PEN_WIDTH)
    kept = _drop_specks(lines, PEN_WIDTH)
    before, after = kept.bounds, placed.bounds
    if before is None or after is None:
        return PlacedInk(placed, 1.0, 0.0, 0.0)
    extent = max(before.width, before.height)
    scale = max(after.width, after.height) / extent if extent else 1.0
    dx, dy = after.left - scale * before.left, after.top - scale * before.top
    return PlacedInk(placed, scale, dx, dy)


def is_dot(ink: Ink) -> bool:
    """Return True if the whole drawing is smaller than one and a half of its own pen's width.

    That is a touch, or a stroke that has hardly begun: too little to predict anything from.
    """
    bounds = ink.bounds
    if bounds is None:
        return False
    pen = max(stroke.width for stroke in ink.strokes)
    return max(bounds.width, bounds.height) < _DOT * pen


def ink_steps(ink: Ink, side: float | None = None) -> tuple[NormalizingStep, ...]:
    """Return the steps of `normalize_ink`, each with its image, for display.

    Parameters
    ----------
    ink
        The drawing.
    side
        Width and height of the pad, in the ink's unit, for the image of the first step; by
        default the smallest square from the pad's corner that holds the ink.

    Raises
    ------
    ArgumentError
        Not an `Ink`, or a side that is not a number ≥ 0.
    """
    check_ink(ink)
    is_number = isinstance(side, int | float | np.number) and not isinstance(side, bool)
    if side is not None and not (is_number and 0 <= side <= sys.float_info.max):
        raise ArgumentError(f"The side of the pad is a number from 0, not {side!r:.80}.")
    ink = flatten_curves(_shrink(ink, float(side or 0.0)))
    shrunk = NormalizingStep("whole pad", "The pad as it is, shrunk to 28×28.", rasterize(ink))
    steps = [shrunk]
    for name, explanation, step in _CHAIN:
        ink = step(ink, PEN_WIDTH)
        steps.append(NormalizingStep(name, explanation, rasterize(ink)))
    return tuple(steps)


def _shrink(ink: Ink, side: float) -> Ink:
    """Scale the square at the origin, enlarged to hold all ink, to 28×28."""
    bounds = ink.bounds
    if bounds is None:
        return ink
    left, top = min(bounds.left, 0.0), min(bounds.top, 0.0)
    pen = max(stroke.width for stroke in ink.strokes)
    side = max(bounds.right - left, bounds.bottom - top, pen, side)
    scale = IMAGE_SIZE / side
    return ink.transform(scale, -left * scale, -top * scale)


def find_specks(ink: Ink) -> tuple[bool, ...]:
    """Return for each stroke whether it is a speck: far smaller than the largest.

    If all strokes are dots, they are the drawing, and none is a speck.
    """
    if len(ink.strokes) < 2:
        return (False,) * len(ink.strokes)
    extents = [float(np.ptp(stroke.points, axis=0).max()) for stroke in ink.strokes]
    limit = max(extents) * _SPECK_SHARE
    return tuple(extent <= limit < max(extents) for extent in extents)


def _place(ink: Ink, pen: float) -> Ink:
    for _, _, step in _CHAIN:
        ink = step(ink, pen)
    return ink


def _drop_specks(ink: Ink, _: float) -> Ink:
    """Leave out specks: a stray touch would shrink the digit."""
    specks = find_specks(ink)
    if not any(specks):
        return ink
    return Ink(tuple(s for s, is_speck in zip(ink.strokes, specks, strict=True) if not is_speck))


def _crop(ink: Ink, _: float) -> Ink:
    """Move the middle of the ink's box to the middle of the image."""
    bounds = ink.bounds
    if bounds is None:
        return ink
    middle_x, middle_y = (bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2
    return ink.transform(1.0, IMAGE_SIZE / 2 - middle_x, IMAGE_SIZE / 2 - middle_y)


def _fit(ink: Ink, pen: float) -> Ink:
    """Scale about the middle, aspect ratio kept, until ink and pen fill the 20×20 box."""
    bounds = ink.bounds
    if bounds is None:
        return ink
    # A drawing smaller than its own pen is a dot: do not enlarge it to a digit's size.
    drawn_with = max(stroke.width for stroke in ink.strokes)
    scale = (DIGIT_BOX - pen) / max(bounds.width, bounds.height, drawn_with)
    still = IMAGE_SIZE / 2 * (1 - scale)
    return ink.transform(scale, still, still)


def _set_pen(ink: Ink, pen: float) -> Ink:
    """Draw with a pen of MNIST's width, however thick the pad's pen was."""
    return ink.with_width(pen)


def _centre(ink: Ink, pen: float) -> Ink:
    """Move the centre of mass to the middle, the path taken as a line of even weight."""
    if ink.is_blank:
        return ink
    total, moment = 0.0, 0j
    for stroke in ink.strokes:
        length, first_moment = _length_and_moment(stroke)
        total += length
        moment += first_moment
    bounds, edge = ink.bounds, pen / 2
    assert bounds is not None
    mass = moment / total
    # Limited: a digit heavy at one end must not lose its other end.
    dx = min(max(MASS_CENTER - mass.real, edge - bounds.left), IMAGE_SIZE - edge - bounds.right)
    dy = min(max(MASS_CENTER - mass.imag, edge - bounds.top), IMAGE_SIZE - edge - bounds.bottom)
    return ink.transform(1.0, dx, dy)


def _length_and_moment(stroke: Stroke) -> tuple[float, complex]:
    """Return a stroke's length and moment about the origin; points are complex, x + iy."""
    points = as_complex(stroke.points)
    starts, ends = points[:-1], points[1:]
    lengths = np.abs(ends - starts)
    length = float(lengths.sum())
    first, last = complex(points[0]), complex(points[-1])
    # A line's two round ends weigh as much as this length of it; a closed path has no ends.
    closed = len(points) > 2 and abs(last - first) < stroke.width and length > 4 * stroke.width
    rounds = 0.0 if closed else stroke.width * math.pi / 4
    moment = complex((lengths * (starts + ends)).sum()) / 2 + rounds * (first + last) / 2
    return length + rounds, moment


_CHAIN: tuple[tuple[str, str, Callable[[Ink, float], Ink]], ...] = (
    ("no specks", "Stray dots beside the digit are left out.", _drop_specks),
    ("crop", "The digit's own box is brought to the middle.", _crop),
    ("fit", "It is scaled to 20×20, its aspect kept.", _fit),
    ("pen", "It is drawn with a pen as thick as MNIST's.", _set_pen),
    ("centre of mass", "Its centre of mass, not its box, is put where MNIST has it.", _centre),
)
