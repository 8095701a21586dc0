"""Ink thumbnail: a drawing's first points, coloured by what was read, over the rest in grey."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from ipywidgets import HTML

from digit_widgets.ink import Stroke
from digit_widgets.ink.svg_format import svg_path
from digit_widgets.recognition.timeline import Timeline
from digit_widgets.widgets.timeline.colored_strokes import color_strokes

__all__ = ["InkThumbnail"]

#: A larger drawing is thinned to about this many points, to send little data per move.
_POINTS = 600
#: Colour of the part that is not drawn yet, and of the pen, on black.
_YET, _PEN = "#5a5a5a", "white"


class InkThumbnail(HTML):  # type: ignore[misc]
    """Shows a drawing's first points in the colours of what was read, and the rest in grey.

    Parameters
    ----------
    width, height
        Size of the drawing surface, in the ink's unit.
    side
        Height on the page, in CSS pixels; a narrower page shows it smaller.
    """

    def __init__(self, width: float, height: float, side: float) -> None:
        super().__init__()
        self._view = f"0 0 {width:g} {height:g}"
        self._size = f"{side * width / height:.0f}px"
        self.layout.max_width = "100%"
        self.add_class("digit-widgets-sketch")
        self.show(None, 0, "Nothing drawn")

    def show(self, timeline: Timeline | None, n_points: int, said: str) -> None:
        """Show a drawing's first points over all of it, with a description for screen readers."""
        whole = drawn = pen = ""
        if timeline is not None:
            step = -(-timeline.ink.n_points // _POINTS) or 1
            parts = list(color_strokes(timeline, n_points))
            whole = _paths(((stroke, _YET) for stroke in timeline.ink.strokes), step)
            drawn = _paths(parts, step)
            last, _ = parts[-1]
            (x, y), radius = last.points[-1].tolist(), last.width * 0.8
            pen = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_PEN}"/>'
        self.value = (
            f'<svg style="width: {self._size}" viewBox="{self._view}" role="img" '
            f'aria-label="{said}" fill="none" stroke-linecap="round" stroke-linejoin="round">'
            f"{whole}{drawn}{pen}</svg>"
        )


def _paths(parts: Iterable[tuple[Stroke, str]], step: int) -> str:
    return "".join(_path(stroke, color, step) for stroke, color in parts)


def _path(stroke: Stroke, color: str, step: int) -> str:
    points = np.concatenate([stroke.points[:-1:step], stroke.points[-1:]])
    curve = svg_path(Stroke(points, stroke.width))
    return f'<path d="{curve}" stroke="{color}" stroke-width="{stroke.width:.1f}"/>'
