"""What a server does if a kernel cannot be forked, or nobody waits for it."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from digit_widgets.app.fork_server import client, provisioner
from digit_widgets.app.fork_server.client import CannotForkError, ForkServer
from digit_widgets.app.fork_server.forked_process import ForkedProcess
from tests.app.fork_server.conftest import Kernel, wait_until
from tests.support.waiting import run_coroutine

COMMAND = [sys.executable, "-m", "ipykernel_launcher"]
#: A fork server that never answers, and ends as one does.
SILENT = """
import select, sys
poller = select.poll()
poller.register(int(sys.argv[1]), 0)
poller.poll()
"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ForkServer]:
    """Return a fork server of its own; its kernels write their files to a folder of the test."""
    # A file that is named to a kernel, such as a null device, would be removed and written anew.
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    server = ForkServer()
    yield server
    server.close()


def children(server: ForkServer) -> list[str]:
    assert server._process is not None
    pid = server._process.pid
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def ask(
    server: ForkServer, variables: Mapping[str, str] | None = None, **changed: object
) -> ForkedProcess:
    environment = {**os.environ, **(variables or {})}
    arguments = {"command": COMMAND, "environment": environment, "folder": Path.cwd(), **changed}
    return run_coroutine(server.start_kernel(**arguments))  # type: ignore[arg-type]


def end(process: ForkedProcess) -> None:
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (
            {"command": ["/usr/bin/python3", *COMMAND[1:]]},
            "not an IPython kernel",
        ),
        ({"command": [sys.executable, "-m", "other"]}, "not an IPython kernel"),
        ({"folder": Path("/no/such/folder")}, "is no folder"),
        ({"variables": {"PYTHONHASHSEED": "7"}}, "a Python of its own"),
        ({"variables": {"LONG": "x" * 2**20}}, "Message too long"),
    ],
)
def test_what_cannot_be_forked_is_told(
    server: ForkServer, changed: dict[str, Any], why: str
) -> None:
    with pytest.raises(CannotForkError, match=why):
        ask(server, **changed)


def test_other_platforms_have_no_fork_server(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    with pytest.raises(CannotForkError, match="on Linux only"):
        ask(server)


def test_a_kernel_that_nobody_waits_for_any_more_ends(server: ForkServer) -> None:
    async def give_up() -> None:
        task = asyncio.ensure_future(server.start_kernel(COMMAND, os.environ, Path.cwd()))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

    # One after another: the last has been served when the next one has.
    run_coroutine(give_up())
    process = ask(server)
    wait_until(lambda: set(children(server)) <= {str(process.pid)})
    end(process)


def test_without_a_fork_server_kernels_start_plainly_and_the_log_says_so_once(
    start: Callable[..., Kernel],
    server: ForkServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(provisioner, "FORK_SERVER", server)
    monkeypatch.setattr(provisioner.ForkProvisioner, "_has_warned", False)
    monkeypatch.setattr(client, "_COMMAND", [sys.executable, "-c", "raise SystemExit(1)"])
    for _ in range(2):
        kernel = start()
        assert not isinstance(kernel.process, ForkedProcess)
        assert kernel.read("print(1)") == "1\n"
        kernel.manager.shutdown_kernel(now=True)
    (line,) = (record.message for record in caplog.records if "plainly" in record.message)
    assert "The fork server has failed" in line
    with pytest.raises(CannotForkError, match="does not start"):
        ask(server)


def test_a_fork_server_that_does_not_answer_is_waited_for_less_and_its_kernels_live(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = ask(server)
    assert server._process is not None
    monkeypatch.setattr(server, "_patience", 0.1)
    server._process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(CannotForkError, match="does not answer"):
            ask(server)
    finally:
        server._process.send_signal(signal.SIGCONT)
    assert server._patience == client._IMPATIENCE
    monkeypatch.setattr(server, "_patience", client._PATIENCE)
    other = ask(server)
    # The one that was given up has ended by itself, or does so now.
    wait_until(lambda: set(children(server)) <= {str(process.pid), str(other.pid)})
    end(process)
    end(other)


def test_a_new_fork_server_is_waited_for_until_it_has_answered_once(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_COMMAND", [sys.executable, "-c", SILENT])
    monkeypatch.setattr(client, "_PATIENCE", 0.1)
    monkeypatch.setattr(server, "_patience", 0.0)  # as one before it, which had died, has left it
    for _ in range(2):
        with pytest.raises(CannotForkError, match="does not answer"):
            ask(server)
        assert server._patience == client._PATIENCE


def test_a_fork_server_that_can_open_no_more_files_goes_on(server: ForkServer) -> None:
    first = ask(server)
    assert server._process is not None
    pid = server._process.pid
    used = {int(each.name) for each in Path(f"/proc/{pid}/fd").iterdir()}
    free = min(set(range(len(used) + 1)) - used)
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    for room in (0, 1):
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (free + room, before[1]))
        with pytest.raises(CannotForkError, match="has failed"):
            ask(server)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    second = ask(server)
    for each in (first, second):
        end(each)
