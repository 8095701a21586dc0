"""Widgets as a page talks to them: real front-end messages, and the messages they answer with."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import comm
import numpy as np
import pytest
from comm.base_comm import BaseComm
from ipycanvas.canvas import _CMD_LIST
from ipywidgets import Button, Widget
from jupyter_client.jsonutil import json_default

from digit_widgets.widgets import DigitPad, InkCanvas
from digit_widgets.widgets.pads.drawing_pad import DrawingPad


def run_on_loop(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine on a loop and a thread of its own: Playwright keeps a loop in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


class RecordingComm(BaseComm):
    """A comm with nobody at its other end, which keeps what it is given to send."""

    sent: list[dict[str, Any]]

    def publish_msg(self, msg_type: str, data: Any = None, **kwargs: Any) -> None:
        if not hasattr(self, "sent"):
            self.sent = []
        # What is no JSON would reach no page.
        json.dumps(data, allow_nan=False, default=json_default)
        if msg_type == "comm_msg":
            self.sent.append({**data, "buffers": kwargs.get("buffers") or []})


@pytest.fixture(autouse=True)
def _recording_comms(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(comm, "create_comm", RecordingComm)
    yield
    Widget.close_all()


@pytest.fixture(autouse=True)
def _no_logged_exception(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on what ipywidgets swallows: it logs exceptions of callbacks and goes on."""
    with caplog.at_level(logging.WARNING):
        yield
    # By now the test is over, and `caplog.records` are those of its end.
    logged = [record.getMessage() for record in caplog.get_records("call") if record.exc_info]
    assert not logged


def send_custom(widget: Widget, content: Any, *buffers: bytes) -> None:
    """Send a widget a custom message, as its page does."""
    data = {"method": "custom", "content": content}
    message = {"content": {"data": data}, "buffers": [memoryview(each) for each in buffers]}
    widget.comm.handle_msg(message)


def set_from_page(widget: Widget, **state: Any) -> None:
    """Set traits of a widget, as a person does on its page."""
    data = {"method": "update", "state": state, "buffer_paths": []}
    widget.comm.handle_msg({"content": {"data": data}, "buffers": []})


def press(button: Button) -> None:
    """Press a button, as a person does on its page."""
    send_custom(button, {"event": "click"})


def choose_file(pad: DrawingPad, name: str, content: bytes, *, part: int = 2**20) -> None:
    """Choose, drop or paste an image file, as a page sends it: in parts of so many bytes."""
    for first in range(0, max(len(content), 1), part):
        message = {"kind": "image", "view": 1, "name": name, "size": len(content), "first": first}
        send_custom(pad.canvas, message, content[first : first + part])


def press_tool(pad: DrawingPad, what: str) -> None:
    """Press a button of a pad's tool bar: "undo", "redo" or "clear"."""
    send_custom(pad.canvas, {"kind": "command", "view": 1, "what": what})


class Page:
    """The front end's side of a canvas: what a view sends of a pointer, and what it is sent."""

    def __init__(self, canvas: InkCanvas, view: int = 1) -> None:
        self._widget, self.canvas = canvas.children[0], canvas
        self._manager = self._widget._canvas_manager
        self._view = view
        self._stroke = self._n = 0
        self.tool = "pen"

    def send(self, content: Any) -> None:
        """Send a custom message, as the canvas's views do."""
        send_custom(self.canvas, content)

    def connect(self) -> None:
        send_custom(self._widget, {"event": "client_ready"})

    def ink(self, *points: tuple[float, float], end: Any = False, **changes: Any) -> None:
        """Send further points of the stroke, in CSS pixels, and perhaps its end."""
        content = {
            "kind": "ink",
            "view": self._view,
            "stroke": self._stroke,
            "tool": self.tool,
            "first": self._n,
            "points": [coordinate for point in points for coordinate in point],
            "end": end,
            "time": 1.5,
        }
        self.send({**content, **changes})
        self._n += len(points)
        if end:
            self._stroke, self._n = self._stroke + 1, 0

    def mouse(self, event: str, x: float, y: float) -> None:
        """Send what the layer makes of a mouse's event."""
        if event == "down" and self._n:
            self._stroke, self._n = self._stroke + 1, 0
        self.ink((x, y), end=event == "up")

    def draw(self, stroke: Sequence[tuple[float, float]]) -> None:
        for point in stroke:
            self.ink(point)
        self.ink(end=True)

    def press(self, what: str) -> None:
        self.send({"kind": "command", "view": self._view, "what": what})

    def told(self, kind: str) -> list[dict[str, Any]]:
        """Return the messages of a kind that the views were sent."""
        contents = [
            message.get("content") or {} for message in getattr(self.canvas.comm, "sent", [])
        ]
        return [content for content in contents if content.get("kind") == kind]

    def drawn(self) -> list[tuple[str, Any]]:
        """Take the drawing commands sent since the last look, decoded as the page decodes them."""
        commands: list[tuple[str, Any]] = []
        for message in getattr(self._manager.comm, "sent", []):
            if message["method"] != "custom":
                continue
            frame = json.loads(np.frombuffer(message["buffers"][0], np.uint8).tobytes())
            # A frame that names no canvas would be drawn wherever the page was last drawing.
            assert _CMD_LIST[frame[0][0]] == "switchCanvas"
            commands += [(_CMD_LIST[command[0]], command[1]) for command in frame[1:]]
        if hasattr(self._manager.comm, "sent"):
            self._manager.comm.sent.clear()
        return commands


@pytest.fixture
def canvas() -> InkCanvas:
    return InkCanvas()


@pytest.fixture
def page(canvas: InkCanvas) -> Page:
    page = Page(canvas)
    page.connect()
    page.drawn()
    return page


@pytest.fixture
def pad() -> Iterator[DigitPad]:
    pad = DigitPad()
    yield pad
    pad.close()


@pytest.fixture
def pad_page(pad: DigitPad) -> Page:
    page = Page(pad.canvas)
    page.connect()
    return page
