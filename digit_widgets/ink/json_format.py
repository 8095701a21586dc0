"""JSON format of ink: the format in which drawings are stored and sent."""

from __future__ import annotations

import json
from typing import Any

from digit_widgets.errors import InkError
from digit_widgets.ink.strokes import Ink, Stroke, check_ink

__all__ = ["ink_from_json", "ink_to_json"]

_FORMAT = "digit-widgets-ink"
_VERSION = 1


def ink_to_json(ink: Ink) -> str:
    """Return a drawing as one JSON object.

    The object holds ``format``, ``version`` and ``strokes``, a list of
    ``{"width": w, "points": [[x, y], ...]}``. Numbers keep their full precision:
    `ink_from_json` returns an equal drawing.

    Raises
    ------
    ArgumentError
        Not an `Ink`.
    """
    check_ink(ink)
    strokes = [{"width": stroke.width, "points": stroke.points.tolist()} for stroke in ink.strokes]
    return json.dumps({"format": _FORMAT, "version": _VERSION, "strokes": strokes})


def ink_from_json(text: str | bytes) -> Ink:
    """Read a drawing that `ink_to_json` wrote.

    Raises
    ------
    InkError
        The input is not text, not JSON, not such an object, has another version, or has strokes
        that raise an error in `Stroke` (NaN, infinities, too many points ...).
    """
    try:
        data: Any = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise InkError(f"This is not ink as JSON: {error}.") from None
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise InkError(f'Ink as JSON is an object with "format": "{_FORMAT}".')
    if data.get("version") != _VERSION:
        raise InkError(
            f"This ink has version {data.get('version')!r}; this release reads {_VERSION}."
        )
    strokes = data.get("strokes")
    if not isinstance(strokes, list) or not all(isinstance(stroke, dict) for stroke in strokes):
        raise InkError('The "strokes" of an ink are a list of {"width": ..., "points": ...}.')
    return Ink(tuple(Stroke(stroke.get("points"), stroke.get("width")) for stroke in strokes))
