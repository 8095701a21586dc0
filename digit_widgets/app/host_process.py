"""Host process: ``python -m digit_widgets.app.host_process voila | jupyterlab ARGUMENTS``.

The server prints one line with its page's address once the page can be opened, then only errors,
and ends quietly on Ctrl-C or SIGTERM. It makes no requests to other hosts.
"""

from __future__ import annotations

import logging
import shutil
import signal
import sys
import warnings
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["main", "serve_lab", "serve_page"]

#: Addresses for all of a machine's: its name is what others reach it by.
_ALL = ("0.0.0.0", "::")
_INTERRUPTED = 130  # a shell's exit code for a program that Ctrl-C ended


def serve_page(arguments: list[str]) -> None:
    """Serve a notebook as a page with Voila, until Ctrl-C or SIGTERM.

    Then nobody is let in any more, pages are told that their kernels end, and keep their drawings.
    A second signal does not wait for that.
    """
    from jupyter_core.utils import run_sync
    from voila.app import Voila

    from digit_widgets.app.page.http_server import make_server

    class Page(Voila):  # type: ignore[misc]
        def listen(self) -> None:
            self._is_stopping = False
            # Treat Ctrl-C like SIGTERM: an exception might be raised in the middle of any code.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self._on_signal)
            self.app.listen = make_server(self.app).listen
            _print_when_served(self._describe)
            super().listen()

        def _describe(self) -> str:
            address = self.display_url if self.ip in _ALL else self.connection_url
            places = self.kernel_manager.max_visitors
            people = f"{places} visitor{'s' if places > 1 else ''}"
            return f"Digit Widgets: {address}  (up to {people}, Ctrl-C stops)"

        def _on_signal(self, *_: Any) -> None:
            stop = self.ioloop.stop if self._is_stopping else self._leave
            self._is_stopping = True
            self.ioloop.add_callback_from_signal(stop)

        async def _leave(self) -> None:
            await self.kernel_manager.let_go()
            self.ioloop.stop()

        def stop(self) -> None:
            # There is nobody left to be told how what was under way has ended.
            self.ioloop.asyncio_loop.set_exception_handler(lambda *_: None)
            shutil.rmtree(self.connection_dir, ignore_errors=True)
            run_sync(self.kernel_manager.end_all)()

    Page.launch_instance(arguments)


def serve_lab(arguments: list[str]) -> None:
    """Serve a folder with JupyterLab, until Ctrl-C or SIGTERM."""
    from jupyterlab.labapp import LabApp

    server = LabApp.initialize_server(
        [
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            "--LabApp.extension_manager=readonly",
            *arguments,
        ]
    )
    # Once the server listens, its only critical message is its address, which is printed below.
    server.log.addFilter(lambda record: record.levelno != logging.CRITICAL)

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        server.stop(from_signal=True)

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
    _print_when_served(
        lambda: f"JupyterLab: {server.connection_url}lab{_query(server)}  (Ctrl-C stops)"
    )
    server.start()


def main() -> None:
    """Start the server that the command line names."""
    if not sys.warnoptions:
        # Not with a warnings filter: some modules imported here set filters of their own.
        warnings.showwarning = lambda *_, **__: None
    logging.disable(logging.WARNING)
    host, *arguments = sys.argv[1:]
    try:
        {"voila": serve_page, "jupyterlab": serve_lab}[host](arguments)
    except KeyboardInterrupt:  # before anything was served
        sys.exit(_INTERRUPTED)


def _print_when_served(line: Callable[[], str]) -> None:
    """Print a line as soon as the server answers."""
    from tornado.ioloop import IOLoop

    def tell() -> None:
        sys.stdout.write(f"{line()}\n")
        sys.stdout.flush()

    IOLoop.current().add_callback(tell)


def _query(server: Any) -> str:
    token = server.identity_provider.token
    return f"?token={token}" if token else ""


if __name__ == "__main__":
    main()
