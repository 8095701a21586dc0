"""Stroke shapes: boxes, evenly spaced points, and the straight line nearest to each stroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Stroke

__all__ = ["StrokeShapes"]

#: Number of points per stroke with which its distance to another stroke is measured.
_POINTS = 32


@dataclass(frozen=True, slots=True)
class StrokeShapes:
    """The shapes of a drawing's strokes, in the drawing's unit, y down.

    Attributes
    ----------
    boxes
        (N, 4) float64: left, top, right, bottom.
    paths
        (N, 32, 2) float64: points at even distances along each stroke.
    lengths
        (N,) float64: the length of each stroke, ≥ 0.
    bends
        (N,) float64 ≥ 0: the largest distance of a stroke's points from the line between its ends,
        as a share of that line; infinite if the ends meet.
    pens
        (N,) float64: the pen's width of each stroke, above 0.
    slants
        (N,) float64 in -90..90: degrees from the vertical to the line between the ends, above 0 if
        it leans to the right, like a slash; 90 or -90 for a level line, 0 if the ends meet.
    """

    boxes: NDArray[np.float64]
    paths: NDArray[np.float64]
    lengths: NDArray[np.float64]
    bends: NDArray[np.float64]
    pens: NDArray[np.float64]
    slants: NDArray[np.float64]

    @classmethod
    def measure(cls, strokes: Sequence[Stroke]) -> StrokeShapes:
        """Measure some strokes."""
        paths = _find_paths(strokes)
        starts = paths[:, :1]
        lines = paths[:, -1] - paths[:, 0]
        chords = np.hypot(*lines.T)
        lengths = np.hypot(*np.moveaxis(np.diff(paths, axis=1), -1, 0)).sum(axis=1)
        away = paths - starts
        across = np.abs(away[..., 0] * lines[:, None, 1] - away[..., 1] * lines[:, None, 0])
        squares = chords * chords
        bends = np.full(len(paths), np.inf)
        np.divide(across.max(axis=1, initial=0.0), squares, out=bends, where=squares > 0)
        # Turn each line upwards, so that its direction of drawing does not matter.
        upwards = np.where(lines[:, 1] > 0, -1.0, 1.0)
        slants = np.degrees(np.arctan2(upwards * lines[:, 0], -upwards * lines[:, 1]))
        pens = np.array([stroke.width for stroke in strokes])
        return cls(_find_boxes(strokes), paths, lengths, bends, pens, slants)

    def take(self, strokes: Sequence[int], scale: float) -> StrokeShapes:
        """Return the shapes of some of the strokes, all lengths multiplied by a scale above 0."""
        chosen = list(strokes)
        return StrokeShapes(
            self.boxes[chosen] * scale,
            self.paths[chosen] * scale,
            self.lengths[chosen] * scale,
            self.bends[chosen],
            self.pens[chosen] * scale,
            self.slants[chosen],
        )

    @property
    def heights(self) -> NDArray[np.float64]:
        """(N,) float64: the heights of the boxes, ≥ 0."""
        return self.boxes[:, 3] - self.boxes[:, 1]

    @property
    def widths(self) -> NDArray[np.float64]:
        """(N,) float64: the widths of the boxes, ≥ 0."""
        return self.boxes[:, 2] - self.boxes[:, 0]

    def are_level(self) -> NDArray[np.bool_]:
        """(N,) bool: which strokes are level lines, such as a minus or the bar of a fraction."""
        return (np.abs(self.slants) > 68) & (self.bends < 0.3) & (self.heights < self.widths / 2)

    def distance(self, one: int, other: int) -> float:
        """Return the least distance between two strokes' points."""
        away = self.paths[one][:, None] - self.paths[other]
        return float(np.sqrt((away * away).sum(axis=-1).min()))


def _find_boxes(strokes: Sequence[Stroke]) -> NDArray[np.float64]:
    """Return (N, 4) float64: left, top, right, bottom of each stroke's points."""
    boxes = [(*each.points.min(axis=0), *each.points.max(axis=0)) for each in strokes]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _find_paths(strokes: Sequence[Stroke]) -> NDArray[np.float64]:
    """Return (N, 32, 2) float64: points at even distances along each stroke."""
    paths = np.empty((len(strokes), _POINTS, 2))
    for path, stroke in zip(paths, strokes, strict=True):
        steps = np.hypot(*np.diff(stroke.points, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(steps)])
        at = np.linspace(0.0, along[-1], _POINTS)
        path[:, 0] = np.interp(at, along, stroke.points[:, 0])
        path[:, 1] = np.interp(at, along, stroke.points[:, 1])
    return paths
