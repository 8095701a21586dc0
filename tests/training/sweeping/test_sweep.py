"""Sweeps: what is run, what is recorded, and what happens when something goes wrong."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import psutil
import pytest

from digit_widgets.errors import ArgumentError, DataError, DigitWidgetsError, SweepError
from digit_widgets.sweeps import SweepSource, load_sweep
from digit_widgets.training.sweeping.dask_workers import DaskWorkers
from digit_widgets.training.sweeping.run import RunOutcome, RunTask
from digit_widgets.training.sweeping.sweep import sweep
from digit_widgets.training.sweeping.versions import compare_versions
from digit_widgets.training.sweeping.workers import ExecutorWorkers
from tests.support.sweep_runs import (
    die_always,
    die_once,
    few_images,
    quick_run,
    stand_in,
    tell_process,
    wait_for_stop,
)
from tests.support.waiting import LONG, wait_until

DATA = few_images()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


def test_every_run_of_a_grid_is_recorded_with_its_model(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, quick_run)
    space = {"dropout": [0.1, 0.2], "seed": [0, 1]}
    running = sweep(space, DATA, threads, folder=tmp_path / "new")
    assert isinstance(running, SweepSource)
    changes: list[int] = []
    running.subscribe(lambda: changes.append(running.progress.done))
    progress = running.wait()
    assert (progress.state, progress.total, progress.done) == ("finished", 4, 4)
    assert (progress.running, progress.failed, progress.message) == (0, 0, "")
    assert changes[-1] == 4
    found = {(each.settings["dropout"], each.seed): each.accuracy for each in running.records}
    assert found == pytest.approx({(0.1, 0): 0.9, (0.2, 0): 0.8, (0.1, 1): 0.89, (0.2, 1): 0.79})
    for record in running.records:
        paths = record.model_path(running.folder), record.keras_path(running.folder)
        assert [path and path.read_bytes() for path in paths] == [b"a model", b"the same"]
    assert load_sweep(tmp_path / "new").records == running.records
    assert load_sweep(tmp_path / "new").progress.total == 4
    assert repr(running) == "<Sweep: 4 of 4 runs, finished>"
    running.stop()
    assert running.progress.state == "finished"


def test_a_stopped_sweep_goes_on_from_its_records(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, wait_for_stop)
    space = {"dropout": [0.1, 0.2], "seed": [0, 1]}
    running = sweep(space, DATA, threads, folder=tmp_path)
    wait_until(lambda: running.progress.done == running.progress.running == 2, "not begun")
    assert running.progress.seconds_left is not None
    running.stop()
    progress = running.wait()
    assert (progress.state, progress.done, progress.running) == ("stopped", 2, 0)
    assert "the same call goes on" in progress.message
    called: list[int] = []

    def count(task: RunTask) -> RunOutcome:
        called.append(task.seed)
        return quick_run(task)

    stand_in(monkeypatch, count)
    # Another space may use the same folder: what is there already is not run again.
    wider = {"dropout": [0.1, 0.2, 0.3], "seed": [0, 1]}
    again = sweep(wider, DATA, threads, folder=tmp_path).wait()
    assert (again.done, sorted(called)) == (6, [0, 1, 1, 1])
    assert sweep(space, DATA, threads, folder=tmp_path).wait().total == 4
    assert len(called) == 4
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".data")] == []


def test_a_run_that_fails_is_recorded_and_tried_again_by_the_next_start(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(task: RunTask) -> RunOutcome:
        if task.seed:
            return quick_run(task)
        raise ValueError("It does not fit.\nMore about it.")

    stand_in(monkeypatch, fail)
    running = sweep({"seed": [0, 1]}, DATA, threads, folder=tmp_path)
    progress = running.wait()
    assert (progress.state, progress.done, progress.failed) == ("finished", 2, 1)
    (failed,) = [each for each in running.records if each.ended == "failed"]
    assert failed.problem == "ValueError: It does not fit."
    stand_in(monkeypatch, quick_run)
    again = sweep({"seed": [0, 1]}, DATA, threads, folder=tmp_path)
    assert again.wait().failed == 0
    assert [each.ended for each in again.records] == ["finished", "finished"]


def test_a_lost_process_costs_its_run_which_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, die_once)
    running = sweep({"seed": [0, 1, 2]}, DATA, workers=2, folder=tmp_path)
    assert running.wait().done == 3
    assert sorted(each.seed for each in running.records) == [0, 1, 2]
    assert {each.ended for each in running.records} == {"finished"}
    assert sorted(each.name for each in tmp_path.glob("died-*")) == ["died-0", "died-2"]
    assert len({each.machine for each in running.records}) > 1


def test_processes_end_with_the_one_that_was_killed(tmp_path: Path) -> None:
    code = (
        "from functools import partial\n"
        "from pathlib import Path\n"
        "from tests.support import sweep_runs as runs\n"
        "from digit_widgets.training.sweeping import sweep as module\n"
        "module.Sweep = partial(module.Sweep, train=runs.tell_process)\n"
        "data, folder = runs.few_images(), Path('.')\n"
        "module.sweep({'seed': [1]}, data, workers=1, folder=folder).wait()"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment)
    told = tmp_path / "process"
    wait_until(lambda: told.exists() and told.read_text() != "", "the run has not begun")
    worker = psutil.Process(int(told.read_text()))
    parent.kill()
    parent.wait()
    worker.wait(LONG)


def test_a_stopped_sweep_leaves_no_process_and_no_file_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, tell_process)  # which looks at nothing, as while TensorFlow is imported
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / "sweep"
    running = sweep({"seed": [1]}, DATA, workers=1, folder=folder)
    told = folder / "process"
    wait_until(lambda: told.exists() and told.read_text() != "", "the run has not begun")
    process = psutil.Process(int(told.read_text()))
    running.stop()
    assert running.wait().state == "stopped"
    if is_left := process.is_running():
        process.kill()
    assert not is_left
    # Those of an executor that is still about to end make the program wait for it, or fail.
    assert not [each for each in threading.enumerate() if "ExecutorManager" in type(each).__name__]
    assert list(tmp_path.glob("digit-widgets-*")) == list(folder.glob(".data-*")) == []


def test_a_process_hears_no_signal_of_the_terminal_even_while_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked: list[set[int]] = []
    signals = {signal.SIGINT, signal.SIGHUP, signal.SIGTERM}
    start = SpawnProcess.start

    def note(process: SpawnProcess) -> None:
        start(process)
        status = Path(f"/proc/{process.pid}/status").read_text()
        mask = int(next(line for line in status.splitlines() if "SigBlk" in line).split()[1], 16)
        blocked.append({number for number in signals if mask >> (number - 1) & 1})

    monkeypatch.setattr(SpawnProcess, "start", note)
    stand_in(monkeypatch, quick_run)
    assert sweep({"seed": [0]}, DATA, workers=1, folder=tmp_path).wait().done == 1
    assert blocked == [signals]


def test_a_script_without_its_guard_is_told_at_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from digit_widgets.training import sweep\n"
        "from tests.support.sweep_runs import few_images\n"
        "sweep({'seed': [0, 1]}, few_images(), workers=2, folder='out').wait()\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, str(script)]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "call sweep below `if __name__ == '__main__':`" in done.stderr
    assert done.stderr.count("Traceback") == 1
    assert not (tmp_path / "out").exists()


def test_a_run_that_always_loses_its_process_is_recorded_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, die_always)
    running = sweep({"seed": [0, 1]}, DATA, workers=1, folder=tmp_path)
    assert running.wait().failed == 1
    (failed,) = [each for each in running.records if each.ended == "failed"]
    assert failed.seed == 1
    assert failed.problem.startswith("Its worker was lost 3 times (BrokenProcessPool)")


class Broken(Executor):
    """Loses every run; takes no more after some."""

    def __init__(self, most: int) -> None:
        self._left = most

    def submit(self, *_: Any, **__: Any) -> Future[Any]:  # type: ignore[override]
        if not self._left:
            raise BrokenProcessPool("all processes are gone")
        self._left -= 1
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool("gone"))
        return future


def test_a_sweep_whose_executor_is_broken_fails_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SweepError, match=r"takes no more runs: all processes are gone\. Start the"):
        sweep({"seed": [0, 1]}, DATA, Broken(1), folder=tmp_path).wait()


class LosesItsScheduler(Executor):
    """Cancels its first runs, as a client of Dask does when its scheduler is gone."""

    _max_workers = 16

    def __init__(self, most: int) -> None:
        self._left = most

    def submit(self, function: Any, *arguments: Any, **_: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        self._left -= 1
        if self._left >= 0:
            future.set_exception(CancelledError())
        else:
            future.set_result(function(*arguments))
        return future


def test_a_lost_scheduler_costs_no_run_however_many_are_in_flight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExecutorWorkers, "blames_run", DaskWorkers.blames_run)
    stand_in(monkeypatch, quick_run)
    lost = LosesItsScheduler(64)
    progress = sweep({"seed": list(range(16))}, DATA, lost, folder=tmp_path).wait()
    assert (progress.state, progress.done, progress.failed) == ("finished", 16, 0)


def test_workers_that_are_lost_again_and_again_end_the_sweep(tmp_path: Path) -> None:
    running = sweep({"seed": list(range(40))}, DATA, Broken(1_000), folder=tmp_path)
    with pytest.raises(SweepError, match="12 workers in a row were lost before any run was done"):
        running.wait()
    assert running.progress.state == "failed"


def test_a_full_disk_ends_the_sweep_in_order(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digit_widgets.sweeps import record_files

    write = record_files.write_whole

    def fill(path: Path, content: bytes) -> None:
        if len(list((tmp_path / "records").glob("*.json"))) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content)

    monkeypatch.setattr("digit_widgets.training.sweeping.running_sweep.write_whole", fill)
    stand_in(monkeypatch, quick_run)
    running = sweep({"seed": [0, 1, 2, 3]}, DATA, threads, folder=tmp_path)
    with pytest.raises(SweepError, match=r"No space left on device; .* MB are free there\. Make r"):
        running.wait()
    assert len(load_sweep(tmp_path).records) == 2
    monkeypatch.undo()
    stand_in(monkeypatch, quick_run)
    assert sweep({"seed": [0, 1, 2, 3]}, DATA, threads, folder=tmp_path).wait().done == 4


def test_one_sweep_at_a_time_runs_in_a_folder_on_one_set_of_images(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, wait_for_stop)
    with pytest.raises(SweepError, match="is running a sweep in"):  # noqa: SIM117
        with sweep({"seed": [0, 1]}, DATA, threads, folder=tmp_path):
            sweep({"seed": [0, 1]}, DATA, threads, folder=tmp_path)
    with pytest.raises(
        DataError, match=r"other images \(noise 0\) than those given now \(noise 1\)"
    ):
        sweep({"seed": [0]}, few_images(seed=1), threads, folder=tmp_path)
    assert sweep({"seed": [0]}, DATA, threads, folder=tmp_path).wait().done == 1


def press_ctrl_c_within(running: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Ctrl-C come while the end of a sweep is waited for, once."""
    wait = running._ended.wait

    def press(timeout: float | None = None) -> bool:
        monkeypatch.setattr(running._ended, "wait", wait)
        signal.raise_signal(signal.SIGINT)
        return bool(wait(timeout))

    monkeypatch.setattr(running._ended, "wait", press)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_waiting_stops_the_sweep(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, wait_for_stop)
    running = sweep({"seed": [0, 1]}, DATA, threads, folder=tmp_path)
    wait_until(lambda: running.progress.done == 1, "no run is done")
    assert running.wait(timeout=0.05).state == "running"
    press_ctrl_c_within(running, monkeypatch)
    progress = running.wait()
    assert (progress.state, progress.done) == ("stopped", 1)


def test_a_worker_that_begins_after_the_stop_and_has_no_images_does_not_fail_the_sweep(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, is_stopped = threading.Event(), threading.Event()

    def look(task: RunTask) -> RunOutcome:
        began.set()
        is_stopped.wait(LONG)
        raise SweepError("There are no images.")

    monkeypatch.setattr("digit_widgets.training.sweeping.driver._LOOK", 10)
    stand_in(monkeypatch, look)
    running = sweep({"seed": [0, 1]}, DATA, threads, folder=tmp_path)
    assert began.wait(LONG)
    running.stop()
    is_stopped.set()
    progress = running.wait()
    assert (progress.state, progress.done) == ("stopped", 0)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_once_more_does_not_wait_for_the_end(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_let_go = threading.Event()
    stand_in(monkeypatch, wait_for_stop)
    monkeypatch.setattr(ExecutorWorkers, "close", lambda _: is_let_go.wait(LONG))
    running = sweep({"seed": [0, 1]}, DATA, threads, folder=tmp_path)
    running.stop()
    press_ctrl_c_within(running, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        running.wait()
    is_let_go.set()
    assert running.wait().state == "stopped"


def test_a_damaged_record_is_said_and_run_again(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, quick_run)
    (record,) = _records(sweep({"seed": [0]}, DATA, threads, folder=tmp_path))
    file = tmp_path / "records" / f"{record.key}.json"
    file.write_text("{")
    running = sweep({"seed": [0]}, DATA, threads, folder=tmp_path)
    assert f"{file.name} is no record of a run" in running.wait().message
    assert running.records[0].accuracy == record.accuracy


def test_other_versions_on_a_worker_are_said(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(task: RunTask) -> RunOutcome:
        outcome = quick_run(task)
        return RunOutcome(
            "finished", {**outcome.figures, "versions": {"keras": "1"}, "machine": "old, 1 core"}
        )

    stand_in(monkeypatch, elsewhere)
    message = sweep({"seed": [0]}, DATA, threads, folder=tmp_path).wait().message
    assert message.startswith("The worker on old, 1 core has python none, ")
    assert message.endswith("Install the same versions on both sides.")
    here = {"python": "3.11.7", "keras": "3.13"}
    assert compare_versions(here, {**here, "python": "3.11.9"}, "It") == ""
    assert compare_versions(here, {**here, "keras": "3.14"}, "It").startswith(
        "It has keras 3.14, and here it is keras 3.13: figures would not be comparable."
    )


def test_wrong_arguments_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"Give an executor of .*, not an object of type int"):
        sweep({}, DATA, 3, folder=tmp_path)
    with pytest.raises(ArgumentError, match="workers is 0"):
        sweep({}, DATA, workers=0, folder=tmp_path)
    with pytest.raises(ArgumentError, match="leave it out with an executor"):
        sweep({}, DATA, Broken(1), workers=2, folder=tmp_path)
    with pytest.raises(DataError, match="n_images is 221, and there are 220 images to train on"):
        sweep({"n_images": 221}, DATA, folder=tmp_path)
    with pytest.raises(DataError, match="Give an ImageDataset"):
        sweep({}, [1], folder=tmp_path)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="There are 12 training images: a sweep needs 24 or more"):
        sweep({}, few_images(12), folder=tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(SweepError, match=r"A sweep cannot be written to .*file: .*Name another"):
        sweep({}, DATA, folder=tmp_path / "file")


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "too many images": ({"n_images": 221}, {}),
    "too many images of a search": (
        {"space": {"n_images": {"low": 20, "high": 221}}, "search": {"trials": 2}},
        {},
    ),
    "no number of workers": ({}, {"workers": 0}),
    "no executor": ({}, {"executor": 3}),
    "no address": ({}, {"executor": "nonsense"}),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_refused_start_leaves_nothing_that_it_made(
    why: str, tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    space, options = REFUSED[why]
    with pytest.raises(DigitWidgetsError):
        sweep(space, DATA, folder=tmp_path / "a" / "new one", **options)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "notes").touch()
    with pytest.raises(DigitWidgetsError):
        sweep(space, DATA, folder=tmp_path, **options)
    assert [each.name for each in tmp_path.iterdir()] == ["notes"]
    # What an earlier start has made stays as it is.
    stand_in(monkeypatch, quick_run)
    sweep({"seed": [0, 1]}, DATA, threads, folder=tmp_path).wait()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(DigitWidgetsError):
        sweep(space, DATA, folder=tmp_path, **options)
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    lock = tmp_path / "sweep.lock"  # which says who had it last
    assert {**after, lock: 0} == {**before, lock: 0}


def test_what_a_killed_sweep_has_left_goes_with_the_next_start_wherever_that_runs(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, quick_run)
    (tmp_path / ".data-x").mkdir()
    (tmp_path / ".data-x" / "images.npy").touch()
    assert sweep({}, DATA, threads, folder=tmp_path).wait().done == 1
    assert list(tmp_path.glob(".*")) == []


def test_it_ends_with_the_block_that_began_it(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_seen = threading.Event()

    def wait_to_be_seen(task: RunTask) -> RunOutcome:
        assert is_seen.wait(LONG)
        return quick_run(task)

    stand_in(monkeypatch, wait_to_be_seen)
    with sweep({"seed": [0, 1]}, DATA, threads, folder=tmp_path) as running:
        assert running.progress.state == "running"
        is_seen.set()
    assert running.progress.state == "finished"
    stand_in(monkeypatch, wait_for_stop)
    with (
        pytest.raises(ZeroDivisionError),
        sweep({"seed": list(range(9))}, DATA, threads, folder=tmp_path) as running,
    ):
        1 / 0  # noqa: B018
    assert running.progress.state == "stopped"


def _records(running: Any) -> Any:
    running.wait()
    return running.records
