"""Learning curve chart: accuracy over the number of training images, a line for each model."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import bqplot
from ipywidgets import HTML, VBox

from digit_widgets.errors import ArgumentError
from digit_widgets.sweeps import LearningCurvePoint, LearningCurves
from digit_widgets.sweeps.wording import write_accuracy
from digit_widgets.widgets.comparison.scrollable_parts import make_scrollable
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.colors import PALETTE, TEXT
from digit_widgets.widgets.parts.page_widgets import AriaLabels, ConnectionStatus
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.theme import PLAIN
from digit_widgets.widgets.sweep_board.axes import (
    ChartAxis,
    make_accuracy_axis,
    make_number_axis,
)

__all__ = ["LearningCurveChart"]

_MARKERS = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
_STYLES = ("solid", "dashed", "dotted", "dash_dotted")
#: The mistakes at the ends of a band are at most so many times those of its middle, or the axis
#: would show little else: an interval of two seeds reaches far.
_FARTHEST = 3.0
#: Room for the models' names at the ends of their lines, as a share of the axis.
_ROOM = 0.16
#: Names of two lines that end nearer to each other than this share of the axis are moved apart.
_APART = 0.08
_NOTE = (
    "Mean accuracy over the seeds, on images that no run has learnt from. The bands are the 95% "
    "intervals of the table, cut at a third and at three times the mistakes. Upwards, each halving "
    "of the mistakes is the same distance."
)
#: For screen readers, which read the table instead of the lines.
_NAMES = {
    ".bqplot": {
        "role": "img",
        "aria-label": "Accuracy by number of images, as lines; the table has the figures",
    },
    ".digit-widgets-readings": {"role": "group", "aria-label": "Figures", "tabindex": "0"},
}


class LearningCurveChart(ShortRepr, VBox):  # type: ignore[misc]
    """Learning curves with bands over seeds, and their figures as a table. It needs no Keras.

    Parameters
    ----------
    curves
        What `digit_widgets.training.learning_curves` returns, or the records of such a sweep, as
        ``load_sweep(folder).records``.

    Raises
    ------
    ArgumentError
        An unknown keyword, or anything else instead of the curves; or no run has finished.
    """

    def __init__(self, curves: Any, **kwargs: Any) -> None:
        check_keywords(self, LearningCurveChart, kwargs)
        self._curves = _check_curves(curves)
        points = self._curves.points
        note = HTML(_NOTE)
        note.add_class("digit-widgets-note")
        table = make_scrollable("readings", HTML(_make_table(points)))
        parts = [ConnectionStatus(self), self._draw(points), table, note, AriaLabels(_NAMES)]
        super().__init__(parts, **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-learning")
        self.add_class("digit-widgets-live")

    def _facts(self) -> dict[str, Any]:
        return {"models": list(self._curves.models), "points": len(self._curves.points)}

    def _draw(self, points: Sequence[LearningCurvePoint]) -> bqplot.Figure:
        across = make_number_axis([float(point.n_images) for point in points])
        ends = [end for point in points for end in _cut_interval(point)]
        up = make_accuracy_axis([*(point.accuracy for point in points), *ends])
        scales = {
            "x": bqplot.LinearScale(min=0.0, max=1.0 + _ROOM),
            "y": bqplot.LinearScale(min=0.0, max=1.0),
        }
        marks: list[Any] = []
        names: list[tuple[float, float, str]] = []
        for place, model in enumerate(self._curves.models):
            curve = self._curves.curve(model)
            marks += _draw_curve(curve, place, scales, across, up)
            end = curve[-1]
            names.append((across.place(end.n_images), up.place(end.accuracy), model.upper()))
        marks.append(_label_ends(names, scales))
        axes = [
            bqplot.Axis(
                scale=scales["x"],
                label="training images",
                label_color=TEXT,
                grid_lines="none",
                **across.traits,
            ),
            bqplot.Axis(scale=scales["y"], side="left", **up.traits),
        ]
        return bqplot.Figure(
            marks=marks,
            axes=axes,
            padding_x=0.04,
            padding_y=0.04,
            fig_margin={"top": 10, "bottom": 40, "left": 52, "right": 12},
            **PLAIN,
            layout={"width": "auto", "height": "280px", "min_width": "0", "max_width": "640px"},
        )


def _check_curves(curves: Any) -> LearningCurves:
    try:
        checked = curves if isinstance(curves, LearningCurves) else LearningCurves(tuple(curves))
        points = checked.points
    except (TypeError, AttributeError, KeyError, ValueError):
        raise ArgumentError(
            "Give what training.learning_curves returns, or the records of such a sweep, each with "
            "its architecture and number of images."
        ) from None
    if not points:
        raise ArgumentError("No run has finished yet: there is no learning curve to draw.")
    return checked


def _cut_interval(point: LearningCurvePoint) -> tuple[float, float]:
    mistakes, (low, high) = 1 - point.accuracy, point.interval
    return max(low, 1 - _FARTHEST * mistakes), min(high, 1 - mistakes / _FARTHEST)


def _draw_curve(
    curve: Sequence[LearningCurvePoint],
    place: int,
    scales: dict[str, Any],
    across: ChartAxis,
    up: ChartAxis,
) -> list[Any]:
    """Return the marks of a model's line and of its band."""
    color = PALETTE[place % len(PALETTE)]
    x = [across.place(point.n_images) for point in curve]
    line = bqplot.Lines(
        x=x,
        y=[up.place(point.accuracy) for point in curve],
        scales=scales,
        colors=[color],
        stroke_width=2.5,
        line_style=_STYLES[place % len(_STYLES)],
        marker=_MARKERS[place % len(_MARKERS)],
        marker_size=40,
    )
    if len(curve) < 2:
        return [line]
    ends = [_cut_interval(point) for point in curve]
    band = bqplot.Lines(
        x=x,
        y=[[up.place(end[side]) for end in ends] for side in (0, 1)],
        scales=scales,
        colors=[color],
        fill="between",
        fill_colors=[color],
        fill_opacities=[0.18],
        opacities=[0.0, 0.0],
    )
    return [band, line]


def _label_ends(names: list[tuple[float, float, str]], scales: dict[str, Any]) -> bqplot.Label:
    """Return the models' names, right of the ends of their lines and apart from each other."""
    placed: list[tuple[float, float, str]] = []
    for x, y, name in sorted(names, key=lambda each: each[1]):
        near = [up for at, up, _ in placed if at == x and y - up < _APART]
        placed.append((x, max(near) + _APART if near else y, name))
    return bqplot.Label(
        x=[x for x, _, _ in placed],
        y=[y for _, y, _ in placed],
        text=[name for _, _, name in placed],
        scales=scales,
        colors=[TEXT],
        default_size=13,
        font_weight="bold",
        x_offset=10,
        y_offset=4,
    )


def _make_table(points: Sequence[LearningCurvePoint]) -> str:
    heads = ("Model", "Images", "Accuracy", "95% interval", "Seeds")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    rows = ""
    for point in points:
        low, high = point.interval
        cells = (
            f"{point.n_images:,}",
            write_accuracy(point.accuracy),
            f"{100 * low:.2f}\N{EN DASH}{high:.2%}",
            f"{point.n_seeds}",
        )
        written = "".join(f"<td>{cell}</td>" for cell in cells)
        rows += f'<tr><th scope="row">{escape(point.model.upper())}</th>{written}</tr>'
    return f'<table class="digit-widgets-table"><tr>{head}</tr>{rows}</table>'
