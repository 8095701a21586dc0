"""Ink: drawings as strokes of points, from which every image is rendered."""

from digit_widgets.ink.checks import MAX_COORDINATE, MAX_POINTS, MAX_STROKES
from digit_widgets.ink.clipping import clip_path
from digit_widgets.ink.curves import bezier_segments, flatten_curves, smooth_polyline
from digit_widgets.ink.erasing import erase, erase_strokes
from digit_widgets.ink.json_format import ink_from_json, ink_to_json
from digit_widgets.ink.strokes import Bounds, Ink, Stroke
from digit_widgets.ink.svg_format import ink_to_svg

__all__ = [
    "MAX_COORDINATE",
    "MAX_POINTS",
    "MAX_STROKES",
    "Bounds",
    "Ink",
    "Stroke",
    "bezier_segments",
    "clip_path",
    "erase",
    "erase_strokes",
    "flatten_curves",
    "ink_from_json",
    "ink_to_json",
    "ink_to_svg",
    "smooth_polyline",
]
