"""The weights for grouping strokes: fitted to composed numbers, and shipped as data."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from digit_widgets.data import InkDataset
from digit_widgets.data.synthetic.numbers import SyntheticNumber, compose_numbers
from digit_widgets.ink import Ink
from digit_widgets.predictors import load_predictor
from digit_widgets.recognition.group_costs import FEATURES, _load_weights
from digit_widgets.recognition.segmentation import find_cheapest_chain, find_groups
from digit_widgets.recognition.stroke_shapes import StrokeShapes
from digit_widgets.resources import resource_path
from digit_widgets.training import number_weights
from digit_widgets.training.number_weights import Example, fit_weights, make_example
from tests.support.digits import DIGITS

WRITER = InkDataset(
    tuple(Ink.from_strokes(DIGITS[str(label)], width=16) for label in range(10)), np.arange(10)
)


@pytest.fixture(scope="module")
def numbers() -> list[SyntheticNumber]:
    return list(compose_numbers([WRITER], 40, (0.0, 0.4), np.random.default_rng(3)))


@pytest.fixture(scope="module")
def examples(numbers: list[SyntheticNumber]) -> list[Example]:
    cnn = load_predictor("cnn")
    return [example for number in numbers if (example := make_example(number, cnn))]


def right_chains(examples: list[Example], weights: np.ndarray) -> float:
    """Return the share of numbers whose cheapest chain of groups is their digits."""
    chains = [find_cheapest_chain(each.spans, each.features @ weights) for each in examples]
    return float(np.mean([c == e.right for c, e in zip(chains, examples, strict=True)]))


def test_a_number_says_which_strokes_are_its_digits(numbers: list[SyntheticNumber]) -> None:
    for number in numbers:
        assert 2 <= len(number.text) == len(number.strokes) <= 6
        strokes = sorted(stroke for digit in number.strokes for stroke in digit)
        assert strokes == list(range(len(number.ink.strokes)))
        assert find_groups(StrokeShapes.measure(number.ink.strokes)).n <= len(strokes)


def test_the_same_seed_composes_the_same_numbers(numbers: list[SyntheticNumber]) -> None:
    again = compose_numbers([WRITER], 40, (0.0, 0.4), np.random.default_rng(3))
    assert [number.text for number in again] == [number.text for number in numbers]


def test_fitted_weights_group_what_equal_ones_do_not(examples: list[Example]) -> None:
    assert len(examples) > 30
    fitted = fit_weights(examples)
    assert fitted.shape == (len(FEATURES),)
    assert right_chains(examples, fitted) > 0.9
    assert right_chains(examples, np.ones(len(FEATURES))) < right_chains(examples, fitted)
    assert fitted[FEATURES.index("unlike a digit")] == 0  # the weights are fitted without scores


def test_the_shipped_weights_are_those_of_all_features() -> None:
    card = json.loads(resource_path("models/number_grouping.json").read_text())
    assert tuple(card["weights"]) == FEATURES
    assert _load_weights().tolist() == list(card["weights"].values())
    assert _load_weights() is _load_weights()
    assert card["command"].startswith("python -m digit_widgets.training.number_weights ")


def test_the_command_writes_weights_as_they_are_shipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    by_writer = InkDataset(
        WRITER.inks * 24, np.tile(WRITER.labels, 24), np.repeat(range(1, 25), 10)
    )
    monkeypatch.setattr(number_weights, "load_ink_dataset", lambda _: by_writer)
    monkeypatch.setattr(number_weights, "_NUMBERS", 20)
    monkeypatch.setattr(sys, "argv", ["number_weights", "some/pen.npz"])
    number_weights.main()
    card = json.loads(capsys.readouterr().out)
    assert tuple(card["weights"]) == FEATURES
    assert card["weights"]["unlike a digit"] == 1.0
    assert card["command"].endswith("number_weights pen.npz")
