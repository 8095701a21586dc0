"""Learning curves: a metric over the epochs, for training and validation."""

from __future__ import annotations

from collections.abc import Sequence

import bqplot
from ipywidgets import HTML, VBox

from digit_widgets.widgets.parts.colors import ACCENT, MUTED, TEXT
from digit_widgets.widgets.parts.theme import PLAIN
from digit_widgets.widgets.parts.ticks import round_ticks

__all__ = ["LearningCurves"]

Points = Sequence[tuple[float, float]]


class LearningCurves(VBox):  # type: ignore[misc]
    """Two curves on one scale: training, thin and grey, and validation, thick with markers.

    Parameters
    ----------
    title
        The metric's name, shown above the figure.
    tick_format
        Format of the values, in d3's syntax.
    highest
        The highest possible value. The scale then runs from a little below the lowest validation
        value up to it, because the interesting values are near it; without it, from 0.
    """

    def __init__(self, title: str, tick_format: str, highest: float | None = None) -> None:
        self._epochs = bqplot.LinearScale(min=0.0, max=1.0)
        self._values = values = bqplot.LinearScale(min=0.0, max=highest or 1.0)
        self._highest = highest
        scales = {"x": self._epochs, "y": values}
        self._training = bqplot.Lines(x=[], y=[], scales=scales, colors=[MUTED], stroke_width=1.5)
        self._validation = bqplot.Lines(
            x=[],
            y=[],
            scales=scales,
            colors=[ACCENT],
            stroke_width=2.5,
            marker="circle",
            marker_size=24,
        )
        self._below = bqplot.Axis(
            scale=self._epochs, label="epoch", tick_format="d", label_color=TEXT
        )
        self._beside = bqplot.Axis(
            scale=values,
            side="left",
            tick_format=tick_format,
            tick_values=round_ticks(0.0, values.max),
        )
        figure = bqplot.Figure(
            marks=[self._training, self._validation],
            axes=[self._below, self._beside],
            padding_x=0,
            padding_y=0,
            fig_margin={"top": 6, "bottom": 40, "left": 52, "right": 12},
            **PLAIN,
            layout={"width": "auto", "height": "220px", "min_width": "0"},
        )
        figure.add_class("digit-widgets-curves")
        heading = HTML(title)
        super().__init__([heading, figure], layout={"flex": "1 1 270px", "min_width": "0"})

    def show(self, epochs: int, training: Points, validation: Points) -> None:
        """Draw (epoch, value) points, on an axis of this many epochs."""
        self._epochs.max = float(max(epochs, 1))
        step = max(1, -(-epochs // 6))
        self._below.tick_values = list(range(0, epochs + 1, step))
        if self._highest is not None:
            lowest = min((y for _, y in validation), default=0.0)
            # In steps of a twentieth, to keep the scale from moving at every epoch.
            self._values.min = max(0.0, (lowest - 0.05) // 0.05 * 0.05)
        elif values := [y for _, y in (*training, *validation)]:
            self._values.max = round_ticks(0.0, max(*values, 1e-3), beyond=True)[-1]
        self._beside.tick_values = round_ticks(self._values.min, self._values.max)
        for line, points in ((self._training, training), (self._validation, validation)):
            with line.hold_sync():
                line.x = [x for x, _ in points]
                line.y = [y for _, y in points]
