"""Random non-digits of all kinds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from digit_widgets.data import InkDataset
from digit_widgets.data.synthetic import non_digits
from digit_widgets.data.synthetic.non_digits import SHARES, random_non_digit
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from tests.support.digits import DIGITS

#: Eleven strokes: no other kind of drawing in these tests has so many.
COMB = Ink.from_strokes([[(x, 0), (x, 100)] for x in range(0, 110, 10)])


@pytest.fixture(scope="module")
def digits() -> InkDataset:
    inks = tuple(Ink.from_strokes(DIGITS[str(label)]) for label in range(10))
    return InkDataset(inks, np.arange(10))


@pytest.mark.parametrize("letters", [(), (COMB,)])
def test_random_non_digits_are_drawings_of_many_kinds(
    letters: tuple[Ink, ...], digits: InkDataset
) -> None:
    def draw() -> list[Ink]:
        rngs = (np.random.default_rng(seed) for seed in range(300))
        return [random_non_digit(digits, rng, letters=letters) for rng in rngs]

    inks = draw()
    assert all(ink.n_points >= 2 for ink in inks)
    assert all(normalize_ink(ink).max() > 0.5 for ink in inks)
    assert {len(ink.strokes) for ink in inks} >= {1, 2, 3, 4}
    assert len(set(inks)) > 270  # mirrored digits occur twice
    assert draw() == inks


def test_each_kind_has_its_share(digits: InkDataset, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    names = {
        "_write_letters": "letter",
        "random_shape": "shape",
        "spoil_digit": "spoiled digit",
        "random_character": "character",
        "_scribble": "scribble",
    }
    for name, kind in names.items():
        monkeypatch.setattr(non_digits, name, lambda *_, kind=kind: drawn.append(kind))
    rng = np.random.default_rng(0)
    assert math.isclose(sum(SHARES.values()), 1.0)
    for _ in range(4000):
        random_non_digit(digits, rng, letters=[COMB])
    for kind, share in SHARES.items():
        assert abs(drawn.count(kind) / 4000 - share) < 0.03
    drawn.clear()
    for _ in range(4000):
        random_non_digit(digits, rng)
    for kind, share in SHARES.items():
        expected = share / (1 - SHARES["letter"]) if kind != "letter" else 0.0
        assert abs(drawn.count(kind) / 4000 - expected) < 0.03


def test_letters_are_written_alone_and_sometimes_in_twos_and_threes(digits: InkDataset) -> None:
    rng = np.random.default_rng(1)
    drawn = [random_non_digit(digits, rng, letters=[COMB]) for _ in range(600)]
    counts = [len(ink.strokes) for ink in drawn]
    combs = [counts.count(11 * number) for number in (1, 2, 3)]
    assert combs[0] > combs[1] > combs[2] > 0
