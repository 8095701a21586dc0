"""Confusion matrix: a table of counts whose cells can be selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import bqplot
import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.predictors import DIGITS
from digit_widgets.widgets.parts.axis_labels import axis_keys, measure_text, shorten_label
from digit_widgets.widgets.parts.colors import TEXT
from digit_widgets.widgets.parts.theme import PLAIN

__all__ = ["ConfusionMatrix"]

#: Correct to none to mistakes: Okabe and Ito's blue and vermilion, visible in any theme.
_SHADES = ["#0072b2", "#f7f7f7", "#d55e00"]
#: On darker blue than this, white text is more legible than black; on vermilion, black always is.
_DEEP = 0.88
#: In CSS pixels: the size of names and their largest width, the least side, and of larger ones a
#: cell's and what is around them.
_LETTERS, _WIDEST, _LEAST, _CELL, _AROUND = 12, 72, 380, 24, 90


class ConfusionMatrix(bqplot.Figure):  # type: ignore[misc]
    """A confusion matrix: true classes in rows, predicted ones in columns, with shaded counts.

    Parameters
    ----------
    classes
        The names of the classes.
    on_click
        Called with (true, read) when a cell is clicked.
    """

    def __init__(
        self,
        classes: Sequence[str],
        on_click: Callable[[tuple[int, int]], None],
        **kwargs: Any,
    ) -> None:
        self._on_click = on_click
        keys, n = axis_keys(classes), len(classes)
        shown = {
            key: shorten_label(name, _LETTERS, _WIDEST)
            for key, name in zip(keys, classes, strict=True)
        }
        widest = round(max(measure_text(name, _LETTERS) for name in shown.values()))
        # Listed from the bottom: the scale's own `reverse` flips some views.
        rows = bqplot.OrdinalScale(domain=keys[::-1])
        columns = bqplot.OrdinalScale(domain=keys)
        self._cells = bqplot.GridHeatMap(
            color=np.zeros((n, n)),
            row=keys,
            column=keys,
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
            x=keys * n,
            y=np.repeat(keys, n),
            # Points without text would break the matrix in JupyterLab.
            text=[""] * n**2,
            scales={"x": columns, "y": rows},
            default_size=10,
            font_weight="normal",
            align="middle",
        )
        kind = "digit" if tuple(classes) == DIGITS else "class"
        named = {"label_color": TEXT, "tick_labels": shown}
        side = max(_LEAST, _AROUND + _CELL * n)
        given = {
            **PLAIN,
            "marks": [self._cells, self._numbers],
            "axes": [
                bqplot.Axis(scale=rows, side="left", label=f"true {kind}", **named),
                bqplot.Axis(scale=columns, label="read as", **named),
            ],
            "padding_x": 0,
            "padding_y": 0,
            "fig_margin": {"top": 4, "bottom": 44, "left": max(42, 30 + widest), "right": 2},
            "layout": {
                # More cells than fit scroll sideways.
                "width": "100%" if side == _LEAST else f"{side}px",
                "height": f"{side}px",
                "min_width": "0" if side == _LEAST else f"{side}px",
            },
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
        """Show how often each class is predicted as each, in counts or in percent of its row."""
        values = 100 * readings.shares if percent else readings.counts
        diagonal = np.eye(len(values), dtype=bool)
        shades = np.zeros(values.shape)
        # Mistakes are far rarer than correct predictions: each has its own logarithmic scale.
        for among, sign in ((diagonal, -1), (~diagonal, 1)):
            heights = np.log1p(np.where(among, values, 0) * (10 if percent else 1))
            shades += sign * heights / max(heights.max(), 1e-9)
        self._write(shades, [_format(float(value), percent) for value in values.flat])

    def show_difference(
        self, first: LabeledPredictions, second: LabeledPredictions, *, percent: bool = False
    ) -> None:
        """Show by how much one model's numbers exceed another's; what is better for it is blue."""
        values = 100 * (first.shares - second.shares) if percent else first.counts - second.counts
        # More of what is right is better, as is less of what is wrong.
        good = np.where(np.eye(len(values), dtype=bool), values, -values)
        heights = np.sign(good) * np.log1p(np.abs(good) * (10 if percent else 1))
        shades = -heights / max(float(np.abs(heights).max()), 1e-9)
        self._write(shades, [_format_signed(float(value), percent) for value in values.flat])

    def _write(self, shades: NDArray[np.float64], texts: list[str]) -> None:
        self._cells.color = shades
        with self._numbers.hold_sync():
            self._numbers.text = texts
            self._numbers.colors = ["white" if s < -_DEEP else "black" for s in shades.flat]

    def _on_element(self, _: Any, content: Any) -> None:
        data = content.get("data") or {}
        if "rowNum" in data and "columnNum" in data:
            self._on_click((int(data["rowNum"]), int(data["columnNum"])))


def _format_signed(value: float, percent: bool) -> str:
    if not value:
        return ""
    return ("\N{MINUS SIGN}" if value < 0 else "+") + _format(abs(value), percent)


def _format(value: float, percent: bool) -> str:
    if not value:
        return ""
    if not percent:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 0.05 else "<.1"
