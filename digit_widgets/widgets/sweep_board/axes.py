"""Axes: where a setting's values, an accuracy or a cost lie on a chart, from 0 to 1, and its ticks.

A chart that is made of these needs only plain scales from 0 to 1, whatever the values are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pstdev
from typing import Any

from digit_widgets.sweeps import Setting
from digit_widgets.sweeps.wording import MISSING, write_setting
from digit_widgets.widgets.parts.ticks import round_ticks

__all__ = [
    "ChartAxis",
    "make_accuracy_axis",
    "make_number_axis",
    "make_setting_axis",
    "order_setting",
]

#: As many values as these have a tick each.
_FEW = 6
#: Where the lowest number lies if some models lack the setting, who are at 0.
_ABOVE_MISSING = 0.16
#: Numbers that lie further apart than this are on a logarithmic axis, however they are spread.
_WIDE = 12.0
#: Accuracies that may have a tick: the first ones, if three of them are in sight.
_ACCURACIES = (
    (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9998),
    (0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995),
)
#: The lowest share of mistakes that an accuracy is drawn with.
_FEWEST = 1e-4


@dataclass(frozen=True)
class ChartAxis:
    """An axis from 0 to 1.

    Attributes
    ----------
    place
        Returns where a value lies, in 0..1.
    ticks
        Places in 0..1 and their labels, in ascending order.
    """

    place: Callable[[Setting | None], float]
    ticks: tuple[tuple[float, str], ...]

    @property
    def traits(self) -> dict[str, Any]:
        """The ticks as a `bqplot.Axis` takes them; its labels are found by a number's text."""
        return {
            "tick_values": [at for at, _ in self.ticks],
            "tick_labels": {f"{at:g}": label for at, label in self.ticks},
        }


def make_setting_axis(values: Sequence[Setting | None]) -> ChartAxis:
    """Return an axis for all values of a setting, None where a model lacks it.

    Numbers lie on a linear axis, or on a logarithmic one if they are spread that way, as 32, 64,
    128 are; anything else on evenly spaced places in sorted order.
    """
    known = {each for each in values if each is not None}
    if not all(_is_number(each) for each in known):
        return _make_category_axis(sorted(known, key=order_setting), None in values)
    axis = make_number_axis([float(str(each)) for each in known])
    if None not in values:
        return axis
    scale = 1 - _ABOVE_MISSING

    def place(value: Setting | None) -> float:
        return 0.0 if value is None else _ABOVE_MISSING + scale * axis.place(value)

    shifted = ((_ABOVE_MISSING + scale * at, label) for at, label in axis.ticks)
    return ChartAxis(place, ((0.0, MISSING), *shifted))


def make_number_axis(
    values: Sequence[float], write: Callable[[float], str] | None = None
) -> ChartAxis:
    """Return a linear or a logarithmic axis that ends at the least and the largest of numbers.

    Parameters
    ----------
    values
        One or more numbers.
    write
        Writes a tick's label; by default in few digits.
    """
    distinct = sorted(set(values))
    is_log = _is_log_like(distinct)
    turn: Callable[[float], float] = math.log10 if is_log else float
    low, high = turn(distinct[0]), turn(distinct[-1])

    def place(value: Setting | None) -> float:
        if high == low:
            return 0.5
        share = (turn(float(str(value))) - low) / (high - low)
        return round(min(max(share, 0.0), 1.0), 6)

    if len(distinct) <= _FEW:
        chosen = distinct
    elif is_log:
        chosen = _round_log_ticks(distinct[0], distinct[-1])
    else:
        chosen = round_ticks(distinct[0], distinct[-1])
    label = write or _write_number
    return ChartAxis(place, _part_ticks([(place(each), label(each)) for each in chosen]))


def make_accuracy_axis(values: Sequence[float]) -> ChartAxis:
    """Return an axis of accuracies in 0..1 on which half as many mistakes are always as far."""
    mistakes = [max(1 - each, _FEWEST) for each in values] or [1.0]
    # A little room beyond the best and the worst.
    low, high = math.log10(max(mistakes) * 1.15), math.log10(min(mistakes) / 1.15)

    def place(value: Setting | None) -> float:
        share = (math.log10(max(1 - float(str(value)), _FEWEST)) - low) / (high - low)
        return round(min(max(share, 0.0), 1.0), 6)

    worst, best = 1 - 10**low, 1 - 10**high
    inside = list[float]()
    for candidates in _ACCURACIES:
        inside = [each for each in candidates if worst <= each <= best]
        if len(inside) >= 3:
            break
    else:
        inside = round_ticks(worst, best)
    return ChartAxis(place, _part_ticks([(place(each), f"{100 * each:.6g}%") for each in inside]))


def order_setting(value: Setting) -> tuple[int, Any]:
    """Return what values of a setting are sorted by: numbers, then names, then lists by length."""
    if isinstance(value, tuple):
        return 2, (len(value), *value)
    return (1, value) if isinstance(value, str) else (0, value)


def _make_category_axis(names: Sequence[Setting], has_missing: bool) -> ChartAxis:
    every: list[Setting | None] = [*([None] if has_missing else []), *names]
    last = max(len(every) - 1, 1)
    places = {each: round(at / last, 6) if len(every) > 1 else 0.5 for at, each in enumerate(every)}
    return ChartAxis(
        lambda value: places.get(value, 0.0),
        tuple((at, write_setting(each)) for each, at in places.items()),
    )


def _is_number(value: Setting) -> bool:
    return isinstance(value, int | float)


def _is_log_like(values: Sequence[float]) -> bool:
    """Return True if ascending numbers lie more evenly on a logarithmic axis."""
    if values[0] <= 0 or len(values) < 2:
        return False
    if len(values) == 2 or values[-1] > _WIDE * values[0]:
        return values[-1] >= 10 * values[0]
    return _unevenness([math.log(each) for each in values]) < 0.9 * _unevenness(values)


def _unevenness(values: Sequence[float]) -> float:
    gaps = [after - before for before, after in pairwise(values)]
    return pstdev(gaps) / fmean(gaps)


def _round_log_ticks(low: float, high: float) -> list[float]:
    """Return 1, 2 and 5 times powers of ten, or the powers alone, from low to high."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        ticks = [factor * 10.0**power for power in powers for factor in factors]
        inside = [each for each in ticks if low <= each <= high]
        if len(inside) <= _FEW:
            break
    return inside if len(inside) > 1 else [low, high]


def _part_ticks(ticks: Sequence[tuple[float, str]]) -> tuple[tuple[float, str], ...]:
    """Leave out ticks that lie so near to the one before that their labels would touch."""
    kept: list[tuple[float, str]] = []
    for at, label in ticks:
        if not kept or at - kept[-1][0] >= 0.06:
            kept.append((round(at, 4), label))
    return tuple(kept)


def _write_number(value: float) -> str:
    if value == int(value) and abs(value) >= 1000:
        return f"{value / 1e3:.3g} k" if abs(value) < 999_500 else f"{value / 1e6:.3g} M"
    return f"{value:.3g}"
