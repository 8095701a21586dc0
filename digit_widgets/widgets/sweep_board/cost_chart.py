"""Cost chart: what each model costs against how accurate it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

import bqplot
from ipywidgets import Dropdown, VBox

from digit_widgets.sweeps import SweepGroup
from digit_widgets.sweeps.wording import write_seconds
from digit_widgets.widgets.parts.colors import PALETTE, TEXT
from digit_widgets.widgets.parts.theme import PLAIN
from digit_widgets.widgets.sweep_board.axes import (
    ChartAxis,
    make_accuracy_axis,
    make_number_axis,
)
from digit_widgets.widgets.sweep_board.shades import SHADES

__all__ = ["CostChart"]

#: Costs by their names: what a group costs, or None if that is unknown.
_COSTS: dict[str, Callable[[SweepGroup], float | None]] = {
    "parameters": lambda group: group.parameters or None,
    "seconds of training": lambda group: group.seconds if group.seconds > 0 else None,
    "number of images": lambda group: _number(group.settings.get("n_images")),
}


class CostChart(VBox):  # type: ignore[misc]
    """A dot for each model, over its cost, which can be chosen; a cross if it has not finished.

    Half as many mistakes are as far everywhere on the axis of the accuracy. A press on a dot
    chooses its model.

    Parameters
    ----------
    choose, hover
        Called with the place of a model among those shown: pressed, or under the pointer.
    """

    def __init__(self, choose: Callable[[int], None], hover: Callable[[int], None]) -> None:
        scales = {name: bqplot.LinearScale(min=0.0, max=1.0) for name in "xy"}
        self._finished = bqplot.Scatter(
            x=[], y=[], scales=scales, colors=[SHADES[2]], default_size=56
        )
        self._unfinished = bqplot.Scatter(
            x=[],
            y=[],
            scales=scales,
            colors=[SHADES[2]],
            default_size=48,
            marker="cross",
        )
        self._marked = [
            bqplot.Scatter(
                x=[],
                y=[],
                scales=scales,
                colors=[color],
                marker=marker,
                default_size=170,
                fill=False,
                stroke_width=3.0,
            )
            for color, marker in zip(PALETTE, ("circle", "diamond"), strict=False)
        ]
        self._scales = scales
        self._known: tuple[Any, ...] = ()
        self._groups: Sequence[SweepGroup] = ()
        self._places: dict[int, tuple[float, float]] = {}
        self._marks: tuple[int | None, int | None] = (None, None)
        self._which: dict[bqplot.Scatter, list[int]] = {self._finished: [], self._unfinished: []}
        for dots in self._which:
            dots.on_element_click(lambda mark, content: self._tell(choose, mark, content))
            dots.on_hover(lambda mark, content: self._tell(hover, mark, content))
        figure = bqplot.Figure(
            # Below the dots, which let the ground through, a ring would be of two colours.
            marks=[self._unfinished, self._finished, *self._marked],
            axes=[],
            padding_x=0.04,
            padding_y=0.04,
            fig_margin={"top": 10, "bottom": 40, "left": 52, "right": 16},
            **PLAIN,
            layout={"width": "auto", "height": "260px", "min_width": "0"},
            _dom_classes=("digit-widgets-costs",),
        )
        self.figure = figure
        self._cost = Dropdown(
            options=list(_COSTS),
            description="Cost",
            layout={"width": "auto", "max_width": "280px"},
            style={"description_width": "44px"},
        )
        self._cost.observe(lambda _: self._draw(), "value")
        super().__init__([self._cost, figure])

    def show(self, groups: Sequence[SweepGroup]) -> None:
        """Draw groups; failed ones, and those of unknown cost, have no dot."""
        self._groups = groups
        self._draw()

    def mark(self, chosen: int | None, compared: int | None) -> None:
        """Put a ring around the model on the pad, and around the one beside it."""
        self._marks = (chosen, compared)
        for ring, at in zip(self._marked, self._marks, strict=True):
            place = None if at is None else self._places.get(at)
            with ring.hold_sync():
                ring.x, ring.y = ([], []) if place is None else ([place[0]], [place[1]])

    def _draw(self) -> None:
        name = self._cost.value
        costs = {
            at: cost
            for at, group in enumerate(self._groups)
            if isfinite(group.accuracy) and (cost := _COSTS[name](group)) is not None
        }
        accuracy = make_accuracy_axis([self._groups[at].accuracy for at in costs])
        write = write_seconds if name == "seconds of training" else None
        cost_axis = make_number_axis(list(costs.values()) or [1.0], write)
        self._places = {
            at: (cost_axis.place(cost), accuracy.place(self._groups[at].accuracy))
            for at, cost in costs.items()
        }
        self._draw_axes(name, cost_axis, accuracy)
        for dots in self._which:
            is_finished = dots is self._finished
            which = [
                at for at in self._places if (self._groups[at].ended == "finished") == is_finished
            ]
            self._which[dots] = which
            with dots.hold_sync():
                dots.x = [self._places[at][0] for at in which]
                dots.y = [self._places[at][1] for at in which]
        self.mark(*self._marks)

    def _draw_axes(self, name: str, cost: ChartAxis, accuracy: ChartAxis) -> None:
        """Draw new axes if their words change.

        In the page, an axis of bqplot that gets other `tick_values` writes them a frame later, by
        the `tick_labels` that it had when they came: only a new axis surely shows its own.
        """
        known = (name, cost.ticks, accuracy.ticks)
        if known == self._known:
            return
        self._known = known
        before = self.figure.axes
        below = {"label": name, "label_color": TEXT, "grid_lines": "none"}
        self.figure.axes = [
            bqplot.Axis(scale=self._scales["x"], **below, **cost.traits),
            bqplot.Axis(scale=self._scales["y"], side="left", **accuracy.traits),
        ]
        for axis in before:
            axis.close()

    def _tell(self, call: Callable[[int], None], dots: Any, content: Any) -> None:
        index = (content.get("data") or {}).get("index")
        if isinstance(index, int) and 0 <= index < len(self._which[dots]):
            call(self._which[dots][index])


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and value > 0 else None
