"""Confusion matrix: a table of counts whose cells can be selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bqplot
import numpy as np

from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.predictors import DIGITS
from digit_widgets.widgets.parts.colors import TEXT
from digit_widgets.widgets.parts.theme import PLAIN

__all__ = ["ConfusionMatrix"]

#: Correct to none to mistakes: Okabe and Ito's blue and vermilion, visible in any theme.
_SHADES = ["#0072b2", "#f7f7f7", "#d55e00"]
#: On darker blue than this, white text is more legible than black; on vermilion, black always is.
_DEEP = 0.88


class ConfusionMatrix(bqplot.Figure):  # type: ignore[misc]
    """A confusion matrix: true digits in rows, predicted ones in columns, with shaded counts.

    Parameters
    ----------
    on_click
        Called with (true, read) when a cell is clicked.
    """

    def __init__(self, on_click: Callable[[tuple[int, int]], None], **kwargs: Any) -> None:
        self._on_click = on_click
        # Listed from the bottom: the scale's own `reverse` flips some views.
        rows = bqplot.OrdinalScale(domain=list(DIGITS[::-1]))
        columns = bqplot.OrdinalScale(domain=list(DIGITS))
        self._cells = bqplot.GridHeatMap(
            color=np.zeros((10, 10)),
            row=list(DIGITS),
            column=list(DIGITS),
            scales={
                "row": rows,
                "column": columns,
                "color": bqplot.ColorScale(min=-1.0, max=1.0, colors=_SHADES),
            },
            stroke="#bdbdbd",
            selected_style={"stroke": "#000000", "stroke-width": "3px"},
            enable_hover=False,
        )
        self._cells.on_element_click(self._on_element)
        self._numbers = bqplot.Label(
            x=list(DIGITS) * 10,
            y=np.repeat(DIGITS, 10),
            # Points without text would break the matrix in JupyterLab.
            text=[""] * 100,
            scales={"x": columns, "y": rows},
            default_size=10,
            font_weight="normal",
            align="middle",
        )
        given = {
            **PLAIN,
            "marks": [self._cells, self._numbers],
            "axes": [
                bqplot.Axis(scale=rows, side="left", label="true digit", label_color=TEXT),
                bqplot.Axis(scale=columns, label="read as", label_color=TEXT),
            ],
            "padding_x": 0,
            "padding_y": 0,
            "fig_margin": {"top": 4, "bottom": 44, "left": 42, "right": 2},
            "layout": {"width": "100%", "height": "380px", "min_width": "0"},
        }
        super().__init__(**{**given, **kwargs})
        self.add_class("digit-widgets-matrix")

    @property
    def selected(self) -> tuple[int, int] | None:
        """The framed cell, as (true, read)."""
        chosen = self._cells.selected
        return None if chosen is None else (int(chosen[0][0]), int(chosen[0][1]))

    @selected.setter
    def selected(self, cell: tuple[int, int] | None) -> None:
        self._cells.selected = None if cell is None else np.array([cell])

    def show(self, readings: LabeledPredictions, *, percent: bool = False) -> None:
        """Show how often each digit is predicted as each, in counts or in percent of its row."""
        values = 100 * readings.shares if percent else readings.counts
        diagonal = np.eye(10, dtype=bool)
        shades = np.zeros((10, 10))
        # Mistakes are far rarer than correct predictions: each has its own logarithmic scale.
        for among, sign in ((diagonal, -1), (~diagonal, 1)):
            heights = np.log1p(np.where(among, values, 0) * (10 if percent else 1))
            shades += sign * heights / max(heights.max(), 1e-9)
        self._cells.color = shades
        with self._numbers.hold_sync():
            self._numbers.text = [_format(float(value), percent) for value in values.flat]
            self._numbers.colors = ["white" if s < -_DEEP else "black" for s in shades.flat]

    def _on_element(self, _: Any, content: Any) -> None:
        data = content.get("data") or {}
        if "rowNum" in data and "columnNum" in data:
            self._on_click((int(data["rowNum"]), int(data["columnNum"])))


def _format(value: float, percent: bool) -> str:
    if not value:
        return ""
    if not percent:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 0.05 else "<.1"
