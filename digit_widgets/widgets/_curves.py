"""Curves of one figure over the epochs, for training and for validation."""

from __future__ import annotations

from collections.abc import Sequence

import bqplot
from ipywidgets import HTML, VBox

from digit_widgets.widgets._style import ACCENT, MUTED

__all__ = ["Curves"]

Points = Sequence[tuple[float, float]]


class Curves(VBox):  # type: ignore[misc]
    """Two curves on one scale: training, thin and grey, and validation, thick with markers.

    Parameters
    ----------
    title
        What is drawn, above the figure.
    tick_format
        How values are written, as d3 does.
    """

    def __init__(self, title: str, tick_format: str) -> None:
        self._epochs = bqplot.LinearScale(min=0.0, max=1.0)
        values = bqplot.LinearScale()
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
        figure = bqplot.Figure(
            marks=[self._training, self._validation],
            axes=[
                bqplot.Axis(scale=self._epochs, label="epoch", tick_format="~g", num_ticks=6),
                bqplot.Axis(
                    scale=values,
                    side="left",
                    tick_format=tick_format,
                    num_ticks=5,
                ),
            ],
            animation_duration=0,
            display_toolbar=False,
            fig_margin={"top": 6, "bottom": 40, "left": 52, "right": 12},
            background_style={"fill": "transparent"},
            layout={"width": "auto", "height": "220px", "min_width": "0"},
        )
        figure.add_class("digit-widgets-curves")
        heading = HTML(f"{title}")
        super().__init__([heading, figure], layout={"flex": "1 1 270px", "min_width": "0"})

    def show(self, epochs: int, training: Points, validation: Points) -> None:
        """Draw (epoch, value) points, over this many epochs in all."""
        self._epochs.max = float(max(epochs, 1))
        for line, points in ((self._training, training), (self._validation, validation)):
            with line.hold_sync():
                line.x = [x for x, _ in points]
                line.y = [y for _, y in points]
