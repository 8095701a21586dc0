"""Paths: lines, curves, rings and dots of which invented drawings are made, x + iy with y down."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Path",
    "Paths",
    "always",
    "curve",
    "dot",
    "either",
    "line",
    "outline",
    "ring",
    "star_points",
]

#: Points x + iy on the way of the pen, (N,) complex128, N ≥ 2, in a unit box or near it.
Path = NDArray[np.complex128]
Paths = list[Path]


def line(*points: complex) -> Path:
    """Return straight lines from point to point."""
    return np.array(points, np.complex128)


def curve(*points: complex, rounds: int = 3) -> Path:
    """Return a smooth path from the first point to the last, drawn towards those between.

    Corners are cut as in G. Chaikin, "An algorithm for high speed curve generation", 1974. If the
    first point is also the last, the path is smooth there too.
    """
    path = line(*points)
    closed = len(path) > 3 and path[0] == path[-1]
    for _ in range(rounds):
        near, far = 0.75 * path[:-1] + 0.25 * path[1:], 0.25 * path[:-1] + 0.75 * path[1:]
        between = np.stack([near, far], axis=1).ravel()
        ends = (between[-1:], between[:0]) if closed else (path[:1], path[-1:])
        path = np.concatenate([ends[0], between, ends[1]])
    return path


def ring(
    centre: complex, width: float, height: float | None = None, start: float = 0.0, turn: float = 1
) -> Path:
    """Return a ring or an arc.

    Parameters
    ----------
    centre
        Its middle.
    width, height
        Half of its width and of its height; by default the height is the width.
    start, turn
        Where it begins and how far it goes, in whole turns: clockwise, from the right.
    """
    angles = 2 * math.pi * np.linspace(start, start + turn, max(5, round(24 * abs(turn)) + 1))
    path: Path = centre + width * np.cos(angles) + 1j * (height or width) * np.sin(angles)
    return path


def dot(centre: complex, rng: np.random.Generator, size: float = 0.05) -> Path:
    """Return a dot as people draw it: a small ring, or a short line, not upright."""
    if rng.random() < 0.5:
        return ring(centre, size, turn=rng.uniform(1.0, 2.0))
    aside = 1.3 * size * np.exp(1j * rng.uniform(-0.8, 0.8))
    return line(centre - aside, centre + aside)


def outline(rng: np.random.Generator, *corners: complex) -> Paths:
    """Return a polygon, drawn in one go, in two, or side by side."""
    closed = line(*corners, corners[0])
    how = rng.random()
    if how < 0.65:
        begin = int(rng.integers(len(corners)))
        return [np.concatenate([closed[begin:], closed[1 : begin + 1]])]
    if how < 0.8:
        cut = int(rng.integers(1, len(corners)))
        return [closed[: cut + 1], closed[cut:]]
    return [closed[i : i + 2] for i in range(len(corners))]


def star_points(count: int, inner: float, start: float = -0.25) -> list[complex]:
    """Return the corners of a star with so many tips, from a tip, around 0 with radius 1."""
    angles = 2 * math.pi * (start + np.arange(2 * count) / (2 * count))
    radii = np.where(np.arange(2 * count) % 2, inner, 1.0)
    points: list[complex] = (radii * np.exp(1j * angles)).tolist()
    return points


def always(*paths: Path) -> Callable[[np.random.Generator], Paths]:
    """Return a shape of always the same paths, which only the hand varies."""
    return lambda _: list(paths)


def either(rng: np.random.Generator, *choices: Paths) -> Paths:
    """Return one of several ways to draw something."""
    return choices[int(rng.integers(len(choices)))]
