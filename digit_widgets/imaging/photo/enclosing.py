"""Enclosing: components around others are frames, rings or drawings, and no digits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.components import Components
from digit_widgets.imaging.photo.lines import measure_line
from digit_widgets.imaging.photo.opencv import import_opencv

__all__ = ["find_drawings", "find_enclosing"]

#: What encloses others has this share of the image's longest side.
_LEAST_OUTER = 0.04
#: Around an enclosed part, this share of the directions meets what encloses it; the part has at
#: least this share of its shorter side, and of its contrast.
_AROUND, _LEAST_INNER, _LIKE = 0.7, 0.25, 0.4
_DIRECTIONS = 36
#: The features of a face have this share of its shorter side; an oval has more corners than this,
#: found with this deviation.
_LEAST_FEATURE, _CORNERS, _STRAIGHT = 0.08, 6, 0.02
#: Degrees of the line within a 0.
_SLASH = (20.0, 65.0)

_Bools = NDArray[np.bool_]


def find_enclosing(parts: Components, among: _Bools) -> _Bools:
    """Return which components lie around others: frames, rings, the edges of boxes.

    A slanting line within an oval is part of it: a slashed 0.

    Parameters
    ----------
    parts, among
        The components, and (N,) booleans, which of them to compare.
    """
    found = np.zeros(len(parts), np.bool_)
    for outer, inner in _enclosed(parts, among, _LEAST_INNER):
        found[outer] = not all(_is_slash(parts, index) for index in inner)
    return found


def find_drawings(parts: Components, among: _Bools) -> _Bools:
    """Return which components are faces and the like: ovals around strokes that are in no row.

    The parameters are those of `find_enclosing`.
    """
    cv2 = import_opencv()
    found = np.zeros(len(parts), np.bool_)
    boxes = parts.boxes
    for outer, inner in _enclosed(parts, among, _LEAST_FEATURE):
        tops, bottoms = boxes[inner, 1], boxes[inner, 3]
        tallest = int(np.argmax(bottoms - tops))
        reach = 0.2 * (bottoms[tallest] - tops[tallest])
        middles = (tops + bottoms) / 2
        in_row = (middles >= tops[tallest] - reach) & (middles <= bottoms[tallest] + reach)
        if in_row.all():
            continue
        hull = cv2.convexHull(cv2.findNonZero(parts.pixels(outer).astype(np.uint8)))
        corners = cv2.approxPolyDP(hull, _STRAIGHT * cv2.arcLength(hull, True), True)
        if len(corners) > _CORNERS:
            found[[outer, *inner]] = True
    return found


def _enclosed(parts: Components, among: _Bools, least: float) -> list[tuple[int, list[int]]]:
    """Return components with those that they surround, as large as a share of their width."""
    extents, boxes = parts.extents, parts.boxes
    shorter = (boxes[:, 2:] - boxes[:, :2]).min(axis=1)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    chosen = np.flatnonzero(among)
    pairs = []
    for outer in chosen[extents[chosen] >= _LEAST_OUTER * max(parts.labels.shape)]:
        within = (boxes[chosen, :2] > boxes[outer, :2]).all(axis=1)
        within &= (boxes[chosen, 2:] < boxes[outer, 2:]).all(axis=1)
        within &= extents[chosen] >= least * shorter[outer]
        within &= parts.levels[chosen] >= _LIKE * parts.levels[outer]
        if not within.any():
            continue
        y, x = np.nonzero(parts.pixels(int(outer)))
        places = np.stack([x, y], axis=1) + boxes[outer, :2]
        inner = []
        for index in chosen[within]:
            away = places - middles[index]
            turns = np.arctan2(away[:, 1], away[:, 0]) / (2 * np.pi) + 0.5
            seen = np.bincount((turns * _DIRECTIONS).astype(int) % _DIRECTIONS)
            if np.count_nonzero(seen) >= _AROUND * _DIRECTIONS:
                inner.append(int(index))
        if inner:
            pairs.append((int(outer), inner))
    return pairs


def _is_slash(parts: Components, index: int) -> bool:
    straight, tilt = measure_line(parts, index)
    return straight and _SLASH[0] <= tilt <= _SLASH[1]
