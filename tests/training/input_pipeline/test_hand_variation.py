"""Hand variation: changes of strokes as between hands, each of the kind that its range names."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import InkDataset
from digit_widgets.ink import Ink
from digit_widgets.training.input_pipeline.hand_variation import HandVariation

STILL = {"tail": 0.0, "taper": 0.0, "bow": 0.0, "drift": 0.0, "rounding": 0.0}


def vary(ink: Ink, seed: int, **ranges: float) -> Ink:
    return HandVariation(**STILL | ranges)(ink, np.random.default_rng(seed))


def size(ink: Ink) -> float:
    assert ink.bounds is not None
    return max(ink.bounds.width, ink.bounds.height)


def lengths(ink: Ink) -> NDArray[np.float64]:
    return np.array([np.hypot(*np.diff(each.points, axis=0).T).sum() for each in ink.strokes])


def test_a_varied_drawing_is_another_one_of_about_the_same_size(pen: InkDataset) -> None:
    vary = HandVariation()
    for number, ink in enumerate(pen.inks):
        changed = vary(ink, np.random.default_rng(number))
        assert len(changed.strokes) == len(ink.strokes)
        assert changed.strokes[0].width == ink.strokes[0].width
        assert 0.75 < size(changed) / size(ink) < 1.6
        assert changed != ink
        assert vary(ink, np.random.default_rng(number)) == changed


def test_what_has_no_shape_stays_as_it_is() -> None:
    assert HandVariation()(Ink(), np.random.default_rng(0)) == Ink()
    dot = Ink.from_strokes([[(5, 5)], [(5, 5)] * 3])
    for stroke in vary(dot, 0, tail=0.2, taper=0.3, bow=0.1, rounding=0.1).strokes:
        np.testing.assert_allclose(stroke.points, 5, atol=1e-5)


def test_nothing_changes_without_ranges(pen: InkDataset) -> None:
    for seed, ink in enumerate(pen.inks):
        for now, before in zip(vary(ink, seed).strokes, ink.strokes, strict=True):
            np.testing.assert_allclose(now.points, before.points, atol=1e-9)


def test_a_tail_makes_one_stroke_longer_in_its_direction(four: Ink) -> None:
    grown = np.array([lengths(vary(four, seed, tail=0.2)) - lengths(four) for seed in range(60)])
    np.testing.assert_allclose(grown.min(axis=1), 0, atol=1e-9)
    assert (grown.max(axis=0) > 0.2 * size(four)).all()  # at both ends of either stroke
    assert grown.max() <= 2 * 0.2 * size(four)
    line = vary(Ink.from_strokes([[(0, 0), (0, 100)]]), 0, tail=0.2).strokes[0].points
    np.testing.assert_allclose(line[:, 0], 0, atol=1e-9)


def test_a_taper_widens_the_top_and_narrows_the_bottom_or_the_other_way_round() -> None:
    square = Ink.from_strokes([[(0, 0), (100, 0), (100, 100), (0, 100)]])
    tops = []
    for seed in range(40):
        points = vary(square, seed, taper=0.3).strokes[0].points
        top, bottom = points[1, 0] - points[0, 0], points[2, 0] - points[3, 0]
        assert top + bottom == pytest.approx(200)
        np.testing.assert_allclose(points[:, 1], [0, 0, 100, 100], atol=1e-9)
        tops.append(top)
    assert 70 <= min(tops) < 80
    assert 120 < max(tops) <= 130


def test_a_bow_moves_the_middle_of_a_line_and_not_its_ends() -> None:
    line = Ink.from_strokes([[(0, 0), (0, 50), (0, 100)]])
    moved = np.array([vary(line, seed, bow=0.1).strokes[0].points[:, 0] for seed in range(40)])
    np.testing.assert_allclose(moved[:, [0, 2]], 0, atol=1e-9)
    assert 8 < np.abs(moved[:, 1]).max() <= 10


def test_later_strokes_drift_as_a_whole(four: Ink) -> None:
    first, second = vary(four, 0, drift=0.1).strokes
    np.testing.assert_allclose(first.points, four.strokes[0].points, atol=1e-9)
    shifts = second.points - four.strokes[1].points
    np.testing.assert_allclose(shifts, np.tile(shifts[0], (len(shifts), 1)), atol=1e-9)
    assert np.abs(shifts).min() > 0.1


def test_corners_are_rounded_and_ends_stay(seven: Ink) -> None:
    rounded = vary(seven, 1, rounding=0.1)
    ends = rounded.strokes[0].points[[0, -1]]
    np.testing.assert_allclose(ends, seven.strokes[0].points[[0, -1]], atol=1e-6)
    assert 0.8 * lengths(seven)[0] < lengths(rounded)[0] < 0.99 * lengths(seven)[0]
