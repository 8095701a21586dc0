"""Ink thumbnail: the first points of a drawing in white, over the rest in grey."""

from __future__ import annotations

import numpy as np
from ipywidgets import HTML

from digit_widgets.ink import Ink, Stroke
from digit_widgets.ink.svg_format import svg_path

__all__ = ["InkThumbnail"]

#: Side on the page in CSS pixels, the same as a `DigitPreview`'s.
_SIDE = 112
#: A larger drawing is thinned to about this many points, to send little data per move.
_POINTS = 600
#: Colour of the part that is not drawn yet, on black.
_YET = "#5a5a5a"
_PEN = "#56b4e9"


class InkThumbnail(HTML):  # type: ignore[misc]
    """Shows a drawing's first points in white, the pen's place, and the rest in grey.

    Parameters
    ----------
    width, height
        Size of the drawing surface, in the ink's unit.
    """

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self._view = f"0 0 {width:g} {height:g}"
        self.add_class("digit-widgets-sketch")
        self.show(Ink(), Ink(), "Nothing drawn")

    def show(self, whole: Ink, drawn: Ink, said: str) -> None:
        """Show a drawing and the part of it drawn so far, with a description for screen readers."""
        step = -(-whole.n_points // _POINTS) or 1
        pen = ""
        if drawn.strokes:
            last = drawn.strokes[-1]
            (x, y), radius = last.points[-1].tolist(), last.width * 0.8
            pen = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_PEN}"/>'
        self.value = (
            f'<svg width="{_SIDE}" height="{_SIDE}" viewBox="{self._view}" role="img" '
            f'aria-label="{said}" fill="none" stroke-linecap="round" stroke-linejoin="round">'
            f'<g stroke="{_YET}">{_paths(whole, step)}</g>'
            f'<g stroke="white">{_paths(drawn, step)}</g>{pen}</svg>'
        )


def _paths(ink: Ink, step: int) -> str:
    return "".join(_path(stroke, step) for stroke in ink.strokes)


def _path(stroke: Stroke, step: int) -> str:
    points = np.concatenate([stroke.points[:-1:step], stroke.points[-1:]])
    curve = svg_path(Stroke(points, stroke.width))
    return f'<path d="{curve}" stroke-width="{stroke.width:.1f}"/>'
