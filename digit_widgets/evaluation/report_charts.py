"""Charts of an evaluation as SVG inside of a page, in the page's colours."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.metrics import BINS, Reliability

__all__ = ["reliability_chart", "score_chart"]

#: Bars over the scores from 0 to 1.
_SCORE_BINS = 20
#: The chart and its plot, in the SVG's unit: the rest is for the axes' words.
_WIDTH, _HEIGHT = 360, 280
_LEFT, _TOP, _PLOT_WIDTH, _PLOT_HEIGHT = 44, 10, 306, 220


def reliability_chart(bins: Reliability) -> str:
    """Return the share that is right over the confidence; on the line, both are the same."""
    bars = [
        _bar(i / BINS, 1 / BINS, share, "good", f"{n:,} readings, {share:.1%} right")
        for i, (n, share) in enumerate(zip(bins.counts, bins.accuracy, strict=True))
        if n
    ]
    aim = (
        f'<line class="aim" x1="{_LEFT}" y1="{_TOP + _PLOT_HEIGHT}" '
        f'x2="{_LEFT + _PLOT_WIDTH}" y2="{_TOP}"/>'
    )
    name = "Share of readings that are right, by confidence"
    return _chart(name, "confidence", "share that is right", "".join([*bars, aim]))


def score_chart(
    digits: NDArray[np.floating[Any]], others: NDArray[np.floating[Any]] | None, threshold: float
) -> str:
    """Return how the scores in 0..1 of digits and of what is none are spread.

    Parameters
    ----------
    digits, others
        (N,) and (M,) scores, or None.
    threshold
        The score below which nothing is a digit, as a line.
    """
    sets = [("good", "digits", digits)]
    if others is not None:
        sets.append(("bad", "no digits", others))
    width = 1 / _SCORE_BINS / len(sets)
    bars = []
    for place, (kind, name, scores) in enumerate(sets):
        counts, edges = np.histogram(scores, _SCORE_BINS, (0.0, 1.0))
        bars += [
            # A root, because almost all scores lie at one of the ends.
            _bar(left + place * width, width, (n / len(scores)) ** 0.5, kind, f"{n:,} {name}")
            for n, left in zip(counts, edges[:-1], strict=True)
            if n
        ]
    at = _LEFT + threshold * _PLOT_WIDTH
    line = f'<line class="aim" x1="{at:.1f}" y1="{_TOP}" x2="{at:.1f}" y2="{_TOP + _PLOT_HEIGHT}"/>'
    name = "Scores of digits" + (" and of drawings that are none" if others is not None else "")
    return _chart(name, "score", "root of the share", "".join([*bars, line]))


def _bar(left: float, width: float, height: float, kind: str, tip: str) -> str:
    x, y = _LEFT + left * _PLOT_WIDTH, _TOP + (1 - height) * _PLOT_HEIGHT
    return (
        f'<rect class="{kind}" x="{x + 0.5:.1f}" y="{y:.1f}" width="{width * _PLOT_WIDTH - 1:.1f}" '
        f'height="{height * _PLOT_HEIGHT:.1f}"><title>{escape(tip)}</title></rect>'
    )


def _chart(name: str, across: str, up: str, marks: str) -> str:
    bottom, right = _TOP + _PLOT_HEIGHT, _LEFT + _PLOT_WIDTH
    ticks = "".join(
        f'<text x="{_LEFT + share * _PLOT_WIDTH:.0f}" y="{bottom + 16}" text-anchor="middle">'
        f'{share:g}</text><text x="{_LEFT - 6}" y="{bottom - share * _PLOT_HEIGHT + 4:.0f}" '
        f'text-anchor="end">{share:g}</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    middle, center = _TOP + _PLOT_HEIGHT / 2, (_LEFT + right) / 2
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(name)}">'
        f'<path class="axis" fill="none" d="M{_LEFT} {_TOP}V{bottom}H{right}"/>{ticks}{marks}'
        f'<text x="{center:.0f}" y="{_HEIGHT - 8}" text-anchor="middle">{across}</text>'
        f'<text transform="translate(11 {middle:.0f}) rotate(-90)" text-anchor="middle">{up}</text>'
        "</svg></figure>"
    )
