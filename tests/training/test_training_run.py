"""A training's options, the command line that repeats it, and whole trainings with drawings."""

from __future__ import annotations

import dataclasses
import json
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from digit_widgets.data import ImageDataset, InkDataset, UnlabeledInk
from digit_widgets.errors import DataError, ModelError
from digit_widgets.predictors import LiteRTPredictor, bundled_model
from digit_widgets.recognition import Recognizer
from digit_widgets.training import DEFAULT_SETTINGS, TrainingRun
from digit_widgets.training.scorer import SCORER_FILE, hash_weights, load_scorer
from digit_widgets.training.settings import FINE_TUNING, INK_TRAINING
from tests.support.ink_files import write_ink

INK, OTHERS = [Path("data/pen.npz"), Path("more.npz")], [Path("data/letters.npz")]


def test_the_command_names_what_differs_from_a_plain_training() -> None:
    assert TrainingRun("cnn").command == "digit-widgets train cnn --epochs 24 --seed 0"
    run = TrainingRun(
        "ann",
        epochs=3,
        seed=7,
        folder=Path("somewhere"),
        resume=True,
        start=Path("models/digit_ann.keras"),
        ink=INK,
        keep=["pen:25-30", "more"],
        scorer=Path("models/digit_scorer.keras"),
    )
    assert run.command == (
        "digit-widgets train ann --epochs 3 --seed 7 --start digit_ann.keras --ink pen.npz "
        "--ink more.npz --keep pen:25-30 --keep more --scorer digit_scorer.keras"
    )
    scorer = TrainingRun("scorer", ink=INK[:1], not_digits=OTHERS, keep=["letters:Old (Greek)"])
    assert scorer.command == (
        "digit-widgets train scorer --epochs 24 --seed 0 --ink pen.npz --not-digits letters.npz "
        "--keep 'letters:Old (Greek)'"
    )
    assert shlex.split(scorer.command)[-1] == "letters:Old (Greek)"


def test_settings_follow_the_architecture_the_start_the_drawings_and_the_epochs() -> None:
    assert TrainingRun("ann").settings == DEFAULT_SETTINGS["ann"]
    assert TrainingRun("reader", ink=INK).settings == INK_TRAINING["reader"]
    assert TrainingRun("scorer", ink=INK).settings == INK_TRAINING["scorer"]
    start = Path("digit_cnn.keras")
    tuned = TrainingRun("cnn", epochs=2, start=start).settings
    assert tuned == dataclasses.replace(FINE_TUNING["cnn"], epochs=2)
    assert TrainingRun("cnn", start=start, ink=INK).settings == FINE_TUNING["cnn"]
    assert TrainingRun("scorer", start=start, ink=INK).settings == FINE_TUNING["scorer"]


@pytest.mark.parametrize(
    ("architecture", "options", "says"),
    [
        ("scorer", {}, "A scorer learns from drawn digits: name a file of some, --ink"),
        ("scorer", {"ink": INK, "scorer": Path("a.keras")}, "saved by itself, without --scorer"),
        ("ann", {"ink": INK, "not_digits": OTHERS}, "Only the scorer learns from .* no digits"),
        ("ann", {"keep": ["pen"]}, "What is held out is drawings: name a file of them, --ink"),
    ],
)
def test_options_are_checked_before_anything_is_loaded(
    architecture: str, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(DataError, match=says):
        TrainingRun(architecture, **options)


@pytest.fixture(scope="module")
def data(tiny_mnist: ImageDataset) -> ImageDataset:
    """Return 250 training digits."""
    return replace(tiny_mnist, x_train=tiny_mnist.x_train[::2], y_train=tiny_mnist.y_train[::2])


@pytest.fixture(scope="module")
def made(
    data: ImageDataset,
    pen: InkDataset,
    letters: UnlabeledInk,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, list[str]]:
    """Train a scorer, and a reader with its score; return their folder, and what was said."""
    folder, said = tmp_path_factory.mktemp("made"), list[str]()
    assert pen.writers is not None
    assert letters.alphabets is not None
    file = write_ink(folder / "pen.npz", pen.inks, labels=pen.labels, writers=pen.writers)
    others = write_ink(folder / "letters.npz", letters.inks, alphabets=letters.alphabets)
    models = folder / "models"
    run = TrainingRun("scorer", epochs=1, folder=models, ink=[file], keep=["pen:2"])
    replace(run, not_digits=[others], keep=["pen:2", "letters:Greek,O"]).run(data, said.append)
    replace(run, architecture="reader", scorer=models / SCORER_FILE).run(data, said.append)
    return models, said


def card_of(folder: Path, name: str) -> dict[str, Any]:
    card: dict[str, Any] = json.loads((folder / f"digit_{name}.json").read_text())
    return card


def test_five_files_are_made_and_their_figures_said(made: tuple[Path, list[str]]) -> None:
    folder, said = made
    assert sorted(path.name for path in folder.iterdir()) == [
        *("digit_reader.json", "digit_reader.keras", "digit_reader.tflite"),
        *("digit_scorer.json", "digit_scorer.keras"),
    ]
    finished = [line for line in said if line.startswith("Finished after 1 epoch(s), ")]
    assert "% of 100 test images are rejected. Saved in " in finished[0]
    assert "% of 100 test images are read. Saved in " in finished[1]
    assert said.count("Calibrating and measuring on what was held out ...") == 2


def test_the_card_of_a_scorer_tells_what_it_refuses(made: tuple[Path, list[str]]) -> None:
    card = card_of(made[0], "scorer")
    assert card["name"] == "digit_scorer"
    assert card["parameters"] == 151_897
    assert "(N, 1) float32 in 0..1" in card["output"]
    assert card["command"].endswith("--keep pen:2 --keep letters:Greek,O")
    learnt = {name: each["learnt_from"] for name, each in card["ink"].items()}
    assert learnt == {"pen": 10, "letters": 3}
    assert 0 < card["calibration"]["threshold"] < 1
    assert card["calibration"]["fitted_on"] == {"MNIST, held out": 10, "pen": 10}
    row = card["held_out"]["digits"]["pen"]
    assert (row["n"], row["writers"]) == (10, 1)
    assert 0 <= row["rejected"] <= 0.1  # the threshold was fitted on them
    others = card["held_out"]["not_digits"]["letters"]
    assert others["n"] == 1  # the O is not counted
    assert {"accepted", "accepted_interval", "auroc"} < others.keys()
    assert card["test"].keys() == {"set", "n", "rejected", "rejected_interval"}
    assert card["training"]["backends"][0].startswith("tensorflow ")


def test_the_card_of_a_reader_tells_how_it_reads_and_whose_score_it_has(
    made: tuple[Path, list[str]],
) -> None:
    card = card_of(made[0], "reader")
    assert card["parameters"] == 376_578
    assert {"BatchNormalization", "Add"} < {line.split()[0] for line in card["architecture"]}
    assert "digit_scorer of 151,897 parameters" in card["score"]
    scorer = load_scorer(made[0] / SCORER_FILE)
    assert card["scorer"] == {"weights_sha256": hash_weights(scorer)}
    assert card["ink"] == {"pen": {"name": "pen strokes of other origin", "learnt_from": 10}}
    assert card["calibration"].keys() == {"temperature", "fitted_on"}
    assert card["held_out"]["n"] == card["held_out"]["digits"]["pen"]["n"] == 10
    figures = {"n", "accuracy", "accuracy_interval", "loss", "ece", "rejected", "reliability"}
    assert card["held_out"].keys() == {*figures, "digits"}
    assert card["test"].keys() == {*figures, "set"}
    # The same scorer rejects the same images.
    assert card["test"]["rejected"] == card_of(made[0], "scorer")["test"]["rejected"]
    assert "begun_with" not in card


def test_the_tflite_file_gives_what_both_networks_give(
    made: tuple[Path, list[str]], data: ImageDataset, pen: InkDataset
) -> None:
    folder, _ = made
    exported = LiteRTPredictor(folder / "digit_reader.tflite")
    probabilities, scores = exported.predict_scored(data.x_test)
    reader = keras.saving.load_model(folder / "digit_reader.keras", compile=False)
    assert reader.output_shape == (None, 10)
    expected = reader.predict(data.x_test[..., None], verbose=0)
    np.testing.assert_allclose(probabilities, expected, atol=1e-5)
    likeness = load_scorer(folder / SCORER_FILE).predict(data.x_test[..., None], verbose=0)
    assert scores is not None
    np.testing.assert_allclose(scores, likeness[:, 0], atol=1e-5)
    assert np.ptp(scores) > 0
    reading = Recognizer(exported, 1.0).read(pen.inks[3])
    assert reading.reason == "not a digit"
    assert reading.label is None
    assert sum(reading.probabilities) == pytest.approx(1.0, abs=1e-3)


def test_a_training_that_held_no_drawings_out_has_no_figures_of_any(
    data: ImageDataset, pen_npz: Path, tmp_path: Path
) -> None:
    TrainingRun("ann", epochs=1, folder=tmp_path, ink=[pen_npz]).run(data, print)
    card = card_of(tmp_path, "ann")
    assert card.keys().isdisjoint({"held_out", "score", "scorer"})
    assert card["test"]["rejected"] is None
    assert card["calibration"]["fitted_on"] == {"MNIST, held out": 10}
    assert LiteRTPredictor(tmp_path / "digit_ann.tflite").predict_scored(data.x_test)[1] is None


def test_files_are_loaded_before_the_training(
    data: ImageDataset, pen_npz: Path, tmp_path: Path
) -> None:
    run = TrainingRun("ann", folder=tmp_path, ink=[pen_npz])
    with pytest.raises(DataError, match="no file letters to hold out drawings of"):
        replace(run, keep=["letters"]).run(data, print)
    with pytest.raises(ModelError, match=r"digit_ann\.keras is no scorer"):
        replace(run, scorer=bundled_model("ann", ".keras")).run(data, print)
    assert list(tmp_path.iterdir()) == []
