"""Clipping: finds the parts of a path that lie within a rectangle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["clip_path"]


def clip_path(
    path: NDArray[np.float64], width: float, height: float
) -> tuple[NDArray[np.float64], ...]:
    """Cut off a path at the edges of the rectangle from (0, 0) to (width, height).

    Each segment is clipped by the method of Liang and Barsky ("A new concept and method for line
    clipping", 1984): it is visible between two fractions of its length.

    Parameters
    ----------
    path
        (N, 2) points, N ≥ 1.
    width, height
        Size of the rectangle in the points' unit, above 0.

    Returns
    -------
    The visible parts in order, (M, 2) each, M ≥ 1. A part begins and ends at points of the path
    or on an edge.
    """
    size = np.array([width, height])
    within = (path >= 0) & (path <= size)
    inside = within[:, 0] & within[:, 1]
    if inside.all():
        return (path,)
    if len(path) == 1:
        return ()
    enters, leaves = _shares(path[:-1], np.diff(path, axis=0), size)
    parts: list[NDArray[np.float64]] = []
    points: list[NDArray[np.float64]] = [path[0]] if inside[0] else []
    for number in np.flatnonzero(enters <= leaves):
        start, step = path[number], path[number + 1] - path[number]
        enter, leave = enters[number], leaves[number]
        if not inside[number]:
            # A point exactly on the edge is not a cut.
            ends_there = enter == 1 and inside[number + 1]
            points = [] if ends_there else [np.clip(start + enter * step, 0, size)]
        if inside[number + 1]:
            points.append(path[number + 1])
            continue
        if leave > enter:
            points.append(np.clip(start + leave * step, 0, size))
        parts.append(np.stack(points))
        points = []
    if points:
        parts.append(np.stack(points))
    return tuple(parts)


def _shares(
    start: NDArray[np.float64], step: NDArray[np.float64], size: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where, in 0..1, each segment enters and leaves; if it never enters, enter > leave."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        crossings = np.stack([-start / step, (size - start) / step])
    still = step == 0
    within = (start >= 0) & (start <= size)
    near = np.where(still, np.where(within, -np.inf, np.inf), crossings.min(axis=0))
    far = np.where(still, np.where(within, np.inf, -np.inf), crossings.max(axis=0))
    enters: NDArray[np.float64] = np.maximum(near.max(axis=1), 0.0)
    leaves: NDArray[np.float64] = np.minimum(far.min(axis=1), 1.0)
    return enters, leaves
