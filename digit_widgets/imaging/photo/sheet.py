"""The sheet: finds bright paper on a darker background, such as a desk.

Four straight sides are looked for first (`digit_widgets.imaging.photo.sheet_sides`). Without them,
ink is closed over. Of the regions above several thresholds, those may be the sheet that are
convex, have few corners, and are brighter than what lies around them: just beyond the edge, and
further away, unlike the inside of a thick frame or of a 0. Their edges are sharp, unlike those of
shadows. The sheet is the one that is largest and brightest in comparison.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.opencv import import_opencv
from digit_widgets.imaging.photo.sheet_sides import find_quadrilaterals

__all__ = ["find_sheet"]

#: Longest side, in pixels, at which the sheet is looked for.
_WORKING = 256
#: Strokes up to this share of the longest side are closed over, and bridges opened.
_CLOSED, _OPENED = 0.06, 0.03
#: Number of thresholds between the darkest and the brightest grey.
_LEVELS = 24
#: A sheet covers at least and at most these shares of the image.
_LEAST, _MOST = 0.08, 0.97
#: A sheet's area, as a share of its convex hull's.
_CONVEX = 0.93
#: Its shorter side, as a share of the image's longest, unlike a thick 1's; the share of it that is
#: bright, unlike a bright 0.
_NARROW, _WHOLE = 0.16, 0.8
#: Most corners, those included that the image's border cuts; deviation from straight sides.
_CORNERS, _STRAIGHT = 8, 0.015
#: The least share of its outline that lies within the image.
_LEAST_EDGE = 0.1
#: Beyond its edge it is darker by at least this share, for this share of the edge.
_DARKER, _ALONG = 0.07, 0.65
#: Within each of its straight sides, the first of these numbers of pixels from it, it is darker
#: than at the others by at most this share.
_DEPTHS, _UNEVEN = (4.0, 10.0, 16.0, 24.0), 0.12
#: Along a straight side, at most the second share is dimmer than the first share of the brightest.
_DIM, _STEP = 0.5, 0.1
#: Far from its edge it is darker for this share of the edge.
_FARTHER = 0.6
#: Most of the fall in light, at the edge, is within one pixel.
_SHARP = 0.45
#: Its edges are not all on one side, as a fold is: the mean of their directions is shorter.
_ONE_WAY = 0.95
#: Where that is looked at: pixels inwards, pixels outwards near, and further out.
_INWARDS, _NEAR, _FAR = 4.0, 3.0, 18.0
#: The edge itself is left to the background: this share of the longest side, and
#: less beside straight sides.
_EDGE, _STRAIGHT_EDGE = 0.012, 0.01

_Grey = NDArray[np.float32]
_Mask = NDArray[np.bool_]


def find_sheet(grey: _Grey) -> _Mask | None:
    """Return which pixels belong to the sheet, or None if no sheet lies on a background.

    Parameters
    ----------
    grey
        (H, W) float32 in 0..1.

    Returns
    -------
    (H, W) booleans, True within the sheet's convex hull, its very edge left out.
    """
    cv2 = import_opencv()
    height, width = grey.shape
    scale = min(1.0, _WORKING / max(height, width))
    size = max(8, round(scale * width)), max(8, round(scale * height))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _square(_CLOSED * max(size)))
    closed = cv2.GaussianBlur(closed, (0, 0), 1.0)
    hull, edge = _find_straight(small), _STRAIGHT_EDGE
    if hull is None:
        hull, edge = _find_bright(small, closed), _EDGE
    if hull is None:
        return None
    mask = np.zeros(closed.shape, np.uint8)
    cv2.fillPoly(mask, [hull], 1)
    mask = cv2.erode(mask, _square(2 * edge * max(size)))
    return np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST) > 0)


def _find_straight(small: _Grey) -> NDArray[np.int32] | None:
    """Return the corners of the likeliest sheet with straight sides, or None."""
    cv2 = import_opencv()
    smooth = cv2.GaussianBlur(small, (0, 0), 1.0)
    for corners in find_quadrilaterals(small):
        hull = cv2.convexHull(np.rint(corners).astype(np.int32)[:, np.newaxis])
        # Strokes are not closed over: nor is then the shadow between a sheet and what is as bright.
        if _measure_edge(small, smooth, hull) > 0 and _is_even(smooth, corners):
            return np.asarray(hull, np.int32)
    return None


def _is_even(smooth: _Grey, corners: NDArray[np.float64]) -> bool:
    """Return True if it is as bright along each side of a quadrilateral as deeper within it."""
    middle = corners.mean(axis=0)
    height, width = smooth.shape
    for start, stop in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = np.linspace(0.05, 0.95, 60)[:, np.newaxis]
        points = (start + along * (stop - start)).clip((0, 0), (width - 1, height - 1))
        normal = np.array([start[1] - stop[1], stop[0] - start[0]])
        normal *= np.sign((middle - start) @ normal) / max(float(np.hypot(*normal)), 1e-9)
        inside, *deeper = (
            _sample(smooth, (points + at * normal).clip((0, 0), (width - 1, height - 1)))
            for at in _DEPTHS
        )
        even = inside >= (1 - _UNEVEN) * np.max(deeper, axis=0)
        if np.mean(even) < _ALONG or np.mean(inside < _DIM * inside.max()) > _STEP:
            return False
    return True


def _find_bright(small: _Grey, closed: _Grey) -> NDArray[np.int32] | None:
    """Return the hull of the likeliest sheet among the regions above any threshold, or None."""
    cv2 = import_opencv()
    longest, best, hull = max(closed.shape), 0.0, None
    low, high = float(closed.min()), float(closed.max())
    for level in np.linspace(low, high, _LEVELS + 2)[1:-1]:
        bright = (closed > level).astype(np.uint8)
        bright = cv2.morphologyEx(bright, cv2.MORPH_OPEN, _square(_OPENED * longest))
        for outline in cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
            area = cv2.contourArea(outline)
            if not _LEAST * closed.size <= area <= _MOST * closed.size:
                continue
            around = cv2.convexHull(outline)
            if area < _CONVEX * cv2.contourArea(around):
                continue
            if min(cv2.minAreaRect(outline)[1]) < _NARROW * longest:
                continue
            filled = cv2.drawContours(np.zeros_like(bright), [outline], -1, 1, cv2.FILLED)
            if (bright * filled).sum() < _WHOLE * filled.sum():
                continue
            strength = area**0.5 * _measure_edge(small, closed, around)
            if strength > best:
                best, hull = strength, around
    return hull


def _measure_edge(small: _Grey, closed: _Grey, hull: NDArray[np.int32]) -> float:
    """Return by what share it is darker beyond a hull's edge; 0 if it is not a sheet's edge."""
    cv2 = import_opencv()
    if len(cv2.approxPolyDP(hull, _STRAIGHT * cv2.arcLength(hull, True), True)) > _CORNERS:
        return 0.0
    points, outwards = _walk(hull)
    height, width = closed.shape
    x, y = points.T
    within = (x > 2) & (y > 2) & (x < width - 3) & (y < height - 3)
    if within.sum() < _LEAST_EDGE * len(points):
        return 0.0
    points, outwards = points[within], outwards[within]
    one_way = np.hypot(*outwards.mean(axis=0)) > _ONE_WAY
    if one_way or not _is_edge(small, closed, points, outwards):
        return 0.0
    inside, near = (_sample(closed, points + at * outwards) for at in (-_INWARDS, _NEAR))
    return float(np.nanmedian(1 - near / np.maximum(inside, 1e-3)))


def _is_edge(
    small: _Grey, closed: _Grey, points: NDArray[np.float64], outwards: NDArray[np.float64]
) -> bool:
    """Return True if it is darker beyond some points, near and far, and sharply so."""
    inside, near, far = (_sample(closed, points + at * outwards) for at in (-_INWARDS, _NEAR, _FAR))
    deeper = _sample(closed, points - 3 * _INWARDS * outwards)
    darker = (near < (1 - _DARKER) * inside) & (inside > (1 - _DARKER) * deeper)
    seen = ~np.isnan(far)
    if darker.mean() < _ALONG or (
        seen.any() and (far < (1 - _DARKER / 2) * inside)[seen].mean() < _FARTHER
    ):
        return False
    profile = np.stack([_sample(small, points + at * outwards) for at in range(-4, 5)])
    drop = np.maximum(profile[0] - profile[-1], 1e-3)
    steepest = np.nan_to_num(-np.diff(profile, axis=0)).max(axis=0)
    return bool(np.nanmedian(steepest / drop) >= _SHARP)


def _walk(hull: NDArray[np.int32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points along a hull, a pixel apart, and the outward direction at each."""
    cv2 = import_opencv()
    corners = hull[:, 0].astype(np.float64)
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.hypot(*sides.T)
    counts = np.maximum(1, lengths.round().astype(int))
    side = np.repeat(np.arange(len(sides)), counts)
    along = np.concatenate([(np.arange(n) + 0.5) / n for n in counts])[:, np.newaxis]
    outwards = np.stack([sides[:, 1], -sides[:, 0]], axis=1) / np.maximum(lengths, 1e-9)[:, None]
    if cv2.contourArea(hull, True) < 0:
        outwards = -outwards
    return corners[side] + along * sides[side], outwards[side]


def _sample(image: _Grey, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the nearest pixels' values, NaN beyond the image."""
    height, width = image.shape
    x, y = points.round().astype(int).T
    seen = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    values = image[y.clip(0, height - 1), x.clip(0, width - 1)].astype(np.float64)
    return np.where(seen, values, np.nan)


def _square(side: float) -> NDArray[np.uint8]:
    return np.ones((2 * round(side / 2) + 1,) * 2, np.uint8)
