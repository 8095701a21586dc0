"""Report charts: bars and a line in shares of the plot, drawn by a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.metrics import BINS, Reliability

__all__ = ["Bar", "Chart", "reliability_chart", "score_chart"]

#: Number of bars over the scores from 0 to 1.
_SCORE_BINS = 20

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart.

    Attributes
    ----------
    left, width, height
        Position and size in shares of the plot, 0..1.
    kind
        Kind of item that the bar counts; it decides the colour.
    tip
        Text of the bar's tooltip.
    """

    left: float
    width: float
    height: float
    kind: Literal["good", "bad"]
    tip: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars over 0..1, with both axes from 0 to 1.

    Attributes
    ----------
    name
        Title of the chart.
    across, up
        Labels of the axes.
    bars
        The bars from left to right.
    aim
        The ends of a dashed line, (x, y) in shares of the plot, y up.
    """

    name: str
    across: str
    up: str
    bars: tuple[Bar, ...]
    aim: tuple[Point, Point]


def reliability_chart(bins: Reliability) -> Chart:
    """Chart the accuracy over the confidence; on the dashed line, both are equal."""
    bars = tuple(
        Bar(i / BINS, 1 / BINS, float(share), "good", f"{n:,} readings, {share:.1%} right")
        for i, (n, share) in enumerate(zip(bins.counts, bins.accuracy, strict=True))
        if n
    )
    name = "Share of readings that are right, by confidence"
    return Chart(name, "confidence", "share that is right", bars, ((0.0, 0.0), (1.0, 1.0)))


def score_chart(
    digits: NDArray[np.floating[Any]], others: NDArray[np.floating[Any]] | None, threshold: float
) -> Chart:
    """Chart how the scores in 0..1 of digits and of non-digits are distributed.

    Parameters
    ----------
    digits, others
        (N,) and (M,) scores, or None.
    threshold
        The score below which a drawing is rejected, shown as a line.
    """
    name = "Scores of digits" + (" and of drawings that are none" if others is not None else "")
    n_sets = 1 if others is None else 2
    bars = _score_bars(digits, "good", "digits", 0, n_sets)
    if others is not None:
        bars += _score_bars(others, "bad", "no digits", 1, n_sets)
    aim = (threshold, 0.0), (threshold, 1.0)
    return Chart(name, "score", "root of the share", tuple(bars), aim)


def _score_bars(
    scores: NDArray[np.floating[Any]],
    kind: Literal["good", "bad"],
    name: str,
    place: int,
    n_sets: int,
) -> list[Bar]:
    """Return the bars of one set, placed side by side with those of the other."""
    width = 1 / _SCORE_BINS / n_sets
    counts, edges = np.histogram(scores, _SCORE_BINS, (0.0, 1.0))
    return [
        # The square root, because almost all scores lie at one of the ends.
        Bar(float(left) + place * width, width, (n / len(scores)) ** 0.5, kind, f"{n:,} {name}")
        for n, left in zip(counts.tolist(), edges[:-1], strict=True)
        if n
    ]
