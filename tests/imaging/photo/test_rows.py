"""Rows: digits side by side, also at a slant, and digits that touch."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.imaging.photo.cuts import find_cuts
from digit_widgets.imaging.photo.rows import find_rows
from digit_widgets.imaging.photo.strokes import find_strokes
from tests.support.scenes import draw_lines, page, write


def grid(rows: int, columns: int, degrees: float) -> np.ndarray:
    """Return boxes of 30 × 40 in rows, turned about the origin."""
    middles = [(60.0 * x, 90.0 * y) for y in range(rows) for x in range(columns)]
    turn = np.radians(degrees)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    turned = np.array(middles) @ matrix.T
    reach = np.array([15.0, 20.0])
    return np.hstack([turned - reach, turned + reach])


@pytest.mark.parametrize("degrees", [-15, -8, 0, 5, 15])
@pytest.mark.parametrize(("rows", "columns"), [(1, 6), (3, 5), (5, 4)])
def test_rows_are_told_apart(rows: int, columns: int, degrees: float) -> None:
    numbers, slope = find_rows(grid(rows, columns, degrees))
    np.testing.assert_array_equal(numbers, np.repeat(np.arange(rows), columns))
    assert slope == pytest.approx(np.tan(np.radians(degrees)), abs=0.03)


def test_a_digit_is_a_row() -> None:
    numbers, slope = find_rows(np.array([[10.0, 10.0, 40.0, 60.0]]))
    assert (numbers.tolist(), slope) == ([0], 0.0)


def test_rows_of_an_image_are_from_the_top_and_from_the_left() -> None:
    image = write(page(), "47", 100, 280, size=90)
    image = write(image, "123", 80, 60, size=90)
    rows = find_strokes(image).rows
    assert [len(row.pieces) for row in rows] == [3, 2]
    for row in rows:
        lefts = [piece.box[0] for piece in row.pieces]
        assert lefts == sorted(lefts)


def test_a_slanting_row_is_turned_upright() -> None:
    level = find_strokes(write(page(), "4747", 60, 150, size=90))
    slanting = find_strokes(write(page(), "4747", 60, 120, size=90, slope=0.25))
    assert level.slope == 0
    assert slanting.slope == pytest.approx(0.25, abs=0.05)
    assert len(slanting.rows) == 1


def test_two_loops_of_an_8_that_nearly_touch_are_one_piece() -> None:
    turns = np.linspace(0, 2 * np.pi, 50)
    loops = [[(300 + 40 * np.cos(t), y + 45 * np.sin(t)) for t in turns] for y in (150, 250)]
    (row,) = find_strokes(draw_lines(page(), loops, 6)).rows
    assert len(row.pieces) == 1


def test_digits_that_touch_are_cut_where_they_touch() -> None:
    mask = np.zeros((40, 62), np.bool_)
    for left in (0, 32):
        mask[:, left : left + 30] = True
        mask[4:36, left + 4 : left + 26] = False
    mask[20:24, 30:32] = True
    assert find_cuts(mask, 40) == [pytest.approx(31, abs=1)]


def test_a_wide_0_is_not_cut() -> None:
    y, x = np.ogrid[-20:20, -40:40]
    ring = abs(np.hypot(x / 2, y) - 17) < 2.5
    assert find_cuts(ring, 40) == []
