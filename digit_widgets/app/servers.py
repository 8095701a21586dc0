"""Servers: starts JupyterLab and Voila on the shipped notebooks."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

from digit_widgets.errors import HostError
from digit_widgets.resources import resource_path

__all__ = ["app_arguments", "lab_arguments", "serve_app", "serve_lab"]

_ADDRESS = "127.0.0.1"
#: Seconds after which the kernel of a visitor who has left is stopped.
_CULL_AFTER = 600
#: The largest message from a page, in bytes: an image of 32 MiB plus its metadata. By default
#: tornado drops the connection of a page that sends more than 10 MiB.
_LARGEST_MESSAGE = 33 * 2**20
_CONNECTION = "digit_widgets.app.kernel_connection.PromptConnection"
_KERNELS = "digit_widgets.app.kernel_connection.QuietKernels"
_FORKED_KERNELS = "digit_widgets.app.fork_server.kernel_specs.ForkedKernels"
#: Seconds between two checks that a kernel's process is alive; pages are notified if it is not.
_LOOK = 1.0


def app_arguments(port: int, *, browser: bool, notebook: Path | None = None) -> list[str]:
    """Return the command line that serves the app's page, or another notebook, with Voila.

    One kernel is kept warm for the next visitor; kernels of visitors who have left are stopped.
    """
    notebook = _check_exists(notebook or resource_path("notebooks/app.ipynb"))
    return [
        *_make_command("voila", str(notebook)),
        f"--port={port}",
        "--Voila.port_retries=0",
        f"--Voila.ip={_ADDRESS}",
        f"--Voila.tornado_settings={_tornado_settings()}",
        f"--Voila.kernel_websocket_connection_class={_CONNECTION}",
        f"--VoilaConfiguration.kernel_spec_manager_class={_FORKED_KERNELS}",
        "--VoilaConfiguration.preheat_kernel=True",
        "--VoilaConfiguration.default_pool_size=1",
        f"--MappingKernelManager.cull_idle_timeout={_CULL_AFTER}",
        "--MappingKernelManager.cull_interval=60",
        f"--KernelRestarter.time_to_dead={_LOOK}",
        *([] if browser else ["--no-browser"]),
    ]


def lab_arguments(port: int, folder: Path | None, *, browser: bool) -> list[str]:
    """Return the command line that serves a folder with JupyterLab."""
    folder = _check_exists(folder or resource_path("notebooks"))
    if not folder.is_dir():
        raise HostError(f"{folder} is no folder of notebooks.")
    return [
        *_make_command("jupyterlab", str(folder)),
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.ip={_ADDRESS}",
        f"--ServerApp.tornado_settings={_tornado_settings()}",
        f"--ServerApp.kernel_websocket_connection_class={_CONNECTION}",
        f"--ServerApp.kernel_spec_manager_class={_KERNELS}",
        f"--KernelRestarter.time_to_dead={_LOOK}",
        # In a container the user is root; the server only listens on this machine.
        *(["--allow-root"] if os.geteuid() == 0 else []),
        *([] if browser else ["--no-browser"]),
    ]


def serve_app(port: int, *, browser: bool) -> NoReturn:
    """Serve the page with Voila until Ctrl-C.

    Raises
    ------
    HostError
        The port is in use, or the notebook is missing.
    """
    _serve(app_arguments(_find_free_port(port, "app"), browser=browser))


def serve_lab(port: int, folder: Path | None, *, browser: bool) -> NoReturn:
    """Serve a folder of notebooks, by default the shipped ones, with JupyterLab until Ctrl-C.

    Raises
    ------
    HostError
        The port is in use, or the folder is missing.
    """
    _serve(lab_arguments(_find_free_port(port, "lab"), folder, browser=browser))


def _serve(arguments: list[str]) -> NoReturn:
    sys.stdout.flush()
    # The server replaces this process: Ctrl-C and exit codes are its own.
    os.execv(arguments[0], arguments)


def _tornado_settings() -> str:
    return str({"websocket_max_message_size": _LARGEST_MESSAGE})


def _make_command(host: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "digit_widgets.app.host_process", host, *arguments]


def _find_free_port(port: int, command: str) -> int:
    with socket.socket() as probe:
        # Servers set this too: a port that was just released counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_ADDRESS, port))
        except OSError:
            raise HostError(
                f"Port {port} is in use or not allowed. "
                f"Choose another: digit-widgets {command} --port {min(port + 1, 65535)}"
            ) from None
        chosen: int = probe.getsockname()[1]
        return chosen


def _check_exists(path: Path) -> Path:
    if not path.exists():
        raise HostError(f"There is nothing at {path}.")
    return path.resolve()
