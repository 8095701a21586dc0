"""Searches: Optuna's trials, their seeds, what is pruned, and how a study goes on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import optuna
import pytest

from digit_widgets.errors import SweepError
from digit_widgets.sweeps import rank_groups
from digit_widgets.training.sweeping.run import RunOutcome, RunTask
from digit_widgets.training.sweeping.sweep import sweep
from tests.support.sweep_runs import few_images, quick_run, stand_in

DATA = few_images()
SPACE: dict[str, Any] = {
    "architecture": ["cnn", "ann"],
    "filters": [[4], [4, 8]],
    "dropout": {"low": 0.0, "high": 0.9},
    "epochs": 8,
    "seed": [0, 1],
}


@pytest.fixture
def one() -> Iterator[ThreadPoolExecutor]:
    """Return an executor of one thread, so that trials follow one another."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


def _study(folder: Path) -> optuna.Study:
    storage = optuna.storages.JournalStorage(
        optuna.storages.journal.JournalFileBackend(str(folder / "study.journal"))
    )
    return optuna.load_study(study_name=None, storage=storage)


@pytest.mark.parametrize("sampler", ["tpe", "random"])
def test_a_search_tries_settings_with_all_seeds(
    tmp_path: Path, one: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch, sampler: str
) -> None:
    stand_in(monkeypatch, quick_run)
    space = {"space": SPACE, "search": {"trials": 6, "sampler": sampler}}
    running = sweep(space, DATA, one, folder=tmp_path)
    progress = running.wait()
    assert (progress.total, progress.done) == (12, 12)
    groups = rank_groups(running.records)
    assert len(groups) == 6
    assert all(sorted(record.seed for record in group.records) == [0, 1] for group in groups)
    assert all(
        "filters" not in group.settings or group.settings["architecture"] == "cnn"
        for group in groups
    )
    study = _study(tmp_path)
    assert len(study.trials) == 6
    assert study.best_value == pytest.approx(groups[0].accuracy)


def test_hopeless_runs_are_pruned_at_a_rung_and_their_other_seeds_not_begun(
    tmp_path: Path, one: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[RunTask] = []

    def train(task: RunTask) -> RunOutcome:
        tasks.append(task)
        return quick_run(task)

    stand_in(monkeypatch, train)
    space = {"space": SPACE, "search": {"trials": 12, "sampler": "random", "pruner": "median"}}
    running = sweep(space, DATA, one, folder=tmp_path)
    progress = running.wait()
    pruned = [each for each in running.records if each.ended == "pruned"]
    finished = [each for each in running.records if each.ended == "finished"]
    assert pruned
    assert len(finished) == 2 * (12 - len(pruned))
    assert progress.total == progress.done == len(running.records)
    assert {(each.epochs, each.model, each.seed) for each in pruned} <= {(2, "", 0), (4, "", 0)}
    # A run is begun, and goes on from its checkpoint: after a quarter, after a half, to its end.
    steps = [(task.until, task.checkpoint) for task in tasks[:4]]
    assert steps == [(2, None), (4, b"2"), (None, b"4"), (None, None)]
    states = [trial.state.name for trial in _study(tmp_path).trials]
    assert states.count("PRUNED") == len(pruned)


def test_a_search_goes_on_with_the_trials_that_were_not_ended(
    tmp_path: Path, one: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def break_down(task: RunTask) -> RunOutcome:
        calls.append(task.seed)
        if len(calls) == 6:
            raise SweepError("The power is gone.")
        return quick_run(task)

    stand_in(monkeypatch, break_down)
    space = {"space": SPACE, "search": {"trials": 5, "sampler": "random"}}
    running = sweep(space, DATA, one, folder=tmp_path)
    with pytest.raises(SweepError, match="The power is gone"):
        running.wait()
    before = {record.key for record in running.records}
    assert len(before) == 5
    stand_in(monkeypatch, quick_run)
    again = sweep(space, DATA, one, folder=tmp_path)
    progress = again.wait()
    assert (progress.total, progress.done, len(again.records)) == (10, 10, 10)
    assert before < {record.key for record in again.records}
    assert len(rank_groups(again.records)) == 5
    # More trials of the same search go on from there; no more of them are nothing to do.
    assert sweep(space, DATA, one, folder=tmp_path).wait().done == 10
    more = {"space": SPACE, "search": {"trials": 7, "sampler": "random"}}
    assert sweep(more, DATA, one, folder=tmp_path).wait().done == 14


def test_a_trial_whose_run_fails_is_told_as_failed(
    tmp_path: Path, one: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(task: RunTask) -> RunOutcome:
        raise ValueError("No.")

    stand_in(monkeypatch, fail)
    running = sweep({"space": SPACE, "search": {"trials": 2}}, DATA, one, folder=tmp_path)
    progress = running.wait()
    assert (progress.total, progress.failed) == (2, 2)
    assert {trial.state.name for trial in _study(tmp_path).trials} == {"FAIL"}


def test_a_search_needs_optuna(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digit_widgets.training.sweeping.search_study.find_spec", {}.get)
    with pytest.raises(SweepError, match=r"needs Optuna: pip install 'digit-widgets\[sweep\]'"):
        sweep({"space": SPACE, "search": {"trials": 2}}, DATA, folder=tmp_path)
