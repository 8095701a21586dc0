"""Chain shares: how probable it is that a group of a row is a glyph, against all other chains.

Costs are negative logarithms of probabilities, up to a constant. The sums over all chains follow
from left to right and from right to left, as in the forward-backward algorithm of a semi-Markov
model (S. Sarawagi and W. Cohen, "Semi-Markov conditional random fields for information
extraction", 2004).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["measure_shares"]


def measure_shares(
    spans: Sequence[tuple[int, int]], costs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (groups,) float64 in 0..1: the weight of the chains with a group, of that of all.

    Parameters
    ----------
    spans, costs
        The groups, as `digit_widgets.recognition.segmentation.find_cheapest_chain` takes them.
    """
    n = max((past for _, past in spans), default=0)
    before, after = np.full(n + 1, -np.inf), np.full(n + 1, -np.inf)
    before[0] = after[n] = 0.0
    for group in sorted(range(len(spans)), key=lambda group: spans[group][1]):
        first, past = spans[group]
        before[past] = np.logaddexp(before[past], before[first] - costs[group])
    for group in sorted(range(len(spans)), key=lambda group: -spans[group][0]):
        first, past = spans[group]
        after[first] = np.logaddexp(after[first], after[past] - costs[group])
    weights = [
        before[first] - cost + after[past] for (first, past), cost in zip(spans, costs, strict=True)
    ]
    return np.asarray(np.exp(np.array(weights) - before[n]).clip(0, 1))
