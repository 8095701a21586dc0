"""What a page may send of a drawing surface, checked: anything else is nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import InkError
from digit_widgets.ink import MAX_COORDINATE, MAX_POINTS, Ink, ink_from_json

__all__ = [
    "TOOLS",
    "Batch",
    "parse_backup",
    "parse_batch",
    "parse_file",
    "parse_latency",
    "parse_ping",
    "parse_upload",
    "parse_width",
]

Tool = Literal["pen", "eraser", "stroke eraser"]
TOOLS: tuple[Tool, ...] = ("pen", "eraser", "stroke eraser")
#: In what a page may ask for the drawing.
_FORMATS = ("png", "svg", "json", "28x28")
_ENDS = {False: "", True: "lifted", "discarded": "discarded"}
#: Whole numbers that the page counts exactly.
_LARGEST = 2**53
#: Milliseconds from 1970 to the year 3871: a file is not newer.
_LATEST = 6e13


@dataclass(frozen=True, slots=True)
class Batch:
    """Points of a stroke, in the order in which the pointer was there.

    Attributes
    ----------
    key
        Which view of the surface, and which of its strokes, by numbers of its own.
    tool
        What is drawn with.
    first
        How many points of the stroke came before.
    points
        (N, 2) float64 in CSS pixels, perhaps beside the surface.
    end
        "" if the stroke goes on; "lifted"; "discarded" if it was none: a palm, say.
    time
        When the newest point came, in milliseconds of the page's own clock.
    """

    key: tuple[int, int]
    tool: Tool
    first: int
    points: NDArray[np.float64]
    end: str
    time: float


def parse_batch(content: Any) -> Batch | None:
    """Return the batch in a message, or None if it is not one."""
    if not isinstance(content, Mapping) or content.get("kind") != "ink":
        return None
    view, stroke, first = (content.get(key) for key in ("view", "stroke", "first"))
    tool, end, time = (content.get(key) for key in ("tool", "end", "time"))
    points = _points(content.get("points"))
    if not (_is_count(view) and _is_count(stroke) and _is_count(first)) or points is None:
        return None
    if not isinstance(tool, str) or tool not in TOOLS or not _is_number(time):
        return None
    if not isinstance(end, bool | str) or end not in _ENDS:
        return None
    return Batch((view, stroke), tool, first, points, _ENDS[end], float(time))  # type: ignore[arg-type]


def parse_ping(content: Mapping[str, Any]) -> dict[str, int] | None:
    """Return whose question it is whether the kernel is there, and which."""
    view, number = content.get("view"), content.get("number")
    if content.get("kind") != "hello" or not (_is_count(view) and _is_count(number)):
        return None
    return {"view": view, "number": number}  # type: ignore[dict-item]


def parse_latency(content: Mapping[str, Any]) -> tuple[float, float, float] | None:
    """Return a page's latency: median and 95th percentile in milliseconds, readings a second."""
    figures = content.get("figures")
    if content.get("kind") != "latency":
        return None
    if not isinstance(figures, list) or len(figures) != 3:
        return None
    if not all(_is_number(figure) and 0 <= figure <= 1e6 for figure in figures):
        return None
    median, slow, rate = (float(figure) for figure in figures)
    return median, slow, rate


def parse_width(content: Mapping[str, Any], widest: float) -> float | None:
    """Return the width that a page asks for its tool."""
    width: Any = content.get("width")
    return float(width) if _is_number(width) and 1 <= width <= widest else None


def parse_file(content: Mapping[str, Any]) -> tuple[str, int] | None:
    """Return the format in which a page wants the drawing, and which view wants it."""
    name, view = content.get("format"), content.get("view")
    if not isinstance(name, str) or name not in _FORMATS or not _is_count(view):
        return None
    return name, view  # type: ignore[return-value]


def parse_backup(content: Mapping[str, Any], width: float, height: float) -> Ink | None:
    """Return the drawing that a page gives back, if it fits on a surface of this size."""
    text = content.get("ink")
    if content.get("kind") not in ("kept", "back") or not isinstance(text, str):
        return None
    try:
        ink = ink_from_json(text)
    except InkError:
        return None
    bounds = ink.bounds
    if bounds is None or bounds.left < 0 or bounds.top < 0:
        return None
    return ink if bounds.right <= width and bounds.bottom <= height else None


def parse_upload(state: Any) -> dict[str, Any]:
    """Return what of a file button's state a page may set: the file that was chosen."""
    value = state.get("value") if isinstance(state, Mapping) else None
    if not isinstance(value, list) or not all(map(_is_upload, value)):
        return {}
    return {"value": value}


def _is_upload(file: Any) -> bool:
    return (
        isinstance(file, Mapping)
        and isinstance(file.get("name"), str)
        and isinstance(file.get("type"), str)
        and isinstance(file.get("content"), bytes | memoryview)
        and _is_count(file.get("size"))
        and _is_number(file.get("last_modified"))
        and abs(file["last_modified"]) <= _LATEST
    )


def _points(flat: Any) -> NDArray[np.float64] | None:
    """Take x, y, x, y ... to (N, 2)."""
    if not isinstance(flat, list) or len(flat) % 2 or len(flat) > 2 * MAX_POINTS:
        return None
    if not all(map(_is_number, flat)):
        return None
    points = np.array(flat, np.float64).reshape(-1, 2)
    return points if bool((np.abs(points) <= MAX_COORDINATE).all()) else None


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < _LARGEST


def _is_number(value: Any) -> bool:
    # Of a whole number that is no float, math.isfinite raises.
    return (type(value) is int and abs(value) < _LARGEST) or (
        type(value) is float and math.isfinite(value)
    )
