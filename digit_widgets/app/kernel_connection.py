"""Kernel connection: connects pages with their kernels in the servers that this package starts."""

from __future__ import annotations

from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

__all__ = ["PromptConnection", "QuietKernels"]


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends each message of a kernel to its page at once.

    By default a small message waits until the page has acknowledged the previous one (Nagle's
    algorithm), and the page's side delays an acknowledgement by up to 40 ms, to send it along with
    data of its own: the bars would trail the pen by that much, and most while the pen rests.
    """

    def connect(self) -> Any:
        """Open the connection."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


class QuietKernels(KernelSpecManager):
    """Makes Python kernels write only errors to the terminal of their server.

    They would warn that each connection is not encrypted, but here it never leaves the machine.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the command that starts a kernel."""
        spec = super().get_kernel_spec(kernel_name)
        if "ipykernel_launcher" in spec.argv:
            spec.argv = [*spec.argv, "--IPKernelApp.log_level=ERROR"]
        return spec
