"""Servers: starts JupyterLab and Voila on the shipped notebooks."""

from __future__ import annotations

import errno
import os
import re
import socket
import sys
from pathlib import Path
from typing import NoReturn

from digit_widgets.app.page import CONFIGURATION
from digit_widgets.errors import HostError
from digit_widgets.resources import resource_path

__all__ = ["LOCALHOST", "app_arguments", "lab_arguments", "serve_app", "serve_lab"]

#: The address of this machine for itself alone.
LOCALHOST = "127.0.0.1"
_CONNECTION = "digit_widgets.app.kernels.connections.PromptConnection"
_KERNELS = "digit_widgets.app.kernels.specs.QuietKernels"
#: Seconds between two checks that a kernel's process is alive; pages are notified if it is not.
_LOOK = 1.0
_HOSTS = (
    f"Give an address of this machine, {LOCALHOST} for itself alone, or 0.0.0.0 for all of them."
)


def app_arguments(
    port: int,
    *,
    browser: bool,
    host: str = LOCALHOST,
    base_url: str = "/",
    max_visitors: int | None = None,
    notebook: Path | None = None,
) -> list[str]:
    """Return the command line that serves the app's page, or another notebook, with Voila.

    Parameters
    ----------
    port
        Port to listen on; 0 takes a free one.
    browser
        True to open the page in a web browser.
    host
        Address to listen on: ``0.0.0.0`` for all of this machine's.
    base_url
        Path of the page, as a proxy before it knows it.
    max_visitors
        Visitors at most; by default as many as there is memory for.
    notebook
        The notebook to serve, or a folder of them.
    """
    notebook = _check_exists(notebook or resource_path("notebooks/app.ipynb"))
    return [
        *_make_command("voila", str(notebook)),
        # The first of these folders with a file "voila.py" or ".json" has the last word.
        f"--Voila.config_file_paths={_configuration_folders()}",
        f"--port={port}",
        "--Voila.port_retries=0",
        f"--Voila.ip={host}",
        f"--Voila.base_url={_check_base_url(base_url)}",
        *([] if max_visitors is None else [f"--VisitorKernels.max_visitors={max_visitors}"]),
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
        f"--ServerApp.ip={LOCALHOST}",
        f"--ServerApp.kernel_websocket_connection_class={_CONNECTION}",
        f"--ServerApp.kernel_spec_manager_class={_KERNELS}",
        f"--KernelRestarter.time_to_dead={_LOOK}",
        # In a container the user is root; the server only listens on this machine.
        *(["--allow-root"] if os.geteuid() == 0 else []),
        *([] if browser else ["--no-browser"]),
    ]


def serve_app(
    port: int, *, browser: bool, host: str, base_url: str, max_visitors: int | None
) -> NoReturn:
    """Serve the page with Voila until Ctrl-C; see `app_arguments`.

    Raises
    ------
    HostError
        The port is in use, the host is none of this machine, or the notebook is missing.
    """
    free = _find_free_port(port, "app", host)
    _serve(
        app_arguments(
            free, browser=browser, host=host, base_url=base_url, max_visitors=max_visitors
        )
    )


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


def _configuration_folders() -> list[str]:
    """Return Voila's own folders of configuration, and then this package's."""
    from jupyter_core.paths import jupyter_config_path

    return [os.getcwd(), *jupyter_config_path(), str(Path(CONFIGURATION).parent)]


def _make_command(host: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "digit_widgets.app.host_process", host, *arguments]


def _find_free_port(port: int, command: str, host: str = LOCALHOST) -> int:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise HostError(f"There is no host {host!r}. {_HOSTS}") from None
    with socket.socket(family) as probe:
        # Servers set this too: a port that was just released counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise HostError(f"{host} is no address of this machine. {_HOSTS}") from None
            raise HostError(
                f"Port {port} is in use or not allowed. "
                f"Choose another: digit-widgets {command} --port {min(port + 1, 65535)}"
            ) from None
        chosen: int = probe.getsockname()[1]
        return chosen


def _check_base_url(path: str) -> str:
    """Return a path with a slash at both ends, or raise HostError."""
    words = path.strip("/")
    if not re.fullmatch(r"[\w.~/-]*", words) or ".." in words:
        raise HostError(f"{path!r} is no path of a page, as /digits/ is.")
    return f"/{words}/" if words else "/"


def _check_exists(path: Path) -> Path:
    if not path.exists():
        raise HostError(f"There is nothing at {path}.")
    return path.resolve()
