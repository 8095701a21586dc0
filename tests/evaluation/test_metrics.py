"""Proportions with their intervals, calibration and areas, against hand-computed values."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_widgets.evaluation.metrics import (
    BINS,
    Proportion,
    Reliability,
    accepted_shares,
    area_under_roc,
    proportions_by,
    reliability,
)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # With no successes, the closed form is 0 to z² / (n + z²); with only successes, its mirror.
        (0, 10, 0.0, 0.277533),
        (10, 10, 0.722467, 1.0),
        # R: prop.test(81, 263, correct = FALSE), as tabulated by R. Newcombe (1998).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
        (1, 1, 0.206543, 1.0),
    ],
)
def test_wilsons_interval_is_the_published_one(hits: int, n: int, low: float, high: float) -> None:
    assert Proportion(hits, n).interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    share = Proportion(*counts)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


def test_few_writers_who_differ_widen_the_interval() -> None:
    hits = np.repeat([True, False], [900, 100])
    # All mistakes are of two writers in twenty; or each writer makes as many.
    apart, alike = (
        Proportion.of(hits, np.arange(1_000) // 50),
        Proportion.of(hits, np.arange(1_000) % 20),
    )
    wilson = Proportion(900, 1_000).interval
    assert alike.interval == wilson
    low, high = apart.interval
    # The share of careless writers among twenty is binomial: 0 to 5 of them in 95 % of draws.
    assert low == pytest.approx(1 - 5 / 20, abs=0.051)
    assert high == 1
    assert apart.interval == (low, high)


def test_the_bootstrap_over_writers_is_that_of_drawing_them_one_by_one() -> None:
    rng = np.random.default_rng(3)
    writers = rng.integers(0, 12, 2_000)
    hits = rng.random(2_000) < np.linspace(0.7, 1, 12)[writers]
    right, n = np.bincount(writers, hits), np.bincount(writers)
    drawn = rng.integers(0, 12, (20_000, 12))
    shares = right[drawn].sum(axis=1) / n[drawn].sum(axis=1)
    expected = pytest.approx(np.percentile(shares, (2.5, 97.5)), abs=0.004)
    assert Proportion.of(hits, writers).interval == expected


@pytest.mark.parametrize("success", [True, False])
def test_an_interval_over_writers_has_a_width_where_all_are_alike(success: bool) -> None:
    share = Proportion.of(np.full(40, success), np.arange(40) % 4)
    assert share.interval == pytest.approx(Proportion(40 * success, 40).interval)


def test_one_writer_or_an_unknown_one_gives_wilsons_interval() -> None:
    hits = np.arange(10) > 2
    for writers in (np.full(10, "Ida"), np.array(["pen:1", ""] * 5)):
        assert Proportion.of(hits, writers).interval == Proportion(7, 10).interval


def test_shares_are_counted_by_group_and_numbers_sort_as_numbers() -> None:
    counted = proportions_by(
        np.array([10, 9, 10, 9, 10]), np.array([True, True, False, True, False])
    )
    assert list(counted.items()) == [("9", Proportion(2, 2)), ("10", Proportion(1, 3))]
    assert proportions_by(np.array(["b", "a"]), np.array([True, False])) == {
        "a": Proportion(0, 1),
        "b": Proportion(1, 1),
    }
    unknown = proportions_by(np.array(["", "a"]), np.array([True, False]), np.array([1, 1]))
    assert unknown == {"a": Proportion(0, 1, ((0, 1),))}


def test_the_calibration_error_is_that_worked_out_by_hand() -> None:
    confidence = np.array([0.95, 0.97, 0.99, 0.35, 0.38], np.float32)
    right = np.array([True, True, False, False, True])
    # Three in the last bin: confidence 0.97, 2/3 right. Two in 1/3 to 0.4: confidence 0.365, 1/2.
    bins = reliability(confidence, right)
    assert bins.counts.tolist() == [0] * 5 + [2] + [0] * 8 + [3]
    assert bins.error == pytest.approx(0.6 * (0.97 - 2 / 3) + 0.4 * (0.5 - 0.365), abs=1e-6)


def test_the_edges_of_the_bins_belong_to_the_bin_below() -> None:
    edges = np.array([0.0, 0.2, 0.6, 1.0])
    bins = reliability(edges.astype(np.float64), np.ones(4, bool))
    assert np.flatnonzero(bins.counts).tolist() == [0, 2, 8, BINS - 1]
    # A confidence that rounding has brought above 1 is in the last bin.
    assert reliability(np.array([1.0000001], np.float32), np.ones(1, bool)).counts[-1] == 1


def test_who_is_always_sure_and_always_right_is_calibrated() -> None:
    assert reliability(np.ones(7, np.float32), np.ones(7, bool)).error == 0
    assert reliability(np.ones(7, np.float32), np.zeros(7, bool)).error == 1


@pytest.mark.parametrize(
    ("above", "below", "area"),
    [
        ([0.9, 0.8], [0.1, 0.2, 0.3], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5, 0.5], [0.5], 0.5),
        # Of six pairs, four are in order and one is tied.
        ([0.8, 0.4], [0.1, 0.4, 0.6], 4.5 / 6),
    ],
)
def test_the_area_counts_the_pairs_in_order(
    above: list[float], below: list[float], area: float
) -> None:
    assert area_under_roc(np.array(above), np.array(below)) == pytest.approx(area)


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=30),
    st.lists(st.integers(0, 6), min_size=1, max_size=30),
)
def test_the_area_is_that_of_all_pairs(above: list[int], below: list[int]) -> None:
    pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a in above for b in below]
    measured = area_under_roc(np.array(above, float), np.array(below, float))
    assert measured == pytest.approx(np.mean(pairs))


def test_the_accepted_share_is_that_of_the_threshold_that_rejects_no_more() -> None:
    digits = np.array([0.9, 0.2, 0.6, 0.8])
    others = np.array([0.1, 0.3, 0.6, 0.7, 0.95])
    rejected = np.array([0, 0.24, 0.25, 0.5, 0.99])
    assert accepted_shares(rejected, digits, others) == pytest.approx([0.8, 0.8, 0.6, 0.2, 0.2])


def test_bins_survive_a_model_card() -> None:
    bins = reliability(np.array([0.3, 0.95, 0.97], np.float32), np.array([False, True, False]))
    again = Reliability.from_dict(json.loads(json.dumps(bins.as_dict())))
    assert again.error == bins.error
    assert again.counts.tolist() == bins.counts.tolist()
