"""Metrics of models on labelled digits."""

from __future__ import annotations

import math
from dataclasses import replace
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
from digit_widgets.evaluation.metrics import Proportion
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
    assert score.accuracy.value == pytest.approx(0.1)
    assert score.loss == pytest.approx(math.log(10), rel=1e-5)
    assert score.n == 1_000


def test_the_loss_counts_the_probability_of_the_right_label() -> None:
    score = evaluate_images(always(0.5, 0.25, *[0.03125] * 8), GREY[:2], np.array([0, 1]))
    loss = pytest.approx((math.log(2) + math.log(4)) / 2, rel=1e-5)
    # Confidence of one half, and one of two right.
    assert score == Metrics("digits", Proportion(1, 2), None, loss=loss, ece=0.0)


def test_a_surely_wrong_reading_costs_a_finite_loss() -> None:
    score = evaluate_images(always(1, *[0] * 9), GREY[:1], np.array([3]))
    assert score.accuracy.value == 0
    assert score.loss == pytest.approx(-math.log(1e-7), rel=1e-5)


def test_each_image_is_scored_with_its_own_label() -> None:
    # More images than are predicted at a time; each carries its label in a pixel.
    images = np.zeros_like(GREY)
    images[np.arange(1_000), 0, LABELS] = 1
    reader = FunctionPredictor(lambda batch: batch[:, 0, :10])
    right = Metrics("digits", Proportion(1_000, 1_000), None, loss=0.0, ece=0.0)
    assert evaluate_images(reader, images, LABELS) == right
    assert evaluate_images(reader, images, (LABELS + 1) % 10).accuracy.hits == 0


def test_mnist_is_measured_on_its_test_images(tiny_mnist: ImageDataset) -> None:
    cnn = load_predictor("cnn")
    score = evaluate(cnn, tiny_mnist).metrics
    unchanged = evaluate_images(cnn, tiny_mnist.x_test, tiny_mnist.y_test)
    assert score == replace(unchanged, name="MNIST test")
    assert score.n == len(tiny_mnist.x_test)


def test_drawings_are_measured_through_the_pads_normalising(pen_npz: Path) -> None:
    score = evaluate(load_predictor("cnn"), load_ink_dataset(pen_npz)).metrics
    assert score.n == 3
    assert score.accuracy.hits >= 2


def test_a_row_is_a_few_figures_by_name() -> None:
    interval = pytest.approx([0.0945, 0.9055], abs=1e-4)
    row = Metrics("pen", Proportion(1, 2), None, 1.5, 0.25).as_dict()
    assert row == {
        "set": "pen",
        "kind": "digits",
        "n": 2,
        "writers": None,
        "accuracy": 0.5,
        "accuracy_interval": interval,
        "rejected": None,
        "rejected_interval": None,
        "loss": 1.5,
        "ece": 0.25,
    }


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
    (row,) = figures["rows"]
    assert row["accuracy"] == right.mean()
    assert (row["n"], row["writers"]) == (12, 2)
    assert figures["per_writer"] == {"Bo": right[5:].mean(), "Ida": right[:5].mean()}
    for digit in (0, 4, 7):
        assert figures["per_class"][str(digit)] == right[DRAWN.labels == digit].mean()
    confusion = np.zeros((10, 10), int)
    for label, true in zip(best, DRAWN.labels, strict=True):
        if label is not None:
            confusion[true, int(label)] += 1
    assert figures["confusion"] == confusion.tolist()
    given = [reading.probabilities[true] for reading, true in zip(readings, DRAWN.labels, strict=1)]
    assert row["loss"] == pytest.approx(-np.log(np.maximum(given, 1e-7)).mean(), rel=1e-6)
    assert measured.predictions.confidence.tolist() == [reading.confidence for reading in readings]
    assert measured.rejected.tolist() == [reading.label is None for reading in readings]
    refused = np.mean([reading.label is None for reading in readings])
    assert row["rejected"] == (None if readings[0].score is None else refused)


def test_a_dot_is_wrong_refused_and_no_reading() -> None:
    # Its probabilities are all 0, and the first of them would be a correct 0.
    figures = evaluate(Scorer(), InkDataset((INKS[0], INKS[3]), np.array([7, 0]))).as_dict()
    assert figures["per_class"]["0"] == 0
    assert np.sum(figures["confusion"]) == 1
    assert figures["rows"][0]["n"] == 2
    assert evaluate(Scorer(), DRAWN, threshold=0.0).metrics.rejected == Proportion(
        2, 12, ((1, 7), (1, 5))
    )


def test_nothing_but_dots_is_nothing_to_measure() -> None:
    with pytest.raises(DataError, match="there is nothing to measure"):
        evaluate(Scorer(), InkDataset((INKS[3],), np.array([1])))


def test_what_is_no_digit_is_measured_as_read_takes_it() -> None:
    for threshold in (0.0, 0.35, 0.42, 1.0):
        measured = evaluate(Scorer(), DRAWN, OTHERS, threshold=threshold)
        taken = [read(ink, Scorer(), threshold=threshold).reason == "digit" for ink in OTHERS.inks]
        (row,) = measured.non_digit_rows
        assert row.name == "not digits"
        assert row.accepted == Proportion(sum(taken), 4)
        assert row.like_digits is None
        shares = {"runes": (taken[0] + taken[3]) / 2, "ogham": (taken[1] + taken[2]) / 2}
        assert measured.as_dict()["per_alphabet"] == shares
    scores = [[read(ink, Scorer()).score or 0 for ink in inks] for inks in (INKS * 2, INKS[2:])]
    pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a in scores[0] for b in scores[1]]
    assert row.auroc == pytest.approx(np.mean(pairs))


def test_each_file_has_its_row_and_all_have_one() -> None:
    sources = np.array(["pen"] * 4 + ["uji"] * 8)
    digits = replace(DRAWN, sources=sources)
    files = np.array(["letters", "letters", "runes", "runes"])
    measured = evaluate(Scorer(), digits, replace(OTHERS, sources=files))
    assert [row.name for row in measured.digit_rows] == ["pen", "uji", "all"]
    assert [row.name for row in measured.non_digit_rows] == ["letters", "runes", "all"]
    assert measured.digit_rows[-1] is measured.metrics
    for row, chosen in zip(measured.digit_rows, (slice(4), slice(4, 12), slice(12)), strict=True):
        alone = InkDataset(digits.inks[chosen], DRAWN.labels[chosen], DRAWN.writers[chosen])
        assert row == replace(evaluate(Scorer(), alone).metrics, name=row.name)
    alone = UnlabeledInk(OTHERS.inks[2:])
    (row,) = evaluate(Scorer(), DRAWN, alone).non_digit_rows
    assert measured.non_digit_rows[1] == replace(row, name="runes")
    assert [row["set"] for row in measured.as_dict()["rows"]] == [
        *("pen", "uji", "all"),
        *("letters", "runes", "all"),
    ]


def test_a_file_without_writers_has_none_beside_files_that_have_them() -> None:
    sources = np.array(["pen"] * 6 + ["uji"] * 6)
    writers = np.array(["pen"] * 6 + ["uji:1"] * 3 + ["uji:2"] * 3)
    measured = evaluate(Scorer(), InkDataset(DRAWN.inks, DRAWN.labels, writers, sources))
    assert [row.n_writers for row in measured.digit_rows] == [None, 2, 3]


def test_letters_like_digits_are_counted_apart_and_do_not_count_as_mistakes() -> None:
    letters = UnlabeledInk(INKS[:3] * 2, np.array(["O", "A", "l", "R", "q", "K"]))
    measured = evaluate(Scorer(), DRAWN, letters, threshold=0.42)
    taken = np.array(
        [read(ink, Scorer(), threshold=0.42).label is not None for ink in letters.inks]
    )
    like = np.array([True, False, True, False, True, False])
    (row,) = measured.non_digit_rows
    assert row.accepted == Proportion.of(taken[~like])
    assert row.like_digits == Proportion.of(taken[like])
    plain = UnlabeledInk(tuple(letters.inks[k] for k in (1, 3, 5)))
    assert row.auroc == evaluate(Scorer(), DRAWN, plain).non_digit_rows[0].auroc
    told = row.as_dict()
    assert (told["n"], told["like_digits"]["n"]) == (3, 3)
    only = UnlabeledInk(INKS[:2], np.array(["O", "Z"]))
    (row,) = evaluate(Scorer(), DRAWN, only).non_digit_rows
    assert (row.accepted, row.auroc) == (None, None)
    assert row.as_dict()["n"] == 0


def test_a_score_is_compared_as_read_compares_it() -> None:
    class Seventy(Scorer):
        def predict_scored(
            self, images: NDArray[np.float32]
        ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
            return self.predict_proba(images), np.full(len(images), 0.7, np.float32)

    assert read(INKS[0], Seventy(), threshold=0.7).label is None
    digits, others = InkDataset(INKS[:1], np.array([7])), UnlabeledInk(INKS[1:2])
    digit_row, other_row = evaluate(Seventy(), digits, others, threshold=0.7).as_dict()["rows"]
    assert (digit_row["rejected"], other_row["accepted"]) == (1, 0)


@pytest.mark.parametrize("model", [Unscored(), always(*[0.1] * 10)])
def test_non_digits_need_a_model_that_scores(model: Scorer) -> None:
    with pytest.raises(ModelError, match="gives no scores: it takes every drawing for a digit"):
        evaluate(model, DRAWN, OTHERS)


def test_mnist_has_no_writers_and_may_go_with_non_digits(tiny_mnist: ImageDataset) -> None:
    measured = evaluate(Scorer(), tiny_mnist, OTHERS)
    assert measured.images is tiny_mnist.x_test
    assert measured.as_dict()["per_writer"] is None
    (row,) = measured.non_digit_rows
    assert row.auroc is not None
    assert 0 <= row.auroc <= 1
    assert measured.metrics.name == "MNIST test"
    assert measured.metrics.accuracy == Proportion(int(measured.predictions.right.sum()), 100)


def test_a_digit_that_the_set_lacks_has_no_share() -> None:
    shares = evaluate(Scorer(), DRAWN).as_dict()["per_class"]
    assert list(shares) == list(DIGITS)
    assert [digit for digit, share in shares.items() if share is not None] == ["0", "4", "7"]


def test_a_model_of_other_labels_is_refused() -> None:
    class Letters(Scorer):
        labels = tuple("ABCDEFGHIJ")

    with pytest.raises(ModelError, match="labels are not the digits"):
        evaluate(Letters(), DRAWN)
