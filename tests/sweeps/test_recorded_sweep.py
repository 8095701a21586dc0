"""Recorded sweeps: opened from a folder, also while somebody else runs them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from digit_widgets.errors import DataError, SweepError
from digit_widgets.sweeps import SweepSource, load_sweep
from digit_widgets.sweeps.folder_lock import FolderLock, who_holds
from digit_widgets.sweeps.record_files import write_plan, write_record
from digit_widgets.sweeps.subscribers import Subscribers
from tests.support.sweep_records import make_record
from tests.support.waiting import LONG


def test_a_folder_of_records_is_a_source(tmp_path: Path) -> None:
    write_record(tmp_path, make_record(0))
    write_record(tmp_path, make_record(1, ended="failed"))
    write_plan(tmp_path, {"total": 4})
    (tmp_path / "records" / "bad.json").write_text("{}")
    source = load_sweep(str(tmp_path))
    assert isinstance(source, SweepSource)
    assert source.folder == tmp_path
    progress = source.progress
    assert (progress.state, progress.total, progress.done) == ("recorded", 4, 2)
    assert (progress.running, progress.failed, progress.seconds_left) == (0, 1, None)
    assert progress.message.startswith("bad.json is no record of a run and is left out")
    write_plan(tmp_path, {"total": 1})
    source.refresh()
    assert source.progress.total is None
    source.stop()
    assert len(source.records) == 2
    assert repr(source) == f"<RecordedSweep: 2 runs in {tmp_path}>"


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no records of a sweep"):
        load_sweep(tmp_path)


def test_new_records_are_seen_while_somebody_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digit_widgets.sweeps.recorded_sweep._PERIOD", 0.01)
    write_record(tmp_path, make_record(0))
    source = load_sweep(tmp_path)
    seen = threading.Event()
    leave = source.subscribe(seen.set)
    write_record(tmp_path, make_record(1))
    assert seen.wait(LONG)
    assert len(source.records) == 2
    leave()
    seen.clear()
    write_record(tmp_path, make_record(2))
    assert not seen.wait(0.1)
    # Whoever comes later is told again.
    source.subscribe(seen.set)()
    again = source.subscribe(seen.set)
    assert seen.wait(LONG)
    again()


def test_who_runs_a_sweep_is_said(tmp_path: Path) -> None:
    write_record(tmp_path, make_record())
    assert who_holds(tmp_path) == ""
    with FolderLock(tmp_path):
        assert "is running this sweep: stop it there" in load_sweep(tmp_path).progress.message
        with pytest.raises(SweepError, match="This program itself is running a sweep in"):
            FolderLock(tmp_path)
    assert load_sweep(tmp_path).progress.message == ""
    FolderLock(tmp_path).release()


def test_what_a_killed_sweep_has_left_is_removed_when_it_is_opened(tmp_path: Path) -> None:
    write_record(tmp_path, make_record())
    images, half = tmp_path / ".data-x" / "images.npy", tmp_path / "records" / ".writing-x"

    def leave() -> None:
        images.parent.mkdir()
        images.touch()
        half.touch()

    leave()
    with FolderLock(tmp_path):  # they are those of a sweep that runs
        load_sweep(tmp_path)
        assert images.exists()
        assert half.exists()
    load_sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["records", "sweep.lock"]
    assert not half.exists()
    # In a folder that cannot be written they stay, and it is opened all the same.
    leave()
    (tmp_path / "sweep.lock").unlink()
    (tmp_path / "sweep.lock").mkdir()
    assert len(load_sweep(tmp_path).records) == 1
    assert images.exists()


def test_a_lock_whose_file_is_removed_meanwhile_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def let_go(*_: object) -> None:
        (tmp_path / "sweep.lock").unlink()
        first.release()

    first = FolderLock(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("digit_widgets.sweeps.folder_lock.time.sleep", let_go)
        second = FolderLock(tmp_path)
    with pytest.raises(SweepError, match="This program itself"):
        FolderLock(tmp_path)
    second.release()


def test_one_subscriber_that_fails_keeps_no_other_from_being_called(
    caplog: pytest.LogCaptureFixture,
) -> None:
    subscribers = Subscribers()
    calls: list[int] = []
    subscribers.add(lambda: calls[9])  # type: ignore[arg-type, return-value]
    remove = subscribers.add(lambda: calls.append(1))
    subscribers.call()
    remove()
    remove()
    subscribers.call()
    assert calls == [1]
    assert "A subscriber of a sweep failed." in caplog.text
