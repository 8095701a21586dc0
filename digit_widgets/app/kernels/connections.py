"""Connections: connect pages with their kernels in the servers that this package starts."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.web import HTTPError

from digit_widgets.app.kernels.frames import FrameError, check_frame

__all__ = ["PromptConnection", "VisitorConnection"]

_V1 = "v1.kernel.websocket.jupyter.org"
#: The status code of a web socket that is closed for what was sent on it (RFC 6455, 7.4.1).
_INVALID = 1007


class PromptConnection(ZMQChannelsWebsocketConnection):  # type: ignore[misc]
    """Sends each message of a kernel to its page at once, and checks what the page sends.

    By default a small message waits until the page has acknowledged the previous one (Nagle's
    algorithm), and the page's side delays an acknowledgement by up to 40 ms, to send it along with
    data of its own: the bars would trail the pen by that much, and most while the pen rests.

    A page that sends a frame that is no message is disconnected; nobody else notices.
    """

    def connect(self) -> Any:
        """Open the connection."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Send a page's message to its kernel, or close the connection if it is none."""
        try:
            check_frame(incoming_msg, is_v1=self.subprotocol == _V1)
        except FrameError as error:
            self.log.error("A page sent a frame that is no message: %s", error)
            self.websocket_handler.close(_INVALID, str(error))
        else:
            super().handle_incoming_message(incoming_msg)


class VisitorConnection(PromptConnection):
    """Connects a kernel with one page alone: that which connected first."""

    async def prepare(self) -> None:
        """Refuse a session other than the kernel's first, before anything is opened for it.

        Raises
        ------
        tornado.web.HTTPError
            403: another page has the kernel.
        """
        if not self.multi_kernel_manager.admit(self.kernel_id, self.session_id):
            raise HTTPError(403, "Another page has this kernel.")
        await super().prepare()
