"""Frames: checks what a page sends over its web socket before a server takes it apart.

Jupyter's servers believe the numbers at the beginning of a frame. Eight random bytes make them
look for as many parts as these bytes say, in the one loop that serves all pages.

The layouts are those of Jupyter's web socket protocols: ``v1.kernel.websocket.jupyter.org``, and
the older one without a name, whose frames are JSON, or JSON with buffers behind it.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

__all__ = ["FrameError", "check_frame"]

#: Channels on which a page may send.
_CHANNELS = frozenset({"shell", "control", "stdin"})
#: Header, parent header, metadata and content; buffers follow.
_PARTS = 4


class FrameError(ValueError):
    """A frame that is no message; its text says why."""


def check_frame(frame: str | bytes, *, is_v1: bool) -> str:
    """Check a frame, and return the type of its message.

    Takes time in proportion to the frame's length, whatever the frame says of itself.

    Parameters
    ----------
    frame
        What the page sent: text or bytes.
    is_v1
        True if page and server agreed on ``v1.kernel.websocket.jupyter.org``.

    Raises
    ------
    FrameError
        The frame is not in the layout of the protocol, or names an unknown channel.
    """
    if not is_v1:
        message = _parse_object(_first_buffer(frame) if isinstance(frame, bytes) else frame)
        # A frame without a channel is meant for the shell.
        _check_channel(message.get("channel") or "shell")
        for name in ("header", "parent_header", "metadata", "content"):
            if not isinstance(message.get(name), dict):
                raise FrameError(f"The {name} is not an object.")
        return _type_of(message.get("header"))
    if not isinstance(frame, bytes):
        raise FrameError("The frame is text, and not binary.")
    bounds = _read_numbers(frame, size=8, order="little")
    if len(bounds) < 2 + _PARTS:
        raise FrameError("The frame has too few parts.")
    _check_bounds(bounds, len(frame), start=8 * (len(bounds) + 1))
    if bounds[-1] != len(frame):
        raise FrameError("The last part does not end with the frame.")
    try:
        _check_channel(frame[bounds[0] : bounds[1]].decode())
    except UnicodeDecodeError:
        raise FrameError("The channel is no text.") from None
    header, *others = (frame[start:end] for start, end in list(pairwise(bounds[1:]))[:_PARTS])
    if any(not part.startswith(b"{") or not part.endswith(b"}") for part in others):
        raise FrameError("A part is not an object.")
    return _type_of(_parse_object(header))


def _first_buffer(frame: bytes) -> bytes:
    bounds = _read_numbers(frame, size=4, order="big")
    if not bounds:
        raise FrameError("The frame has no parts.")
    _check_bounds(bounds, len(frame), start=4 * (len(bounds) + 1))
    return frame[bounds[0] : bounds[1] if len(bounds) > 1 else None]


def _read_numbers(frame: bytes, *, size: int, order: Any) -> list[int]:
    """Read the bounds at the beginning of a frame: their number, and then each of them."""
    count = int.from_bytes(frame[:size], order)
    if len(frame) < size or count > len(frame) // size - 1:
        raise FrameError("The frame is shorter than its list of parts.")
    return [int.from_bytes(frame[size * n : size * (n + 1)], order) for n in range(1, count + 1)]


def _check_bounds(bounds: list[int], length: int, *, start: int) -> None:
    if bounds[0] != start:
        raise FrameError("The first part does not follow the list of parts.")
    if any(before > after for before, after in pairwise([*bounds, length])):
        raise FrameError("The parts are not in order, or not in the frame.")


def _check_channel(channel: object) -> None:
    if not isinstance(channel, str) or channel not in _CHANNELS:
        raise FrameError(f"There is no channel {str(channel)[:20]!r} on which to send.")


def _parse_object(text: str | bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise FrameError("A part is not JSON.") from None
    if not isinstance(value, dict):
        raise FrameError("A part is not an object.")
    return value


def _type_of(header: object) -> str:
    kind = header.get("msg_type") if isinstance(header, dict) else None
    if not isinstance(kind, str) or not kind:
        raise FrameError("The header has no message type.")
    return kind
