"""Visitor: loads the page, draws on its pad and leaves, as a browser does, without a browser.

It sends and receives what a page in Chromium was seen to, in the same order, except that it does
not fetch the page's scripts and styles, and does not connect again.
"""

from __future__ import annotations

import asyncio
import json
import struct
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from tests.support.digits import Strokes, finely
from tests.support.visitor.kernel_frames import ReceivedMessage, make_frame, make_header
from tests.support.visitor.kernel_socket import KernelSocket
from tests.support.visitor.pad_models import PadModels, find_pad
from tests.support.visitor.page_http import PageHttp, RefusedError
from tests.support.visitor.page_outbox import PageOutbox
from tests.support.visitor.visit_records import Arrival, Drawing
from tests.support.visitor.widget_states import StateRequest

__all__ = ["Arrival", "Drawing", "RefusedError", "Visitor"]

#: Seconds between the points of a stroke, between two strokes, and for which the last bars of a
#: drawing are waited for.
_BETWEEN_POINTS = 1 / 60
_BETWEEN_STROKES = 0.15
_PATIENCE = 20.0


class Visitor:
    """One page of one browser, with cookies of its own.

    Parameters
    ----------
    url
        The page's address.
    """

    def __init__(self, url: str) -> None:
        self.http = PageHttp(url)
        self.session = str(uuid.uuid4())
        self.view = uuid.uuid4().int % 2**31
        self.kernel_id = ""
        self.models: PadModels | None = None
        #: The predicted label that the page shows, its bars, and the finished drawing as JSON.
        self.reading = ""
        self.bars: tuple[float, ...] = ()
        self.backup = ""
        self._fresh = 0
        self._socket: KernelSocket | None = None
        self._states = StateRequest(self.send)
        self._outbox = PageOutbox(self._send_to_canvas)

    # Coming and going ------------------------------------------------------------------------

    async def enter(self, *, has_pad: bool = True) -> Arrival:
        """The page is loaded until it could be drawn on; RefusedError if the server says no.

        A notebook may have no pad: then only its widgets' states are fetched.
        """
        start = time.perf_counter()
        self.kernel_id = await self.http.load_page()
        page = time.perf_counter() - start
        await self.http.get(f"api/kernels/{self.kernel_id}?{int(1000 * time.time())}")
        self._socket = await self.open_socket(on_frame=self._on_frame)
        states = await self._fetch_states()
        if has_pad:
            self.models = find_pad(states)
            self.send_to(self.models.painting, {"event": "client_ready"})
        return Arrival(page, time.perf_counter() - start)

    async def _fetch_states(self) -> dict[str, Mapping[str, Any]]:
        fetching = asyncio.ensure_future(self._states.fetch())
        closing = asyncio.ensure_future(self.socket.wait_closed())
        await asyncio.wait([fetching, closing], return_when=asyncio.FIRST_COMPLETED)
        closing.cancel()
        if not fetching.done():
            fetching.cancel()
            raise RefusedError(0, "The connection to the kernel was closed.")
        return fetching.result()

    async def leave(self) -> int:
        """The page is left: its socket closes, and its beacon is sent and its status told."""
        beacon = asyncio.ensure_future(
            self.http.send_beacon(f"voila/api/shutdown/{self.kernel_id}")
        )
        self.socket.close()
        return await beacon

    def vanish(self) -> None:
        """The page is gone without a word, as with a browser that has crashed."""
        self.socket.abort()

    # The kernel ------------------------------------------------------------------------------

    async def open_socket(
        self,
        *,
        session: str = "",
        cookies: bool = True,
        on_frame: Callable[[bytes], None] = lambda _: None,
    ) -> KernelSocket:
        """A further socket to the visitor's kernel is opened, by default of the same session.

        A server closes the older socket of a session.
        """
        return await KernelSocket.open(
            self.http.socket_url(f"api/kernels/{self.kernel_id}/channels", session or self.session),
            self.http.headers(cookies=cookies),
            on_frame,
        )

    @property
    def socket(self) -> KernelSocket:
        """The page's own socket, for frames that no page would send."""
        assert self._socket is not None, "The visitor has not entered."
        return self._socket

    def send(self, kind: str, content: dict[str, Any], **parts: Any) -> str:
        """A message is sent to the kernel; its identifier is returned."""
        header = make_header(kind, self.session)
        self.socket.send(make_frame(header, content, **parts))
        identifier: str = header["msg_id"]
        return identifier

    def send_to(self, model: str, content: dict[str, Any]) -> str:
        """A custom message is sent to a model."""
        data = {"method": "custom", "content": content}
        return self.send("comm_msg", {"comm_id": model, "data": data})

    def _send_to_canvas(self, content: dict[str, Any]) -> str:
        assert self.models is not None, "The visitor has no pad."
        return self.send_to(self.models.canvas, {"view": self.view, **content})

    # Drawing ---------------------------------------------------------------------------------

    async def draw(self, strokes: Strokes, *, patience: float = _PATIENCE) -> Drawing:
        """A drawing is made at 60 points a second on the blank pad, and read to the end.

        A hand does not wait for the page: points come when they are due. Afterwards the kernel is
        waited for, at most `patience` seconds.
        """
        loop, outbox = asyncio.get_running_loop(), self._outbox
        due = loop.time()
        for stroke in strokes:
            outbox.begin()
            for x, y in finely(stroke):
                outbox.add(x, y)
                outbox.ask_if_late()
                due += _BETWEEN_POINTS
                await asyncio.sleep(due - loop.time())
            outbox.end()
            due += _BETWEEN_STROKES
            await asyncio.sleep(due - loop.time())
        await self._read_to_the_end(patience)
        return self._judge(len(strokes))

    def reset(self) -> None:
        """The pad is cleared."""
        self._send_to_canvas({"kind": "command", "what": "clear"})
        self._outbox.forget()

    async def _read_to_the_end(self, patience: float) -> None:
        """The last bars are waited for, and all that the kernel sends with them."""
        deadline = time.perf_counter() + patience
        ping: int | None = None
        while time.perf_counter() < deadline and not self.socket.is_closed:
            if self._outbox.is_taken:
                ping = ping or self._outbox.ping()
                if self._fresh >= ping:
                    return
            else:
                self._outbox.ask_if_late()
            await asyncio.sleep(_BETWEEN_POINTS)

    def _judge(self, n_strokes: int) -> Drawing:
        outbox = self._outbox
        kept = json.loads(self.backup)["strokes"] if self.backup else []
        n_kept = sum(len(stroke["points"]) for stroke in kept)
        return Drawing(
            reading=self.reading,
            bars=self.bars,
            times=tuple(each.shown - each.at for each in outbox.batches if each.shown is not None),
            n_points=outbox.n_points,
            n_lost=max(outbox.n_lost, outbox.n_points - n_kept),
            n_strokes_lost=n_strokes - len(kept),
        )

    # From the kernel -------------------------------------------------------------------------

    def _on_frame(self, frame: bytes) -> None:
        message = ReceivedMessage(frame)
        if self._states.is_open:
            self._states.on_message(message)
        if self.models is None:
            return
        # The content of other models' messages is not parsed.
        if self.models.canvas.encode() in message.raw_content:
            self._on_canvas(message)
        elif self.models.bars.encode() in message.raw_content:
            self._on_bars(message)
        elif self.models.preview.encode() in message.raw_content:
            self._outbox.on_shown(message.parent)
        elif self.models.pad.encode() in message.raw_content:
            self.reading = _state(message).get("value", self.reading)

    def _on_canvas(self, message: ReceivedMessage) -> None:
        self.backup = _state(message).get("_backup", self.backup)
        answer = message.content.get("data", {}).get("content", {})
        if answer.get("view") != self.view:
            return
        if answer["kind"] == "ack":
            self._outbox.on_ack(answer["stroke"], answer["points"], answer["end"])
        elif answer["kind"] == "pong":
            self._outbox.on_pong(answer["number"])
        elif answer["kind"] == "fresh":
            self._fresh = answer["number"]

    def _on_bars(self, message: ReceivedMessage) -> None:
        paths = message.content["data"].get("buffer_paths", [])
        if ["y", "value"] in paths:
            values = message.buffers[paths.index(["y", "value"])]
            self.bars = struct.unpack(f"<{len(values) // 8}d", values)
            self._outbox.on_shown(message.parent)


def _state(message: ReceivedMessage) -> dict[str, Any]:
    state: dict[str, Any] = message.content.get("data", {}).get("state", {})
    return state
