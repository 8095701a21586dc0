"""Widgets as a page talks to them: real front-end messages, and the messages they answer with."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import comm
import numpy as np
import pytest
from comm.base_comm import BaseComm
from ipycanvas.canvas import _CMD_LIST
from ipywidgets import Widget

from digit_widgets.widgets import DigitPad, InkCanvas


class RecordingComm(BaseComm):
    """A comm with nobody at its other end, which keeps what it is given to send."""

    sent: list[dict[str, Any]]

    def publish_msg(self, msg_type: str, data: Any = None, **kwargs: Any) -> None:
        if not hasattr(self, "sent"):
            self.sent = []
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
    logged = [record.getMessage() for record in caplog.records if record.exc_info]
    assert not logged


class Page:
    """The front end's side of a canvas."""

    def __init__(self, canvas: InkCanvas) -> None:
        self._widget = canvas.children[0]
        self._manager = self._widget._canvas_manager

    def send(self, event: str, **content: Any) -> None:
        """Send a custom message, as ipycanvas' views do."""
        data = {"method": "custom", "content": {"event": event, **content}}
        self._widget.comm.handle_msg({"content": {"data": data}, "buffers": []})

    def connect(self) -> None:
        self.send("client_ready")

    def mouse(self, event: str, x: float, y: float) -> None:
        """Send a mouse event at CSS pixels of a pad of density 2."""
        self.send(f"mouse_{event}", x=2 * x, y=2 * y)

    def touch(self, event: str, *touches: tuple[float, float]) -> None:
        self.send(f"touch_{event}", touches=[{"x": 2 * x, "y": 2 * y} for x, y in touches])

    def draw(self, stroke: Sequence[tuple[float, float]]) -> None:
        self.mouse("down", *stroke[0])
        for point in stroke[1:]:
            self.mouse("move", *point)
        self.mouse("up", *stroke[-1])

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
