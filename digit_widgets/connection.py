"""What lies between a page and its kernel in the hosts that we start: without delay."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

__all__ = ["PromptConnection"]


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends each of a kernel's messages to its page at once.

    By default a small message waits until the page has acknowledged what was sent before (Nagle's
    algorithm), and the page's side holds an acknowledgement back for up to 40 ms, to send it along
    with data of its own: the bars would trail the pen by so much, and by most where it rests.
    """

    def connect(self) -> Any:
        """Handle a connection."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
