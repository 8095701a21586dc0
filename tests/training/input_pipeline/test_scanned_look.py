"""Scanned look: rough edges, harder or softer ones, and pens of any width."""

from __future__ import annotations

import numpy as np

from digit_widgets.imaging import PEN_WIDTH, normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.training.input_pipeline.scanned_look import draw_scanned_pen_width, look_scanned

SEVEN = Ink.from_strokes([[(0, 0), (60, 0), (20, 100)]])


def test_pens_are_as_often_thinner_as_thicker_than_mnists() -> None:
    rng = np.random.default_rng(0)
    widths = np.array([draw_scanned_pen_width(rng) for _ in range(400)])
    assert 1.0 <= widths.min() < 1.5
    assert 3.5 < widths.max() <= 4.0
    assert 0.4 < (widths < PEN_WIDTH).mean() < 0.7


def test_edges_change_and_paper_and_the_drawing_stay() -> None:
    image = normalize_ink(SEVEN)
    looks = [look_scanned(image, np.random.default_rng(seed)) for seed in range(60)]
    edge = (image > 0.1) & (image < 0.9)
    for look in looks:
        assert (look.shape, look.dtype) == ((28, 28), np.float32)
        assert look.min() == 0.0
        assert 0.8 < look.max() <= 1.0
        assert not look[image == 0].any()
        assert np.corrcoef(look.ravel(), image.ravel())[0, 1] > 0.8
    assert len({look.tobytes() for look in looks}) == 60
    # From nearly black and white to softer than it was drawn.
    softness = [((look > 0.05) & (look < 0.95))[edge].mean() for look in looks]
    assert min(softness) < 0.5
    assert max(softness) > 0.9


def test_the_same_state_gives_the_same_look() -> None:
    image = normalize_ink(SEVEN)
    one, other = (look_scanned(image, np.random.default_rng(8)) for _ in range(2))
    np.testing.assert_array_equal(one, other)
