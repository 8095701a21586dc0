"""The command ``sweep`` on a scheduler that is frozen: it neither answers nor goes away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from digit_widgets.sweeps import load_sweep
from digit_widgets.sweeps.folder_lock import who_holds
from tests.support.waiting import LONG, wait_until

#: The command, whose runs end at once with seed 0, and else when nobody waits for them. A shell
#: disables Ctrl-C for background jobs and their children.
COMMAND = """
import signal, sys
from functools import partial
from digit_widgets.app.cli import app
from digit_widgets.training.sweeping import sweep
from tests.support.sweep_runs import wait_for_stop
signal.signal(signal.SIGINT, signal.default_int_handler)
sweep.Sweep = partial(sweep.Sweep, train=wait_for_stop)
app(sys.argv[1:])
"""


class Programs(ExitStack):
    """Starts programs of this Python, which end with the block."""

    def start(self, *arguments: str, output: Path) -> subprocess.Popen[bytes]:
        """Start one that imports what the tests import, and let it write to a file."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with output.open("wb") as stream:
            program = subprocess.Popen(
                [sys.executable, *arguments], env=environment, stdout=stream, stderr=stream
            )
        self.callback(program.wait)
        self.callback(program.kill)
        return program


@pytest.fixture
def programs() -> Iterator[Programs]:
    with Programs() as programs:
        yield programs


def test_ctrl_c_says_what_it_waits_for_and_once_more_ends_the_command(
    programs: Programs, tmp_path: Path, tiny_npz: Path
) -> None:
    place, folder, told = tmp_path / "scheduler.json", tmp_path / "out", tmp_path / "told"
    log, where = tmp_path / "log", ("--scheduler-file", str(place), "--no-dashboard")
    scheduler = programs.start(
        *("-m", "distributed.cli.dask_scheduler", "--port", "0", *where), output=log
    )
    wait_until(lambda: place.exists() and place.read_text().endswith("}"), "no scheduler")
    programs.start(
        *("-m", "distributed.cli.dask_worker", "--nthreads", "1", *where),
        *("--local-directory", str(tmp_path)),
        output=(worker := tmp_path / "log of the worker"),
    )
    wait_until(lambda: "Starting established connection" in worker.read_text(), "no worker")
    address = json.loads(place.read_text())["address"]
    space = tmp_path / "space.toml"
    space.write_text("[space]\nseed = [0, 1]\n")
    options = ("--scheduler", address, "--folder", str(folder), "--mnist", str(tiny_npz))
    command = programs.start("-c", COMMAND, "sweep", str(space), *options, output=told)
    wait_until(lambda: bool(list(folder.glob("records/*.json"))), "no run is done")
    scheduler.send_signal(signal.SIGSTOP)
    command.send_signal(signal.SIGINT)
    words = f"Waiting for the scheduler {address} to take the images from its workers: Ctrl-C once"
    wait_until(lambda: words in told.read_text(), "it does not say what it waits for")
    assert command.poll() is None
    command.send_signal(signal.SIGINT)
    assert command.wait(LONG) == 130
    assert "Stopped: 1 of 2 runs are done. The same command does the others." in told.read_text()
    assert len(load_sweep(folder).records) == 1
    assert not who_holds(folder)
    assert list(folder.glob("**/.*")) == []
