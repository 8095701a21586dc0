"""Forked process: a kernel that the fork server has forked, with the methods of a Popen."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys

__all__ = ["ForkedProcess"]


class ForkedProcess:
    """A process that is a child of the fork server: what `LocalProvisioner` needs of a `Popen`.

    Parameters
    ----------
    pid
        The number of the process.
    pidfd
        A file descriptor that refers to it; closed here once the process has ended.
    channel
        The socket on which the fork server tells its exit code; closed here.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, pidfd: int, channel: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._pidfd = pidfd
        self._channel = channel

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, or None while the process runs."""
        if self.returncode is None:
            try:
                message = self._channel.recv(1024, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return None
            except ConnectionResetError:
                message = b""
            # Without a message the fork server has died, and its kernels have been killed.
            self.returncode = json.loads(message)["exit_code"] if message else -signal.SIGKILL
            self._channel.close()
            os.close(self._pidfd)
        return self.returncode

    def wait(self) -> int:
        """Wait until the process has ended, and return its exit code."""
        while (code := self.poll()) is None:
            ready = select.poll()
            ready.register(self._channel, select.POLLIN)
            ready.poll()
        return code

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless the process has ended."""
        if sys.platform == "linux" and self.poll() is None:
            signal.pidfd_send_signal(self._pidfd, signum)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process at once."""
        self.send_signal(signal.SIGKILL)
