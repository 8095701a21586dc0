"""The connection between a page and its kernel."""

from __future__ import annotations

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

from digit_widgets.app.kernel_connection import PromptConnection
from digit_widgets.app.servers import app_arguments, lab_arguments


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


def test_both_hosts_connect_by_it() -> None:
    name = f"{PromptConnection.__module__}.{PromptConnection.__qualname__}"
    for arguments in (app_arguments(1, browser=False), lab_arguments(1, None, browser=False)):
        assert any(
            each.endswith(f".kernel_websocket_connection_class={name}") for each in arguments
        )
