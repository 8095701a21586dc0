"""Class labels: those that a number of classes stands for, and what a digit may be read as."""

from __future__ import annotations

import pytest

from digit_widgets.errors import ModelError
from digit_widgets.predictors.feeding.class_labels import (
    assume_labels,
    check_labels,
    find_targets,
    has_digits,
)


def test_usual_numbers_of_classes_have_usual_labels() -> None:
    assert "".join(assume_labels(10, "m")) == "0123456789"
    assert "".join(assume_labels(26, "m")) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    balanced = "".join(assume_labels(47, "m"))
    assert (balanced[:12], balanced[36:]) == ("0123456789AB", "abdefghnqrt")
    assert "".join(assume_labels(62, "m"))[-2:] == "yz"


@pytest.mark.parametrize(
    ("n", "words"),
    [(1, "mine gives one number for each image.*predict_proba"), (3, r"labels=\(\.\.\.\), 3")],
)
def test_other_numbers_of_classes_are_asked_about(n: int, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        assume_labels(n, "mine")


def test_a_digit_may_only_be_read_as_itself_where_labels_have_it() -> None:
    labels = assume_labels(47, "m")
    targets = find_targets(labels)
    read_as = ["".join(labels[i] for i in row.nonzero()[0]) for row in targets]
    assert read_as == list("0123456789")
    assert has_digits(labels)


def test_a_digit_may_be_read_as_a_letter_of_its_shape() -> None:
    labels = assume_labels(26, "m")
    read_as = ["".join(labels[i] for i in row.nonzero()[0]) for row in find_targets(labels)]
    assert read_as == ["O", "IL", "Z", "", "", "S", "BG", "", "B", "GQ"]
    assert not has_digits(labels)
    assert find_targets(tuple("abcdefghijklmnopqrstuvwxyz")).any(axis=1).sum() == 7


def test_digits_may_be_spelled_out() -> None:
    targets = find_targets(("One", "two", "THREE", "other"))
    assert targets.nonzero()[0].tolist() == [1, 2, 3]


@pytest.mark.parametrize("labels", [("circle", "square"), ("even", "odd"), tuple("AEIOU")])
def test_labels_for_hardly_any_digit_stand_for_none(labels: tuple[str, ...]) -> None:
    assert not find_targets(labels).any()


@pytest.mark.parametrize("labels", [(0, 1), "abc", ("a",), None, 3, ("a", "b", "a")])
def test_labels_are_two_or_more_different_texts(labels: object) -> None:
    with pytest.raises(ModelError, match=r"[Ll]abel"):
        check_labels(labels)
