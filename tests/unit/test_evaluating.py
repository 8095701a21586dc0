"""Figures of models on labelled digits."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from digit_widgets.predictors import FunctionPredictor, load_predictor
from digit_widgets.training import (
    Mnist,
    Score,
    evaluate_images,
    evaluate_ink,
    evaluate_mnist,
    load_pen_digits,
)

BLACK = np.zeros((1_000, 28, 28), np.float32)
LABELS = np.arange(1_000) % 10


def always(*shares: float) -> FunctionPredictor:
    return FunctionPredictor(lambda images: np.tile(shares, (len(images), 1)))


def test_guessing_scores_a_tenth_and_the_entropy_of_ten() -> None:
    score = evaluate_images(always(*[0.1] * 10), BLACK, LABELS)
    assert score.accuracy == pytest.approx(0.1)
    assert score.loss == pytest.approx(math.log(10), rel=1e-5)
    assert score.n == 1_000


def test_the_loss_counts_the_probability_of_the_right_label() -> None:
    score = evaluate_images(always(0.5, 0.25, *[0.03125] * 8), BLACK[:2], np.array([0, 1]))
    assert score == Score(
        accuracy=0.5, loss=pytest.approx((math.log(2) + math.log(4)) / 2, rel=1e-5), n=2
    )


def test_a_surely_wrong_reading_costs_a_finite_loss() -> None:
    score = evaluate_images(always(1, *[0] * 9), BLACK[:1], np.array([3]))
    assert score.accuracy == 0
    assert score.loss == pytest.approx(-math.log(1e-7), rel=1e-5)


def test_each_image_is_scored_with_its_own_label() -> None:
    # More images than are read at a time; each carries its label in a pixel.
    images = BLACK.copy()
    images[np.arange(1_000), 0, LABELS] = 1
    reader = FunctionPredictor(lambda batch: batch[:, 0, :10])
    assert evaluate_images(reader, images, LABELS) == Score(accuracy=1.0, loss=0.0, n=1_000)
    assert evaluate_images(reader, images, (LABELS + 1) % 10).accuracy == 0


def test_mnist_is_measured_on_its_test_images(tiny_mnist: Mnist) -> None:
    cnn = load_predictor("cnn")
    score = evaluate_mnist(cnn, tiny_mnist)
    assert score == evaluate_images(cnn, tiny_mnist.x_test, tiny_mnist.y_test)
    assert score.n == len(tiny_mnist.x_test)


def test_drawings_are_measured_through_the_pads_normalising(pen_npz: Path) -> None:
    score = evaluate_ink(load_predictor("cnn"), load_pen_digits(pen_npz))
    assert score.n == 3
    assert score.accuracy >= 2 / 3


def test_a_score_is_three_figures_by_name() -> None:
    assert Score(0.5, 1.5, 2).as_dict() == {"accuracy": 0.5, "loss": 1.5, "n": 2}
