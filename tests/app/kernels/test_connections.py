"""The connection between a page and its kernel."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

from digit_widgets.app.kernels.connections import PromptConnection, VisitorConnection
from digit_widgets.app.servers import lab_arguments


class Handler(KernelWebsocketHandler):
    """A page's end of a connection, which only records if it waits."""

    def __init__(self) -> None:
        self.waits = True

    def set_nodelay(self, value: bool) -> None:
        self.waits = not value


def test_messages_go_at_once_before_the_connection_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []
    monkeypatch.setattr(
        ZMQChannelsWebsocketConnection,
        "connect",
        lambda self: waited.append(self.websocket_handler.waits) or "connected",
    )
    connection = PromptConnection.__new__(PromptConnection)
    connection.websocket_handler = Handler()
    assert connection.connect() == "connected"
    assert waited == [False]


class Page:
    """A page's end of a connection, which only records why it was closed."""

    closed: tuple[int, str] | None = None

    def close(self, code: int, reason: str) -> None:
        self.closed = code, reason


@pytest.mark.parametrize("frame", [b"\x07\x9d\xe1\x00\x12\xff\xee\x31", b"", "text"])
def test_a_frame_that_is_no_message_closes_its_connection(
    monkeypatch: pytest.MonkeyPatch, frame: str | bytes
) -> None:
    passed_on: list[object] = []
    monkeypatch.setattr(
        ZMQChannelsWebsocketConnection,
        "handle_incoming_message",
        lambda *frames: passed_on.append(frames),
    )
    page = Page()
    connection = SimpleNamespace(
        subprotocol="v1.kernel.websocket.jupyter.org",
        websocket_handler=page,
        log=logging.getLogger("test"),
    )
    PromptConnection.handle_incoming_message(connection, frame)
    assert page.closed is not None
    assert page.closed[0] == 1007
    assert passed_on == []


def test_nothing_is_sent_to_a_page_whose_socket_has_closed() -> None:
    # Anything else that the connection does would need more than this.
    VisitorConnection._write_message(SimpleNamespace(subprotocol=None), b"\0" * 100)


def test_jupyterlab_connects_by_it() -> None:
    name = f"{PromptConnection.__module__}.{PromptConnection.__qualname__}"
    arguments = lab_arguments(1, None, browser=False)
    assert f"--ServerApp.kernel_websocket_connection_class={name}" in arguments
