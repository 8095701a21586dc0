"""Report charts: bars and lines in shares of the plot, drawn by a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.metrics import BINS, Reliability, accepted_shares
from digit_widgets.evaluation.result import Evaluation

__all__ = [
    "Bar",
    "Chart",
    "Line",
    "rejection_chart",
    "rejection_table",
    "reliability_chart",
    "score_chart",
]

#: Number of bars over the scores from 0 to 1.
_SCORE_BINS = 20
#: The shares of rejected digits at the ends of the axis, which is logarithmic, and at its ticks.
_LEAST, _MOST = 0.001, 0.1
_REJECTED = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
#: Number of points of a line.
_POINTS = 121

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
class Line:
    """A line of a chart.

    Attributes
    ----------
    name
        What the line is of.
    points
        Its points from left to right.
    mark
        The point of it that is marked.
    """

    name: str
    points: tuple[Point, ...]
    mark: Point


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars or lines; the upward axis goes from 0 to 1.

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
    lines
        The lines, each in a colour of its own.
    ticks
        Ticks of the axis across: positions in shares of the plot, and labels.
    """

    name: str
    across: str
    up: str
    bars: tuple[Bar, ...]
    aim: tuple[Point, Point]
    lines: tuple[Line, ...] = ()
    ticks: tuple[tuple[float, str], ...] = tuple((i / 4, f"{i / 4:g}") for i in range(5))


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


def rejection_chart(evaluation: Evaluation) -> Chart | None:
    """Chart the share of each set of non-digits that is accepted over that of rejected digits.

    Each point of a line is of one threshold; the dashed line is at the evaluation's own. None
    without scores or without non-digits.
    """
    rejected = np.geomspace(_LEAST, _MOST, _POINTS)
    accepted = _accepted(evaluation, rejected)
    if not accepted:
        return None
    here = _place(float(evaluation.rejected.mean()))
    across = [_place(share) for share in rejected.tolist()]
    return Chart(
        "Share of non-digits that is accepted, by share of digits that is rejected",
        "digits rejected",
        "share accepted",
        (),
        ((here, 0.0), (here, 1.0)),
        tuple(
            Line(name, tuple(zip(across, shares, strict=True)), (here, share))
            for name, (shares, share) in accepted.items()
        ),
        tuple((_place(share), _label(share)) for share in _REJECTED),
    )


def rejection_table(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """Return the shares of `rejection_chart` at its ticks: a header, and a row for each set."""
    accepted = _accepted(evaluation, np.array(_REJECTED))
    return [
        ("digits rejected", *map(_label, _REJECTED)),
        *((name, *(f"{s:.1%}" for s in shares)) for name, (shares, _) in accepted.items()),
    ]


def _accepted(
    evaluation: Evaluation, rejected: NDArray[np.float64]
) -> dict[str, tuple[list[float], float]]:
    """Return the accepted shares of each set of non-digits, and that at the threshold."""
    scores, others = evaluation.predictions.scores, evaluation.non_digits
    if scores is None or others is None:
        return {}
    return {
        name: (accepted_shares(rejected, scores, own.scores).tolist(), float(own.accepted.mean()))
        for name, own in others.by_set().items()
    }


def _label(share: float) -> str:
    return f"{100 * share:g}%"


def _place(share: float) -> float:
    """Return the place of a share of rejected digits on its axis, at an end if it is beyond."""
    inside = min(max(share, _LEAST), _MOST)
    return float(np.log(inside / _LEAST) / np.log(_MOST / _LEAST))
