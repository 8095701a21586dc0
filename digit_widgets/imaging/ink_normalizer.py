"""Ink normaliser: turns a drawing into the networks' 28×28 input, as MNIST's images were made.

MNIST's digits were fitted into 20×20 pixels with their aspect ratio kept and then placed with
their centre of mass at the centre of 28×28 (Y. LeCun et al., "Gradient-based learning applied
to document recognition", 1998; C. Yadav and L. Bottou, arXiv 1905.10498). Here the
same is done in vectors: it is found where the drawing belongs, and only there it is turned into
pixels. All works on the curves that the pad shows, not on straight lines between the points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.mnist_format import DIGIT_BOX, IMAGE_SIZE, MASS_CENTER, PEN_WIDTH
from digit_widgets.imaging.raster import rasterize
from digit_widgets.ink import Ink, flatten_curves
from digit_widgets.ink.curves import as_complex

__all__ = [
    "PlacedInk",
    "drop_specks",
    "find_specks",
    "is_dot",
    "normalize_ink",
    "place_ink",
]

#: A drawing smaller than this many pen widths is a dot.
_DOT = 1.5
#: A stroke smaller than this share of the largest stroke is a stray dot.
_SPECK_SHARE = 0.06


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
    return rasterize(_place(drop_specks(flatten_curves(ink)), pen).ink)


def place_ink(lines: Ink) -> PlacedInk:
    """Return a drawing where `normalize_ink` draws it, before it is turned into pixels.

    What is then taken from the drawing, or added to it, moves nothing else in the image.

    Parameters
    ----------
    lines
        The drawing, of straight lines: use `flatten_curves` first. Its strokes, without the
        specks, and their points keep their order and number.
    """
    return _place(drop_specks(lines), PEN_WIDTH)


def is_dot(ink: Ink) -> bool:
    """Return True if the whole drawing is smaller than one and a half of its own pen's width.

    That is a touch, or a stroke that has hardly begun: too little to predict anything from.
    """
    bounds = ink.bounds
    if bounds is None:
        return False
    pen = max(stroke.width for stroke in ink.strokes)
    return max(bounds.width, bounds.height) < _DOT * pen


def find_specks(ink: Ink) -> tuple[bool, ...]:
    """Return for each stroke whether it is a speck: far smaller than the largest.

    If all strokes are dots, they are the drawing, and none is a speck.
    """
    if len(ink.strokes) < 2:
        return (False,) * len(ink.strokes)
    extents = [float(np.ptp(stroke.points, axis=0).max()) for stroke in ink.strokes]
    limit = max(extents) * _SPECK_SHARE
    return tuple(extent <= limit < max(extents) for extent in extents)


def drop_specks(ink: Ink) -> Ink:
    """Return a drawing without its specks: a stray touch would shrink the digit."""
    specks = find_specks(ink)
    if not any(specks):
        return ink
    return Ink(tuple(s for s, is_speck in zip(ink.strokes, specks, strict=True) if not is_speck))


def _place(ink: Ink, pen: float) -> PlacedInk:
    """Place a drawing without specks, for a pen of this width in pixels."""
    bounds = ink.bounds
    if bounds is None:
        return PlacedInk(ink, 1.0, 0.0, 0.0)
    # A drawing smaller than its own pen is a dot: do not enlarge it to a digit's size.
    drawn_with = max(stroke.width for stroke in ink.strokes)
    scale = (DIGIT_BOX - pen) / max(bounds.width, bounds.height, drawn_with)
    mass, edge = scale * _center_of_mass(ink, pen / scale), pen / 2
    # Limited: a digit heavy at one end must not lose its other end.
    dx, dy = (
        min(max(MASS_CENTER - middle, edge - scale * low), IMAGE_SIZE - edge - scale * high)
        for middle, low, high in (
            (mass.real, bounds.left, bounds.right),
            (mass.imag, bounds.top, bounds.bottom),
        )
    )
    return PlacedInk(ink.transform(scale, dx, dy).with_width(pen), scale, dx, dy)


def _center_of_mass(ink: Ink, pen: float) -> complex:
    """Return the centre of mass, x + iy, of paths that are drawn by a pen of one width."""
    total, moment = 0.0, 0j
    for stroke in ink.strokes:
        length, first_moment = _length_and_moment(as_complex(stroke.points), pen)
        total += length
        moment += first_moment
    return moment / total


def _length_and_moment(points: NDArray[np.complex128], pen: float) -> tuple[float, complex]:
    """Return a path's length and moment about the origin, the path a line of even weight."""
    starts, ends = points[:-1], points[1:]
    lengths = np.abs(ends - starts)
    length = float(lengths.sum())
    first, last = complex(points[0]), complex(points[-1])
    # A line's two round ends weigh as much as this length of it; a closed path has no ends.
    closed = len(points) > 2 and abs(last - first) < pen and length > 4 * pen
    rounds = 0.0 if closed else pen * math.pi / 4
    moment = complex((lengths * (starts + ends)).sum()) / 2 + rounds * (first + last) / 2
    return length + rounds, moment
