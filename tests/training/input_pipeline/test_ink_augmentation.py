"""Random changes of drawings: small, reproducible, and of the pen as well."""

from __future__ import annotations

import numpy as np

from digit_widgets.data import InkDataset
from digit_widgets.imaging import PEN_WIDTH, normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.training import InkAugmentation


def test_a_changed_drawing_is_another_one_of_the_same_size(pen: InkDataset) -> None:
    augmentation = InkAugmentation()
    for number, ink in enumerate(pen.inks[:10]):
        before = ink.bounds
        changed = augmentation(ink, np.random.default_rng(number))
        after = changed.bounds
        assert before is not None
        assert after is not None
        assert changed != ink
        assert len(changed.strokes) == len(ink.strokes)
        assert 0.6 < max(after.width, after.height) / max(before.width, before.height) < 1.7
        assert augmentation(ink, np.random.default_rng(number)) == changed


def test_a_blank_drawing_stays_blank() -> None:
    assert InkAugmentation()(Ink(), np.random.default_rng(0)) == Ink()


def test_nothing_changes_without_ranges(pen: InkDataset) -> None:
    still = InkAugmentation(rotation=0, slant=0, aspect=0, jitter=0, thinning=1)
    changed = still(pen.inks[3], np.random.default_rng(0))
    for now, before in zip(changed.strokes, pen.inks[3].strokes, strict=True):
        np.testing.assert_allclose(now.points, before.points)


def test_pens_to_learn_from_are_thinner_and_thicker_than_mnists(pen: InkDataset) -> None:
    rng = np.random.default_rng(0)
    widths = np.array([InkAugmentation(pen=0.25).pen_width(rng) for _ in range(200)])
    assert PEN_WIDTH / 1.25 <= widths.min() < 0.85 * PEN_WIDTH
    assert 1.15 * PEN_WIDTH < widths.max() <= 1.25 * PEN_WIDTH
    assert InkAugmentation(pen=0).pen_width(rng) == PEN_WIDTH
    ink = pen.inks[8]
    thin, thick = (normalize_ink(ink, width).sum() for width in (widths.min(), widths.max()))
    assert thin < normalize_ink(ink).sum() < thick
