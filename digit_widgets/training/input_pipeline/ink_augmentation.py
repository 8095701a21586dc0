"""Ink augmentation: small random changes of drawings, as vectors, anew for each rendering."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging import PEN_WIDTH
from digit_widgets.ink import Ink, Stroke

__all__ = ["InkAugmentation"]

#: Number of random waves that bend a stroke; the k-th has k half periods.
_BENDS = 4


@dataclass(frozen=True, slots=True)
class InkAugmentation:
    """Ranges of random changes of a drawing; each value is drawn uniformly.

    Parameters
    ----------
    rotation
        Largest rotation either way, in degrees.
    slant
        Largest horizontal shear either way, as x per y.
    aspect
        Largest change of the ratio of width to height, as a share: 0.25 gives 0.8 to 1.25.
    jitter
        Typical distance by which smooth bends move a point, as a share of the drawing's size.
    thinning
        Points may be thinned out to every n-th, n up to this. It imitates a slow mouse with a quick
        hand: the remaining points lie further apart where the pen was quicker.
    pen
        Largest change of the pen's width, as a share: 0.25 gives 0.8 to 1.25 times MNIST's.
    """

    rotation: float = 12.0
    slant: float = 0.3
    aspect: float = 0.25
    jitter: float = 0.02
    thinning: int = 5
    pen: float = 0.25

    def pen_width(self, rng: np.random.Generator) -> float:
        """Draw a random pen width for rendering, in pixels of the image."""
        return PEN_WIDTH * math.exp(rng.uniform(-1.0, 1.0) * math.log1p(self.pen))

    def __call__(self, ink: Ink, rng: np.random.Generator) -> Ink:
        """Return a changed copy; a blank drawing stays blank."""
        bounds = ink.bounds
        if bounds is None:
            return ink
        size = max(bounds.width, bounds.height, 1e-6)
        matrix = self._make_matrix(rng)
        every = int(rng.integers(1, self.thinning + 1))
        return Ink(
            tuple(
                Stroke(
                    self._bend(_thin(stroke.points, every, rng), size, rng) @ matrix,
                    stroke.width,
                )
                for stroke in ink.strokes
            )
        )

    def _make_matrix(self, rng: np.random.Generator) -> NDArray[np.float64]:
        """Draw a random matrix that transforms rows of (x, y)."""
        turn = math.radians(rng.uniform(-self.rotation, self.rotation))
        slant = rng.uniform(-self.slant, self.slant)
        wider = math.exp(rng.uniform(-1.0, 1.0) * math.log1p(self.aspect))
        cos, sin = math.cos(turn), math.sin(turn)
        stretched = np.array([[wider, 0.0], [slant, 1.0]])
        matrix: NDArray[np.float64] = stretched @ np.array([[cos, sin], [-sin, cos]])
        return matrix

    def _bend(
        self, points: NDArray[np.float64], size: float, rng: np.random.Generator
    ) -> NDArray[np.float64]:
        if len(points) < 3:
            return points
        along = np.linspace(0.0, math.pi, len(points))[:, np.newaxis]
        waves = np.cos(along * np.arange(1, _BENDS + 1) + rng.uniform(0, 2 * math.pi, _BENDS))
        heights = rng.normal(0.0, self.jitter * size / math.sqrt(_BENDS / 2), (_BENDS, 2))
        bent: NDArray[np.float64] = points + waves @ heights
        return bent


def _thin(points: NDArray[np.float64], every: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Keep every n-th point, as if sampled at even times, and both ends."""
    if every == 1 or len(points) < 8:
        return points
    kept = np.zeros(len(points), bool)
    kept[int(rng.integers(every)) :: every] = True
    kept[0] = kept[-1] = True
    return points[kept]
