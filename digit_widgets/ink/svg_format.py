"""SVG export: a drawing as smooth vector paths."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import ArrayLike

from digit_widgets.ink.curves import bezier_segments
from digit_widgets.ink.strokes import Ink, Stroke, check_ink

__all__ = ["ink_to_svg", "svg_path"]


def ink_to_svg(
    ink: Ink,
    width: float,
    height: float,
    *,
    foreground: str = "white",
    background: str = "black",
) -> str:
    """Return a drawing as a standalone SVG, one path per stroke in the order of drawing.

    Strokes run smoothly through their points, as in `bezier_segments`, with round ends.
    Numbers are rounded to two decimals; ink beyond the image's sides is cut off.

    Parameters
    ----------
    ink
        The drawing, in CSS pixels from the image's top left corner.
    width, height
        Size of the image in CSS pixels, above 0.
    foreground, background
        Colours in CSS syntax.

    Raises
    ------
    ArgumentError
        Not an `Ink`.
    """
    check_ink(ink)
    size = f'width="{_numbers(width)}" height="{_numbers(height)}"'
    view = f'viewBox="0 0 {_numbers((width, height))}"'
    paths = (
        f'<path stroke-width="{_numbers(stroke.width)}" d="{svg_path(stroke)}"/>'
        for stroke in ink.strokes
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view}>',
            f'<rect {size} fill="{escape(background)}"/>',
            f'<g fill="none" stroke="{escape(foreground)}" '
            'stroke-linecap="round" stroke-linejoin="round">',
            *paths,
            "</g>",
            "</svg>",
            "",
        ]
    )


def svg_path(stroke: Stroke) -> str:
    """Return a stroke's curve as an SVG path, in the stroke's unit, rounded to two decimals."""
    start = f"M{_numbers(stroke.points[0])}"
    # A line of no length still gets round ends; some programs draw none for such a curve.
    if not np.ptp(stroke.points, axis=0).any():
        return f"{start}h0"
    return f"{start}C{_numbers(bezier_segments(stroke.points, stroke.width)[:, 1:])}"


def _numbers(values: ArrayLike) -> str:
    # Adding 0 turns -0.0 into 0.0. Nine digits are enough for a million and two decimals.
    rounded = np.round(np.asarray(values), 2) + 0.0
    return " ".join(f"{value:.9g}" for value in np.ravel(rounded).tolist())
