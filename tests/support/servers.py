"""JupyterLab and Voila, started like the command line starts them, on a free port."""

from __future__ import annotations

import itertools
import json
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from digit_widgets.app.fork_server.kernel_specs import ForkedKernels
from digit_widgets.app.servers import app_arguments, lab_arguments

__all__ = ["app_server", "find_free_port", "lab_server", "run_server", "voila_server"]

_READY_WITHIN = 90
_KERNELS = "--ServerApp.kernel_spec_manager_class="
#: Ports for servers: below those that systems give to whoever connects, of which one that is free
#: now may be taken before the server has it. Each of twelve test processes has its own.
_FIRST_PORT, _PORTS_EACH, _PROCESSES = 20_000, 1_000, 12


@contextmanager
def voila_server(
    folder: Path, *, theme: str = "light", notebook: Path | None = None
) -> Iterator[str]:
    """Serve the app's page, or another notebook's; yield its address.

    The notebooks of a folder are served as well, each under ``voila/render/`` and its name. Kernels
    are preheated only for the app: for a notebook that is opened once, a second kernel would run
    all cells, or train, for nothing.
    """
    port = find_free_port()
    arguments = [
        *app_arguments(port, browser=False, notebook=notebook),
        f"--VoilaConfiguration.preheat_kernel={notebook is None}",
        f"--VoilaConfiguration.theme={theme}",
    ]
    with run_server(arguments, f"http://127.0.0.1:{port}/health", folder):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def app_server(
    folder: Path,
    *options: str,
    max_visitors: int,
    port: int | None = None,
    limits: Mapping[int, int] | None = None,
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the app's page to so many visitors; yield its address and its process."""
    port = port or find_free_port()
    url = f"http://127.0.0.1:{port}/"
    arguments = [*app_arguments(port, browser=False, max_visitors=max_visitors), *options]
    with run_server(arguments, f"{url}health", folder, limits) as process:
        yield url, process


@contextmanager
def lab_server(
    folder: Path,
    notebooks: Path,
    *,
    theme: str = "JupyterLab Light",
    whole: bool = False,
    forks: bool = False,
) -> Iterator[str]:
    """Serve a folder of notebooks; yield the address of the lab.

    With `whole`, it renders all cells of a notebook, not only the visible ones. With `forks`, its
    kernels are forked, as a page's are: a kernel of its own takes two seconds of a processor.
    """
    port = find_free_port()
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    # Otherwise a question about news would cover the notebook.
    (settings / "notification.jupyterlab-settings").write_text(
        json.dumps({"fetchNews": "false", "checkForUpdates": False})
    )
    (settings / "themes.jupyterlab-settings").write_text(json.dumps({"theme": theme}))
    if whole:
        tracker = folder / "settings" / "@jupyterlab" / "notebook-extension"
        tracker.mkdir(parents=True, exist_ok=True)
        (tracker / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}))
    arguments = [
        *lab_arguments(port, notebooks, browser=False),
        "--IdentityProvider.token=",
        f"--LabApp.user_settings_dir={folder / 'settings'}",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
        "--LabApp.expose_app_in_browser=True",
    ]
    if forks:
        arguments = [each for each in arguments if not each.startswith(_KERNELS)]
        arguments.append(f"{_KERNELS}{ForkedKernels.__module__}.{ForkedKernels.__qualname__}")
    with run_server(arguments, f"http://127.0.0.1:{port}/api", folder):
        yield f"http://127.0.0.1:{port}/lab/"


@contextmanager
def run_server(
    arguments: Sequence[str], probe: str, folder: Path, limits: Mapping[int, int] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it answers at an address, and stop it in the end; yield its process.

    `limits` are those of the `resource` module, for the server and its kernels.
    """
    log = folder / "server.log"
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    # With this variable, kernels hide output to file descriptor 2, unlike for users.
    environment.pop("PYTEST_CURRENT_TEST", None)
    with log.open("w") as stream:
        server = subprocess.Popen(
            arguments, stdout=stream, stderr=stream, cwd=folder, env=environment
        )
        for which, value in (limits or {}).items():
            resource.prlimit(server.pid, which, (value, value))
        try:
            _wait(server, probe, log)
            yield server
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen[bytes], probe: str, log: Path) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(probe, timeout=5).close()
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.1)
        else:
            return
    print(log.read_text()[-4000:], file=sys.stderr)
    raise RuntimeError(f"{server.args} did not get ready.")


def _count_ports() -> Iterator[int]:
    """Return this process's ports one after the other; those of another run begin elsewhere."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _PROCESSES
    first = _FIRST_PORT + _PORTS_EACH * number
    return (first + place % _PORTS_EACH for place in itertools.count(os.getpid()))


_ports = _count_ports()


def find_free_port() -> int:
    """Return a port that nobody has, and that this process returns to nobody else soon."""
    while True:
        port = next(_ports)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
