"""Sweep summary: runs that differ in nothing but the seed, together, and ranked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Literal

from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.sweeps.record import Ended, RunRecord, Setting

__all__ = ["DEFAULT_FOLLOWS", "SweepGroup", "mean_interval", "rank_groups", "varied_settings"]

#: Best first: of a pruned or a diverged run, the accuracy is that of a shorter training.
_ORDER: tuple[Ended, ...] = ("finished", "pruned", "diverged", "failed")

#: The settings whose defaults depend on another setting, and on which.
DEFAULT_FOLLOWS: Mapping[str, str] = {
    **dict.fromkeys(("filters", "dense", "dropout"), "architecture"),
    "learning_rate": "optimizer",
}


@dataclass(frozen=True, slots=True)
class SweepGroup:
    """Runs that differ in nothing but the seed.

    Attributes
    ----------
    settings
        Their settings.
    records
        All of them, in the order in which they ended.
    """

    settings: Mapping[str, Setting]
    records: tuple[RunRecord, ...]

    def __repr__(self) -> str:
        """Return what it is in a line: "<SweepGroup: cnn, 3 runs, finished, 97.31%>"."""
        architecture, n = self.settings.get("architecture", "a network"), len(self.records)
        figure = f", {self.accuracy:.2%}" if math.isfinite(self.accuracy) else ""
        return f"<SweepGroup: {architecture}, {n} run{'s' * (n != 1)}, {self.ended}{figure}>"

    @property
    def ended(self) -> Ended:
        """The best that any came to: "finished" before "pruned", "diverged" and "failed"."""
        return min((record.ended for record in self.records), key=_ORDER.index)

    @property
    def measured(self) -> tuple[RunRecord, ...]:
        """The runs that the figures are of: those that ended as `ended` says."""
        return tuple(record for record in self.records if record.ended == self.ended)

    @property
    def accuracy(self) -> float:
        """Mean accuracy of the measured runs, in 0..1; NaN if all failed."""
        return _mean([record.accuracy for record in self.measured])

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the accuracy, in 0..1; see `interval_of`."""
        if self.ended == "failed":
            return math.nan, math.nan
        if self.interval_of == "seeds":
            return mean_interval([record.accuracy for record in self.measured])
        record, n = self.measured[0], self.measured[0].n_held_out
        return Proportion(round(record.accuracy * n), n).interval

    @property
    def interval_of(self) -> Literal["seeds", "images"]:
        """What the interval is of.

        "seeds": Student's, from two measured runs on: of the mean that all possible seeds would
        have on these held-out images. "images": Wilson's, of one run: of the accuracy that its
        network would have on all such images.
        """
        return "seeds" if len(self.measured) > 1 else "images"

    @property
    def parameters(self) -> int:
        """Number of the network's parameters; 0 if unknown."""
        return max(record.parameters for record in self.records)

    @property
    def seconds(self) -> float:
        """Mean seconds of training of the measured runs."""
        return _mean([record.seconds for record in self.measured])

    @property
    def best(self) -> RunRecord:
        """The run with the highest accuracy among the measured ones that have a model's file.

        If none has one, the highest of all measured ones.
        """
        with_model = [record for record in self.measured if record.model]
        return max(with_model or self.measured, key=lambda record: record.accuracy)


def rank_groups(records: Sequence[RunRecord]) -> tuple[SweepGroup, ...]:
    """Group records that differ in nothing but the seed; the highest mean accuracy comes first.

    Groups with finished runs come before those whose runs were all pruned, diverged or failed.
    """
    groups: dict[frozenset[tuple[str, Setting]], list[RunRecord]] = {}
    for record in records:
        groups.setdefault(frozenset(record.settings.items()), []).append(record)
    every = [SweepGroup(each[0].settings, tuple(each)) for each in groups.values()]
    return tuple(sorted(every, key=_rank))


def varied_settings(records: Sequence[RunRecord]) -> tuple[str, ...]:
    """Return the names of the settings that differ between records, in the records' own order.

    It counts what differs among runs that have a setting: the filters of a CNN do not differ
    because an ANN has none. A dropout that is one for all CNNs and another for all ANNs, as are
    their defaults, does not count either, nor does a learning rate that follows the optimizer.
    """
    names = dict.fromkeys(name for record in records for name in record.settings)
    return tuple(name for name in names if _is_varied(name, records))


def _is_varied(name: str, records: Sequence[RunRecord]) -> bool:
    values: dict[Setting | None, set[Setting]] = {}
    for settings in (record.settings for record in records if name in record.settings):
        leader = settings.get(DEFAULT_FOLLOWS.get(name, ""))
        values.setdefault(leader, set()).add(settings[name])
    return any(len(each) > 1 for each in values.values())


def mean_interval(values: Sequence[float]) -> tuple[float, float]:
    """Return Student's 95 % confidence interval of the mean of two or more shares in 0..1.

    It is cut to 0..1.
    """
    middle = fmean(values)
    half = _student_quantile(len(values) - 1) * stdev(values) / math.sqrt(len(values))
    return max(0.0, middle - half), min(1.0, middle + half)


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else math.nan


def _rank(group: SweepGroup) -> tuple[int, float]:
    accuracy = group.accuracy
    return _ORDER.index(group.ended), -accuracy if math.isfinite(accuracy) else 0.0


def _student_quantile(freedom: int) -> float:
    """Return the 0.975 quantile of Student's t; SciPy is not part of the core."""
    low, high = 1.9, 12.8  # that of infinitely many degrees of freedom, and that of one
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if _central_share(middle, freedom) < 0.95 else (low, middle)
    return low


def _central_share(t: float, freedom: int) -> float:
    """Return the probability that Student's t lies within ±t (Abramowitz and Stegun, 26.7.3-4)."""
    angle = math.atan(t / math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    even = freedom % 2 == 0
    term = sine if even else sine * math.cos(angle)
    total = 0.0
    for step in range(freedom // 2 if even else (freedom - 1) // 2):
        total += term
        k = 2 * step
        term *= square * ((k + 1) / (k + 2) if even else (k + 2) / (k + 3))
    return total if even else 2 / math.pi * (angle + total)
