"""Kernel specs: chooses the kernels that the fork server starts."""

from __future__ import annotations

import sys

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from digit_widgets.app.kernels.specs import QuietKernels

__all__ = ["ForkedKernels"]

_PROVISIONER = "digit-widgets-fork"


class ForkedKernels(QuietKernels):
    """Starts Python kernels from the fork server, where there can be one.

    It is chosen as a server's ``kernel_spec_manager_class``; `QuietKernels` starts kernels plainly.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the command that starts a kernel, and the provisioner that runs it."""
        spec = super().get_kernel_spec(kernel_name)
        if "ipykernel_launcher" in spec.argv and _is_installed():
            spec.metadata = {
                **spec.metadata,
                "kernel_provisioner": {"provisioner_name": _PROVISIONER},
            }
        return spec


def _is_installed() -> bool:
    """Return True if Jupyter has found the provisioner, and there can be a fork server."""
    found = KernelProvisionerFactory.instance().get_provisioner_entries()
    return sys.platform == "linux" and _PROVISIONER in found
