"""Connections: connect pages with their kernels in the servers that this package starts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.web import Finish
from tornado.websocket import WebSocketClosedError

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

    @property
    def write_message(self) -> Callable[..., None]:
        """The function that sends the page a message; nobody is told if it has gone meanwhile."""
        return self._write_message

    def _write_message(self, message: Any, binary: bool = False) -> None:
        with suppress(WebSocketClosedError):
            sent = self.websocket_handler.write_message(message, binary=binary)
            if sent is not None:
                sent.add_done_callback(lambda future: future.cancelled() or future.exception())

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
        """Refuse older protocols, and a session other than the kernel's first, at once.

        Raises
        ------
        tornado.web.Finish
            The socket is not for the newer protocol: the answer is 400. Another page has the
            kernel: the answer is 403.
        """
        if _V1 not in self.websocket_handler.request.headers.get("Sec-WebSocket-Protocol", ""):
            self.websocket_handler.set_status(400)
            raise Finish("This server speaks the newer protocol alone.")
        if not self.multi_kernel_manager.admit(self.kernel_id, self.session_id):
            # Not an HTTPError: Jupyter's page for one cannot be rendered by this handler.
            self.websocket_handler.set_status(403)
            raise Finish("Another page has this kernel.")
        await super().prepare()

    def connect(self) -> Any:
        """Open the connection, which is told if the server stops."""
        self.multi_kernel_manager.connections.add(self)
        return super().connect()

    def _write_message(self, message: Any, binary: bool = False) -> None:
        # Voila takes every binary message for one of the newer protocol, and believes the numbers
        # in it. A socket that has just closed has no protocol any more: what a kernel still sends
        # is packed for the older one, and Voila would look for parts until the server is ended.
        if self.subprotocol == _V1:
            super()._write_message(message, binary)

    def announce_end(self) -> None:
        """Tell the page that its kernel ends."""
        message = self.session.msg("status", {"execution_state": "dead"})
        self.write_message(serialize_msg_to_ws_v1(message, "iopub", self.session.pack), binary=True)
