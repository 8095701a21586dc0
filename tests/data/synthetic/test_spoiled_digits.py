"""Digits that are spoiled."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.data import InkDataset
from digit_widgets.data.synthetic.hand import ink_to_paths
from digit_widgets.data.synthetic.paths import Paths
from digit_widgets.data.synthetic.spoiled_digits import (
    cross_out_digit,
    cut_digit,
    enclose_digit,
    overlay_digits,
    spoil_digit,
    turn_digit,
    write_beside,
)
from digit_widgets.ink import Ink
from tests.support.digits import DIGITS

PATHS = [ink_to_paths(Ink.from_strokes(DIGITS[str(label)])) for label in range(10)]


def rngs(count: int = 40) -> list[np.random.Generator]:
    return [np.random.default_rng(seed) for seed in range(count)]


def extent(paths: Paths) -> complex:
    points = np.concatenate(paths)
    return complex(np.ptp(points.real), np.ptp(points.imag))


def test_a_digit_that_is_turned_is_none_but_a_turned_0_or_8_is_not_made() -> None:
    made = [[turn_digit(PATHS[label], label, rng) for rng in rngs()] for label in range(10)]
    assert [all(made[label]) for label in range(10)] == [label not in {0, 8} for label in range(10)]
    sevens = {complex(np.round(paths[0][-1], 1)) for paths in made[7] if paths}
    assert len(sevens) == 4  # mirrored, upside down, and on either side
    for paths in made[1]:  # a 1 is only turned on its side
        assert paths is not None
        assert extent(paths).imag < extent(paths).real


@pytest.mark.parametrize("label", range(10))
def test_a_digit_is_crossed_out_from_side_to_side(label: int) -> None:
    added = [cross_out_digit(PATHS[label], label, rng) for rng in rngs()]
    digit = extent(PATHS[label])
    for paths in added:
        assert paths[: len(PATHS[label])] == PATHS[label]
        lines = paths[len(PATHS[label]) :]
        assert extent(lines).real > digit.real
    # One straight line bars a 0, 2 or 7 rather than spoiling it.
    once = [len(paths) - len(PATHS[label]) == 1 and len(paths[-1]) == 2 for paths in added]
    assert any(once) == (label in {3, 4, 5, 6, 8, 9})


def test_only_halves_that_are_no_digits_are_kept() -> None:
    made = [[cut_digit(PATHS[label], label, rng) for rng in rngs()] for label in range(10)]
    assert [any(made[label]) for label in range(10)] == [
        label in {0, 2, 3, 5} for label in range(10)
    ]
    for paths in made[2]:
        assert paths is not None
        assert np.concatenate(paths).imag.min() > -0.05
    # A half as slim as a 1 is not kept.
    slim = [path.real * 0.1 + 1j * path.imag for path in PATHS[5]]
    assert not any(cut_digit(slim, 5, rng) for rng in rngs())


@pytest.mark.parametrize("label", range(10))
def test_a_digit_is_enclosed_unless_it_would_bar_a_0(label: int) -> None:
    for rng in rngs(10):
        paths = enclose_digit(PATHS[label], label, rng)
        assert (paths is None) == (label == 1)
        if paths:
            inner, outer = extent(PATHS[label]), extent(paths[-1:])
            assert outer.real > inner.real
            assert outer.imag > inner.imag


def test_digits_beside_each_other_are_apart_or_touch() -> None:
    gaps = []
    for rng in rngs():
        paths = overlay_digits(PATHS[1], PATHS[0], beside=True, rng=rng)
        left, right = paths[: len(PATHS[1])], paths[len(PATHS[1]) :]
        gaps.append(np.concatenate(right).real.min() - np.concatenate(left).real.max())
    assert -0.15 < min(gaps) < 0.0
    assert 0.2 < max(gaps) < 0.35


def test_drawings_are_written_from_left_to_right() -> None:
    for rng in rngs(10):
        paths = write_beside([PATHS[label] for label in (7, 0, 5)], rng)
        counts = [len(PATHS[label]) for label in (7, 0, 5)]
        middles = [
            np.concatenate(paths[sum(counts[:i]) : sum(counts[: i + 1])]).real.mean()
            for i in range(3)
        ]
        assert middles == sorted(middles)
        # Next to each other, and not over each other.
        widths = sum(extent(PATHS[label]).real for label in (7, 0, 5))
        assert 0.6 * widths < extent(paths).real < 1.5 * widths + 0.6


def test_digits_are_spoiled_in_all_ways_even_if_most_ways_are_impossible() -> None:
    for labels in (np.arange(10), np.array([1, 1])):
        inks = tuple(Ink.from_strokes(DIGITS[str(label)]) for label in labels)
        digits = InkDataset(inks, labels)
        spoiled = [spoil_digit(digits, rng) for rng in rngs(150)]
        assert len({len(ink.strokes) for ink in spoiled}) >= 3
        assert len(set(spoiled)) > 60
