"""Training curves: loss and mistakes over the epochs, for training and validation."""

from __future__ import annotations

from collections.abc import Sequence

import bqplot
from ipywidgets import HTML, VBox

from digit_widgets.widgets.parts.colors import ACCENT, MUTED, TEXT
from digit_widgets.widgets.parts.theme import PLAIN
from digit_widgets.widgets.parts.ticks import round_ticks

__all__ = ["LossCurves", "MistakeCurves", "TrainingCurves"]

Points = Sequence[tuple[float, float]]
#: Shares of mistakes at which a logarithmic scale has ticks and may begin.
_SHARES = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
#: Most ticks on it.
_TICKS = 6


class TrainingCurves(VBox):  # type: ignore[misc]
    """Two curves on one scale: training, thin and grey, and validation, thick with markers.

    Parameters
    ----------
    title
        The metric's name, shown above the figure.
    values
        The scale of its values.
    tick_format
        Format of the values, in d3's syntax.
    """

    def __init__(self, title: str, values: bqplot.Scale, tick_format: str) -> None:
        self._epochs = bqplot.LinearScale(min=0.0, max=1.0)
        self._values = values
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
        self._beside = bqplot.Axis(scale=values, side="left", tick_format=tick_format)
        self._fit_scale([])
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
        self._fit_scale([y for _, y in (*training, *validation)])
        lowest = self._values.min
        for line, points in ((self._training, training), (self._validation, validation)):
            with line.hold_sync():
                line.x = [x for x, _ in points]
                line.y = [max(y, lowest) for _, y in points]

    def _fit_scale(self, values: Sequence[float]) -> None:
        """Let the scale and its ticks hold all values."""
        raise NotImplementedError


class LossCurves(TrainingCurves):
    """A loss, on a scale from 0."""

    def __init__(self) -> None:
        super().__init__("Loss", bqplot.LinearScale(min=0.0, max=1.0), ".2~f")

    def _fit_scale(self, values: Sequence[float]) -> None:
        if values:
            self._values.max = round_ticks(0.0, max(*values, 1e-3), beyond=True)[-1]
        self._beside.tick_values = round_ticks(0.0, self._values.max)


class MistakeCurves(TrainingCurves):
    """The share of mistakes, on a logarithmic scale: from 2 % to 1 % is as far as from 20 to 10."""

    def __init__(self) -> None:
        super().__init__("Mistakes", bqplot.LogScale(min=0.1, max=1.0), ".2~%")

    def _fit_scale(self, values: Sequence[float]) -> None:
        lowest = min((value for value in values if value > 0.0), default=1.0)
        # No mistakes at all are shown at the bottom.
        if any(value <= 0.0 for value in values):
            lowest /= 2
        below = [share for share in _SHARES if share <= lowest and share <= 0.1]
        self._values.min = below[-1] if below else _SHARES[0]
        within = [share for share in _SHARES if share >= self._values.min]
        every = -(-len(within) // _TICKS)
        self._beside.tick_values = within[::-1][::every][::-1]
