"""Shapes as visitors draw them."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.data.synthetic.shapes import SHAPES, draw_shape, random_shape
from digit_widgets.imaging import normalize_ink


@pytest.mark.parametrize("kind", SHAPES)
def test_every_kind_gives_visible_drawings_each_different(kind: str) -> None:
    inks = [draw_shape(kind, np.random.default_rng(seed)) for seed in range(12)]
    assert len(set(inks)) == len(inks)
    for ink in inks:
        assert ink.bounds is not None
        assert 0.5 < max(ink.bounds.width, ink.bounds.height) < 4
        image = normalize_ink(ink)
        assert np.isfinite(image).all()
        assert 15 < image.sum() < 300
    assert draw_shape(kind, np.random.default_rng(0)) == inks[0]


def test_random_shapes_are_of_all_kinds() -> None:
    assert len(SHAPES) > 100
    inks = [random_shape(np.random.default_rng(seed)) for seed in range(300)]
    assert len(set(inks)) == 300
    assert {len(ink.strokes) for ink in inks} >= set(range(1, 9))


def test_what_is_drawn_of_many_strokes_lacks_one_at_times() -> None:
    counts = [len(draw_shape("grid", np.random.default_rng(seed)).strokes) for seed in range(400)]
    whole = [len(SHAPES["grid"](np.random.default_rng(seed))) for seed in range(400)]
    lacking = [count - now for now, count in zip(counts, whole, strict=True)]
    assert set(lacking) == {0, 1}
    assert 0 < sum(lacking) < 40
