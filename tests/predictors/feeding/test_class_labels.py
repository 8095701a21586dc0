"""Class labels: those that a number of classes stands for, and what a digit may be read as."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.errors import ModelError
from digit_widgets.predictors.feeding.class_labels import (
    assume_labels,
    check_labels,
    has_digits,
    match_labels_to_digits,
)


def test_usual_numbers_of_classes_have_usual_labels() -> None:
    assert "".join(assume_labels(10, "m")) == "0123456789"
    assert "".join(assume_labels(26, "m")) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    balanced = "".join(assume_labels(47, "m"))
    assert (balanced[:12], balanced[36:]) == ("0123456789AB", "abdefghnqrt")
    assert "".join(assume_labels(62, "m"))[-2:] == "yz"


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "mine gives one number .*one output for each class"),
        (3, r"labels=\(\.\.\.\), 3"),
    ],
)
def test_other_numbers_of_classes_are_asked_about(n: int, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        assume_labels(n, "mine")


def test_a_digit_may_only_be_read_as_itself_where_labels_have_it() -> None:
    labels = assume_labels(47, "m")
    targets = match_labels_to_digits(labels)
    read_as = ["".join(labels[i] for i in row.nonzero()[0]) for row in targets]
    assert read_as == list("0123456789")
    assert has_digits(labels)


def test_a_digit_may_be_read_as_a_letter_of_its_shape() -> None:
    labels = assume_labels(26, "m")
    read_as = [
        "".join(labels[i] for i in row.nonzero()[0]) for row in match_labels_to_digits(labels)
    ]
    assert read_as == ["O", "IL", "Z", "", "", "S", "BG", "", "B", "GQ"]
    assert not has_digits(labels)
    assert match_labels_to_digits(tuple("abcdefghijklmnopqrstuvwxyz")).any(axis=1).sum() == 7


def test_digits_may_be_spelled_out() -> None:
    targets = match_labels_to_digits(("One", "two", "THREE", "other"))
    assert targets.nonzero()[0].tolist() == [1, 2, 3]


@pytest.mark.parametrize("labels", [("circle", "square"), ("even", "odd"), tuple("AEIOU")])
def test_labels_for_hardly_any_digit_stand_for_none(labels: tuple[str, ...]) -> None:
    assert not match_labels_to_digits(labels).any()


@pytest.mark.parametrize("labels", [(0, 1), "abc", ("a",), None, 3, ("a", "b", "a")])
def test_labels_are_two_or_more_different_texts(labels: object) -> None:
    with pytest.raises(ModelError, match=r"[Ll]abel"):
        check_labels(labels)


def test_labels_in_any_row_of_strings_are_taken_and_integers_are_asked_for_as_strings() -> None:
    assert check_labels(["a", "b"]) == check_labels(np.array(["a", "b"])) == ("a", "b")
    with pytest.raises(ModelError, match=r"must be two or more strings, .*integers as strings"):
        check_labels(range(10))
