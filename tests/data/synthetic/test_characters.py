"""Invented characters."""

from __future__ import annotations

import numpy as np

from digit_widgets.data.synthetic.characters import random_character


def test_random_characters_hang_together_and_have_several_parts() -> None:
    inks = [random_character(np.random.default_rng(seed)) for seed in range(100)]
    assert len(set(inks)) == 100
    for ink in inks:
        assert ink.n_points >= 3
        assert ink.bounds is not None
        assert max(ink.bounds.width, ink.bounds.height) < 3.5
    assert np.mean([len(ink.strokes) > 1 for ink in inks]) > 0.5


def test_no_random_character_is_as_slim_as_a_1() -> None:
    for seed in range(200):
        ink = random_character(np.random.default_rng(seed))
        points = np.concatenate([stroke.points for stroke in ink.strokes])
        breadths = [np.ptp(points @ (np.cos(a), np.sin(a))) for a in np.linspace(0, np.pi, 36)]
        assert min(breadths) > 0.1 * max(breadths)
