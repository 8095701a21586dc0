"""Kernel socket: one web socket to a kernel, as a page opens it, for any frames.

A client of its own, on bare asyncio: of the hundreds of messages a second that many visitors
receive, tornado's takes several times as much of the processor, which the server needs.
"""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.support.visitor.kernel_frames import SUBPROTOCOL
from tests.support.visitor.page_http import RefusedError

__all__ = ["KernelSocket"]

_OPEN_WITHIN = 120.0
_TEXT, _BINARY, _CLOSE, _PING, _PONG = 1, 2, 8, 9, 10
#: A client must mask what it sends, with a key of its choice: this one changes nothing.
_MASK = bytes(4)
_NORMAL = (1000).to_bytes(2, "big")


class KernelSocket(asyncio.Protocol):
    """An open web socket: what it is sent goes out as it is, and what comes is passed on.

    Created by `open`. Nothing raises once the server has closed it: `is_closed` tells.
    """

    def __init__(self, on_frame: Callable[[bytes], None]) -> None:
        self._on_frame = on_frame
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._closed = asyncio.Event()
        #: The server's reason for closing it, such as 1003; None if it gave none.
        self.close_code: int | None = None

    @classmethod
    async def open(
        cls,
        url: str,
        headers: Mapping[str, str],
        on_frame: Callable[[bytes], None] = lambda _: None,
    ) -> KernelSocket:
        """A socket is opened with a page's headers; `on_frame` is called with each binary frame.

        `RefusedError` says that the server did not want it.
        """
        parts, loop = urlsplit(url), asyncio.get_running_loop()
        sent = {
            "Host": parts.netloc,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Protocol": SUBPROTOCOL,
            **headers,
        }
        lines = [f"GET {parts.path}?{parts.query} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in sent.items()]
        transport, socket = await loop.create_connection(
            lambda: cls(on_frame), parts.hostname, parts.port
        )
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        try:
            await asyncio.wait_for(socket._opened, _OPEN_WITHIN)
        except (TimeoutError, RefusedError):
            transport.close()
            raise
        return socket

    def send(self, frame: bytes | str) -> None:
        """A frame is sent, binary or text."""
        if isinstance(frame, str):
            self._write(_TEXT, frame.encode())
        else:
            self._write(_BINARY, frame)

    def close(self) -> None:
        """The socket is closed from the page's side."""
        self._write(_CLOSE, _NORMAL)
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """The connection is ended without a word."""
        if self._transport is not None:
            self._transport.abort()

    @property
    def is_closed(self) -> bool:
        """True once either side has closed it."""
        return self._closed.is_set()

    async def wait_closed(self, timeout: float | None = None) -> bool:
        """The other side may close it, in this many seconds if they are given: True if it does."""
        try:
            await asyncio.wait_for(self._closed.wait(), timeout)
        except TimeoutError:
            return False
        return True

    def _write(self, opcode: int, payload: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        length = len(payload)
        if length < 126:
            head = bytes([0x80 | opcode, 0x80 | length])
        elif length < 2**16:
            head = bytes([0x80 | opcode, 0x80 | 126]) + length.to_bytes(2, "big")
        else:
            head = bytes([0x80 | opcode, 0x80 | 127]) + length.to_bytes(8, "big")
        self._transport.write(head + _MASK + payload)

    # Called by asyncio -----------------------------------------------------------------------

    def connection_made(self, transport: Any) -> None:
        """The connection stands."""
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        """The connection has ended."""
        self._closed.set()
        if not self._opened.done():
            self._opened.set_exception(RefusedError(0, str(error or "the connection was closed")))

    def data_received(self, data: bytes) -> None:
        """Some bytes have come: perhaps one frame, a part of one, or several."""
        self._received += data
        if not self._opened.done():
            self._take_answer()
        if self._opened.done() and self._opened.exception() is None:
            self._take_frames()

    def _take_answer(self) -> None:
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        status = int(head.split(b" ", 2)[1])
        self._received = rest
        if status == 101:
            self._opened.set_result(None)
        else:
            self._opened.set_exception(RefusedError(status, rest.decode(errors="replace")))

    def _take_frames(self) -> None:
        """All whole frames are taken; tornado's server, which sends them, splits none."""
        received, start = self._received, 0
        while len(received) - start >= 2:
            length, head = received[start + 1] & 127, 2
            if length >= 126:
                head = 4 if length == 126 else 10
                length = int.from_bytes(received[start + 2 : start + head], "big")
            end = start + head + length
            if len(received) < end:
                break
            self._take(received[start] & 15, bytes(received[start + head : end]))
            start = end
        del received[:start]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _BINARY:
            self._on_frame(payload)
        elif opcode == _PING:
            self._write(_PONG, payload)
        elif opcode == _CLOSE:
            self.close_code = int.from_bytes(payload[:2], "big") if payload else None
            self._write(_CLOSE, payload[:2])
            if self._transport is not None:
                self._transport.close()
