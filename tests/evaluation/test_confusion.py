"""Confusion counts, the images behind them, and disagreements between models."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.errors import DataError, ModelError
from digit_widgets.evaluation.confusion import (
    LabeledPredictions,
    check_images,
    count_agreements,
    indices_of_disagreement,
    read_set,
)
from digit_widgets.predictors import DIGITS, FunctionPredictor


def readings(read: list[int], confidence: list[float], labels: list[int]) -> LabeledPredictions:
    shares = np.zeros((len(read), 10), np.float32)
    shares += ((1 - np.array(confidence)) / 9)[:, np.newaxis]
    shares[np.arange(len(read)), read] = confidence
    return LabeledPredictions(shares, np.array(labels))


FIRST = readings([4, 9, 9, 9, 1], [0.9, 0.6, 0.8, 0.7, 1.0], [4, 4, 4, 9, 1])
SECOND = readings([4, 4, 7, 2, 1], [0.5, 0.9, 0.95, 0.4, 0.3], [4, 4, 4, 9, 1])


def test_counts_have_the_true_digit_down_and_the_read_one_across() -> None:
    assert FIRST.counts.shape == (10, 10)
    assert (FIRST.counts[4, 4], FIRST.counts[4, 9], FIRST.counts[9, 9]) == (1, 2, 1)
    assert FIRST.counts.sum() == 5


def test_shares_are_of_the_row_and_a_missing_digit_has_none() -> None:
    np.testing.assert_allclose(FIRST.shares[4, [4, 9]], [1 / 3, 2 / 3])
    assert not FIRST.shares[0].any()


def test_behind_a_cell_the_most_confident_comes_first() -> None:
    assert FIRST.indices_of_cell(4, 9).tolist() == [2, 1]
    assert FIRST.indices_of_cell(0, 1).tolist() == []


def test_disagreement_counts_right_and_wrong_of_both() -> None:
    assert count_agreements(FIRST, SECOND).tolist() == [[1, 1], [1, 2]]
    assert indices_of_disagreement(FIRST, SECOND, (False, True)).tolist() == [1]
    assert indices_of_disagreement(FIRST, SECOND, (True, False)).tolist() == [3]


def test_behind_a_field_the_surest_mistake_of_either_comes_first() -> None:
    first = readings([1, 1, 1], [0.5, 0.6, 0.7], [0, 0, 0])
    second = readings([2, 2, 2], [0.8, 0.4, 0.3], [0, 0, 0])
    assert indices_of_disagreement(first, second, (False, False)).tolist() == [0, 2, 1]
    # No model is wrong: the most confident prediction comes first.
    assert indices_of_disagreement(FIRST, SECOND, (True, True)).tolist() == [4, 0]


def test_a_set_is_read_in_chunks_and_as_in_one() -> None:
    seen = []

    def read(images: NDArray[np.float32]) -> NDArray[np.float32]:
        seen.append(len(images))
        shares = np.zeros((len(images), 10), np.float32)
        shares[np.arange(len(images)), (images[:, 0, 0] * 10).astype(int)] = 1
        return shares

    digits = np.arange(1100) % 10
    images = np.zeros((1100, 28, 28), np.float32)
    images[:, 0, 0] = (digits + 0.5) / 10
    result = read_set(FunctionPredictor(read), images, digits)
    assert seen == [512, 512, 76]
    assert result.right.all()


class Letters:
    """A model with ten other labels."""

    labels = tuple("abcdefghij")

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        raise AssertionError(f"asked for {len(images)}")


class Broken(Letters):
    """A model whose output is not probabilities."""

    labels = DIGITS

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.full((len(images), 10), 2, np.float32)


@pytest.mark.parametrize("model", [Letters(), Broken()])
def test_a_model_of_other_labels_or_no_probabilities_is_refused(model: Letters) -> None:
    with pytest.raises(ModelError, match=r"not the digits|is not probabilities"):
        read_set(model, np.zeros((1, 28, 28), np.float32), np.array([0]))


IMAGES = np.zeros((3, 28, 28), np.float32)


def test_a_set_is_taken_without_copying_its_images() -> None:
    images, labels = check_images(IMAGES, np.array([0, 9, 5], np.uint8))
    assert images is IMAGES
    assert labels.dtype == np.int64


@pytest.mark.parametrize(
    ("images", "labels", "said"),
    [
        (np.zeros((3, 784), np.float32), [0, 1, 2], r"give \(N, 28, 28\)"),
        (np.zeros((3, 28, 28, 1), np.float32), [0, 1, 2], r"give \(N, 28, 28\)"),
        (np.zeros((0, 28, 28), np.float32), [], "no images"),
        (IMAGES.astype(complex), [0, 1, 2], "give float32"),
        (IMAGES.astype(str), [0, 1, 2], "give float32"),
        (np.full(IMAGES.shape, 300), [0, 1, 2], "not of 0 to 1"),
        (IMAGES + np.float32(255), [0, 1, 2], "Divide them by 255"),
        (IMAGES - np.float32(1), [0, 1, 2], "not of 0 to 1"),
        (IMAGES + np.float32("nan"), [0, 1, 2], "not of 0 to 1"),
        (IMAGES, [0, 1], "3 images and 2 labels"),
        (IMAGES, [0, 1, 10], r"not in 0\.\.9"),
        (IMAGES, [0, -1, 2], r"not in 0\.\.9"),
        (IMAGES, [0.0, 1.0, 2.0], "one integer"),
        (IMAGES, [True, False, True], "one integer"),
        (IMAGES, np.eye(3, dtype=int), "one integer"),
    ],
)
def test_what_is_no_labelled_set_is_refused(images: object, labels: object, said: str) -> None:
    with pytest.raises(DataError, match=said):
        check_images(images, labels)


def test_what_was_read_in_one_image_is_told_as_of_any_drawing() -> None:
    shares = np.zeros((3, 10), np.float32)
    shares[0, [4, 9]] = shares[1, [4, 9]] = 0.75, 0.25
    found = LabeledPredictions(shares, np.array([4, 4, 4]), np.float32([0.9, 0.25, 0.0]))
    told = [str(found.prediction(index)) for index in range(3)]
    assert told == [
        "4, 75% (then 9, 25%); looks like a digit: 90%",
        "not a digit (the nearest is 4); looks like a digit: 25%",
        "nothing drawn",
    ]
    assert str(LabeledPredictions(shares, found.labels).prediction(1)) == "4, 75% (then 9, 25%)"
