"""Kernel connection: between a page and its kernel, in the servers that we start."""

from __future__ import annotations

from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

__all__ = ["PromptConnection", "QuietKernels"]


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


class QuietKernels(KernelSpecManager):
    """Has Python's kernels write errors alone to the terminal of their server.

    They warn of each connection that it is not encrypted: here it never leaves the machine.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how a kernel is started."""
        spec = super().get_kernel_spec(kernel_name)
        if "ipykernel_launcher" in spec.argv:
            spec.argv = [*spec.argv, "--IPKernelApp.log_level=ERROR"]
        return spec
