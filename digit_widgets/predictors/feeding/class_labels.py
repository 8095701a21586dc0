"""Class labels: the names of a model's classes, and which of them a digit may be read as."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import DIGITS

__all__ = ["assume_labels", "check_labels", "has_digits", "match_labels_to_digits"]

_LETTERS = tuple(ascii_uppercase)
#: Usual labels for a number of classes. EMNIST's: Cohen et al. 2017, arXiv 1702.05373; in its
#: balanced set, letters that look alike in both cases are one class.
_USUAL = {
    10: DIGITS,
    26: _LETTERS,
    47: (*DIGITS, *_LETTERS, *"abdefghnqrt"),
    62: (*DIGITS, *_LETTERS, *(letter.lower() for letter in _LETTERS)),
}
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
#: Letters of a digit's shape, in either case.
_LOOKALIKES = ("o", "il", "z", "", "", "s", "gb", "", "b", "gq")
#: Fewest digits with a label: with two, a model that answers at random has an accuracy of 50 %,
#: which would tell no format from another.
_FEWEST_DIGITS = 3


def check_labels(labels: object) -> tuple[str, ...]:
    """Return labels as a tuple of two or more different strings.

    Raises
    ------
    ModelError
        They are anything else.
    """
    names: list[Any] = []
    if isinstance(labels, Iterable) and not isinstance(labels, str | bytes):
        names = list(labels)
    if len(names) < 2 or not all(isinstance(each, str) for each in names):
        are_integers = bool(names) and all(isinstance(each, int | np.integer) for each in names)
        hint = "; write integers as strings" if are_integers else ""
        raise ModelError(
            f"Labels must be two or more strings, such as ('a', 'b'), not {labels!r:.80}{hint}."
        )
    if twice := next((each for each in names if names.count(each) > 1), None):
        raise ModelError(f"Each label names one class, but {twice!r} is there twice.")
    return tuple(names)


def assume_labels(n: int, name: str) -> tuple[str, ...]:
    """Return the usual labels of a model with n classes: of digits, letters or EMNIST's classes.

    Parameters
    ----------
    n
        Number of values that the model gives for an image.
    name
        Its name, for messages.

    Raises
    ------
    ModelError
        No labels are usual for n classes.
    """
    if n == 1:
        raise ModelError(
            f"{name} gives one number for each image: give a model with one output for each class, "
            "and for scikit-learn the classifier itself, not its predict."
        )
    if n not in _USUAL:
        raise ModelError(
            f"{name} gives {n} values for each image, and nothing says what they mean: name the "
            f"classes, labels=(...), {n} strings."
        )
    return _USUAL[n]


def match_labels_to_digits(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which labels each digit may be read as: its own or else letters of its shape.

    Returns
    -------
    (10, classes) bool; a row without True for a digit that no label stands for. All are False if
    the labels stand for fewer than three digits.
    """
    folded = [label.casefold() for label in labels]
    targets = np.zeros((len(DIGITS), len(labels)), np.bool_)
    for digit, row in zip(DIGITS, targets, strict=True):
        own = {digit, _WORDS[int(digit)]}
        wanted = own if own & set(folded) else set(_LOOKALIKES[int(digit)])
        row[:] = [label in wanted for label in folded]
    if targets.any(axis=1).sum() < _FEWEST_DIGITS:
        targets[:] = False
    return targets


def has_digits(labels: tuple[str, ...]) -> bool:
    """Return True if labels name a digit itself, and not only letters of its shape."""
    return bool({label.casefold() for label in labels} & {*DIGITS, *_WORDS})
