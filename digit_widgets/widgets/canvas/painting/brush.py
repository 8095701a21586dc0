"""Brush: paints ink on an ipycanvas, all of it or only the new part, one frame each."""

from __future__ import annotations

import numpy as np
from ipycanvas import Canvas

from digit_widgets.ink import Ink, Stroke, bezier_segments, smooth_polyline
from digit_widgets.widgets.canvas.painting.frames import frame

__all__ = ["DENSITY", "paint", "paint_new"]

#: Canvas pixels per CSS pixel: sharp on HiDPI screens.
DENSITY = 2
#: Largest distance of a curve's lines from the curve, in CSS pixels.
_TOLERANCE = 0.1


def paint(canvas: Canvas, ink: Ink) -> None:
    """Paint a drawing white on black, replacing the canvas's content."""
    with frame(canvas):
        canvas.fill_style = "black"
        canvas.fill_rect(0, 0, canvas.width, canvas.height)
        canvas.fill_style = canvas.stroke_style = "white"
        canvas.line_cap = canvas.line_join = "round"
        for stroke in ink.strokes:
            _begin(canvas, stroke)
            if len(stroke) > 1:
                lines = smooth_polyline(stroke.points, stroke.width, _TOLERANCE)
                canvas.stroke_lines(np.round(lines * DENSITY, 2))


def paint_new(canvas: Canvas, before: Ink, after: Ink, *, ended: bool) -> None:
    """Paint what is new in a drawing: points added to its last stroke, and further strokes.

    The last curve of a stroke depends on the next point: it is painted once that point exists or
    the stroke has ended.
    """
    first = max(len(before.strokes) - 1, 0)
    with frame(canvas):
        for number, stroke in enumerate(after.strokes[first:], start=first):
            known = len(before.strokes[number]) if number < len(before.strokes) else 0
            if known == 0:
                _begin(canvas, stroke)
            is_open = not ended and number == len(after.strokes) - 1
            _curves(canvas, stroke, max(known - 2, 0), len(stroke) - (2 if is_open else 1))


def _begin(canvas: Canvas, stroke: Stroke) -> None:
    canvas.line_width = stroke.width * DENSITY
    x, y = (stroke.points[0] * DENSITY).tolist()
    canvas.fill_circle(x, y, stroke.width * DENSITY / 2)


def _curves(canvas: Canvas, stroke: Stroke, first: int, end: int) -> None:
    """Paint a stroke's curves from index `first` up to `end`."""
    if first >= end:
        return
    # One point before and one after influence the curves.
    near = max(first - 1, 0)
    segments = bezier_segments(stroke.points[near : end + 2], stroke.width)
    segments = segments[first - near : end - near]
    canvas.line_width = stroke.width * DENSITY
    canvas.begin_path()
    canvas.move_to(*(segments[0, 0] * DENSITY).tolist())
    for controls in np.round(segments[:, 1:] * DENSITY, 2).reshape(-1, 6).tolist():
        canvas.bezier_curve_to(*controls)
    canvas.stroke()
