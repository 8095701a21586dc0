"""Rare digits: read as what they are, drawn differently each time."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.data.synthetic.rare_digits import (
    RARE_DIGITS,
    draw_rare_digit,
    random_rare_digit,
)
from digit_widgets.imaging import normalize_ink
from digit_widgets.predictors import load_predictor


@pytest.mark.parametrize("name", RARE_DIGITS)
def test_a_rare_digit_is_read_as_what_it_is(name: str) -> None:
    rng = np.random.default_rng(3)
    drawn = [draw_rare_digit(name, rng) for _ in range(40)]
    assert {label for _, label in drawn} == {RARE_DIGITS[name][0]} == {int(name[0])}
    assert len({ink for ink, _ in drawn}) == 40
    images = np.stack([normalize_ink(ink) for ink, _ in drawn])
    read = load_predictor("reader").predict_proba(images).argmax(axis=1)
    # An 8 that is open at the left is nearly a 3.
    assert (read == RARE_DIGITS[name][0]).mean() >= (0.7 if "open foot" in name else 0.95)


def test_random_ones_are_of_all_ways_and_the_same_for_a_seed() -> None:
    def draw() -> list[tuple[object, int]]:
        rng = np.random.default_rng(5)
        return [random_rare_digit(rng) for _ in range(200)]

    drawn = draw()
    assert {label for _, label in drawn} == set(range(10))
    assert drawn == draw()
