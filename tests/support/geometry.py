"""Distances between drawings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["distances"]


def distances(places: NDArray[np.float64], path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance of each of (K, 2) positions from a path of (M, 2) points."""
    start, step = path[:-1], np.diff(path, axis=0)
    squared = np.maximum((step * step).sum(axis=1), 1e-300)
    along = (((places[:, None] - start) * step).sum(axis=2) / squared).clip(0, 1)
    away = start + along[..., None] * step - places[:, None]
    return np.asarray(np.hypot(away[..., 0], away[..., 1]).min(axis=1))
