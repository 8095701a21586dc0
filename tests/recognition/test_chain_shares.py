"""Chain shares: against a sum over all chains, one by one."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.recognition.chain_shares import measure_shares

SPANS = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
COSTS = np.array([0.5, 1.0, 4.0, 0.2, 2.0, 0.1])
#: All ways from 0 to 3.
CHAINS = [(0, 3, 5), (0, 4), (1, 5), (2,)]


def test_a_groups_share_is_that_of_the_chains_with_it() -> None:
    weights = [np.exp(-COSTS[list(chain)].sum()) for chain in CHAINS]
    expected = [
        sum(w for w, chain in zip(weights, CHAINS, strict=True) if group in chain) / sum(weights)
        for group in range(len(SPANS))
    ]
    np.testing.assert_allclose(measure_shares(SPANS, COSTS), expected)


def test_the_only_chain_has_all() -> None:
    np.testing.assert_allclose(measure_shares([(0, 1), (1, 2)], np.array([3.0, 9.0])), 1)


def test_costs_far_apart_are_no_problem() -> None:
    shares = measure_shares(SPANS, np.array([0.0, 2000.0, 2000.0, 0.0, 2000.0, 0.0]))
    assert shares[[0, 3, 5]] == pytest.approx(1)
    assert shares[[1, 2, 4]] == pytest.approx(0)


def test_no_group_has_no_share() -> None:
    assert len(measure_shares([], np.array([]))) == 0
