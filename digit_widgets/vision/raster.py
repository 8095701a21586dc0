"""Ink to pixels: exact, anti-aliased, at any sub-pixel position."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink

__all__ = ["rasterize"]

#: Width in pixels of the ramp from ink to paper at a stroke's edge. MNIST's edges are about this
#: soft, because its images were shrunk from larger black-and-white ones.
_EDGE = 1.6
#: Points of a stroke closer together than this, in pixels, are one point at this resolution.
_SPACING = 0.2
#: Segments compared with all pixels at a time: bounds the memory of a huge drawing.
_CHUNK = 512


def rasterize(ink: Ink, size: int = 28) -> NDArray[np.float32]:
    """Draw ink whose unit is the pixel into a square picture.

    A pixel's value falls from 1 to 0 with the distance between its centre and the nearest
    stroke's edge, so that a stroke moved by a third of a pixel looks moved by a third of a pixel.

    Parameters
    ----------
    ink
        The drawing; (0, 0) is the picture's top left corner, (0.5, 0.5) its first pixel's centre.
    size
        Width and height of the picture, in pixels.

    Returns
    -------
    (size, size) float32 in 0..1: ink 1 on 0. Ink outside the picture is cut off.
    """
    centres = np.arange(size, dtype=np.float32) + np.float32(0.5)
    x, y = (axis.reshape(-1, 1) for axis in np.meshgrid(centres, centres))
    picture = np.zeros(size * size, dtype=np.float32)
    for stroke in ink.strokes:
        reach = np.float32(stroke.width / 2)
        points = _thinned(stroke.points.astype(np.float32))
        for first in range(0, max(len(points) - 1, 1), _CHUNK):
            distance = _distances(x, y, points[first : first + _CHUNK + 1])
            np.maximum(picture, (reach - distance) / np.float32(_EDGE) + 0.5, out=picture)
    return np.minimum(picture, 1.0).reshape(size, size)


def _distances(
    x: NDArray[np.float32], y: NDArray[np.float32], path: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Distance of each pixel (x, y), (P, 1) each, to the nearest segment of a path of points."""
    start = path[:-1] if len(path) > 1 else path
    step = path[1:] - start if len(path) > 1 else np.zeros_like(path)
    length2 = np.maximum((step * step).sum(axis=1), np.float32(1e-12))
    # How far along each segment its point nearest to the pixel lies, 0 at its start, 1 at its end.
    along = x * (step[:, 0] / length2)
    along += y * (step[:, 1] / length2)
    along -= (start * step).sum(axis=1) / length2
    np.clip(along, 0.0, 1.0, out=along)
    away_x = along * step[:, 0]
    away_x += start[:, 0]
    away_x -= x
    away_x *= away_x
    along *= step[:, 1]
    along += start[:, 1]
    along -= y
    along *= along
    away_x += along
    return np.sqrt(away_x.min(axis=1))  # type: ignore[no-any-return]


def _thinned(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Leave out points that add nothing at this resolution; the first and the last stay."""
    if len(points) < 3:
        return points
    step = np.diff(points, axis=0)
    travelled = np.concatenate([[0.0], np.cumsum(np.hypot(step[:, 0], step[:, 1]))])
    keep = np.diff(np.floor(travelled / _SPACING), prepend=-1.0) > 0
    keep[-1] = True
    return points[keep]
