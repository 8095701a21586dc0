"""Report charts: bars and a line in shares of a plot, to be drawn by a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.metrics import BINS, Reliability

__all__ = ["Bar", "Chart", "reliability_chart", "score_chart"]

#: Bars over the scores from 0 to 1.
_SCORE_BINS = 20

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on the axis.

    Attributes
    ----------
    left, width, height
        In shares of the plot, 0..1.
    kind
        What it counts, which gives it its colour.
    tip
        What is said of it.
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
        What it shows.
    across, up
        What the axes are.
    bars
        From left to right.
    aim
        The ends of a dashed line, (x, y) in shares of the plot, y up.
    """

    name: str
    across: str
    up: str
    bars: tuple[Bar, ...]
    aim: tuple[Point, Point]


def reliability_chart(bins: Reliability) -> Chart:
    """Show the share that is right over the confidence; on the line, both are the same."""
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
    """Show how the scores in 0..1 of digits and of what is none are spread.

    Parameters
    ----------
    digits, others
        (N,) and (M,) scores, or None.
    threshold
        The score below which nothing is a digit, as a line.
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
    """Return the bars of one set, side by side with those of the others."""
    width = 1 / _SCORE_BINS / n_sets
    counts, edges = np.histogram(scores, _SCORE_BINS, (0.0, 1.0))
    return [
        # A root, because almost all scores lie at one of the ends.
        Bar(float(left) + place * width, width, (n / len(scores)) ** 0.5, kind, f"{n:,} {name}")
        for n, left in zip(counts.tolist(), edges[:-1], strict=True)
        if n
    ]
