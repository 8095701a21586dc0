"""Rasteriser: draws strokes as anti-aliased pixels at exact sub-pixel positions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.ink import Ink

__all__ = ["draw_path", "rasterize", "rasterize_paths"]

#: Width in pixels of the ramp from ink to paper at a stroke's edge. MNIST's edges are about this
#: soft, because its images were shrunk from larger black-and-white ones.
_EDGE = 1.6
#: Points of a stroke closer together than this, in pixels, count as one.
_SPACING = 0.2
#: Pixels times segments compared at a time: bounds the memory of a huge drawing, and avoids
#: comparing pixels with segments that are far away.
_AT_A_TIME = 50_000
#: The same for many paths at a time, and number of points from which a path of those is thinned.
_MANY_AT_A_TIME, _FEW = 500_000, 30


def rasterize(ink: Ink, size: int = IMAGE_SIZE) -> NDArray[np.float32]:
    """Draw ink, in units of pixels, into a square image.

    A pixel's value falls from 1 to 0 with the distance between its centre and the nearest
    stroke's edge: moving a stroke by a third of a pixel visibly moves it by a third of a pixel.

    Parameters
    ----------
    ink
        The drawing; (0, 0) is the image's top left corner, (0.5, 0.5) its first pixel's centre.
    size
        Width and height of the image, in pixels.

    Returns
    -------
    (size, size) float32 in 0..1: ink 1 on 0. Ink outside the image is cut off.
    """
    image = np.zeros((size, size), dtype=np.float32)
    for stroke in ink.strokes:
        draw_path(image, stroke.points, stroke.width, _EDGE)
    return np.minimum(image, 1.0)


def rasterize_paths(
    paths: Sequence[NDArray[np.float64]], width: float, size: int = IMAGE_SIZE
) -> NDArray[np.float32]:
    """Draw each path into an image of its own, all of them in a few NumPy calls.

    Parameters
    ----------
    paths
        N paths, N ≥ 1, of (M, 2) float64 points, M ≥ 1, in pixels; short ones cost least.
    width
        Width of the pen in pixels.
    size
        Width and height of the images, in pixels.

    Returns
    -------
    (N, size, size) float32 in 0..1: ink 1 on 0, as `rasterize` draws a stroke of this width.
    """
    thin = [_thin(path) if len(path) > _FEW else path for path in paths]
    # A point is a line of no length.
    thin = [path if len(path) > 1 else np.repeat(path, 2, axis=0) for path in thin]
    counts = np.array([len(path) for path in thin])
    points = np.concatenate(thin).astype(np.float32)
    begins = counts.cumsum() - counts
    low, high = (each.reduceat(points, begins) for each in (np.minimum, np.maximum))
    # Each path is drawn in a square window, as large as the largest needs.
    reach = width / 2 + _EDGE
    side = min(size, math.ceil(float((high - low).max()) + 2 * reach) + 1)
    if len(paths) > 1 and len(points) * side**2 > _MANY_AT_A_TIME:
        half = len(paths) // 2
        parts = (rasterize_paths(each, width, size) for each in (paths[:half], paths[half:]))
        return np.concatenate(list(parts))
    corners = np.clip(np.floor(low - reach), 0, size - side).astype(np.intp)
    is_line = np.ones(len(points) - 1, np.bool_)
    is_line[begins[1:] - 1] = False
    start, step = points[:-1][is_line], (points[1:] - points[:-1])[is_line]
    windows = np.repeat(corners, counts - 1, axis=0)
    middles = (windows[:, :, np.newaxis] + np.arange(0.5, side)).astype(np.float32)
    away = _squares(middles[:, 0], middles[:, 1], start, step)
    nearest = np.sqrt(np.minimum.reduceat(away, begins - np.arange(len(paths))))
    ink = ((width / 2 - nearest) / _EDGE + 0.5).clip(0.0, 1.0)
    images = np.zeros((len(paths), size, size), np.float32)
    for image, part, (left, top) in zip(images, ink, corners.tolist(), strict=True):
        image[top : top + side, left : left + side] = part
    return images


def draw_path(
    image: NDArray[np.float32], points: NDArray[np.float64], width: float, edge: float
) -> None:
    """Draw a path with round ends into an image; overlapping ink does not add up.

    Parameters
    ----------
    image
        (H, W) float32, changed in place. A pixel well inside the path gets a value above 1.
    points
        (N, 2) float64, N ≥ 1, in pixels from the image's top left corner.
    width
        Width of the pen in pixels.
    edge
        Width in pixels of the ramp from ink to paper, half of it outside the path.
    """
    _draw(image, _thin(points.astype(np.float32)), np.float32(width / 2), np.float32(edge))


def _draw(
    image: NDArray[np.float32], path: NDArray[np.float32], reach: np.float32, edge: np.float32
) -> None:
    # The whole ramp is added, though half is enough, to leave room for rounding.
    left, right = _range(path[:, 0], float(reach + edge), image.shape[1])
    top, bottom = _range(path[:, 1], float(reach + edge), image.shape[0])
    n_segments, n_pixels = len(path) - 1, (right - left) * (bottom - top)
    if n_pixels == 0:
        return
    if n_segments > 1 and n_segments * n_pixels > _AT_A_TIME:
        _draw(image, path[: n_segments // 2 + 1], reach, edge)
        _draw(image, path[n_segments // 2 :], reach, edge)
        return
    x = np.arange(left + 0.5, right, dtype=np.float32)
    y = np.arange(top + 0.5, bottom, dtype=np.float32)
    ramp = _distances(x, y, path)
    np.subtract(reach, ramp, out=ramp)
    ramp /= edge
    ramp += np.float32(0.5)
    part = image[top:bottom, left:right]
    np.maximum(part, ramp, out=part)


def _range(values: NDArray[np.float32], margin: float, side: int) -> tuple[int, int]:
    """Return the range of pixels in a row, end excluded, that values and their margin reach."""
    first, end = float(values.min()) - margin, float(values.max()) + margin
    return math.floor(min(max(first, 0.0), side)), math.ceil(min(max(end, 0.0), side))


def _distances(
    x: NDArray[np.float32], y: NDArray[np.float32], path: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the distance (H, W) of each pixel, columns x (W,), rows y (H,), to the path."""
    start = path[:-1] if len(path) > 1 else path
    step = path[1:] - start if len(path) > 1 else np.zeros_like(path)
    return np.sqrt(_squares(x, y, start, step).min(axis=0))  # type: ignore[no-any-return]


def _squares(
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    start: NDArray[np.float32],
    step: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return the squared distance (N, H, W) of each pixel to each of N lines, start (N, 2).

    Columns x (W,) and rows y (H,) are the same for all lines, or each line's own, (N, W), (N, H).
    """
    (step_x, step_y), (start_x, start_y) = step.T[:, :, None], start.T[:, :, None]
    length2 = np.maximum(step_x * step_x + step_y * step_y, np.float32(1e-12))
    to_x, to_y = start_x - x, start_y - y  # for each segment, by column and by row
    # Position along each segment of its point nearest to the pixel: 0 at its start, 1 at its end.
    along = (to_x * (-step_x / length2))[:, None, :] + (to_y * (-step_y / length2))[:, :, None]
    np.maximum(along, np.float32(0), out=along)
    np.minimum(along, np.float32(1), out=along)
    away = along * step_x[:, :, None]
    away += to_x[:, None, :]
    away *= away
    along *= step_y[:, :, None]
    along += to_y[:, :, None]
    along *= along
    away += along
    return np.asarray(away)


def _thin(points: NDArray[Any]) -> NDArray[Any]:
    """Leave out points that make no difference at this resolution; keep the first and the last."""
    if len(points) < 3:
        return points
    step = (points[1:] - points[:-1]).astype(np.float64)
    marks = np.zeros(len(points))
    np.floor(np.hypot(step[:, 0], step[:, 1]).cumsum() / _SPACING, out=marks[1:])
    keep = np.ones(len(points), np.bool_)
    np.greater(marks[1:-1], marks[:-2], out=keep[1:-1])
    return points[keep]
