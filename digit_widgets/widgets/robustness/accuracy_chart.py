"""Accuracy chart: a curve for each model over the strength of a disturbance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import cycle

import bqplot

from digit_widgets.evaluation.disturbances import Disturbance
from digit_widgets.evaluation.robustness import RobustnessCurve
from digit_widgets.widgets.parts.colors import PALETTE, TEXT
from digit_widgets.widgets.parts.theme import PLAIN

__all__ = ["AccuracyChart"]

#: A marker for each model, and its outline on a square of 12 by 12, and a style of the line.
_MARKERS = {
    "circle": '<circle cx="6" cy="6" r="5"/>',
    "square": '<rect x="1.5" y="1.5" width="9" height="9"/>',
    "triangle-up": '<path d="M6 1 11.5 11H.5Z"/>',
    "diamond": '<path d="M6 0 11 6 6 12 1 6Z"/>',
    "triangle-down": '<path d="M6 11 .5 1h11Z"/>',
    "cross": '<path d="M4 0h4v4h4v4H8v4H4V8H0V4h4Z"/>',
}
_STYLES = ("solid", "dashed", "dotted", "dash_dotted")
#: Distances of ticks, of which the smallest that gives few enough is taken.
_TICKS, _MOST_TICKS = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0), 7


class AccuracyChart(bqplot.Figure):  # type: ignore[misc]
    """Curves in the models' colours, each with its own marker, and a line at the slider's place.

    Parameters
    ----------
    names
        The models' names.

    Attributes
    ----------
    swatches
        dict: a small image of each model's marker, as HTML.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._strengths = bqplot.LinearScale(min=0.0, max=1.0)
        scales = {"x": self._strengths, "y": bqplot.LinearScale(min=0.0, max=1.0)}
        looks = zip(cycle(PALETTE), cycle(_MARKERS.items()), cycle(_STYLES), strict=False)
        self._lines: dict[str, bqplot.Lines] = {}
        self._drawn: dict[str, RobustnessCurve] = {}
        self._strength: float | None = None
        self.swatches: dict[str, str] = {}
        for name, (color, (marker, outline), style) in zip(names, looks, strict=False):
            self._lines[name] = bqplot.Lines(
                x=[],
                y=[],
                scales=scales,
                colors=[color],
                line_style=style,
                stroke_width=2.0,
                marker=marker,
                marker_size=28,
            )
            self.swatches[name] = (
                '<svg class="swatch" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" '
                f'style="background: none; fill: {color}">{outline}</svg>'
            )
        self._cursor = bqplot.Lines(x=[], y=[], scales=scales, colors=[TEXT], stroke_width=2.0)
        self._below = bqplot.Axis(scale=self._strengths, label_color=TEXT, tick_format="~g")
        beside = bqplot.Axis(
            scale=scales["y"], side="left", tick_format=".0%", tick_values=[0.0, 0.25, 0.5, 0.75, 1]
        )
        super().__init__(
            marks=[self._cursor, *self._lines.values()],
            axes=[self._below, beside],
            padding_x=0.02,
            padding_y=0.02,
            fig_margin={"top": 6, "bottom": 40, "left": 48, "right": 14},
            **PLAIN,
            layout={"width": "auto", "height": "240px", "min_width": "0"},
        )
        self.add_class("digit-widgets-accuracy")

    def begin(self, disturbance: Disturbance) -> None:
        """Show the axis of another disturbance."""
        low, high = disturbance.low, disturbance.high
        step = next(step for step in _TICKS if (high - low) / step < _MOST_TICKS)
        first, last = -int(-low // step), int(high // step)
        self._below.label = disturbance.unit
        self._below.tick_values = [step * place for place in range(first, last + 1)]
        with self._strengths.hold_sync():
            self._strengths.min, self._strengths.max = low, high

    def show(self, strength: float, curves: Mapping[str, RobustnessCurve]) -> None:
        """Draw curves, as far as they are known, and move the line at the slider's place.

        What is drawn already is not sent again: a page takes longer for a curve than for ten
        images, which come first.
        """
        if strength != self._strength:
            self._strength = strength
            with self._cursor.hold_sync():
                self._cursor.x, self._cursor.y = [strength, strength], [0.0, 1.0]
        for name, line in self._lines.items():
            curve = curves[name]
            if curve == self._drawn.get(name):
                continue
            self._drawn[name] = curve
            with line.hold_sync():
                line.x = list(curve.strengths)
                line.y = [share.value for share in curve.accuracies]
