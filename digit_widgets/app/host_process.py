"""Host process: ``python -m digit_widgets.app.host_process voila | jupyterlab ARGUMENTS``.

The server prints one line with its page's address once the page can be opened, then only errors,
and ends quietly on Ctrl-C. It makes no requests to other hosts.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

__all__ = ["main", "serve_lab", "serve_page"]

#: A folder in the layout of Jupyter's data folders, with this package's template for Voila's page.
_TEMPLATES = Path(__file__).parent / "page_template"
_INTERRUPTED = 130  # a shell's exit code for a program that Ctrl-C ended


def serve_page(arguments: list[str]) -> None:
    """Serve a notebook as a page with Voila, until Ctrl-C or SIGTERM."""
    paths = [str(_TEMPLATES), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    from jupyter_core.utils import run_sync
    from voila.app import Voila

    class Page(Voila):  # type: ignore[misc]
        def listen(self) -> None:
            # Treat Ctrl-C like SIGTERM: an exception might be raised in the middle of any code.
            signal.signal(signal.SIGINT, self._on_interrupt)
            _print_when_served(lambda: f"Digit Widgets: {self.connection_url}")
            super().listen()

        def _on_interrupt(self, *_: Any) -> None:
            self.ioloop.add_callback_from_signal(self.ioloop.stop)

        def stop(self) -> None:
            # Stop kernels at once: one that is busy for the next visitor would complain otherwise.
            shutil.rmtree(self.connection_dir, ignore_errors=True)
            run_sync(self.kernel_manager.shutdown_all)(now=True)

    Page.launch_instance(["--VoilaConfiguration.template=digit-widgets", *arguments])


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
    _print_when_served(lambda: f"JupyterLab: {server.connection_url}lab{_query(server)}")
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
        sys.stdout.write(f"{line()}  (Ctrl-C stops)\n")
        sys.stdout.flush()

    IOLoop.current().add_callback(tell)


def _query(server: Any) -> str:
    token = server.identity_provider.token
    return f"?token={token}" if token else ""


if __name__ == "__main__":
    main()
