"""Garbage: frames that no page sends, made from one that a page does send."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Mapping

from tests.support.visitor.kernel_frames import make_frame, make_header, pack_frame

__all__ = ["MUTATIONS", "make_real_frame"]

#: The number of parts of a frame without buffers, and of its offsets.
_PARTS, _OFFSETS = 5, 6


def make_real_frame(session: str, canvas: str, view: int) -> bytes:
    """Return the frame of a batch of ink."""
    points = [86, 52, 91.6875, 51.6875]
    ink = {"view": view, "kind": "ink", "stroke": 0, "tool": "pen", "first": 0, "points": points}
    content = {"method": "custom", "content": {**ink, "end": False, "time": 8880}}
    return make_frame(make_header("comm_msg", session), {"comm_id": canvas, "data": content})


def _truncate(frame: bytes, chance: random.Random) -> bytes:
    return frame[: chance.randrange(len(frame))]


def _displace(frame: bytes, chance: random.Random) -> bytes:
    which = 1 + chance.randrange(_OFFSETS)
    near = chance.randrange(2 * len(frame))
    offset = chance.choice([near, chance.getrandbits(40), chance.getrandbits(64)])
    return frame[: 8 * which] + struct.pack("<Q", offset) + frame[8 * (which + 1) :]


def _flip(frame: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(frame)
    for _ in range(chance.randint(1, 8)):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _miscount(frame: bytes, chance: random.Random) -> bytes:
    count = chance.choice([0, 1, 2, 5, 7, 2**20, 2**31, 2**63, chance.getrandbits(64)])
    return struct.pack("<Q", count) + frame[8:]


def _rename_channel(frame: bytes, chance: random.Random) -> bytes:
    name = chance.choice([b"\xff\xfe", b"", b"no such", b"iopub", b"\xc3(" * 9])
    return pack_frame([name, *_parts(frame)[1:]])


def _break_json(frame: bytes, chance: random.Random) -> bytes:
    parts, which = _parts(frame), chance.randrange(1, _PARTS)
    bad = [b"", b"{", b"null", b"[]", b"\xff", b'{"a": ' * 2000, b"1e999", b'"text"']
    parts[which] = chance.choice(bad)
    return pack_frame(parts)


def _replace(frame: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(chance.choice([1, 8, 64, len(frame), 2**16]))


def _parts(frame: bytes) -> list[bytes]:
    offsets = struct.unpack_from(f"<{_OFFSETS}Q", frame, 8)
    return [frame[offsets[i] : offsets[i + 1]] for i in range(_PARTS)]


#: Functions that spoil a frame, by what they do to it.
MUTATIONS: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "truncated": _truncate,
    "wrong offset": _displace,
    "bits flipped": _flip,
    "wrong count": _miscount,
    "wrong channel": _rename_channel,
    "broken JSON": _break_json,
    "random bytes": _replace,
}
