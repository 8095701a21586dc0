"""Model bars: a bar chart of several models' probabilities, grouped by label."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

import bqplot
import numpy as np

from digit_widgets.recognition import Prediction
from digit_widgets.widgets.parts.axis_labels import axis_keys, measure_text, shorten_label
from digit_widgets.widgets.parts.colors import MUTED, PALETTE
from digit_widgets.widgets.parts.probability_chart import FAINT
from digit_widgets.widgets.parts.theme import PLAIN

__all__ = ["ModelBars"]

#: Labels under the bars, in CSS pixels: font size, and largest width of a label.
_LETTERS, _WIDEST = 14, 72


class ModelBars(bqplot.Figure):  # type: ignore[misc]
    """Groups of bars: one group per label and one bar per model, in the model's colour.

    Parameters
    ----------
    labels
        Names of the classes, from left to right. Long ones are shortened.
    n_models
        Number of models.

    Attributes
    ----------
    full_labels
        dict: the full label for each key of the axis.
    """

    def __init__(self, labels: Sequence[str], n_models: int) -> None:
        keys = axis_keys(labels)
        self.full_labels = dict(zip(keys, labels, strict=True))
        shown = [shorten_label(label, _LETTERS, _WIDEST) for label in labels]
        widest = max(measure_text(label, _LETTERS) for label in shown)
        place = max(6 + 5 * n_models, round(widest) + 6)
        width = max(280, 60 + len(shown) * place)
        self._bars = bqplot.Bars(
            x=keys,
            scales={"x": bqplot.OrdinalScale(), "y": bqplot.LinearScale(min=0.0, max=1.0)},
            type="grouped",
            colors=list(PALETTE),
            # One colour per model, even for a single model.
            color_mode="element",
            opacity_mode="element",
            padding=0.2,
        )
        percent = {"side": "left", "tick_format": ".0%", "tick_values": [0.0, 0.5, 1.0]}
        super().__init__(
            marks=[self._bars],
            axes=[
                bqplot.Axis(
                    scale=self._bars.scales["x"],
                    grid_lines="none",
                    tick_labels=dict(zip(keys, shown, strict=True)),
                ),
                bqplot.Axis(scale=self._bars.scales["y"], grid_lines="none", **percent),
            ],
            fig_margin={"top": 10, "bottom": 28, "left": 52, "right": 4},
            **PLAIN,
            layout={"width": f"{width}px", "height": "200px", "min_width": "0", "margin": "0"},
        )
        self.add_class("digit-widgets-chart")

    def show(self, predictions: Sequence[Prediction]) -> None:
        """Show one prediction per model; the bars of a rejected one are grey and faint."""
        with self._bars.hold_sync():
            self._bars.y = np.array([each.probabilities for each in predictions])
            self._bars.colors = [
                MUTED if each.is_rejected else color
                for each, color in zip(predictions, cycle(PALETTE), strict=False)
            ]
            self._bars.opacities = [FAINT if each.is_rejected else 1.0 for each in predictions]
