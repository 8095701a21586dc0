"""Hand: draws exact paths as people would, differently each time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.synthetic.paths import Path, Paths
from digit_widgets.ink import Ink
from digit_widgets.ink.curves import as_complex

__all__ = ["draw_by_hand", "ink_to_paths", "paths_to_ink"]

#: Distance between points, as a share of the drawing's larger side.
_STEP = 0.035
#: Typical change of the whole drawing's proportions, as a share of its larger side.
_WARP = 0.07
#: Typical changes of a stroke in the same unit: the coefficients of a polynomial of the way along
#: it, from -½ to ½. They shift it, part its ends, bow it, and make it wavy.
_MOVES = np.array([0.015, 0.025, 0.06, 0.06, 0.08])
#: Typical length by which an open stroke is too long or too short at each end, in steps, and share
#: by which a closed one is.
_EXCESS, _OVERLAP = 0.6, 0.025
#: Probability that corners are rounded, and the smallest and largest rounding, in steps.
_ROUNDED, _ROUNDING = 0.6, (0.4, 1.6)
#: Rounding looks at this many steps before and after a point.
_REACH = 4
#: Largest change of width against height, and typical turn and slant, in radians.
_WIDER, _TURN, _SLANT = 0.18, 0.09, 0.1


def draw_by_hand(
    paths: Sequence[Path], rng: np.random.Generator, *, round_corners: bool = True
) -> Ink:
    """Draw paths as a person would.

    Proportions differ, lines bow, corners are round, strokes do not quite meet or go too far, and
    the whole is a little turned, slanted, and wider or narrower. Some hands are more careful.

    Parameters
    ----------
    paths
        The exact paths, in any one unit; a closed path ends where it begins.
    rng
        The random generator.
    round_corners
        Whether corners may be rounded: a square without its corners is a ring.
    """
    care = math.exp(rng.normal(-0.1, 0.35))
    sigma = rng.uniform(*_ROUNDING) if round_corners and rng.random() < _ROUNDED else 0.0
    points, counts = _follow(_fit(paths), care, sigma, rng)
    bends = rng.normal(0.0, _WARP * care, (3, 2)) @ np.array([1.0, 1.0j])
    mirrored = points.conj()
    bent = points * (1 + bends[0] * points + bends[1] * mirrored) + bends[2] * mirrored**2
    wider = math.exp(rng.uniform(-_WIDER, _WIDER))
    turn, slant = rng.normal(0.0, _TURN), rng.normal(0.0, _SLANT)
    across = wider * complex(math.cos(turn), math.sin(turn))
    down = complex(-math.sin(turn + slant), math.cos(turn + slant)) / wider
    drawn = bent.real * across + bent.imag * down
    ends = itertools.pairwise([0, *np.cumsum(counts).tolist()])
    return paths_to_ink([drawn[begin:end] for begin, end in ends])


def ink_to_paths(ink: Ink) -> Paths:
    """Return a drawing's strokes as paths, fitted into a box from -0.5 to 0.5 with their aspect."""
    return _fit([as_complex(stroke.points) for stroke in ink.strokes])


def paths_to_ink(paths: Sequence[Path]) -> Ink:
    """Make a drawing of paths."""
    return Ink.from_strokes(
        [np.ascontiguousarray(path).view(np.float64).reshape(-1, 2) for path in paths]
    )


def _fit(paths: Sequence[Path]) -> Paths:
    points = np.concatenate(paths)
    low = complex(points.real.min(), points.imag.min())
    size = complex(points.real.max(), points.imag.max()) - low
    scale, middle = 1 / max(size.real, size.imag, 1e-6), low + size / 2
    return [(path - middle) * scale for path in paths]


def _follow(
    paths: Paths, care: float, sigma: float, rng: np.random.Generator
) -> tuple[Path, NDArray[np.int64]]:
    """Follow paths with a pen, in even steps: rounded, moved, too short or too long.

    All strokes are computed together, as the number of NumPy calls dominates the time.

    Returns
    -------
    The points of all strokes, one after the other, and each stroke's number of points.
    """
    corners = np.concatenate(paths)
    sizes = np.array([len(path) for path in paths])
    lasts = np.cumsum(sizes) - 1
    firsts = lasts - sizes + 1
    closed = (np.abs(corners[firsts] - corners[lasts]) < 1e-6) & (sizes > 3)
    reach = _REACH if sigma else 0
    excess = rng.normal(0.0, care, (3, len(paths)))
    # An open stroke goes straight on: as far as rounding looks, and a little more or less.
    longer = _STEP * np.where(closed, 0.0, reach + _EXCESS * excess[:2])
    _lengthen(corners, firsts, np.minimum(firsts + 1, lasts), longer[0])
    _lengthen(corners, lasts, np.maximum(lasts - 1, firsts), longer[1])

    steps = np.abs(np.diff(corners))
    steps[lasts[:-1]] = 1.0  # from stroke to stroke
    along = np.concatenate([[0.0], np.cumsum(steps)])
    begins, lengths = along[firsts], np.maximum(along[lasts] - along[firsts], 1e-9)
    counts = np.ceil(lengths / _STEP).astype(np.int64) + 2 + np.where(closed, 2 * reach, 0)
    counts = np.maximum(counts, 2 * reach + 2)
    # A closed stroke begins anywhere.
    rounds = np.where(closed, 1 + _OVERLAP * excess[2], 1.0) * lengths
    pace = rounds / (counts - 1 - np.where(closed, 2 * reach, 0))
    start = np.where(closed, rng.random(len(paths)) * lengths, 0.0)

    number = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    place = np.repeat(start, counts) + number * np.repeat(pace, counts)
    place = np.where(np.repeat(closed, counts), place % np.repeat(lengths, counts), place)
    points = np.interp(place + np.repeat(begins, counts), along, corners)
    if sigma:
        weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
        core = (number >= reach) & (number < np.repeat(counts, counts) - reach)
        points = np.convolve(points, weights / weights.sum(), "same")[core]
        number, counts = number[core] - reach, counts - 2 * reach
    way = number / np.repeat(counts - 1, counts) - 0.5

    moves = rng.normal(0.0, care, (len(_MOVES), len(paths), 2)) @ np.array([1.0, 1.0j])
    moves *= _MOVES[:, np.newaxis]
    moves[1:] *= np.minimum(lengths, 1.0)
    moved: Path = np.zeros_like(points)
    for move in np.repeat(moves, counts, axis=1)[::-1]:
        moved = moved * way + move
    return points + moved, counts


def _lengthen(
    corners: Path, ends: NDArray[np.int64], inner: NDArray[np.int64], more: NDArray[np.float64]
) -> None:
    """Move ends of strokes on, away from the corners before them; never back beyond those."""
    way = corners[ends] - corners[inner]
    size = np.maximum(np.abs(way), 1e-9)
    corners[ends] += way * np.maximum(more / size, -0.5)
