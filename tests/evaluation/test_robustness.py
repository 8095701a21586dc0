"""Robustness: accuracies over strengths, of models and data of all kinds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ArgumentError, DataError, ModelError
from digit_widgets.evaluation import disturb, evaluate_images, measure_robustness
from digit_widgets.predictors import load_predictor
from digit_widgets.predictors.feeding.real_digits import load_real_digits


def make_data(images: NDArray[np.float32], labels: NDArray[np.int64]) -> ImageDataset:
    nothing = np.zeros((0, 28, 28), np.float32)
    return ImageDataset(nothing, np.zeros(0, np.int64), images, labels, "a test", "0" * 64)


class Columns:
    """Reads the digit whose column is brightest, from column 9 on."""

    labels = tuple("0123456789")

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        shares = images.sum(axis=1)[:, 9:19] + 1e-3
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))


@pytest.fixture
def columns() -> ImageDataset:
    """A digit a column, twice."""
    labels = np.tile(np.arange(10), 2)
    images = np.zeros((20, 28, 28), np.float32)
    images[np.arange(20), 5, 9 + labels] = 1
    return make_data(images, labels)


def test_accuracies_are_counted_at_every_strength(columns: ImageDataset) -> None:
    curves = measure_robustness({"mine": Columns()}, columns, "shift", [2, 0, -10, 2])
    assert list(curves) == ["mine"]
    curve = curves["mine"]
    assert (curve.disturbance, curve.strengths) == ("shift", (-10.0, 0.0, 2.0))
    # Two columns to the right each reads as another digit; outside of the ten all read as 0.
    assert [(each.hits, each.n) for each in curve.accuracies] == [(0, 20), (20, 20), (0, 20)]
    low, high = curve.accuracies[1].interval
    assert 0.8 < low < 0.9
    assert high == 1


def test_a_blank_image_counts_as_wrong(columns: ImageDataset) -> None:
    class Zeros(Columns):
        def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
            return np.tile(np.eye(10, dtype=np.float32)[0], (len(images), 1))

    zeros = columns.x_test[columns.y_test == 0]
    data = make_data(zeros, np.zeros(2, np.int64))
    curve = measure_robustness([Zeros()], data, "shift", [0, -10])["Zeros"]
    assert [each.hits for each in curve.accuracies] == [0, 2]


def test_it_agrees_with_the_evaluation_of_disturbed_images(tiny_mnist: ImageDataset) -> None:
    images, labels = tiny_mnist.x_test[:40], tiny_mnist.y_test[:40]
    curves = measure_robustness(["ann"], make_data(images, labels), "turn", [40])
    metrics = evaluate_images(load_predictor("ann"), disturb(images, "turn", 40), labels)
    assert curves["ann"].accuracies[0].value == metrics.accuracy


def test_by_default_the_bundled_networks_read_the_bundled_digits() -> None:
    curves = measure_robustness(strengths=[0, 6])
    assert list(curves) == ["cnn", "ann"]
    (cnn, moved_cnn), (ann, moved_ann) = (each.accuracies for each in curves.values())
    assert cnn.n == len(load_real_digits()[0])
    assert min(cnn.value, ann.value) > 0.98
    # A CNN wins because pixels have neighbours.
    assert moved_cnn.interval[0] > moved_ann.interval[1]


def test_shuffled_pixels_mean_nothing_to_networks_that_learnt_them_in_order() -> None:
    images, labels = load_real_digits()
    data = make_data(images[:200], labels[:200])
    for curve in measure_robustness(
        data=data, disturbance="shuffled pixels", strengths=[100]
    ).values():
        assert curve.accuracies[0].value < 0.35


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (np.zeros((3, 28, 28)), ArgumentError, "not a ndarray"),
        ("mnist", ArgumentError, "such as load_mnist"),
        (make_data(np.zeros((0, 28, 28), np.float32), np.zeros(0, np.int64)), DataError, "no test"),
    ],
)
def test_data_of_another_kind_is_refused(data: Any, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        measure_robustness(data=data)


def test_models_that_cannot_be_used_are_refused(columns: ImageDataset) -> None:
    class Letters(Columns):
        labels = tuple("ABCDEFGHIJ")

    with pytest.raises(ModelError, match="not the digits 0 to 9"):
        measure_robustness([Letters()], columns)
    with pytest.raises(ModelError, match="There is no model"):
        measure_robustness(["cmn"], columns)
    with pytest.raises(ModelError, match="by their names or in a list"):
        measure_robustness("cnn", columns)
    with pytest.raises(ArgumentError, match="from -10 to 10"):
        measure_robustness(["cnn"], columns, "shift", [99])
