"""Fork server's client: starts the fork server from a Jupyter server, and asks it for kernels."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from digit_widgets.app.fork_server.forked_process import ForkedProcess

__all__ = ["CannotForkError", "ForkServer"]

#: Only the fork server has these. One thread for linear algebra: a fork would lose the others. And
#: no word about Python's frozen modules in the server's terminal; a kernel tells its notebook.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
#: Variables that begin like this are read when Python starts or a library is loaded.
_READ_AT_START = ("PYTHON", "LD_", "LC_", "LANG", "TZ", "MALLOC_", "JUPYTER_WIDGETS_")
_LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]
_COMMAND = [sys.executable, "-m", "digit_widgets.app.fork_server.process"]
#: Seconds to wait for an answer, which include the imports; and, once there was one, after another
#: that did not come.
_PATIENCE, _IMPATIENCE = 20.0, 1.0


class CannotForkError(Exception):
    """A kernel cannot be forked: it has to be started plainly."""


class ForkServer:
    """A process that forks kernels; started when the first is requested, and again if it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._environment: dict[str, str] = {}
        self._has_answered = False
        self._patience = _PATIENCE

    async def start_kernel(
        self, command: list[str], environment: Mapping[str, str], folder: Path
    ) -> ForkedProcess:
        """Fork a kernel and let it start.

        Parameters
        ----------
        command
            The command line that would start it plainly.
        environment
            All its environment variables.
        folder
            Its working directory.

        Raises
        ------
        CannotForkError
            The command or the environment needs a Python of its own, or there is no fork server:
            the platform has none, it did not start, or it did not answer in time.
        """
        if platform.system() != "Linux":  # not sys.platform: type checkers would skip the rest
            raise CannotForkError("Kernels are forked on Linux only.")
        if command[:3] != _LAUNCHER:
            raise CannotForkError(f"It is not an IPython kernel of this Python: {command}.")
        if not folder.is_dir():
            raise CannotForkError(f"{folder} is no folder.")
        request = {
            "arguments": command[2:],
            "environment": dict(environment),
            "folder": str(folder),
        }
        try:
            control = self._start()
            if _select_read_at_start(environment) != self._environment:
                raise CannotForkError("Its environment needs a Python of its own.")
            process = await self._ask(control, json.dumps(request).encode())
        except TimeoutError:
            if self._has_answered:  # else it may still be about to import
                self._patience = _IMPATIENCE
            raise CannotForkError("The fork server does not answer.") from None
        except OSError as problem:
            raise CannotForkError(f"The fork server has failed: {problem}.") from problem
        self._has_answered, self._patience = True, _PATIENCE
        return process

    def close(self) -> None:
        """End the fork server, and the kernels that it has forked."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.wait()
            self._process = None

    def _start(self) -> socket.socket:
        """Start the fork server, unless it runs; return the socket for requests."""
        if self._process is not None and self._process.poll() is not None:
            if not self._has_answered:
                raise CannotForkError("The fork server does not start.")
            self.close()
        if self._control is None:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._control.setblocking(False)
            self._environment = _select_read_at_start(os.environ)
            self._has_answered, self._patience = False, _PATIENCE
            with theirs:
                self._process = subprocess.Popen(
                    [*_COMMAND, str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    env={**os.environ, **_ENVIRONMENT},
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,  # Ctrl-C is not for it
                )
        return self._control

    async def _ask(self, control: socket.socket, request: bytes) -> ForkedProcess:
        channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            channel.setblocking(False)
            with theirs:
                channel.send(request)
                socket.send_fds(control, [b"\0"], [theirs.fileno()])
            await asyncio.wait_for(_wait_readable(channel), self._patience)
            message, descriptors, *_ = socket.recv_fds(channel, 1024, 1)
            if not message:
                raise OSError("it has started no process")
            os.set_inheritable(descriptors[0], False)
            with suppress(BrokenPipeError):  # it has died since: so says its process
                channel.send(b"\0")
            return ForkedProcess(json.loads(message)["pid"], descriptors[0], channel)
        except BaseException:  # also if nobody waits for the kernel any more
            channel.close()
            raise


async def _wait_readable(channel: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(channel, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(channel)


def _select_read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}
