"""Scanned look: pens of any width, edges of any sharpness, and roughness."""

from __future__ import annotations

import numpy as np

from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.training.input_pipeline.scanned_look import draw_scanned

SEVEN = Ink.from_strokes([[(0, 0), (60, 0), (20, 100)]])


def test_a_scan_has_the_drawing_where_images_of_digits_have_it() -> None:
    drawn = normalize_ink(SEVEN)
    scans = [draw_scanned(SEVEN, np.random.default_rng(seed)) for seed in range(60)]
    for scan in scans:
        assert (scan.shape, scan.dtype) == ((28, 28), np.float32)
        assert 0.0 == scan.min() < 0.5 < scan.max() <= 1.0
        assert np.corrcoef(scan.ravel(), drawn.ravel())[0, 1] > 0.65
    assert len({scan.tobytes() for scan in scans}) == 60
    # Thin and thick pens, sharp edges and soft ones.
    greys = [float(scan.mean()) for scan in scans]
    assert min(greys) < 0.8 * drawn.mean()
    assert max(greys) > 1.3 * drawn.mean()
    softness = [
        float(((scan > 0.05) & (scan < 0.95)).sum() / (scan > 0.05).sum()) for scan in scans
    ]
    assert min(softness) < 0.4
    assert max(softness) > 0.9


def test_the_same_state_gives_the_same_scan_and_nothing_gives_paper() -> None:
    one, other = (draw_scanned(SEVEN, np.random.default_rng(8)) for _ in range(2))
    np.testing.assert_array_equal(one, other)
    assert not draw_scanned(Ink(), np.random.default_rng(8)).any()


def test_a_dot_and_a_line_can_be_drawn() -> None:
    for stroke in ([(5, 5)], [(0, 0), (0, 90)], [(0, 0), (90, 0)]):
        image = draw_scanned(Ink.from_strokes([stroke], width=4), np.random.default_rng(1))
        assert image.max() > 0.5
