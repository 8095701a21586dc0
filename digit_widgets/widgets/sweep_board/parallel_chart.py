"""Parallel coordinates: a line for each model through its settings, to its accuracy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

import bqplot

from digit_widgets.sweeps import SweepGroup
from digit_widgets.sweeps.wording import title_setting
from digit_widgets.widgets.parts.axis_labels import shorten_label
from digit_widgets.widgets.parts.colors import MUTED, PALETTE, TEXT
from digit_widgets.widgets.parts.theme import PLAIN
from digit_widgets.widgets.sweep_board.axes import (
    ChartAxis,
    make_accuracy_axis,
    make_setting_axis,
)
from digit_widgets.widgets.sweep_board.shades import SHADES

__all__ = ["ParallelChart"]

#: CSS pixels: font size of titles and ticks, the widest title, and what an axis takes at least.
#: Titles stand in two rows, so that each has the room of two axes.
_LETTERS, _WIDEST, _LEAST = 12, 124, 62
#: Room for words, which are cut at the edge of the plot: on the left and right in steps from one
#: axis to the next, and below and above as shares of an axis.
_LEFT, _RIGHT, _BELOW, _ABOVE = 0.75, 0.62, 0.06, 0.24
_TITLE, _RAISED = 1.06, 1.15


class ParallelChart(bqplot.Figure):  # type: ignore[misc]
    """Upright axes for the settings that vary, and the last one for the accuracy.

    Half as many mistakes are as far everywhere on that one. The better a model, the clearer is its
    line; that of one that has not finished is dashed. A press on a line, or on its end, chooses the
    model.

    Parameters
    ----------
    choose, hover
        Called with the place of a model among those shown: pressed, or under the pointer.
    """

    def __init__(self, choose: Callable[[int], None], hover: Callable[[int], None]) -> None:
        self._across = bqplot.LinearScale(min=-_LEFT, max=1.0)
        scales = {"x": self._across, "y": bqplot.LinearScale(min=-_BELOW, max=1 + _ABOVE)}
        self._rules = bqplot.Lines(x=[], y=[], scales=scales, colors=[MUTED], stroke_width=1.0)
        plain = {"scales": scales, "colors": [SHADES[0]], "stroke_width": 1.5}
        self._finished = bqplot.Lines(x=[], y=[], **plain)
        self._unfinished = bqplot.Lines(x=[], y=[], **plain, line_style="dashed")
        self._marked = [
            bqplot.Lines(
                x=[],
                y=[],
                scales=scales,
                colors=[color],
                line_style=style,
                stroke_width=4.0,
                visible=False,
            )
            for color, style in zip(PALETTE, ("solid", "dash_dotted"), strict=False)
        ]
        self._ends = bqplot.Scatter(
            x=[], y=[], scales=scales, colors=[TEXT], default_size=36, stroke_width=0.0
        )
        self._ticks, self._titles = (
            bqplot.Label(
                x=[],
                y=[],
                text=[],
                scales=scales,
                colors=[TEXT],
                default_size=_LETTERS,
                font_weight=weight,
                align=align,
                x_offset=shift,
                y_offset=rise,
                enable_move=False,
            )
            for weight, align, shift, rise in (("normal", "end", -6, 4), ("bold", "middle", 0, 0))
        )
        self._kinds: dict[bqplot.Lines, list[int]] = {self._finished: [], self._unfinished: []}
        self._rows: list[list[float]] = []
        for lines in self._kinds:
            lines.on_element_click(lambda mark, content: self._tell(choose, mark, content))
            lines.on_hover(lambda mark, content: self._tell(hover, mark, content))
        self._shown: list[int] = []
        self._ends.on_element_click(lambda _, content: self._tell_end(choose, content))
        self._ends.on_hover(lambda _, content: self._tell_end(hover, content))
        super().__init__(
            marks=[
                *(self._rules, self._unfinished, self._finished, *reversed(self._marked)),
                *(self._ends, self._ticks, self._titles),
            ],
            axes=[],
            padding_x=0.0,
            padding_y=0.0,
            fig_margin={"top": 0, "bottom": 0, "left": 0, "right": 0},
            **PLAIN,
            layout={"width": "100%", "height": "300px", "min_width": "0"},
            _dom_classes=("digit-widgets-parallel",),
        )

    def show(self, groups: Sequence[SweepGroup], names: Sequence[str]) -> None:
        """Draw groups, best first, with the settings of these names; failed ones have no line.

        Without a name, there is nothing to see: the chart is hidden.
        """
        self.layout.display = "" if names else "none"
        if not names:
            self._shown = []
            return
        drawn = [at for at, group in enumerate(groups) if isfinite(group.accuracy)]
        axes = {
            name: make_setting_axis([each.settings.get(name) for each in groups]) for name in names
        }
        accuracy = make_accuracy_axis([groups[at].accuracy for at in drawn])
        count = len(axes)
        self._across.max = count + _RIGHT
        self.layout.min_width = f"{round(_LEAST * (count + _LEFT + _RIGHT))}px"
        self._draw_axes(
            {**{title_setting(name): axis for name, axis in axes.items()}, "accuracy": accuracy}
        )
        self._rows = []
        for group in groups:
            row = [axis.place(group.settings.get(name)) for name, axis in axes.items()]
            row.append(accuracy.place(group.accuracy) if isfinite(group.accuracy) else 0.0)
            self._rows.append(row)
        for lines in self._kinds:
            is_finished = lines is self._finished
            self._kinds[lines] = [
                at for at in drawn if (groups[at].ended == "finished") == is_finished
            ]
            self._draw_lines(lines, self._kinds[lines], len(groups))
        self._shown = drawn
        with self._ends.hold_sync():
            self._ends.x = [float(count)] * len(drawn)
            self._ends.y = [self._rows[at][-1] for at in drawn]

    def mark(self, chosen: int | None, compared: int | None) -> None:
        """Emphasise the line of the model on the pad, and that of the one beside it."""
        for lines, at in zip(self._marked, (chosen, compared), strict=True):
            shown = at is not None and at in self._shown
            with lines.hold_sync():
                if shown and at is not None:
                    lines.x, lines.y = list(range(len(self._rows[at]))), self._rows[at]
                lines.visible = shown

    def _draw_axes(self, axes: dict[str, ChartAxis]) -> None:
        places = [float(at) for at in range(len(axes))]
        with self._rules.hold_sync():
            self._rules.x = [[at, at] for at in places]
            self._rules.y = [[0.0, 1.0] for _ in places]
        ticks = [
            (at, place, label)
            for at, axis in zip(places, axes.values(), strict=True)
            for place, label in axis.ticks
        ]
        titles = [
            (at, _RAISED if at % 2 else _TITLE, shorten_label(name, _LETTERS, _WIDEST))
            for at, name in zip(places, axes, strict=True)
        ]
        for mark, words in ((self._ticks, ticks), (self._titles, titles)):
            with mark.hold_sync():
                mark.x = [at for at, _, _ in words]
                mark.y = [place for _, place, _ in words]
                mark.text = [label for _, _, label in words]

    def _draw_lines(self, lines: bqplot.Lines, which: list[int], total: int) -> None:
        with lines.hold_sync():
            # A mark without points would break the figure's other lines.
            lines.x = list(range(len(self._rows[which[0]]))) if which else [0.0, 0.0]
            lines.y = [self._rows[at] for at in which] or [0.0, 0.0]
            lines.visible = bool(which)
            # Only the best of many are to stand out.
            clear = [(1 - at / max(total, 1)) ** (1 + total / 60) for at in which]
            lines.colors = [SHADES[round((len(SHADES) - 1) * (1 - each))] for each in clear]

    def _tell(self, call: Callable[[int], None], lines: Any, content: Any) -> None:
        index = (content.get("data") or {}).get("index")
        if isinstance(index, int) and 0 <= index < len(self._kinds[lines]):
            call(self._kinds[lines][index])

    def _tell_end(self, call: Callable[[int], None], content: Any) -> None:
        index = (content.get("data") or {}).get("index")
        if isinstance(index, int) and 0 <= index < len(self._shown):
            call(self._shown[index])
