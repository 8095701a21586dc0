"""Metrics: computed from counts, confidences and scores; pure arithmetic, no models."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BINS",
    "Proportion",
    "Reliability",
    "accepted_shares",
    "area_under_roc",
    "proportions_by",
    "reliability",
]

#: Number of equal-width bins of the confidence, as in C. Guo et al.
BINS = 15
#: Half the width of a normal distribution's central 95 %, in standard deviations.
_Z = NormalDist().inv_cdf(0.975)
#: Number of times that the writers are resampled, and the seed of it.
_RESAMPLES, _SEED = 2_000, 0


@dataclass(frozen=True, slots=True)
class Proportion:
    """A proportion of `hits` successes out of `n` trials.

    Attributes
    ----------
    hits
        Number of successes, in 0..n.
    n
        Number of trials, ≥ 1.
    by_writer
        The successes and trials of each writer, in any order; empty if the writers are unknown.
    """

    hits: int
    n: int
    by_writer: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, hits: NDArray[np.bool_], writers: NDArray[Any] | None = None) -> Proportion:
        """Count the successes in (N,) booleans, N ≥ 1.

        The (N,) names or numbers of the writers are left aside if one of them is unknown, "".
        """
        if writers is None or "" in writers.tolist():
            return cls(int(hits.sum()), len(hits))
        _, whose = np.unique(writers, return_inverse=True)
        counts = np.stack([np.bincount(whose, hits), np.bincount(whose)], axis=1).astype(int)
        by_writer = tuple((right, n) for right, n in counts.tolist())
        return cls(int(hits.sum()), len(hits), by_writer)

    @property
    def value(self) -> float:
        """The share, in 0..1."""
        return self.hits / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the true share, in 0..1, as (low, high).

        With one writer, or unknown ones, it is Wilson's (E. B. Wilson, "Probable inference, the
        law of succession, and statistical inference", 1927), which has a width even if all or no
        trials succeeded. It takes all trials as independent; those of one writer are not. With
        several writers it is therefore widened to hold the percentile interval of the bootstrap
        over writers (B. Efron and R. Tibshirani, "An introduction to the bootstrap", 1993): the
        shares of 2,000 samples of as many writers, drawn with replacement, from a fixed seed.
        Fewer than ten writers say little about others, and the interval is too narrow then.
        """
        low, high = self._wilson()
        if len(self.by_writer) < 2:
            return low, high
        lower, higher = _resample_writers(self.by_writer)
        return min(low, lower), max(high, higher)

    def _wilson(self) -> tuple[float, float]:
        p, n, square = self.value, self.n, _Z * _Z
        middle = (p + square / (2 * n)) / (1 + square / n)
        half = _Z / (1 + square / n) * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


@lru_cache(maxsize=1_024)
def _resample_writers(by_writer: tuple[tuple[int, int], ...]) -> tuple[float, float]:
    """Return the bootstrap's percentiles 2.5 and 97.5 of the share."""
    # Writers of equal counts are drawn as one kind, which is the same and takes less.
    kinds, times = np.unique(np.array(by_writer), axis=0, return_counts=True)
    rng = np.random.default_rng(_SEED)
    drawn = rng.multinomial(len(by_writer), times / len(by_writer), size=_RESAMPLES)
    hits, n = (drawn @ kinds).T
    low, high = np.percentile(hits / n, (2.5, 97.5))
    return float(low), float(high)


def proportions_by(
    groups: NDArray[Any], hits: NDArray[np.bool_], writers: NDArray[Any] | None = None
) -> dict[str, Proportion]:
    """Count successes, (N,) booleans, by groups, (N,) names or numbers, in sorted order.

    Those of an unknown group, "", are left out. `writers` are as in `Proportion.of`.
    """
    return {
        str(name): Proportion.of(hits[own], None if writers is None else writers[own])
        for name in np.unique(groups)
        if str(name)
        for own in [groups == name]
    }


@dataclass(frozen=True, slots=True)
class Reliability:
    """The accuracy of predictions in each bin of the confidence.

    Attributes
    ----------
    counts
        (BINS,) int64: number of predictions with a confidence above i / BINS and up to
        (i + 1) / BINS; a confidence of 0 is in the first bin.
    confidence, accuracy
        (BINS,) float64 in 0..1: mean confidence and accuracy of each bin; 0 in an empty bin.
    """

    counts: NDArray[np.int64]
    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]

    @property
    def error(self) -> float:
        """The expected calibration error, in 0..1.

        It is the mean distance between confidence and accuracy of the bins, weighted by their
        counts (M. Naeini et al., AAAI 2015; C. Guo et al., arXiv 1706.04599).
        """
        gaps = np.abs(self.confidence - self.accuracy)
        return float((self.counts * gaps).sum() / self.counts.sum())

    def as_dict(self) -> dict[str, Any]:
        """Return the bins by name, for JSON."""
        return {name: values.tolist() for name, values in asdict(self).items()}

    @classmethod
    def from_dict(cls, bins: Mapping[str, Any]) -> Reliability:
        """Restore a `Reliability` from the result of `as_dict`."""
        return cls(
            np.array(bins["counts"]), np.array(bins["confidence"]), np.array(bins["accuracy"])
        )


def reliability(confidence: NDArray[np.float32], right: NDArray[np.bool_]) -> Reliability:
    """Sort (N,) predictions, N ≥ 1, into bins by their confidence in 0..1."""
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
    """Return the area under the ROC curve: how often one score is above another, in 0..1.

    Parameters
    ----------
    above, below
        (N,) and (M,) scores that should be high and that should be low, N and M ≥ 1. Equal scores
        count half.
    """
    ranked = np.sort(below)
    lower = np.searchsorted(ranked, above, side="left")
    upper = np.searchsorted(ranked, above, side="right")
    return float((lower + upper).sum() / (2 * len(above) * len(below)))


def accepted_shares(
    rejected: NDArray[np.float64], digits: NDArray[np.floating[Any]], others: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the shares of non-digits that are accepted where given shares of digits are rejected.

    Parameters
    ----------
    rejected
        (K,) shares of digits in 0..1 that are rejected at most; below 1.
    digits, others
        (N,) and (M,) scores of digits and of non-digits, N and M ≥ 1.
    """
    # The highest threshold that rejects no more is the score of the first digit not rejected.
    thresholds = np.sort(digits)[(rejected * len(digits)).astype(int)]
    below = np.searchsorted(np.sort(others), thresholds, side="left")
    shares: NDArray[np.float64] = 1 - below / len(others)
    return shares
