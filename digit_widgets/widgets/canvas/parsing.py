"""Parsing of page messages: each is checked once, and malformed ones are ignored."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import InkError
from digit_widgets.ink import MAX_COORDINATE, MAX_POINTS, Ink, ink_from_json
from digit_widgets.widgets.canvas import messages
from digit_widgets.widgets.canvas.messages import TOOLS, Message

__all__ = ["WIDEST", "parse_message"]

#: Width in CSS pixels of the widest tool that a page may choose, if the surface is large enough.
WIDEST = 40.0
_COMMANDS = ("undo", "redo", "clear")
#: Formats in which a page may request the drawing.
_FORMATS = ("png", "svg", "json", "28x28")
_ENDS = {False: "", True: "lifted", "discarded": "discarded"}
#: Limit of the whole numbers that JavaScript represents exactly.
_LARGEST = 2**53
#: Why a page sends no image.
_REFUSALS = ("none", "several", "large", "unreadable")
#: Characters of the longest name of a file, on any system.
_LONGEST_NAME = 1000


def parse_message(content: Any, width: float, height: float) -> Message | None:
    """Return a page's message to a surface of some size, or None if it is malformed."""
    if not isinstance(content, Mapping) or not _is_count(content.get("view")):
        return None
    kind = content.get("kind")
    parse = _PARSERS.get(kind) if isinstance(kind, str) else None
    return parse(content, content["view"], (width, height)) if parse else None


_Sides = tuple[float, float]


def _parse_ink(content: Mapping[str, Any], view: int, _: _Sides) -> Message | None:
    stroke, first, tool, end, time = map(content.get, ("stroke", "first", "tool", "end", "time"))
    points = _points(content.get("points"))
    if points is None or not (_is_count(stroke) and _is_count(first) and _is_number(time)):
        return None
    if not _is_one_of(tool, TOOLS) or not isinstance(end, bool | str) or end not in _ENDS:
        return None
    return messages.InkBatch(view, stroke, tool, first, points, _ENDS[end], float(time))  # type: ignore[arg-type]


def _parse_command(content: Mapping[str, Any], view: int, _: _Sides) -> Message | None:
    what: Any = content.get("what")
    return messages.Command(view, what) if _is_one_of(what, _COMMANDS) else None


def _parse_tool(content: Mapping[str, Any], view: int, _: _Sides) -> Message | None:
    tool: Any = content.get("tool")
    return messages.ToolChoice(view, tool) if _is_one_of(tool, TOOLS) else None


def _parse_width(content: Mapping[str, Any], view: int, sides: _Sides) -> Message | None:
    tool: Any = content.get("tool")
    width: Any = content.get("width")
    if not _is_one_of(tool, TOOLS) or not _is_number(width):
        return None
    is_allowed = 1 <= width <= min(WIDEST, *sides)
    return messages.WidthChoice(view, tool, float(width)) if is_allowed else None


def _parse_file(content: Mapping[str, Any], view: int, _: _Sides) -> Message | None:
    name: Any = content.get("format")
    return messages.FileRequest(view, name) if _is_one_of(name, _FORMATS) else None


def _parse_ping(content: Mapping[str, Any], view: int, _: _Sides) -> Message | None:
    number: Any = content.get("number")
    return messages.Ping(view, number) if _is_count(number) else None


def _parse_backup(content: Mapping[str, Any], view: int, sides: _Sides) -> Message | None:
    ink = _ink(content.get("ink"), sides)
    return None if ink is None else messages.Backup(view, ink)


def _parse_restore(content: Mapping[str, Any], view: int, sides: _Sides) -> Message | None:
    ink = _ink(content.get("ink"), sides)
    return None if ink is None else messages.Restore(view, ink)


def _parse_latency(content: Mapping[str, Any], view: int, _: _Sides) -> Message | None:
    figures = content.get("figures")
    if not isinstance(figures, list) or len(figures) != 3:
        return None
    if not all(_is_number(figure) and 0 <= figure <= 1e6 for figure in figures):
        return None
    median, slow, rate = (float(figure) for figure in figures)
    return messages.Latency(view, (median, slow, rate))


def _parse_image(content: Mapping[str, Any], view: int, _: _Sides) -> Message | None:
    name, size, first = _name(content.get("name")), content.get("size"), content.get("first")
    if name is None or not (_is_count(size) and _is_count(first)):
        return None
    return messages.ImagePart(view, name, size, first)  # type: ignore[arg-type]


def _parse_no_image(content: Mapping[str, Any], view: int, _: _Sides) -> Message | None:
    name, why = _name(content.get("name")), content.get("why")
    if name is None or not _is_one_of(why, _REFUSALS):
        return None
    return messages.NoImage(view, name, why)  # type: ignore[arg-type]


_PARSERS: Mapping[str, Callable[[Mapping[str, Any], int, _Sides], Message | None]] = {
    messages.InkBatch.kind: _parse_ink,
    messages.Command.kind: _parse_command,
    messages.ToolChoice.kind: _parse_tool,
    messages.WidthChoice.kind: _parse_width,
    messages.FileRequest.kind: _parse_file,
    messages.Ping.kind: _parse_ping,
    messages.Backup.kind: _parse_backup,
    messages.Restore.kind: _parse_restore,
    messages.Latency.kind: _parse_latency,
    messages.ImagePart.kind: _parse_image,
    messages.NoImage.kind: _parse_no_image,
}


def _ink(text: Any, sides: _Sides) -> Ink | None:
    """Return the drawing in a JSON text, or None if it is invalid or outside the surface."""
    if not isinstance(text, str):
        return None
    try:
        ink = ink_from_json(text)
    except InkError:
        return None
    bounds = ink.bounds
    if bounds is None or bounds.left < 0 or bounds.top < 0:
        return None
    return ink if bounds.right <= sides[0] and bounds.bottom <= sides[1] else None


def _points(flat: Any) -> NDArray[np.float64] | None:
    """Convert the list x, y, x, y ... to (N, 2); return None if it is invalid."""
    if not isinstance(flat, list) or len(flat) % 2 or len(flat) > 2 * MAX_POINTS:
        return None
    if not all(map(_is_number, flat)):
        return None
    points = np.array(flat, np.float64).reshape(-1, 2)
    return points if bool((np.abs(points) <= MAX_COORDINATE).all()) else None


def _is_one_of(value: Any, names: tuple[str, ...]) -> bool:
    return isinstance(value, str) and value in names


def _name(value: Any) -> str | None:
    """Return a file's name as it can be shown, or None if it is invalid."""
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        return None
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in value)


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < _LARGEST


def _is_number(value: Any) -> bool:
    # math.isfinite raises an error for whole numbers too large for a float.
    return (type(value) is int and abs(value) < _LARGEST) or (
        type(value) is float and math.isfinite(value)
    )
