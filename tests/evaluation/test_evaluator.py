"""Metrics of models on labelled digits."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset, InkDataset, UnlabeledInk, load_ink_dataset
from digit_widgets.errors import DataError, ModelError
from digit_widgets.evaluation import (
    Metrics,
    evaluate,
    evaluate_images,
)
from digit_widgets.evaluation.metrics import Proportion, area_under_roc
from digit_widgets.ink import Ink
from digit_widgets.predictors import DIGITS, FunctionPredictor, load_predictor
from digit_widgets.recognition import read
from tests.conftest import FOUR, SEVEN, ZERO

GREY = np.full((1_000, 28, 28), 0.5, np.float32)
LABELS = np.arange(1_000) % 10


def always(*shares: float) -> FunctionPredictor:
    return FunctionPredictor(lambda images: np.tile(shares, (len(images), 1)))


def test_guessing_scores_a_tenth_and_the_entropy_of_ten() -> None:
    score = evaluate_images(always(*[0.1] * 10), GREY, LABELS)
    assert score.accuracy == pytest.approx(0.1)
    assert score.loss == pytest.approx(math.log(10), rel=1e-5)
    assert score.n == 1_000


def test_the_loss_counts_the_probability_of_the_right_label() -> None:
    score = evaluate_images(always(0.5, 0.25, *[0.03125] * 8), GREY[:2], np.array([0, 1]))
    loss = pytest.approx((math.log(2) + math.log(4)) / 2, rel=1e-5)
    # Confidence of one half, and one of two right.
    interval = Proportion(1, 2).interval
    assert score == Metrics(0.5, interval, loss=loss, ece=0.0, n=2)


def test_a_surely_wrong_reading_costs_a_finite_loss() -> None:
    score = evaluate_images(always(1, *[0] * 9), GREY[:1], np.array([3]))
    assert score.accuracy == 0
    assert score.loss == pytest.approx(-math.log(1e-7), rel=1e-5)


def test_each_image_is_scored_with_its_own_label() -> None:
    # More images than are predicted at a time; each carries its label in a pixel.
    images = np.zeros_like(GREY)
    images[np.arange(1_000), 0, LABELS] = 1
    reader = FunctionPredictor(lambda batch: batch[:, 0, :10])
    score = evaluate_images(reader, images, LABELS)
    assert score == Metrics(1.0, Proportion(1_000, 1_000).interval, loss=0.0, ece=0.0, n=1_000)
    assert evaluate_images(reader, images, (LABELS + 1) % 10).accuracy == 0


def test_mnist_is_measured_on_its_test_images(tiny_mnist: ImageDataset) -> None:
    cnn = load_predictor("cnn")
    score = evaluate(cnn, tiny_mnist).metrics
    assert score == evaluate_images(cnn, tiny_mnist.x_test, tiny_mnist.y_test)
    assert score.n == len(tiny_mnist.x_test)


def test_drawings_are_measured_through_the_pads_normalising(pen_npz: Path) -> None:
    score = evaluate(load_predictor("cnn"), load_ink_dataset(pen_npz)).metrics
    assert score.n == 3
    assert score.accuracy >= 2 / 3


def test_a_score_is_a_few_figures_by_name() -> None:
    interval = [0.25, 0.75]
    expected = {"accuracy": 0.5, "accuracy_interval": interval, "loss": 1.5, "ece": 0.25, "n": 2}
    assert Metrics(0.5, (0.25, 0.75), 1.5, 0.25, 2).as_dict() == expected


class Scorer:
    """Predicts by the columns of ink, and scores by the amount of ink."""

    labels = DIGITS

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        shares = 0.01 + images[:, :, 4:24].reshape(-1, 28, 10, 2).sum(axis=(1, 3))
        return (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return self.predict_proba(images), images.mean(axis=(1, 2)).clip(0, 0.25) * 4


class Unscored(Scorer):
    """Has the method of a model with scores, as all `.tflite` files do, but returns none."""

    def predict_scored(  # type: ignore[override]
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], None]:
        return self.predict_proba(images), None


DOT = (((140, 140), (141, 141)),)
GLYPHS = (SEVEN, FOUR, ZERO, DOT, SEVEN[0:1] + FOUR, tuple(ZERO) + SEVEN)
INKS = tuple(Ink.from_strokes(glyph, width=16) for glyph in GLYPHS)
DRAWN = InkDataset(INKS * 2, np.array([7, 4, 0, 0, 4, 0] * 2), np.array(["Ida"] * 5 + ["Bo"] * 7))
OTHERS = UnlabeledInk(INKS[2:], np.array(["runes", "ogham", "ogham", "runes"]))


@pytest.mark.parametrize("model", [Scorer(), Unscored(), load_predictor("cnn")])
@pytest.mark.parametrize("threshold", [0.0, 0.35, 0.42, 1.0])
def test_figures_are_those_of_reading_one_by_one(model: Scorer, threshold: float) -> None:
    measured = evaluate(model, DRAWN, threshold=threshold)
    readings = [read(ink, model, threshold=threshold) for ink in DRAWN.inks]
    best = [None if reading.reason == "blank" else reading.ranked[0][0] for reading in readings]
    right = np.array([label == str(true) for label, true in zip(best, DRAWN.labels, strict=True)])
    figures = measured.as_dict()
    assert figures["accuracy"] == right.mean()
    assert figures["per_writer"] == {"Bo": right[5:].mean(), "Ida": right[:5].mean()}
    for digit in (0, 4, 7):
        assert figures["per_class"][str(digit)] == right[DRAWN.labels == digit].mean()
    confusion = np.zeros((10, 10), int)
    for label, true in zip(best, DRAWN.labels, strict=True):
        if label is not None:
            confusion[true, int(label)] += 1
    assert figures["confusion"] == confusion.tolist()
    given = [reading.probabilities[true] for reading, true in zip(readings, DRAWN.labels, strict=1)]
    assert figures["loss"] == pytest.approx(-np.log(np.maximum(given, 1e-7)).mean(), rel=1e-6)
    assert measured.predictions.confidence.tolist() == [reading.confidence for reading in readings]
    assert measured.rejected.tolist() == [reading.label is None for reading in readings]
    refused = np.mean([reading.label is None for reading in readings])
    assert figures["rejected"] == (None if readings[0].score is None else refused)


def test_a_dot_is_wrong_refused_and_no_reading() -> None:
    # Its probabilities are all 0, and the first of them would be a correct 0.
    figures = evaluate(Scorer(), InkDataset((INKS[0], INKS[3]), np.array([7, 0]))).as_dict()
    assert figures["per_class"]["0"] == 0
    assert np.sum(figures["confusion"]) == 1
    assert figures["n"] == 2
    assert evaluate(Scorer(), DRAWN, threshold=0.0).as_dict()["rejected"] == 2 / 12


def test_nothing_but_dots_is_nothing_to_measure() -> None:
    with pytest.raises(DataError, match="there is nothing to measure"):
        evaluate(Scorer(), InkDataset((INKS[3],), np.array([1])))


def test_what_is_no_digit_is_measured_as_read_takes_it() -> None:
    for threshold in (0.0, 0.35, 0.42, 1.0):
        figures = evaluate(Scorer(), DRAWN, OTHERS, threshold=threshold).as_dict()
        taken = [read(ink, Scorer(), threshold=threshold).reason == "digit" for ink in OTHERS.inks]
        assert figures["n_not_digits"] == 4
        assert figures["false_accept"] == np.mean(taken)
        assert figures["false_reject"] == figures["rejected"]
        shares = {"runes": (taken[0] + taken[3]) / 2, "ogham": (taken[1] + taken[2]) / 2}
        assert figures["per_alphabet"] == shares
    scores = [[read(ink, Scorer()).score or 0 for ink in inks] for inks in (INKS * 2, INKS[2:])]
    pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a in scores[0] for b in scores[1]]
    assert figures["auroc"] == pytest.approx(np.mean(pairs))


def test_a_score_is_compared_as_read_compares_it() -> None:
    class Seventy(Scorer):
        def predict_scored(
            self, images: NDArray[np.float32]
        ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
            return self.predict_proba(images), np.full(len(images), 0.7, np.float32)

    assert read(INKS[0], Seventy(), threshold=0.7).label is None
    digits, others = InkDataset(INKS[:1], np.array([7])), UnlabeledInk(INKS[1:2])
    figures = evaluate(Seventy(), digits, others, threshold=0.7).as_dict()
    assert (figures["rejected"], figures["false_accept"]) == (1, 0)


@pytest.mark.parametrize("model", [Unscored(), always(*[0.1] * 10)])
def test_non_digits_need_a_model_that_scores(model: Scorer) -> None:
    with pytest.raises(ModelError, match="gives no scores: it takes every drawing for a digit"):
        evaluate(model, DRAWN, OTHERS)


def test_mnist_has_no_writers_and_may_go_with_non_digits(tiny_mnist: ImageDataset) -> None:
    measured = evaluate(Scorer(), tiny_mnist, OTHERS)
    assert np.array_equal(measured.images, tiny_mnist.x_test)
    figures = measured.as_dict()
    assert figures["per_writer"] is None
    assert 0 <= figures["auroc"] <= 1
    assert measured.accuracy == Proportion(int(measured.predictions.right.sum()), 100)


def test_each_set_has_its_row(tiny_mnist: ImageDataset) -> None:
    letters = UnlabeledInk(INKS[1:3], np.array(["A", "e"]), np.array([1, 2]))
    sets = {"MNIST test": tiny_mnist, "pen": DRAWN}
    measured = evaluate(Scorer(), sets, {"runes": OTHERS, "abc": letters}, threshold=0.42)
    alone = [evaluate(Scorer(), each, threshold=0.42) for each in sets.values()]
    for row, one in zip(measured.digit_rows, alone, strict=True):
        assert row.accuracy == one.accuracy
        assert row.ece == one.metrics.ece
        assert row.rejected is not None
        assert row.rejected.hits == one.rejected.sum()
    names = [(row.name, row.writers) for row in measured.digit_rows]
    assert names == [("MNIST test", None), ("pen", 2)]
    assert [(row.title, row.accepted.n, row.writers) for row in measured.non_digit_rows] == [
        ("runes", 4, None),
        ("abc", 2, 2),
    ]
    digits = np.concatenate([one.predictions.scores for one in alone])
    others = evaluate(Scorer(), DRAWN, letters).non_digits
    assert others is not None
    assert measured.non_digit_rows[1].auroc == area_under_roc(digits, others.scores)
    figures = measured.as_dict()
    assert figures["per_writer"].keys() == {"pen:Bo", "pen:Ida"}
    assert figures["digits"]["pen"] == {
        "n": 12,
        "writers": 2,
        "accuracy": alone[1].accuracy.value,
        "accuracy_interval": list(alone[1].accuracy.interval),
        "ece": alone[1].metrics.ece,
        "rejected": alone[1].rejected.mean(),
        "rejected_interval": list(Proportion.of(alone[1].rejected, DRAWN.writers).interval),
    }


def test_letters_like_digits_have_a_row_apart_and_are_counted_nowhere_else() -> None:
    letters = UnlabeledInk(INKS, np.array(["A", "O", "l", "e", "Z", "f"]))
    measured = evaluate(Scorer(), DRAWN, {"abc": letters, "runes": OTHERS})
    figures = measured.as_dict()
    assert figures["n_not_digits"] == 7
    assert figures["per_alphabet"].keys() == {"A", "e", "f", "runes", "ogham"}
    assert [row.title for row in measured.non_digit_rows] == [
        "abc",
        "abc, letters like digits (left out)",
        "runes",
    ]
    rows = figures["not_digits"]
    assert (rows["abc"]["n"], rows["abc"]["like_digits"]["n"]) == (3, 3)
    alone = evaluate(Scorer(), DRAWN, UnlabeledInk((INKS[1], INKS[2], INKS[4]))).as_dict()
    assert rows["abc"]["like_digits"] == alone["not_digits"]["not digits"]


def test_nothing_but_letters_like_digits_leaves_no_non_digits_to_count() -> None:
    figures = evaluate(Scorer(), DRAWN, UnlabeledInk(INKS[:2], np.array(["O", "I"]))).as_dict()
    assert "n_not_digits" not in figures
    assert figures["not_digits"]["not digits"].keys() == {"like_digits"}


def test_a_digit_that_the_set_lacks_has_no_share() -> None:
    shares = evaluate(Scorer(), DRAWN).as_dict()["per_class"]
    assert list(shares) == list(DIGITS)
    assert [digit for digit, share in shares.items() if share is not None] == ["0", "4", "7"]


def test_a_model_of_other_labels_is_refused() -> None:
    class Letters(Scorer):
        labels = tuple("ABCDEFGHIJ")

    with pytest.raises(ModelError, match="labels are not the digits"):
        evaluate(Letters(), DRAWN)
