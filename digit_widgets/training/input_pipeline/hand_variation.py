"""Hand variation: changes drawings as hands differ, in the shapes of their strokes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink, Stroke

__all__ = ["HandVariation"]

#: Number of points to which a stroke is resampled before its corners are rounded.
_POINTS = 48


@dataclass(frozen=True, slots=True)
class HandVariation:
    """Ranges of the ways in which one hand draws a digit unlike another.

    Values are drawn anew for each drawing, uniformly or, where it says "typical", from a normal
    distribution. Lengths are shares of the drawing's size, the longer side of its box.

    Parameters
    ----------
    tail
        Largest length by which a stroke's beginning or end grows, in its direction there.
    taper
        Largest change of the width at the top, and the opposite at the bottom: 0.3 makes the top
        0.7 to 1.3 times as wide.
    bow
        Largest sideways bow, and largest bow upwards or downwards, of the whole drawing.
    drift
        Typical shift of each stroke but the first.
    rounding
        Largest standard deviation of the Gaussian, along the path, that rounds corners.
    """

    tail: float = 0.18
    taper: float = 0.3
    bow: float = 0.12
    drift: float = 0.035
    rounding: float = 0.06

    def __call__(self, ink: Ink, rng: np.random.Generator) -> Ink:
        """Return a changed copy; a blank drawing stays blank."""
        bounds = ink.bounds
        if bounds is None:
            return ink
        size = max(bounds.width, bounds.height, 1e-6)
        middle = np.array([bounds.left + bounds.right, bounds.top + bounds.bottom]) / 2
        taper = rng.uniform(-self.taper, self.taper)
        across, along = rng.uniform(-self.bow, self.bow, 2)
        sigma = rng.uniform(0.0, self.rounding)
        grown = rng.integers(len(ink.strokes)), rng.integers(3)
        strokes = []
        for number, stroke in enumerate(ink.strokes):
            points = (stroke.points - middle) / size
            if len(points) > 2:
                points = _round_corners(points, sigma)
            if number == grown[0] and len(points) > 1:
                length = rng.uniform(0.0, self.tail)
                if grown[1] != 0:
                    points = _grow(points, length)
                if grown[1] != 1:
                    points = _grow(points[::-1], length)[::-1]
            x, y = points.T
            bent = np.stack(
                [
                    x * (1.0 - 2.0 * taper * y) + across * (1.0 - 4.0 * y * y),
                    y + along * (1.0 - 4.0 * x * x),
                ],
                axis=1,
            )
            if number:
                bent = bent + rng.normal(0.0, self.drift, 2)
            strokes.append(Stroke(bent * size + middle, stroke.width))
        return Ink(tuple(strokes))


def _round_corners(points: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Smooth (N, 2) points by a Gaussian along their path; both ends stay where they are."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    length = float(steps.sum())
    if sigma < 1e-3 or length < 1e-3:
        return points
    place = np.concatenate([[0.0], np.cumsum(steps)])
    even = np.linspace(0.0, length, _POINTS)
    path = np.stack([np.interp(even, place, axis) for axis in points.T], axis=1)
    # The path goes on beyond its ends, mirrored in them, so that these do not move inwards.
    reach = min(_POINTS - 1, int(3 * sigma / length * _POINTS) + 1)
    before, after = 2 * path[0] - path[reach:0:-1], 2 * path[-1] - path[-2 : -reach - 2 : -1]
    whole = np.concatenate([before, path, after])
    offsets = np.arange(-reach, reach + 1) * length / (_POINTS - 1)
    kernel = np.exp(-0.5 * (offsets / sigma) ** 2)
    kernel /= kernel.sum()
    return np.stack([np.convolve(axis, kernel, mode="valid") for axis in whole.T], axis=1)


def _grow(points: NDArray[np.float64], length: float) -> NDArray[np.float64]:
    """Lengthen the beginning of (N, 2) points, in the direction of its first part."""
    ahead = points[min(len(points) - 1, max(1, len(points) // 12))]
    direction = points[0] - ahead
    norm = float(np.hypot(*direction))
    if not length or norm < 1e-6:
        return points
    return np.concatenate([[points[0] + direction / norm * length], points])
