"""Hand: draws exact paths as people would, differently each time."""

from __future__ import annotations

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
#: Typical changes, as shares of the drawing's larger side: of the whole drawing's proportions, of
#: each stroke's place, of its ends relative to each other, and of its straightness.
_WARP, _SHIFT, _DRIFT, _WAVE = 0.07, 0.015, 0.025, 0.012
#: Typical length by which an open stroke is too long or too short at each end, in steps.
_EXCESS = 0.6
#: Typical share by which a closed stroke is too long or too short.
_OVERLAP = 0.025
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
    care = math.exp(rng.normal(0.0, 0.4))
    sigma = rng.uniform(*_ROUNDING) if round_corners and rng.random() < _ROUNDED else 0.0
    points, counts = _trace(_fit(paths), care, sigma, rng)
    bends = rng.normal(0.0, _WARP * care, (3, 2)) @ np.array([1.0, 1.0j])
    mirrored = points.conj()
    bent = points * (1 + bends[0] * points + bends[1] * mirrored) + bends[2] * mirrored**2
    wider = math.exp(rng.uniform(-_WIDER, _WIDER))
    turn, slant = rng.normal(0.0, _TURN), rng.normal(0.0, _SLANT)
    across = wider * complex(math.cos(turn), math.sin(turn))
    down = complex(-math.sin(turn + slant), math.cos(turn + slant)) / wider
    return paths_to_ink(np.split(bent.real * across + bent.imag * down, np.cumsum(counts)[:-1]))


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


def _trace(
    paths: Paths, care: float, sigma: float, rng: np.random.Generator
) -> tuple[Path, NDArray[np.int64]]:
    """Follow paths with a pen, in even steps: rounded, shifted, bowed, too short or too long.

    All strokes are computed together, as the number of NumPy calls dominates the time.

    Returns
    -------
    The points of all strokes, one after the other, and each stroke's number of points.
    """
    sizes = np.array([len(path) for path in paths])
    corners = np.concatenate(paths)
    lasts = np.cumsum(sizes) - 1
    firsts = lasts - sizes + 1
    steps = np.abs(np.diff(corners))
    steps[lasts[:-1]] = 1.0
    along = np.concatenate([[0.0], np.cumsum(steps)])
    begins, lengths = along[firsts], along[lasts] - along[firsts]
    closed = (np.abs(corners[firsts] - corners[lasts]) < 1e-6) & (sizes > 3)
    counts = np.ceil(lengths / _STEP).astype(np.int64) + 2

    n, reach = len(paths), _REACH if sigma else 0
    padded = counts + 2 * reach
    of = np.repeat(np.arange(n), padded)
    number = np.arange(len(of)) - np.repeat(np.cumsum(padded) - padded, padded) - reach
    share = number / (counts - 1)[of]
    # An open stroke goes on where it points to; a closed one begins anywhere.
    excess = rng.normal(0.0, 1.0, (4, n)) * care
    ends = excess[:2] * np.minimum(_EXCESS * _STEP / np.maximum(lengths, 1e-9), 0.1)
    longer = np.where(closed, excess[2] * _OVERLAP, ends.sum(axis=0))
    start = np.where(closed, rng.random(n), -ends[0])
    place = start[of] + share * (1 + longer)[of]
    before, after = ~closed[of] & (place < 0), ~closed[of] & (place > 1)
    within = np.where(closed[of], place % 1.0, 1 - np.abs(1 - np.abs(place)))
    traced = np.interp(begins[of] + within * lengths[of], along, corners)
    traced = np.where(before, 2 * corners[firsts][of] - traced, traced)
    traced = np.where(after, 2 * corners[lasts][of] - traced, traced)
    if sigma:
        weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
        core = (number >= 0) & (number < counts[of])
        traced = np.convolve(traced, weights / weights.sum(), "same")[core]
        share, of = share[core], of[core]

    moves = rng.normal(0.0, care, (5, n, 2)) @ np.array([1.0, 1.0j])
    moves[1:] *= np.minimum(lengths, 1.0)
    angle = math.pi * (share - 0.5)
    waves = np.cos(angle), np.sin(2 * angle), np.cos(3 * angle)
    moved = traced + _SHIFT * moves[0][of] + _DRIFT * moves[1][of] * (share - 0.5)
    for wave, height, move in zip(waves, (1.0, 0.6, 0.4), moves[2:], strict=True):
        moved += _WAVE * height * move[of] * wave
    return moved, counts
