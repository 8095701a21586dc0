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
    (seam,) = find_cuts(mask, 40)
    assert set(seam) <= {30, 31}


def test_a_cut_follows_strokes_that_slant() -> None:
    mask = np.zeros((60, 110), np.bool_)
    for left in (0, 50):
        for row in range(60):
            mask[row, left + 60 - row - 10 : left + 60 - row] = True
    mask[28:32, 30:80] = True
    seams = find_cuts(mask, 60)
    assert seams
    for seam in seams:
        # It crosses what joins them, and no more.
        assert sum(mask[row, column] for row, column in enumerate(seam)) <= 6
    # Upright, each column there meets a stroke.
    assert mask[:, 45:60].any(axis=0).all()


def test_two_digits_above_each_other_are_two_rows() -> None:
    image = draw_lines(page(), [[(300, 80), (302, 180)], [(300, 194), (299, 290)]], 8)
    image = draw_lines(image, [[(360, 80), (362, 180)], [(360, 194), (359, 290)]], 8)
    assert [len(row.pieces) for row in find_strokes(image).rows] == [2, 2]


def test_two_parts_that_are_wider_than_a_digit_are_several() -> None:
    (row,) = find_strokes(write(page(900), "47", 150, 150, size=120, step=1.2)).rows
    assert row.is_sure
    (row,) = find_strokes(write(page(900), "4", 150, 150, size=120)).rows
    assert not row.is_sure


def test_ink_like_a_rows_digits_that_is_left_out_is_noticed() -> None:
    image = write(page(900), "474", 80, 170, size=100, step=1.1)
    (row,) = find_strokes(image).rows
    assert row.is_whole
    # Beyond the right border lies more than half of a bar that is crossed.
    cut = draw_lines(image, [[(480, 120), (480, 280)]], 8)[:, :480]
    assert [row.is_whole for row in find_strokes(cut).rows] == [False]


def test_a_frame_around_a_row_is_no_digit_of_it() -> None:
    image = write(page(900), "474", 80, 170, size=100, step=1.1)
    corners = [(60, 140), (420, 140), (420, 300), (60, 300), (60, 140)]
    (row,) = find_strokes(draw_lines(image, [corners], 6)).rows
    assert len(row.pieces) >= 3
    assert row.is_whole


def test_a_wide_0_is_not_cut() -> None:
    y, x = np.ogrid[-20:20, -40:40]
    ring = abs(np.hypot(x / 2, y) - 17) < 2.5
    assert find_cuts(ring, 40) == []
