"""Sheet sides: straight edges, and the quadrilaterals of four that are brighter within.

Edges vote for lines with their own direction (a Hough transform; D. Ballard, "Generalizing the
Hough transform to detect arbitrary shapes", 1981). Unlike a region above a threshold, a
quadrilateral ends where its sides do, if the desk is as bright as the sheet in places, or the light
falls off along it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.opencv import import_opencv

__all__ = ["find_quadrilaterals"]

#: An edge's rise per pixel, as a share of its light, and from where it votes no more.
_RISE, _MOST_RISE = 0.012, 0.3
#: Directions in the Hough transform, and the number of lines tried.
_TURNS, _LINES = 180, 40
#: Lines differ by at least so many directions, or so many pixels.
_APART_TURNS, _APART = 3, 4
#: A side is found at this distance from its line, in pixels, with directions that differ so much.
_REACH, _ALIGNED = 1, 0.9
#: How much darker it is beyond a side is looked at so many pixels before and after it, and counts
#: up to this share.
_ACROSS, _MOST_FALL = 3, 0.6
#: Opposite sides may converge, and neighbours be askew, by this angle in radians.
_ASKEW = 0.45
#: Opposite sides are apart by at least this share of the longest side.
_NARROW = 0.16
#: Edges are seen along at least this share of each side, and of all.
_SEEN, _ALL_SEEN = 0.5, 0.7
#: At least this many sides are no border of the image.
_LEAST_SIDES = 3
#: How much more likely large ones are.
_SIZE = 0.25
#: So many of the best are returned.
_BEST = 40

_Grey = NDArray[np.float32]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """Lines, with the edges seen along each.

    `turns` are the directions towards the darker side, in radians; `places` the distances from the
    origin in that direction; `sums` (N, 2 reach + 1) counts edges along each line, `falls` adds up
    by what share it is darker beyond it, and `lengths` counts the pixels within the image. The
    last four are the image's borders.
    """

    turns: _Floats
    places: _Floats
    sums: _Floats
    falls: _Floats
    lengths: _Floats
    reach: int


def find_quadrilaterals(small: _Grey) -> list[_Floats]:
    """Find quadrilaterals whose sides are edges that are darker beyond.

    Parameters
    ----------
    small
        (H, W) float32 in 0..1, of at most a few hundred pixels a side.

    Returns
    -------
    The corners of each, (4, 2) float, x and y, the likeliest first, and 40 at most.
    """
    lines = _find_lines(small)
    n = len(lines.turns)
    one, other = np.triu_indices(n, 1)
    opposite = np.abs(_wrap(lines.turns[one] - lines.turns[other] - np.pi)) < _ASKEW
    opposite &= lines.places[one] + lines.places[other] > _NARROW * max(small.shape)
    # Two borders are no sheet's width.
    opposite &= (one < n - 4) | (other < n - 4)
    pairs = np.stack([one[opposite], other[opposite]], axis=1)
    if not len(pairs):
        return []
    first, second = np.indices((len(pairs),) * 2).reshape(2, -1)
    across = _wrap(lines.turns[pairs[second, 0]] - lines.turns[pairs[first, 0]])
    good = (np.abs(across - np.pi / 2) < _ASKEW) & (first != second)
    sides = np.stack([pairs[first, 0], pairs[second, 0], pairs[first, 1], pairs[second, 1]], axis=1)
    sides = sides[good]
    sides = sides[(sides < n - 4).sum(axis=1) >= _LEAST_SIDES]
    if not len(sides):
        return []
    corners = _corners(lines, sides)
    seen, fall, long = _look_along(lines, sides, corners)
    is_side = sides < n - 4
    total = np.maximum((long * is_side).sum(axis=1), 1)
    share = seen.sum(axis=1) / total
    good = ((seen >= _SEEN * long) | ~is_side).all(axis=1) & (share >= _ALL_SEEN)
    # A border of the image counts as a side that falls by nothing.
    fall = (fall / np.maximum(long, 1)).mean(axis=1)
    x, y = corners[..., 0], corners[..., 1]
    area = (x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y).sum(axis=1) / 2
    good &= np.abs(area) >= (_NARROW * max(small.shape)) ** 2
    rank = np.where(good, share * fall * np.abs(area) ** _SIZE, 0)
    best = np.argsort(-rank)[: min(_BEST, np.count_nonzero(good))]
    return [corners[i] for i in best]


def _find_lines(small: _Grey) -> _Lines:
    cv2 = import_opencv()
    height, width = small.shape
    smooth = cv2.GaussianBlur(small, (0, 0), 1.0)
    scale = 8 * np.maximum(cv2.GaussianBlur(smooth, (0, 0), 3.0), 0.1)
    across, down = (cv2.Sobel(smooth, -1, *way) / scale for way in ((1, 0), (0, 1)))
    rise = cv2.magnitude(across, down)
    turn = np.arctan2(-down, -across)
    # Of an edge, the steepest pixels across it.
    y, x = np.nonzero(rise > _RISE)
    way = turn[y, x]
    step_x, step_y = np.rint(np.cos(way)).astype(int), np.rint(np.sin(way)).astype(int)
    padded = np.pad(rise, 1)
    steepest = rise[y, x] >= padded[y + 1 + step_y, x + 1 + step_x]
    steepest &= rise[y, x] >= padded[y + 1 - step_y, x + 1 - step_x]
    x, y, way = x[steepest], y[steepest], way[steepest]
    weights = np.minimum(rise[y, x], _MOST_RISE)
    reach = int(np.ceil(np.hypot(width, height))) + 2
    votes = np.zeros((_TURNS, 2 * reach + 1), np.float32)
    near = np.rint(way / (2 * np.pi) * _TURNS).astype(int)
    for away in range(-3, 4):
        bins = (near + away) % _TURNS
        angle = bins * (2 * np.pi / _TURNS)
        place = np.rint(x * np.cos(angle) + y * np.sin(angle)).astype(int) + reach
        np.add.at(votes, (bins, place), weights)
    votes = cv2.blur(np.pad(votes, ((1, 1), (0, 0)), mode="wrap"), (3, 1))[1:-1]
    turns, places = [], []
    for _ in range(_LINES):
        bin_, place = np.unravel_index(int(np.argmax(votes)), votes.shape)
        if votes[bin_, place] <= 0:
            break
        turns.append(bin_ * (2 * np.pi / _TURNS))
        places.append(float(place - reach))
        rows = np.arange(bin_ - _APART_TURNS, bin_ + _APART_TURNS + 1) % _TURNS
        votes[rows, max(0, place - _APART) : place + _APART + 1] = 0
    borders = [0.0, np.pi / 2, np.pi, 3 * np.pi / 2], [width - 1.0, height - 1.0, 0.0, 0.0]
    return _count(
        smooth,
        rise > _RISE,
        turn,
        turns=np.array(turns + borders[0]),
        places=np.array(places + borders[1]),
        reach=reach,
    )


def _count(
    smooth: _Grey,
    edge: NDArray[np.bool_],
    turn: _Grey,
    *,
    turns: _Floats,
    places: _Floats,
    reach: int,
) -> _Lines:
    """Count the edges along each line."""
    height, width = edge.shape
    along = np.arange(-reach, reach + 1)
    cos, sin = np.cos(turns)[:, np.newaxis], np.sin(turns)[:, np.newaxis]

    def at(away: float) -> tuple[NDArray[np.int_], NDArray[np.int_], NDArray[np.bool_]]:
        x = np.rint((places[:, np.newaxis] + away) * cos - along * sin).astype(int)
        y = np.rint((places[:, np.newaxis] + away) * sin + along * cos).astype(int)
        within = (x >= 0) & (y >= 0) & (x < width) & (y < height)
        return y.clip(0, height - 1), x.clip(0, width - 1), within

    seen = np.zeros((len(turns), len(along)), np.bool_)
    for away in range(-_REACH, _REACH + 1):
        y, x, within = at(away)
        seen |= within & edge[y, x] & (np.cos(turn[y, x] - turns[:, np.newaxis]) >= _ALIGNED)
    inside = at(0)[2]
    within, beyond = (smooth[at(away)[:2]] for away in (-_ACROSS, _ACROSS))
    fall = np.where(inside, 1 - beyond / np.maximum(within, 0.03), 0).clip(0, _MOST_FALL)
    seen[-4:] = False
    fall[-4:] = 0
    sums, falls, lengths = (
        np.cumsum(each, axis=1, dtype=float) for each in (seen & inside, fall, inside)
    )
    return _Lines(turns, places, sums, falls, lengths, reach)


def _corners(lines: _Lines, sides: NDArray[np.int_]) -> _Floats:
    """Return (N, 4, 2): where each side meets the next."""
    one, other = lines.turns[sides], lines.turns[np.roll(sides, -1, axis=1)]
    here, there = lines.places[sides], lines.places[np.roll(sides, -1, axis=1)]
    turned = np.sin(other - one)
    x = (here * np.sin(other) - there * np.sin(one)) / turned
    y = (there * np.cos(one) - here * np.cos(other)) / turned
    return np.stack([x, y], axis=-1)


def _look_along(
    lines: _Lines, sides: NDArray[np.int_], corners: _Floats
) -> tuple[_Floats, _Floats, _Floats]:
    """Return for each side its pixels that are edges, the sum of its falls, and all its pixels."""
    turns = lines.turns[sides]
    ends = []
    for points in (corners, np.roll(corners, 1, axis=1)):
        along = points[..., 1] * np.cos(turns) - points[..., 0] * np.sin(turns)
        ends.append(np.rint(along + lines.reach).astype(int).clip(0, 2 * lines.reach))
    start, stop = np.minimum(*ends), np.maximum(*ends)
    seen, fall, long = (
        each[sides, stop] - each[sides, start] for each in (lines.sums, lines.falls, lines.lengths)
    )
    return seen, fall, long


def _wrap(angle: _Floats) -> _Floats:
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi)
