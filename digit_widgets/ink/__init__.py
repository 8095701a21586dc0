"""Drawings as strokes of points: the model of which every picture is a view."""

from digit_widgets.ink.clipping import clipped
from digit_widgets.ink.erasing import erased, without_strokes
from digit_widgets.ink.export import ink_to_svg
from digit_widgets.ink.interchange import ink_from_json, ink_to_json
from digit_widgets.ink.smoothing import bezier_segments, flatten_curves, smooth_polyline
from digit_widgets.ink.strokes import (
    MAX_COORDINATE,
    MAX_POINTS,
    MAX_STROKES,
    Bounds,
    Ink,
    Stroke,
)

__all__ = [
    "MAX_COORDINATE",
    "MAX_POINTS",
    "MAX_STROKES",
    "Bounds",
    "Ink",
    "Stroke",
    "bezier_segments",
    "clipped",
    "erased",
    "flatten_curves",
    "ink_from_json",
    "ink_to_json",
    "ink_to_svg",
    "smooth_polyline",
    "without_strokes",
]
