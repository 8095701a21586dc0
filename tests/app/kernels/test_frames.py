"""What a page sends over its web socket, checked before it is taken apart."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
    serialize_binary_message,
    serialize_msg_to_ws_v1,
)

from digit_widgets.app.kernels.frames import FrameError, check_frame

MESSAGE: dict[str, Any] = {
    "header": {"msg_id": "1", "msg_type": "comm_msg", "date": "2026-01-01T00:00:00Z"},
    "parent_header": {},
    "metadata": {},
    "content": {"comm_id": "2", "data": {"kind": "ink", "points": [1, 2]}},
}


def pack(part: object) -> bytes:
    return json.dumps(part).encode()


def v1_frame(*buffers: bytes, channel: str = "shell", **parts: Any) -> bytes:
    """Return a frame of the newer protocol, made by Jupyter's own function."""
    packed = [pack({**MESSAGE, **parts}[name]) for name in MESSAGE]
    frame: bytes = serialize_msg_to_ws_v1([*packed, *buffers], channel)
    return frame


def old_frame(*buffers: bytes, **parts: Any) -> bytes:
    frame: bytes = serialize_binary_message(
        {**MESSAGE, "channel": "shell", **parts, "buffers": list(buffers)}
    )
    return frame


@pytest.mark.parametrize("buffers", [(), (b"",), (b"one", b"two" * 1000)])
@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
def test_a_message_passes(buffers: tuple[bytes, ...], channel: str) -> None:
    assert check_frame(v1_frame(*buffers, channel=channel), is_v1=True) == "comm_msg"
    assert check_frame(old_frame(*buffers, channel=channel), is_v1=False) == "comm_msg"
    text = json.dumps({**MESSAGE, "channel": channel})
    assert check_frame(text, is_v1=False) == "comm_msg"


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        ("text", "not binary"),
        (b"", "shorter"),
        (b"1234567", "shorter"),
        (b"\x07\x9d\xe1\x00\x12\xff\xee\x31", "shorter"),
        (b"\xff" * 8, "shorter"),
        (struct.pack("<Q", 0), "too few"),
        (struct.pack("<3Q", 2, 24, 24), "too few"),
        (v1_frame()[:-1], "not in the frame"),
        (v1_frame() + b"x", "does not end"),
        (v1_frame(channel="iopub"), "no channel 'iopub'"),
        (v1_frame(channel="nowhere" * 100), "no channel 'nowhere"),
        (v1_frame(header=[]), "not an object"),
        (v1_frame(header={}), "no message type"),
        (v1_frame(header={"msg_type": 7}), "no message type"),
        (v1_frame(content=[1]), "not an object"),
        (v1_frame(metadata="x"), "not an object"),
        (v1_frame().replace(b"shell", b"she\xff\xff"), "no text"),
        (v1_frame().replace(b'"msg_id"', b"'msg_id'"), "not JSON"),
    ],
)
def test_what_is_no_message_is_refused_with_a_reason(frame: str | bytes, says: str) -> None:
    with pytest.raises(FrameError, match=says):
        check_frame(frame, is_v1=True)


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "not an object"),
        ('{"channel": ["shell"]}', "no channel"),
        ('{"channel": "iopub"}', "no channel 'iopub'"),
        ('{"header": 7}', "header is not an object"),
        ("{}", "header is not an object"),
        (json.dumps({**MESSAGE, "header": {}}), "no message type"),
        (
            json.dumps({"header": MESSAGE["header"], "content": {}}),
            "parent_header is not an object",
        ),
        (b"", "shorter"),
        (struct.pack(">i", -1), "shorter"),
        (struct.pack(">i", 2**31 - 1) + b"x" * 100, "shorter"),
        (struct.pack(">i", 0), "no parts"),
        (struct.pack(">2I", 1, 4) + b"{}", "does not follow"),
        (struct.pack(">2I", 1, 8) + b"\xff", "not JSON"),
        (struct.pack(">3I", 2, 12, 2**32 - 1) + b"{}", "not in the frame"),
    ],
)
def test_so_is_it_in_the_older_protocol(frame: str | bytes, says: str) -> None:
    with pytest.raises(FrameError, match=says):
        check_frame(frame, is_v1=False)


mutations = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8)


@given(mutations, st.integers(0, 10_000), st.binary(max_size=24))
def test_whatever_passes_can_be_taken_apart_at_once(
    changes: list[tuple[int, int]], cut: int, tail: bytes
) -> None:
    for original, is_v1 in ((v1_frame(b"buffer"), True), (old_frame(b"buffer"), False)):
        frame = bytearray(original)
        for place, value in changes:
            frame[place % len(frame)] = value
        changed = bytes(frame[: len(frame) - cut % 40] + tail)
        try:
            kind = check_frame(changed, is_v1=is_v1)
        except FrameError:
            continue
        if is_v1:
            channel, parts = deserialize_msg_from_ws_v1(changed)
            assert channel in {"shell", "control", "stdin"}
            assert json.loads(parts[0])["msg_type"] == kind
        elif b'"date": "2026-01-01T00:00:00Z"' in changed:
            assert deserialize_binary_message(changed)["header"]["msg_type"] == kind


def test_a_frame_of_nothing_but_bounds_is_refused() -> None:
    # As many as fit, each of them in order: the most work that bytes can ask for.
    count = 2**17
    start = 8 * (count + 1)
    with pytest.raises(FrameError, match="no channel"):
        check_frame(struct.pack(f"<{count + 1}Q", count, *[start] * count), is_v1=True)
