"""Kernel specifications: the commands that start kernels."""

from __future__ import annotations

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

__all__ = ["QuietKernels"]


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
