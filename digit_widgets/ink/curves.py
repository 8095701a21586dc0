"""Stroke curves: one geometry for the pad, the 28×28 image and every other image of ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink.checks import MAX_POINTS
from digit_widgets.ink.strokes import Ink, stroke_of_checked

__all__ = ["as_complex", "bezier_segments", "flatten_curves", "smooth_polyline"]

#: A segment's curve consists of at most this many straight lines: a drawing far larger than any
#: screen must not fill the memory.
_MOST_LINES = 64
#: Largest distance of the lines from the curve, as a share of the stroke's extent.
_CLOSENESS = 4e-3
#: A stroke's extent, as a share of its pen's width, up to which nobody sees its curves.
_UNSEEN = 1e-9
#: Lines shorter than this have no direction.
_SMALLEST = float(np.finfo(np.float64).tiny)


def as_complex(points: NDArray[np.float64]) -> NDArray[np.complex128]:
    """View (N, 2) points as N numbers x + iy: half as many NumPy calls, which dominate the time."""
    return np.ascontiguousarray(points).view(np.complex128)[:, 0]


def bezier_segments(points: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Lay a smooth curve through the points that keeps sharp corners.

    The curve is a centripetal Catmull-Rom spline as cubic Béziers, with two limits. With P[i] the
    points, L[i] the length of P[i+1] - P[i] and U[i] = (P[i+1] - P[i]) / L[i], or 0 where L[i] is
    0, segment i runs from P[i] to P[i+1] with the inner control points::

        K[i] = min(max(2 U[i-1] · U[i], 0), 1)
        T[i] = K[i] (U[i-1] + U[i]) / (3 (sqrt(L[i-1]) + sqrt(L[i])))      0 where both L are 0
        A[i] = P[i]   + L[i] sqrt(L[i-1]) T[i]
        B[i] = P[i+1] - L[i] sqrt(L[i+1]) T[i+1]

    At the ends of a stroke, where a neighbour is missing, the segment is a parabola::

        A[0]   = B[0]   - (P[1]   - P[0])   / 3
        B[N-2] = A[N-2] + (P[N-1] - P[N-2]) / 3

    and a stroke of two points is straight: A[0] and B[0] lie at its thirds.

    - Corners stay sharp: K is 1 for turns of up to 60°, as in a ring of six points or more, and
      falls to 0 at 90°; from there on, both segments run straight into the corner.
    - The curve stays within the pen's own mark: a control point further than 2/3 of the width from
      the straight line from P[i] to P[i+1] is moved towards its own end of the segment, in its
      direction, until the curve strays from the line by at most half of the width.

    In a bend, the curve is smooth: its direction at each point is that of the bisector T. It only
    moves forward along the straight line from P[i] to P[i+1]. Segment i depends only on points i-1
    to i+2: one more point changes the last segment and no other. Scaling a stroke with its width
    scales its curve.

    Parameters
    ----------
    points
        (N, 2) float64, N ≥ 1, in any one unit; points may coincide.
    width
        Pen width in the same unit, above 0.

    Returns
    -------
    (N - 1, 4, 2) float64: the start, two control points and the end of each segment.

    References
    ----------
    E. Catmull and R. Rom, "A class of local interpolating splines", Computer Aided Geometric
    Design, 1974. C. Yuksel, S. Schaefer and J. Keyser, "Parameterization and applications of
    Catmull-Rom curves", Computer-Aided Design 43(7), 2011: the exponent ½, which prevents loops.
    """
    return np.asarray(_segments(as_complex(points), width).view(np.float64)).reshape(-1, 4, 2)


def smooth_polyline(
    points: NDArray[np.float64], width: float, tolerance: float
) -> NDArray[np.float64]:
    """Approximate the curve of `bezier_segments` by short straight lines.

    Parameters
    ----------
    points, width
        As `bezier_segments` takes them.
    tolerance
        Largest distance of the lines from the curve, in the points' unit, above 0. A segment gets
        at most 64 lines, even if it needs more.

    Returns
    -------
    (M, 2) float64, M ≥ N: the given points, and more between them where the curve bends.

    References
    ----------
    Number of lines: G. Wang, "The subdivision method for finding the intersection between
    two Bézier curves or surfaces", 1984: √(3/4 · the largest second difference / tolerance).
    """
    segments = _segments(as_complex(points), width)
    start, first, second, end = segments.T
    # The curve as a polynomial in t: c[3] t³ + c[2] t² + c[1] t + c[0].
    bow, back = start - 2 * first + second, first - 2 * second + end
    bend = np.maximum(np.abs(bow), np.abs(back))
    lines = np.minimum(np.ceil(np.sqrt(bend * (0.75 / tolerance))), _MOST_LINES)
    counts = np.maximum(lines, 1.0).astype(np.intp)
    ends = counts.cumsum()
    if not len(ends) or ends[-1] == len(ends):
        return points
    whose = np.repeat(np.arange(len(counts)), counts)
    t = (np.arange(1, len(whose) + 1) - (ends - counts)[whose]) / counts[whose]
    polynomials = np.stack([back - bow, 3 * bow, 3 * (first - start), start])
    cubic, square, line, constant = polynomials[:, whose]
    path = np.empty(len(whose) + 1, np.complex128)
    path[0] = start[0]
    path[1:] = ((cubic * t + square) * t + line) * t + constant
    path[ends] = end
    return path.view(np.float64).reshape(-1, 2)


def flatten_curves(ink: Ink) -> Ink:
    """Return the drawing with enough points that straight lines between them follow its curves.

    The new points lie on the curve, and the lines stay within a 250th of the stroke's extent from
    it: a twelfth of a pixel if a digit is 20 pixels high. If the drawing would then have more than
    `MAX_POINTS` points, the lines follow it less closely.
    """
    strokes, closeness = ink.strokes, _CLOSENESS
    extents = [float((each.points.max(axis=0) - each.points.min(axis=0)).max()) for each in strokes]
    while True:
        paths = [
            smooth_polyline(stroke.points, stroke.width, closeness * extent)
            if extent > _UNSEEN * stroke.width
            else None
            for stroke, extent in zip(strokes, extents, strict=True)
        ]
        flat = tuple(
            stroke if path is None else stroke_of_checked(path, stroke.width)
            for stroke, path in zip(strokes, paths, strict=True)
        )
        if sum(map(len, flat)) <= MAX_POINTS:
            return Ink(flat)
        closeness *= 4


def _segments(points: NDArray[np.complex128], width: float) -> NDArray[np.complex128]:
    """Return (N - 1, 4) control points of the curves that `bezier_segments` explains."""
    starts, ends = points[:-1], points[1:]
    segments = np.empty((len(starts), 4), np.complex128)
    segments[:, 0], segments[:, 3] = starts, ends
    if not len(starts):
        return segments
    steps = ends - starts
    lengths = np.abs(steps)
    directions = steps / np.maximum(lengths, _SMALLEST)
    if len(steps) == 1:
        leaving, arriving = steps / 3, steps / -3
    else:
        roots = np.sqrt(lengths)
        before, after = directions[:-1], directions[1:]
        bends = np.minimum(np.maximum(2 * (before.conj() * after).real, 0.0), 1.0)
        spread = 3 * (roots[:-1] + roots[1:])
        tangents = (before + after) * (bends / np.maximum(spread, _SMALLEST))
        leaving, arriving = np.empty_like(steps), np.empty_like(steps)
        leaving[1:] = lengths[1:] * roots[:-1] * tangents
        arriving[:-1] = -lengths[:-1] * roots[1:] * tangents
        leaving[0] = arriving[0] + steps[0] * (2 / 3)
        arriving[-1] = leaving[-1] - steps[-1] * (2 / 3)
    # A cubic curve strays at most 3/4 of the further control point's distance.
    limit = 2 * width / 3
    for handles in (leaving, arriving):
        away = np.abs((directions.conj() * handles).imag)
        np.multiply(handles, limit / np.maximum(away, limit), out=handles)
    segments[:, 1], segments[:, 2] = starts + leaving, ends + arriving
    return segments
