"""Stroke gesture: turns a pointer's path into ink or into an erasure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink, Stroke, clip_path, erase, erase_strokes, flatten_curves

__all__ = ["StrokeGesture"]


@dataclass(frozen=True, slots=True)
class StrokeGesture:
    """A stroke in progress, of the pen or an eraser, from pointer down to pointer up.

    Attributes
    ----------
    key
        The page's numbers for the view and the stroke.
    tool
        The tool, the same from down to up.
    size
        Width of the pen or the eraser, in CSS pixels.
    n_points
        Number of points so far.
    last
        (1, 2) float64: the newest point, perhaps outside the surface; (0, 2) before the first.
    is_inking
        True while the pen is on the surface: its next points then extend its last stroke.
    has_changed
        True once the gesture has changed the drawing.
    """

    key: tuple[int, int]
    tool: str
    size: float
    n_points: int = 0
    last: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))
    is_inking: bool = False
    has_changed: bool = False

    def move(
        self, ink: Ink, points: NDArray[np.float64], sides: tuple[float, float]
    ) -> tuple[StrokeGesture, Ink]:
        """Move on to further points, (N, 2) with N ≥ 1, on a surface of these sides.

        Returns
        -------
        The new gesture and the new drawing, which is the same object if it has not changed.

        Raises
        ------
        InkError
            The drawing would be too large.
        """
        path = np.concatenate([self.last, points])
        if self.tool == "pen":
            after, is_inking = self._draw(ink, path, sides)
        else:
            after, is_inking = self._erase(ink, path), False
        gesture = replace(
            self,
            n_points=self.n_points + len(points),
            last=path[-1:],
            is_inking=is_inking,
            has_changed=self.has_changed or after is not ink,
        )
        return gesture, after

    def _erase(self, ink: Ink, path: NDArray[np.float64]) -> Ink:
        """Erase visible curves along a path; untouched strokes stay the same objects."""
        low, high = path.min(axis=0) - self.size / 2, path.max(axis=0) + self.size / 2
        curves: dict[int, Stroke] = {}
        for stroke in ink.strokes:
            # A curve leaves its points' box by at most half its pen's width; so does its edge.
            edge = stroke.width
            if (stroke.points.min(axis=0) - edge <= high).all() and (
                stroke.points.max(axis=0) + edge >= low
            ).all():
                (curves[id(stroke)],) = flatten_curves(Ink((stroke,))).strokes
        before = Ink(tuple(curves.get(id(stroke), stroke) for stroke in ink.strokes))
        wipe = erase if self.tool == "eraser" else erase_strokes
        after = wipe(before, path, self.size / 2)
        if after is before:
            return ink
        untouched = {id(curves.get(id(stroke), stroke)): stroke for stroke in ink.strokes}
        return Ink(tuple(untouched.get(id(stroke), stroke) for stroke in after.strokes))

    def _draw(
        self, ink: Ink, path: NDArray[np.float64], sides: tuple[float, float]
    ) -> tuple[Ink, bool]:
        """Draw along a path; a pen that returns to the surface begins another stroke."""
        parts = clip_path(path, *sides)
        for number, part in enumerate(parts):
            if number > 0 or not self.is_inking:
                ink = ink.begin_stroke(part, self.size)
            elif len(part) > 1:
                ink = ink.extend_stroke(part[1:])
        return ink, bool(parts) and np.array_equal(parts[-1][-1], path[-1])
