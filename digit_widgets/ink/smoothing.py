"""Smooth curves through a stroke's points, as a pen would have drawn them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["bezier_segments", "smooth_polyline"]

#: A segment's curve is made of at most so many straight lines: a drawing that reaches far beyond
#: every screen must not fill the memory.
_MOST_LINES = 64


def bezier_segments(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lay a smooth curve through all points: a centripetal Catmull-Rom spline as cubic Béziers.

    With P[i] the points, L[i] = |P[i+1] - P[i]| and U[i] = (P[i+1] - P[i]) / L[i], or 0 where
    L[i] is 0, segment i runs from P[i] to P[i+1] with the inner control points::

        T[i] = (U[i-1] + U[i]) / (3 (sqrt(L[i-1]) + sqrt(L[i])))      0 where both L are 0
        A[i] = P[i]   + L[i] sqrt(L[i-1]) T[i]
        B[i] = P[i+1] - L[i] sqrt(L[i+1]) T[i+1]

    At the ends of a stroke, where a neighbour is missing, the segment is a parabola::

        A[0]   = B[0]   - (P[1]   - P[0])   / 3
        B[N-2] = A[N-2] + (P[N-1] - P[N-2]) / 3

    and a stroke of two points is straight: A[0] and B[0] lie at its thirds.

    The curve has one direction at each point, that of the bisector T. Along the straight line
    from P[i] to P[i+1] it only moves forward, and it strays from it by a quarter of its length at
    most, however unevenly the points are spaced: it makes no loops and overshoots no point.
    Segment i depends on points i-1 to i+2 alone, so that one more point changes the last segment
    and no other.

    Parameters
    ----------
    points
        (N, 2) float64, N ≥ 1, in any one unit; some may coincide.

    Returns
    -------
    (N - 1, 4, 2) float64: the start, two control points and the end of each segment.

    References
    ----------
    E. Catmull and R. Rom, "A class of local interpolating splines", Computer Aided Geometric
    Design, 1974. C. Yuksel, S. Schaefer and J. Keyser, "Parameterization and applications of
    Catmull-Rom curves", Computer-Aided Design 43(7), 2011: the exponent ½, and no loops by it.
    """
    segments = np.stack([points[:-1], points[:-1], points[1:], points[1:]], axis=1)
    if len(points) == 1:
        return segments
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    directions = steps / np.where(lengths > 0, lengths, 1.0)[:, None]
    roots = np.sqrt(lengths)
    spread = 3 * (roots[:-1] + roots[1:])
    bisectors = (directions[:-1] + directions[1:]) / np.where(spread > 0, spread, 1.0)[:, None]
    segments[1:, 1] += (lengths[1:] * roots[:-1])[:, None] * bisectors
    segments[:-1, 2] -= (lengths[:-1] * roots[1:])[:, None] * bisectors
    if len(points) == 2:
        segments[0, 2] -= steps[0] / 3
    else:
        segments[-1, 2] = segments[-1, 1] + steps[-1] / 3
    segments[0, 1] = segments[0, 2] - steps[0] / 3
    return segments


def smooth_polyline(points: NDArray[np.float64], tolerance: float) -> NDArray[np.float64]:
    """Follow the curve of `bezier_segments` by short straight lines.

    Parameters
    ----------
    points
        (N, 2) float64, N ≥ 1.
    tolerance
        How far the lines may be from the curve, in the points' unit, above 0. Segments that need
        more than 64 lines for it get 64.

    Returns
    -------
    (M, 2) float64, M ≥ N: all the points, and more between them where the curve bends.

    References
    ----------
    The number of lines: G. Wang, "The subdivision method for finding the intersection between
    two Bézier curves or surfaces", 1984: √(3/4 · the largest second difference / tolerance).
    """
    segments = bezier_segments(points)
    second = np.diff(segments, n=2, axis=1)
    bend = np.hypot(second[..., 0], second[..., 1]).max(axis=1)
    counts = np.ceil(np.sqrt(0.75 * bend / tolerance)).clip(1, _MOST_LINES).astype(np.intp)
    whose = np.repeat(np.arange(len(counts)), counts)
    done = (counts.cumsum() - counts)[whose]
    t = (np.arange(1, len(whose) + 1) - done) / counts[whose]
    weights = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3], axis=1)
    return np.concatenate([points[:1], np.einsum("kc,kcx->kx", weights, segments[whose])])
