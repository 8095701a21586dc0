"""Ink on an ipycanvas: all of it, or what is new of the open stroke, a frame each."""

from __future__ import annotations

import numpy as np
from ipycanvas import Canvas

from digit_widgets.ink import Ink, Stroke
from digit_widgets.widgets._frames import frame

__all__ = ["DENSITY", "paint", "paint_dot", "paint_segment"]

#: Canvas pixels a CSS pixel: sharp on HiDPI screens.
DENSITY = 2


def paint(canvas: Canvas, ink: Ink) -> None:
    """Draw a drawing, white on black, instead of what there was."""
    with frame(canvas):
        canvas.fill_style = "black"
        canvas.fill_rect(0, 0, canvas.width, canvas.height)
        canvas.fill_style = canvas.stroke_style = "white"
        canvas.line_cap = canvas.line_join = "round"
        for stroke in ink.strokes:
            canvas.line_width = stroke.width * DENSITY
            _dot(canvas, stroke)
            if len(stroke) > 1:
                canvas.stroke_lines(np.round(stroke.points * DENSITY, 2))


def paint_dot(canvas: Canvas, stroke: Stroke) -> None:
    """Draw the beginning of a stroke."""
    with frame(canvas):
        canvas.line_width = stroke.width * DENSITY
        _dot(canvas, stroke)


def paint_segment(canvas: Canvas, stroke: Stroke) -> None:
    """Draw the newest segment of a stroke."""
    (x0, y0), (x1, y1) = (stroke.points[-2:] * DENSITY).tolist()
    with frame(canvas):
        canvas.line_width = stroke.width * DENSITY
        canvas.stroke_line(x0, y0, x1, y1)


def _dot(canvas: Canvas, stroke: Stroke) -> None:
    x, y = (stroke.points[0] * DENSITY).tolist()
    canvas.fill_circle(x, y, stroke.width * DENSITY / 2)
