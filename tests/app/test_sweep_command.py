"""The command ``sweep``: its lines, its leader board, and what it says when it is stopped."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from digit_widgets.app.cli import app
from digit_widgets.errors import ArgumentError, DataError
from digit_widgets.sweeps import load_sweep
from digit_widgets.sweeps.folder_lock import who_holds
from digit_widgets.training.sweeping.processes import Processes
from tests.support.sweep_runs import quick_run, stand_in, wait_for_stop
from tests.support.waiting import LONG, wait_until


@pytest.fixture
def few_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digit_widgets.training.sweeping.sweep.count_cores", lambda: 1)


@pytest.fixture
def space(tmp_path: Path) -> Path:
    path = tmp_path / "space.toml"
    path.write_text("[space]\ndropout = [0.1, 0.2]\nseed = [0, 1]\n")
    return path


def test_a_sweep_tells_each_run_and_ranks_the_settings(
    space: Path,
    tmp_path: Path,
    tiny_npz: Path,
    monkeypatch: pytest.MonkeyPatch,
    few_processes: None,
) -> None:
    stand_in(monkeypatch, quick_run)
    folder = tmp_path / "out"
    arguments = ["sweep", str(space), "--folder", str(folder), "--mnist", str(tiny_npz)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == [
        *("accuracy", "95%", "interval", "seeds", "parameters", "training", "dropout")
    ]
    assert [line.split()[0] for line in lines[1:]] == ["89.50%", "79.50%"]
    assert [line.split()[-1] for line in lines[1:]] == ["0.1", "0.2"]
    assert result.stderr.startswith("4 runs on <ImageDataset: ")
    assert "90.00%  dropout 0.1, seed 0  0.0 s\n" in result.stderr
    assert len(load_sweep(folder).records) == 4
    # Once more, there is nothing left to run.
    again = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert again.stdout == result.stdout
    assert "90.00%" not in again.stderr


@pytest.fixture
def no_nohup() -> Iterator[None]:
    """Restore what ends a program, which whoever runs the tests may have disabled."""
    before = {
        number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGHUP, signal.SIGTERM)
    }
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("ctrl_c", "no_nohup", "few_processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_says_how_to_go_on_and_so_do_sigterm_and_sighup(
    number: signal.Signals,
    space: Path,
    tmp_path: Path,
    tiny_npz: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand_in(monkeypatch, wait_for_stop)
    monkeypatch.setattr(os, "isatty", lambda _: False)  # the terminal of the tests is not gone
    folder = tmp_path / "out"

    def press_when_waiting() -> None:
        while len(list(folder.glob("records/*.json"))) < 2:
            threading.Event().wait(0.02)
        os.kill(os.getpid(), number)

    threading.Thread(target=press_when_waiting, daemon=True).start()
    arguments = ["sweep", str(space), "--folder", str(folder), "--mnist", str(tiny_npz)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 128 + number
    assert "Stopped: 2 of 4 runs are done. The same command does the others.\n" in result.stderr
    assert list(folder.glob("**/.*")) == []
    assert not who_holds(folder)
    assert result.stderr.count("Stopped") == 1
    assert "goes on" not in result.stderr
    assert "90.00%" in result.stdout


@pytest.mark.usefixtures("ctrl_c", "few_processes")
def test_ctrl_c_while_the_sweep_begins_is_not_lost(
    space: Path,
    tmp_path: Path,
    tiny_npz: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand_in(monkeypatch, wait_for_stop)
    from digit_widgets import training

    begin = training.sweep

    def press(*arguments: Any, **options: Any) -> Any:
        running = begin(*arguments, **options)
        signal.raise_signal(signal.SIGINT)
        return running

    monkeypatch.setattr(training, "sweep", press)
    arguments = ["sweep", str(space), "--folder", str(tmp_path / "out"), "--mnist", str(tiny_npz)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 130
    assert "Stopped: 0 of 4 runs are done." in result.stderr
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("ctrl_c", "few_processes")
def test_ctrl_c_twice_before_the_first_is_seen_stops_the_sweep(
    space: Path,
    tmp_path: Path,
    tiny_npz: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand_in(monkeypatch, wait_for_stop)

    def press_twice(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("digit_widgets.app.sweep_command._show", press_twice)
    monkeypatch.setattr("digit_widgets.app.sweep_command._KILLING", 60.0)
    folder = tmp_path / "out"
    arguments = ["sweep", str(space), "--folder", str(folder), "--mnist", str(tiny_npz)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 130
    assert "Stopped: " in result.stderr
    assert not who_holds(folder)


@pytest.mark.usefixtures("ctrl_c", "few_processes")
def test_ctrl_c_once_more_ends_the_command_at_once_and_keeps_the_records(
    space: Path,
    tmp_path: Path,
    tiny_npz: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand_in(monkeypatch, wait_for_stop)
    monkeypatch.setattr("digit_widgets.app.sweep_command._KILLING", 0.0)
    folder, is_let_go = tmp_path / "out", threading.Event()
    close = Processes.close

    def hang(processes: Processes) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        is_let_go.wait(LONG)
        close(processes)

    def press_when_waiting() -> None:
        while len(list(folder.glob("records/*.json"))) < 2:
            threading.Event().wait(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(Processes, "close", hang)
    threading.Thread(target=press_when_waiting, daemon=True).start()
    arguments = ["sweep", str(space), "--folder", str(folder), "--mnist", str(tiny_npz)]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    is_let_go.set()
    assert result.exit_code == 130
    assert "Stopped: 2 of 4 runs are done." in result.stderr
    assert len(load_sweep(folder).records) == 2
    wait_until(lambda: not who_holds(folder), "the lock is held")
    assert list(folder.glob("**/.*")) == []


def test_wrong_options_are_refused(space: Path, tiny_npz: Path, tmp_path: Path) -> None:
    arguments = ["sweep", str(space), "--scheduler", "tcp://x:1", "--workers", "2"]
    with pytest.raises(ArgumentError, match="leave it out with --scheduler"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)
    space.write_text("[space]\ndrop = 1\n")
    arguments = ["sweep", str(space), "--folder", str(tmp_path), "--mnist", str(tiny_npz)]
    with pytest.raises(DataError, match="There is no setting 'drop': do you mean dropout"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)
