"""Metrics: figures from counts, confidences and scores; pure arithmetic, no models."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["BINS", "Proportion", "Reliability", "area_under_roc", "proportions_by", "reliability"]

#: Equal-width bins of the confidence, as C. Guo et al. take them.
BINS = 15
#: Standard deviations to either side that hold 95 % of a normal distribution.
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Proportion:
    """A proportion: `hits` successes out of `n` trials.

    Attributes
    ----------
    hits
        Number of successes, in 0..n.
    n
        Number of trials, ≥ 1.
    """

    hits: int
    n: int

    @classmethod
    def of(cls, hits: NDArray[np.bool_]) -> Proportion:
        """Count in (N,) booleans, N ≥ 1."""
        return cls(int(hits.sum()), len(hits))

    @property
    def value(self) -> float:
        """The share, in 0..1."""
        return self.hits / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies with 95 % confidence, in 0..1, low and high.

        E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
        1927: unlike the textbook's, it is no point where all or none did.
        """
        p, n, square = self.value, self.n, _Z * _Z
        middle = (p + square / (2 * n)) / (1 + square / n)
        half = _Z / (1 + square / n) * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


def proportions_by(groups: NDArray[Any], hits: NDArray[np.bool_]) -> dict[str, Proportion]:
    """Count by groups, (N,) names or numbers, in their order; hits are (N,) booleans."""
    return {str(name): Proportion.of(hits[groups == name]) for name in np.unique(groups)}


@dataclass(frozen=True, slots=True)
class Reliability:
    """Reliability: the share of right readings in each bin of the confidence.

    Attributes
    ----------
    counts
        (BINS,) int64: readings whose confidence is above i / BINS and up to (i + 1) / BINS;
        one of 0 is in the first bin.
    confidence, accuracy
        (BINS,) float64 in 0..1: their mean confidence and the share that is right; 0 in a bin
        without readings.
    """

    counts: NDArray[np.int64]
    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]

    @property
    def error(self) -> float:
        """The expected calibration error, in 0..1.

        It is the mean distance of confidence and accuracy in the bins, by their readings
        (M. Naeini et al., AAAI 2015; C. Guo et al., arXiv 1706.04599).
        """
        gaps = np.abs(self.confidence - self.accuracy)
        return float((self.counts * gaps).sum() / self.counts.sum())

    def as_dict(self) -> dict[str, Any]:
        """Return the bins by name, for JSON."""
        return {name: values.tolist() for name, values in asdict(self).items()}

    @classmethod
    def from_dict(cls, bins: Mapping[str, Any]) -> Reliability:
        """Make it again from what `as_dict` gave."""
        return cls(
            np.array(bins["counts"]), np.array(bins["confidence"]), np.array(bins["accuracy"])
        )


def reliability(confidence: NDArray[np.float32], right: NDArray[np.bool_]) -> Reliability:
    """Sort (N,) readings, N ≥ 1, by their confidence in 0..1 into bins."""
    sure = confidence.astype(np.float64)
    edges = np.linspace(0.0, 1.0, BINS + 1)
    bins = np.clip(np.searchsorted(edges, sure, side="left") - 1, 0, BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    divisor = np.maximum(counts, 1)
    return Reliability(
        counts,
        np.bincount(bins, weights=sure, minlength=BINS) / divisor,
        np.bincount(bins, weights=right, minlength=BINS) / divisor,
    )


def area_under_roc(above: NDArray[np.floating[Any]], below: NDArray[np.floating[Any]]) -> float:
    """Return how often a score of the one lies above a score of the other, in 0..1.

    Parameters
    ----------
    above, below
        (N,) and (M,) scores of what should score high and of what should score low, N and M ≥ 1.
        Equal scores count half.
    """
    ranked = np.sort(below)
    lower = np.searchsorted(ranked, above, side="left")
    upper = np.searchsorted(ranked, above, side="right")
    return float((lower + upper).sum() / (2 * len(above) * len(below)))
