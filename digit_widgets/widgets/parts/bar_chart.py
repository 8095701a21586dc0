"""Bar chart: percentages as upright bars with their figures, one or two series of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import cycle
from typing import Any

import bqplot
import numpy as np
from ipywidgets import HTML, VBox
from numpy.typing import ArrayLike, NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.colors import PALETTE, TEXT
from digit_widgets.widgets.parts.page_widgets import AriaLabels
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.theme import PLAIN
from digit_widgets.widgets.parts.ticks import round_ticks

__all__ = ["BarChart"]

_MARGIN = {"top": 16, "bottom": 44, "left": 60, "right": 8}
#: Share of its place that a group of bars fills.
_FILLED = 0.8


class BarChart(ShortRepr, VBox):  # type: ignore[misc]
    """Percentages as bars: a group for each name, with a bar of each series, and its figure.

    Parameters
    ----------
    names
        Names below the groups, such as texts or numbers.
    series
        Percentages from 0 by the series' names, one for each of `names`.
    below, beside
        What the axes show.
    width
        In CSS pixels.

    Raises
    ------
    ArgumentError
        An unknown keyword, no series, or one of another length than the names.
    """

    def __init__(
        self,
        names: Iterable[object],
        series: Mapping[str, ArrayLike],
        below: str,
        beside: str,
        width: int = 640,
        **kwargs: Any,
    ) -> None:
        check_keywords(self, BarChart, kwargs)
        self._names, self._series = [f"{name}" for name in names], list(series)
        rows = [np.asarray(row, float) for row in series.values()]
        if not rows or any(row.shape != (len(self._names),) for row in rows):
            raise ArgumentError(
                f"A series is a percentage for each of the {len(self._names)} names, and there is "
                "at least one."
            )
        colors = [color for _, color in zip(rows, cycle(PALETTE), strict=False)]
        values = np.stack(rows)
        parts = []
        for group, column in zip(self._names, values.T, strict=True):
            told = (f"{each} {value:.1f}" for each, value in zip(series, column, strict=True))
            parts.append(f"{group}: {', '.join(told)}")
        spoken = f"{beside}, by {below}. {'; '.join(parts)}"
        figure = _draw(self._names, values, colors, width)
        for axis, label, offset in zip(figure.axes, (below, beside), ("34px", "40px"), strict=True):
            axis.label, axis.label_color, axis.label_offset = label, TEXT, offset
        labels = AriaLabels({".bqplot": {"role": "img", "aria-label": spoken}})
        super().__init__([HTML(_legend(self._series, colors)), figure, labels], **kwargs)
        self.layout.overflow, self.layout.max_width = "auto hidden", "100%"

    def _facts(self) -> dict[str, Any]:
        return {"names": len(self._names), "series": self._series}


def _draw(
    names: list[str], rows: NDArray[np.float64], colors: list[str], width: int
) -> bqplot.Figure:
    ticks = round_ticks(0.0, max(float(rows.max()), 0.5), beyond=True)
    highest = max(ticks[-1], float(rows.max()) * 1.1)  # the figure of the highest bar is above it
    bars = bqplot.Bars(
        x=names,
        y=rows,
        scales={"x": bqplot.OrdinalScale(), "y": bqplot.LinearScale(min=0.0, max=highest)},
        type="grouped",
        colors=colors,
        color_mode="element",
        padding=1 - _FILLED,
    )
    bar = _FILLED * (width - _MARGIN["left"] - _MARGIN["right"]) / rows.size  # pixels
    figures = [
        bqplot.Label(
            x=names,
            y=row,
            text=[f"{number:.1f}" for number in row],
            scales=bars.scales,
            colors=[TEXT],
            default_size=12,
            font_weight="normal",
            align="middle",
            x_offset=round(bar * (place - (len(rows) - 1) / 2)),
            y_offset=-8,
        )
        for place, row in enumerate(rows)
    ]
    across = bqplot.Axis(scale=bars.scales["x"], grid_lines="none")
    up = bqplot.Axis(scale=bars.scales["y"], side="left", tick_values=ticks, tick_format="~g")
    return bqplot.Figure(
        marks=[bars, *figures],
        axes=[across, up],
        fig_margin=_MARGIN,
        **PLAIN,
        layout={"width": f"{width}px", "height": "300px"},
    )


def _legend(series: list[str], colors: list[str]) -> str:
    swatch = "display: inline-block; width: 12px; height: 12px; margin: 0 6px 0 60px; background:"
    return "".join(
        f'<span style="{swatch} {color}"></span>{escape(name)}'
        for name, color in zip(series, colors, strict=True)
    )
