"""A trained network as three files, or as none."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ModelError
from digit_widgets.evaluation import evaluate
from digit_widgets.predictors import LiteRTPredictor, load_predictor
from digit_widgets.training import FitResult, FitSettings, fit, save_trained
from digit_widgets.training.architectures import build_scorer
from digit_widgets.training.scorer import SCORER_FILE, hash_weights, load_scorer

SETTINGS = FitSettings(epochs=1, batch_size=16, ema_momentum=0.9)
NAMES = ["digit_ann.json", "digit_ann.keras", "digit_ann.tflite"]


@pytest.fixture(scope="module")
def result(tiny_mnist: ImageDataset) -> FitResult:
    return fit("ann", tiny_mnist, SETTINGS)


@contextmanager
def no_room_for_more_than(size: int) -> Iterator[None]:
    """Limit the size of files, in bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def save(result: FitResult, data: ImageDataset, folder: Path, **more: Any) -> dict[str, Any]:
    return save_trained(result, data, SETTINGS, seed=5, command="make it", folder=folder, **more)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def saved(
    result: FitResult, tiny_mnist: ImageDataset, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("saved") / "new" / "models"
    return folder, save(result, tiny_mnist, folder)


@pytest.fixture
def converted_before(saved: tuple[Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every export give the file of the first one, which took seconds to convert."""
    file = (saved[0] / "digit_ann.tflite").read_bytes()

    def export(_: Any, path: Path, **__: Any) -> None:
        Path(path).write_bytes(file)

    monkeypatch.setattr(keras.Model, "export", export)


def test_three_files_are_written_and_nothing_else(saved: tuple[Path, dict[str, Any]]) -> None:
    assert names(saved[0]) == NAMES


def test_both_model_files_read_as_the_trained_network_does(
    saved: tuple[Path, dict[str, Any]], result: FitResult, tiny_mnist: ImageDataset
) -> None:
    expected = load_predictor(result.model).predict_proba(tiny_mnist.x_test)
    for suffix in ("keras", "tflite"):
        predictor = load_predictor(saved[0] / f"digit_ann.{suffix}")
        np.testing.assert_allclose(predictor.predict_proba(tiny_mnist.x_test), expected, atol=1e-4)


def test_the_keras_file_holds_the_weights_alone(saved: tuple[Path, dict[str, Any]]) -> None:
    # The optimizer's state would make it three or four times as large.
    assert (saved[0] / "digit_ann.keras").stat().st_size < 1.2 * 4 * 235_146


def test_the_card_tells_what_was_trained_how_and_how_well(
    saved: tuple[Path, dict[str, Any]], tiny_mnist: ImageDataset
) -> None:
    folder, card = saved
    assert json.loads((folder / "digit_ann.json").read_text()) == card
    assert card["name"] == "digit_ann"
    assert card["parameters"] == 235_146
    assert card["architecture"][0] == "Flatten (784,)"
    assert card["architecture"][-1] == "Dense (10,)"
    assert card["data"]["sha256"] == tiny_mnist.sha256
    assert card["data"]["training_images"] == len(tiny_mnist.x_train)
    assert {"seed": 5, "epochs": 1, "batch_size": 16, "ended": "finished"}.items() <= card[
        "training"
    ].items()
    assert card["training"]["augmentation"]["shift"] == 2.0
    assert len(card["training"]["backends"]) == 1
    assert card["training"]["seconds"] >= 0
    assert card.keys().isdisjoint({"score", "scorer", "calibration"})
    assert card["command"] == "make it"
    assert set(card["versions"]) == {"python", "digit-widgets", "keras", "tensorflow", "numpy"}
    score = evaluate(LiteRTPredictor(folder / "digit_ann.tflite"), tiny_mnist).metrics
    measured = dict(card["test"])
    assert measured.pop("set") == "MNIST test"
    assert measured.pop("accuracy_interval") == pytest.approx(score.accuracy_interval)
    assert measured.pop("rejected") is None  # it has no scores
    assert sum(measured.pop("reliability")["counts"]) == score.n
    figures = {key: getattr(score, key) for key in ("accuracy", "loss", "ece", "n")}
    assert measured == pytest.approx(figures, abs=1e-6)


def test_a_folder_that_cannot_be_written_is_refused(
    result: FitResult, tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "models"):
        with pytest.raises(ModelError, match=r"cannot be written to .*taken.*Name another folder"):
            save(result, tiny_mnist, folder)
    assert (tmp_path / "taken").read_text() == "a file, not a folder"


@pytest.mark.parametrize("room", [10, 200_000, 945_000])
def test_a_full_disk_leaves_the_old_files_as_they_were(
    result: FitResult, tiny_mnist: ImageDataset, tmp_path: Path, room: int
) -> None:
    for name in NAMES:
        (tmp_path / name).write_text(f"the old {name}")
    with (
        no_room_for_more_than(room),
        pytest.raises(ModelError, match=r"cannot be written to .*: File too large"),
    ):
        save(result, tiny_mnist, tmp_path)
    assert names(tmp_path) == NAMES
    assert [(tmp_path / name).read_text() for name in NAMES] == [f"the old {n}" for n in NAMES]


def test_an_interruption_while_saving_leaves_the_old_files_as_they_were(
    result: FitResult, tiny_mnist: ImageDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Any, path: Path, **__: Any) -> None:
        path.write_bytes(b"half a model")
        raise KeyboardInterrupt

    monkeypatch.setattr(type(result.model), "export", interrupted)
    (tmp_path / "digit_ann.tflite").write_text("the old model")
    with pytest.raises(KeyboardInterrupt):
        save(result, tiny_mnist, tmp_path)
    assert names(tmp_path) == ["digit_ann.tflite"]
    assert (tmp_path / "digit_ann.tflite").read_text() == "the old model"


@pytest.mark.usefixtures("converted_before")
def test_saving_again_moves_the_old_files_aside(
    result: FitResult, tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    for name in NAMES:
        (tmp_path / name).write_text("old")
    for number in (1, 2):
        told: list[str] = []
        save(result, tiny_mnist, tmp_path, say=told.append)
        (line,) = told
        assert f"{tmp_path / f'replaced-{number}'}." in line
        assert names(tmp_path) == [*NAMES, "replaced-1", "replaced-2"][: 3 + number]
        assert all((tmp_path / name).stat().st_size > 100 for name in NAMES)
        assert names(tmp_path / f"replaced-{number}") == NAMES
    assert (tmp_path / "replaced-1" / NAMES[0]).read_text() == "old"


@pytest.mark.usefixtures("converted_before")
def test_a_scorer_is_saved_beside_the_network_and_another_moved_aside(
    result: FitResult, tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    one, other = build_scorer(), build_scorer()
    # Whatever it is called, its file has one name.
    other.name = "mine"
    card = save(result, tiny_mnist, tmp_path, scorer=one)
    assert names(tmp_path) == [*NAMES, SCORER_FILE]
    assert card["scorer"]["weights_sha256"] == hash_weights(one)
    assert hash_weights(load_scorer(tmp_path / SCORER_FILE)) == hash_weights(one)
    save(result, tiny_mnist, tmp_path, scorer=one)
    assert names(tmp_path / "replaced-1") == NAMES
    (tmp_path / "digit_scorer.json").write_text("its card")
    save(result, tiny_mnist, tmp_path, scorer=other)
    assert names(tmp_path / "replaced-2") == ["digit_scorer.json", SCORER_FILE]
    assert names(tmp_path / "replaced-3") == NAMES
    assert hash_weights(load_scorer(tmp_path / SCORER_FILE)) == hash_weights(other)


def test_a_network_of_ones_own_is_saved_too(tiny_mnist: ImageDataset, tmp_path: Path) -> None:
    layers = [
        keras.Input((28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
    own = fit(keras.Sequential(layers, name="mine"), tiny_mnist, SETTINGS)
    card = save(own, tiny_mnist, tmp_path)
    assert names(tmp_path) == [f"digit_mine{suffix}" for suffix in (".json", ".keras", ".tflite")]
    assert card["parameters"] == 7850


def test_nothing_is_saved_before_an_epoch_is_done(
    result: FitResult, tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="nothing to save"):
        save(replace(result, epochs=0), tiny_mnist, tmp_path)
    assert names(tmp_path) == []


@pytest.mark.usefixtures("converted_before")
def test_the_checkpoint_goes_when_the_finished_model_is_saved(
    result: FitResult, tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    checkpoint = tmp_path / "checkpoint.npz"
    checkpoint.write_bytes(b"-")
    save(replace(result, checkpoint=checkpoint, ended="stopped"), tiny_mnist, tmp_path / "models")
    assert checkpoint.exists()
    save(replace(result, checkpoint=checkpoint), tiny_mnist, tmp_path / "models")
    assert not checkpoint.exists()
