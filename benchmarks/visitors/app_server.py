"""App server: ``digit-widgets app`` as a process of its own, and what it and its kernels use."""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPResponse

from digit_widgets.app.servers import app_arguments
from tests.support.servers import find_free_port, run_server

__all__ = ["AppServer", "serve_app"]

#: A server at rest uses at most this share of a processor, and each kernel at rest this one, for
#: so many seconds (Voila begins the next kernel a second after it has given one away); most seconds
#: that this is waited for.
_REST, _KERNEL_REST, _REST_SECONDS, _MOST_SECONDS = 0.05, 0.005, 2.0, 90.0


class AppServer:
    """A running server.

    Parameters
    ----------
    url
        The page's address.
    pid
        The server's process.
    log
        The file that it writes to.
    """

    def __init__(self, url: str, pid: int, log: Path) -> None:
        self.url = url
        self._log = log
        self._process = psutil.Process(pid)

    def kernels(self) -> list[psutil.Process]:
        """Return the processes that the server has started: its kernels, and what starts them."""
        return self._process.children(recursive=True)

    def own_bytes(self) -> int:
        """Return the memory that is the server's alone (USS)."""
        used: int = self._process.memory_full_info().uss
        return used

    def n_descriptors(self) -> int:
        """Return the number of files and sockets that the server has open."""
        count: int = self._process.num_fds()
        return count

    def is_alive(self) -> bool:
        """Return True if the process is there."""
        return self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE

    def last_words(self) -> str:
        """Return the last that the server has written."""
        return self._log.read_text(errors="replace")[-1000:]

    async def answers(self, within: float = 10.0) -> bool:
        """Return True if the server answers a small request, whatever it says."""
        return await self.fetch("voila/api/shutdown", within) is not None

    async def fetch(self, path: str, within: float = 10.0) -> HTTPResponse | None:
        """Return an answer of the server; None if there is none in so many seconds."""
        client = AsyncHTTPClient(force_instance=True)
        try:
            return await client.fetch(
                self.url + path, request_timeout=within, connect_timeout=within, raise_error=False
            )
        except (HTTPError, OSError):
            return None
        finally:
            client.close()

    def cpu_seconds(self) -> tuple[float, float]:
        """Return the processor time until now of the server, and of its kernels."""
        own, kernels = self._process.cpu_times(), 0.0
        for process in self.kernels():
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                kernels += times.user + times.system
        ended = own.children_user + own.children_system
        return own.user + own.system, kernels + ended

    async def rest(self) -> None:
        """Wait until nothing is being done: the next visitor's kernel is warm."""
        for _ in range(round(_MOST_SECONDS / _REST_SECONDS)):
            before = sum(self.cpu_seconds())
            await asyncio.sleep(_REST_SECONDS)
            share = (sum(self.cpu_seconds()) - before) / _REST_SECONDS
            if share < _REST + _KERNEL_REST * len(self.kernels()):
                return


@contextmanager
def serve_app(
    *, notebook: Path | None = None, descriptors: int | None = None, memory: int | None = None
) -> Iterator[AppServer]:
    """Run the command on a free port, or the same server with another notebook.

    Parameters
    ----------
    notebook
        Another notebook than the app's.
    descriptors
        Most files and sockets that a process may have open, as by ``ulimit -n``.
    memory
        Most bytes of addresses that a process may use, as by ``ulimit -v``.
    """
    port = find_free_port()
    if notebook is None:
        arguments = [sys.executable, "-m", "digit_widgets", "app", f"--port={port}", "--no-browser"]
    else:
        arguments = app_arguments(port, browser=False, notebook=notebook)
    wanted = {resource.RLIMIT_NOFILE: descriptors, resource.RLIMIT_AS: memory}
    limits = {which: value for which, value in wanted.items() if value is not None}
    url = f"http://127.0.0.1:{port}/"
    with (
        tempfile.TemporaryDirectory() as folder,
        run_server(arguments, f"{url}voila/api/shutdown", Path(folder), limits) as process,
    ):
        yield AppServer(url, process.pid, Path(folder) / "server.log")
