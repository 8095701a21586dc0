"""Kernel frames: Jupyter messages as a kernel's web socket carries them.

A frame of the protocol ``v1.kernel.websocket.jupyter.org`` begins with the number of its offsets
and the offsets, 8 bytes each, little endian. They delimit the channel's name, the message's four
JSON parts (header, parent header, metadata, content) and its buffers.
"""

from __future__ import annotations

import json
import struct
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

__all__ = ["SUBPROTOCOL", "ReceivedMessage", "make_frame", "make_header", "pack_frame"]

SUBPROTOCOL = "v1.kernel.websocket.jupyter.org"
#: The parts before the buffers: the channel, header, parent header, metadata and content.
_JSON_PARTS = 5


class ReceivedMessage:
    """A message from a kernel, of which only those parts are parsed that are asked for.

    Most messages are not for the reader of one widget: those cost a search for its identifier.
    """

    def __init__(self, frame: bytes) -> None:
        (count,) = struct.unpack_from("<Q", frame)
        offsets = struct.unpack_from(f"<{count}Q", frame, 8)
        self._parts = [frame[start:end] for start, end in pairwise(offsets)]
        self.raw_content = self._parts[4]

    @cached_property
    def channel(self) -> str:
        """The channel, such as "iopub"."""
        return self._parts[0].decode()

    @cached_property
    def header(self) -> dict[str, Any]:
        """The header, with the type and the identifier."""
        header: dict[str, Any] = json.loads(self._parts[1])
        return header

    @cached_property
    def parent(self) -> str | None:
        """The identifier of the message that this one answers; None if there is none."""
        identifier: str | None = json.loads(self._parts[2]).get("msg_id")
        return identifier

    @cached_property
    def content(self) -> dict[str, Any]:
        """The content."""
        content: dict[str, Any] = json.loads(self.raw_content)
        return content

    @property
    def buffers(self) -> list[bytes]:
        """The binary parts."""
        return self._parts[_JSON_PARTS:]

    @property
    def kind(self) -> str:
        """The message's type, such as "comm_msg"."""
        kind: str = self.header["msg_type"]
        return kind


def make_header(kind: str, session: str) -> dict[str, Any]:
    """A header is made as JupyterLab's services make it."""
    return {
        "date": datetime.now(UTC).isoformat(),
        "msg_id": str(uuid.uuid4()),
        "msg_type": kind,
        "session": session,
        "username": "",
        "version": "5.2",
    }


def make_frame(
    header: Mapping[str, Any],
    content: Mapping[str, Any],
    *,
    metadata: Mapping[str, Any] | None = None,
    channel: str = "shell",
) -> bytes:
    """A frame is made of a message without buffers."""
    parts = [header, {}, metadata or {}, content]
    return pack_frame(
        [channel.encode(), *(json.dumps(part, separators=(",", ":")).encode() for part in parts)]
    )


def pack_frame(parts: Sequence[bytes]) -> bytes:
    """A frame is packed from any parts, the channel's name first."""
    offset = 8 * (len(parts) + 2)
    offsets = [offset]
    for part in parts:
        offset += len(part)
        offsets.append(offset)
    return struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets) + b"".join(parts)
