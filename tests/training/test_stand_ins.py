"""Stand-ins for people's drawings: every digit and letter, by every writer, within a pad."""

from __future__ import annotations

import numpy as np

from digit_widgets.data import LIKE_DIGITS
from digit_widgets.training import draw_stand_in_letters, draw_stand_ins


def test_every_writer_draws_every_digit_within_a_pad_that_is_not_filled() -> None:
    drawn = draw_stand_ins()
    assert drawn.writers is not None
    pairs = set(zip(drawn.writers.tolist(), drawn.labels.tolist(), strict=True))
    assert pairs == {(writer, label) for writer in range(1, 31) for label in range(10)}
    bounds = [ink.bounds for ink in drawn.inks]
    assert all(each.left >= 0 and each.right <= 280 for each in bounds if each)
    assert all(each.top >= 0 and each.bottom <= 280 for each in bounds if each)
    assert np.median([each.height for each in bounds if each]) < 140
    assert len(set(drawn.inks)) == len(drawn.inks)


def test_the_same_are_drawn_each_time() -> None:
    assert draw_stand_ins().inks == draw_stand_ins().inks


def test_some_of_the_letters_are_like_digits_and_most_are_not() -> None:
    letters = draw_stand_in_letters()
    assert letters.alphabets is not None
    assert set(letters.alphabets.tolist()) & set(LIKE_DIGITS)
    assert np.mean(letters.like_digits) < 0.2
