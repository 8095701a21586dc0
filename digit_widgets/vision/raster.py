"""Ink to pixels: exact, anti-aliased, at any sub-pixel position."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink

__all__ = ["draw_path", "rasterize"]

#: Width in pixels of the ramp from ink to paper at a stroke's edge. MNIST's edges are about this
#: soft, because its images were shrunk from larger black-and-white ones.
_EDGE = 1.6
#: Points of a stroke closer together than this, in pixels, are one point at this resolution.
_SPACING = 0.2
#: Pixels times segments that are compared at a time: bounds the memory of a huge drawing, and
#: keeps pixels from being compared with segments that are far away.
_AT_A_TIME = 50_000


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
    picture = np.zeros((size, size), dtype=np.float32)
    for stroke in ink.strokes:
        draw_path(picture, stroke.points, stroke.width, _EDGE)
    return np.minimum(picture, 1.0)


def draw_path(
    picture: NDArray[np.float32], points: NDArray[np.float64], width: float, edge: float
) -> None:
    """Draw a path with round ends into a picture, over what is there without adding to it.

    Parameters
    ----------
    picture
        (H, W) float32, changed in place. A pixel well inside the path becomes more than 1.
    points
        (N, 2) float64, N ≥ 1, in pixels from the picture's top left corner.
    width
        Width of the pen in pixels.
    edge
        Width in pixels of the ramp from ink to paper, half of it outside the path.
    """
    _draw(picture, _thinned(points.astype(np.float32)), np.float32(width / 2), np.float32(edge))


def _draw(
    picture: NDArray[np.float32], path: NDArray[np.float32], reach: np.float32, edge: np.float32
) -> None:
    height, width = picture.shape
    # The whole ramp, of which half would do, leaves room for rounding.
    left, top = np.floor(path.min(axis=0) - reach - edge).clip(0, (width, height)).astype(int)
    right, bottom = np.ceil(path.max(axis=0) + reach + edge).clip(0, (width, height)).astype(int)
    n_segments = len(path) - 1
    n_pixels = int((right - left) * (bottom - top))
    if n_pixels == 0:
        return
    if n_segments > 1 and n_segments * n_pixels > _AT_A_TIME:
        _draw(picture, path[: n_segments // 2 + 1], reach, edge)
        _draw(picture, path[n_segments // 2 :], reach, edge)
        return
    columns = np.arange(left, right, dtype=np.float32) + np.float32(0.5)
    rows = np.arange(top, bottom, dtype=np.float32) + np.float32(0.5)
    x, y = (axis.reshape(-1, 1) for axis in np.meshgrid(columns, rows))
    distance = _distances(x, y, path).reshape(len(rows), len(columns))
    part = picture[top:bottom, left:right]
    np.maximum(part, (reach - distance) / edge + np.float32(0.5), out=part)


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
    step = (points[1:] - points[:-1]).astype(np.float64)
    marks = np.zeros(len(points))
    np.floor(np.hypot(step[:, 0], step[:, 1]).cumsum() / _SPACING, out=marks[1:])
    keep = np.ones(len(points), np.bool_)
    np.greater(marks[1:-1], marks[:-2], out=keep[1:-1])
    return points[keep]
