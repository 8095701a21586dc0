"""A hand that draws exact paths."""

from __future__ import annotations

import numpy as np

from digit_widgets.data.synthetic.hand import draw_by_hand, ink_to_paths, paths_to_ink
from digit_widgets.data.synthetic.paths import line, ring
from digit_widgets.ink import Ink

SQUARE = line(0, 1, 1 + 1j, 1j, 0)


def drawings(*paths: np.ndarray, count: int = 60, **options: bool) -> list[Ink]:
    return [draw_by_hand(paths, np.random.default_rng(seed), **options) for seed in range(count)]


def test_a_drawing_is_fitted_into_a_box_and_back() -> None:
    ink = Ink.from_strokes([[(10, 20), (30, 60)], [(10, 40), (15, 40)]])
    paths = ink_to_paths(ink)
    np.testing.assert_allclose(paths[0], [-0.25 - 0.5j, 0.25 + 0.5j])
    np.testing.assert_allclose(paths[1], [-0.25, -0.125])
    np.testing.assert_allclose(paths_to_ink(paths).strokes[0].points, [[-0.25, -0.5], [0.25, 0.5]])


def test_a_hand_keeps_the_strokes_and_their_places() -> None:
    for ink in drawings(line(0, 10), line(10j, 10 + 10j), count=30):
        upper, lower = (stroke.points for stroke in ink.strokes)
        assert np.ptp(upper[:, 0]) > 2 * np.ptp(upper[:, 1])
        assert upper[:, 1].max() < lower[:, 1].min()


def test_a_closed_stroke_begins_anywhere_and_about_meets_its_end() -> None:
    inks = drawings(ring(0, 1))
    starts = np.array([ink.strokes[0].points[0] for ink in inks])
    assert (np.ptp(starts, axis=0) > 0.7).all()
    gaps = [np.linalg.norm(ink.strokes[0].points[0] - ink.strokes[0].points[-1]) for ink in inks]
    assert 0.001 < np.median(gaps) < 0.15


def test_corners_are_rounded_by_some_hands_and_by_none_if_so_asked() -> None:
    def sharpest(ink: Ink) -> float:
        ways = np.diff(ink.strokes[0].points, axis=0)
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        return float((ways[:-1] * ways[1:]).sum(axis=1).min())

    assert np.mean([sharpest(ink) > 0.6 for ink in drawings(SQUARE)]) > 0.2
    assert not any(sharpest(ink) > 0.8 for ink in drawings(SQUARE, round_corners=False))


def test_a_dot_stays_a_dot() -> None:
    for ink in drawings(line(0, 1j), ring(1.3j, 0.05), count=30):
        stem, dot = (np.ptp(stroke.points, axis=0).max() for stroke in ink.strokes)
        assert 0.03 * stem < dot < 0.25 * stem
