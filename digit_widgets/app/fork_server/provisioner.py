"""Kernel provisioner: starts kernels for a Jupyter server by asking the fork server.

``jupyter_client`` finds it by its entry point. See
https://jupyter-client.readthedocs.io/en/stable/provisioning.html.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from digit_widgets.app.fork_server.client import CannotForkError, ForkServer
from digit_widgets.app.fork_server.forked_process import ForkedProcess

__all__ = ["FORK_SERVER", "ForkProvisioner"]

#: The one fork server of this process.
FORK_SERVER = ForkServer()


class ForkProvisioner(LocalProvisioner):
    """Forks a kernel, or starts it plainly where it cannot be forked."""

    process: Any = None  # a Popen or a `ForkedProcess`
    _has_warned: ClassVar[bool] = False

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel.

        Parameters
        ----------
        cmd
            The command line that would start it plainly.
        **kwargs
            ``env`` and ``cwd``, and other arguments of `subprocess.Popen`; with others, the kernel
            is started plainly.

        Returns
        -------
        KernelConnectionInfo
            Where its sockets are.
        """
        options = self._scrub_kwargs(kwargs)
        environment, folder = options.pop("env", None), options.pop("cwd", None)
        try:
            if options:
                raise CannotForkError(f"It needs options: {', '.join(options)}.")
            process = await FORK_SERVER.start_kernel(
                cmd,
                os.environ if environment is None else environment,
                Path.cwd() if folder is None else Path(folder),
            )
        except CannotForkError as problem:
            self._warn(f"Kernels are started plainly, not forked. {problem}")
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process
        # It begins a session, so it leads a process group.
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and the processes that it has started."""
        if isinstance(self.process, ForkedProcess) and self.process.poll() is not None:
            return  # its number may be another's by now
        await super().send_signal(signum)

    def _warn(self, message: str) -> None:
        if not ForkProvisioner._has_warned:
            ForkProvisioner._has_warned = True
            self.log.warning(message)
