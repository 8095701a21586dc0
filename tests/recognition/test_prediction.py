"""Predictions: their contents, and the checks of every model's output."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from digit_widgets.errors import ModelError
from digit_widgets.predictors import DIGITS, FunctionPredictor, Predictor, check_probabilities
from digit_widgets.recognition import Prediction, Recognizer

EVEN = np.full((3, 10), 0.1, dtype=np.float32)


def sure_of(digit: int, share: float = 0.9) -> np.ndarray:
    row = np.full((1, 10), (1 - share) / 9)
    row[0, digit] = share
    return row


def test_the_digits_are_named_in_order() -> None:
    assert DIGITS == ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")


def test_a_reading_ranks_its_labels_and_says_the_first_two() -> None:
    prediction = Prediction("b", (0.1, 0.7, 0.2), ("a", "b", "c"), "digit")
    assert prediction.confidence == 0.7
    assert prediction.ranked == (("b", 0.7), ("c", 0.2), ("a", 0.1))
    assert str(prediction) == "b, 70% (then c, 20%)"
    assert str(dataclasses.replace(prediction, score=0.54)) == (
        "b, 70% (then c, 20%); looks like a letter: 54%"
    )


def test_what_is_no_digit_is_said_with_what_is_nearest_and_its_score() -> None:
    prediction = Prediction.from_scores("01", (0.2, 0.8), 0.123, threshold=0.5, latency=0.0)
    assert (prediction.is_rejected, prediction.label) == (True, None)
    assert str(prediction) == "not a digit (the nearest is 1); looks like a digit: 12%"
    letter = dataclasses.replace(prediction, labels=("a", "b"))
    assert str(letter) == "not a letter (the nearest is b); looks like a letter: 12%"
    shape = dataclasses.replace(prediction, labels=("circle", "square"))
    assert str(shape) == "none of these (the nearest is square); looks like one of these: 12%"
    assert not Prediction.from_scores("01", (0.2, 0.8), 0.6, threshold=0.5, latency=0.0).is_rejected


@pytest.mark.parametrize(
    ("prediction", "reason", "says"),
    [
        (Prediction.blank(DIGITS), "blank", "nothing drawn"),
        (Prediction.blank(DIGITS, dot=True), "blank", "only a dot"),
        (Prediction.failed(DIGITS), "failed", "no reading"),
    ],
)
def test_without_a_label_all_probabilities_are_zero(
    prediction: Prediction, reason: str, says: str
) -> None:
    assert prediction.label is None
    assert prediction.probabilities == (0.0,) * 10
    assert prediction.confidence == 0
    assert prediction.reason == reason
    assert str(prediction) == says


def test_a_reading_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Prediction.blank(DIGITS).label = "3"  # type: ignore[misc]


def test_a_image_is_read_as_the_most_probable_label() -> None:
    prediction = Recognizer(FunctionPredictor(lambda _: sure_of(4))).read_image(np.ones((28, 28)))
    assert (prediction.label, prediction.reason) == ("4", "digit")
    assert prediction.confidence == pytest.approx(0.9)
    assert all(type(share) is float for share in prediction.probabilities)
    assert prediction.latency > 0


def test_a_blank_image_is_not_shown_to_the_model() -> None:
    seen: list[object] = []
    prediction = Recognizer(FunctionPredictor(seen.append)).read_image(np.zeros((28, 28)))
    assert prediction == Prediction.blank(DIGITS)
    assert not seen


def test_good_output_comes_back_as_float32() -> None:
    for output in (EVEN, EVEN.tolist(), EVEN.astype(np.float16), EVEN.astype(np.float64)):
        checked = check_probabilities(output, 3, DIGITS)
        assert checked.dtype == np.float32
        np.testing.assert_allclose(checked, EVEN, atol=1e-3)


def test_no_images_have_no_probabilities() -> None:
    assert check_probabilities(np.zeros((0, 10)), 0, DIGITS).shape == (0, 10)


@pytest.mark.parametrize(
    ("output", "says"),
    [
        (None, "Nan|NoneType|shape"),
        ("seven", "gave a str, not an array"),
        ([[0.1], [0.2, 0.3]], "gave a list, not an array"),
        (EVEN[:2], r"shape \(2, 10\) for 3 image\(s\); .* \(3, 10\)"),
        (EVEN[:, :9], r"shape \(3, 9\)"),
        (EVEN.ravel(), r"shape \(30,\)"),
        (EVEN * np.nan, "NaN or infinite"),
        (EVEN * np.inf, "NaN or infinite"),
        (EVEN * 3, "lack a softmax"),
        (EVEN - 0.05, "lack a softmax"),
        (np.tile([1.5, -0.5] + [0.0] * 8, (3, 1)), "lack a softmax"),
        (np.zeros((3, 10)), "lack a softmax"),
    ],
)
def test_output_that_is_no_probabilities_is_refused_with_the_reason(
    output: object, says: str
) -> None:
    with pytest.raises(ModelError, match=says):
        check_probabilities(output, 3, DIGITS)


def test_a_function_is_shown_all_images_and_makes_a_predictor() -> None:
    shapes = []

    def even(images: np.ndarray) -> np.ndarray:
        shapes.append(images.shape)
        return np.full((len(images), 10), 0.1)

    predictor = FunctionPredictor(even)
    assert isinstance(predictor, Predictor)
    assert predictor.labels == DIGITS
    np.testing.assert_array_equal(predictor.predict_proba(np.zeros((3, 28, 28), np.float32)), EVEN)
    assert shapes == [(3, 28, 28)]


def test_what_a_function_gives_is_checked_and_what_it_raises_passes_through() -> None:
    images = np.zeros((2, 28, 28), np.float32)
    with pytest.raises(ModelError, match=r"shape \(1, 10\) for 2 image\(s\)"):
        FunctionPredictor(lambda _: sure_of(1)).predict_proba(images)
    with pytest.raises(ZeroDivisionError):
        FunctionPredictor(lambda _: 1 / 0).predict_proba(images)
