"""The probabilities as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bqplot
import numpy as np
from ipywidgets import Box
from traitlets import Bool, TraitError, Tuple, observe, validate

from digit_widgets.predictors import DIGITS
from digit_widgets.widgets._colors import ACCENT, MUTED, TEXT
from digit_widgets.widgets._page import Names
from digit_widgets.widgets._short_repr import ShortRepr
from digit_widgets.widgets._style import PLAIN
from digit_widgets.widgets._words import WRITTEN, chart_words

__all__ = ["ProbabilityChart"]

#: Opacity of the bars of what is not a digit.
_FAINT = 0.45


class ProbabilityChart(ShortRepr, Box):  # type: ignore[misc]
    """One horizontal bar a label on a fixed scale of 0 to 100 %, the winner in the accent colour.

    To screen readers the chart is a picture that is named by what it shows.

    Parameters
    ----------
    labels
        Names of the classes, from the top.

    Attributes
    ----------
    labels
        Tuple of str: the names. Assigning them empties the chart.
    probabilities
        Tuple of floats in 0..1, one a label; all 0 shows an empty chart of the same size.
    muted
        bool: True shows all bars faint and without a winner, for what is not a digit.
    """

    labels = Tuple()
    probabilities = Tuple()
    muted = Bool(False)

    def __init__(self, labels: Sequence[str] = DIGITS, **kwargs: Any) -> None:
        self._names = bqplot.OrdinalScale()
        shares = bqplot.LinearScale(min=0.0, max=1.0)
        self._bars = bqplot.Bars(
            scales={"x": self._names, "y": shares}, orientation="horizontal", padding=0.25
        )
        self._values = bqplot.Label(
            scales={"x": shares, "y": self._names},
            colors=[TEXT],
            default_size=13,
            font_weight="normal",
            x_offset=6,
            align="start",
            apply_clip=False,
        )
        axis = bqplot.Axis(scale=self._names, side="left", grid_lines="none")
        self._figure = bqplot.Figure(
            marks=[self._bars, self._values],
            axes=[axis],
            # Room to the right of a full bar for its value, however narrow the chart is.
            fig_margin={"top": 4, "bottom": 4, "left": 28, "right": 48},
            padding_x=0,
            **PLAIN,
            layout={"width": "248px", "height": "264px", "min_width": "0", "max_width": "100%"},
        )
        self._figure.add_class("digit-widgets-chart")
        self._spoken = Names({})
        super().__init__([self._figure, self._spoken], labels=tuple(labels), **kwargs)
        self.layout.overflow = "visible"

    def _facts(self) -> dict[str, Any]:
        shares = dict(zip(self.labels, self.probabilities, strict=True))
        longest = max(shares, key=lambda label: shares[label], default="")
        return {"labels": len(shares), "longest": longest if any(shares.values()) else None}

    @observe("labels")
    def _on_labels(self, change: Any) -> None:
        names = list(change["new"])
        # From the bottom: with the scale's own `reverse`, some views show it the other way round.
        self._names.domain = names[::-1]
        with self._bars.hold_sync():
            self._bars.x, self._bars.y = names, np.zeros(len(names))
        with self._values.hold_sync():
            self._values.x, self._values.y = np.zeros(len(names)), names
            self._values.text = [""] * len(names)
        self.probabilities = (0.0,) * len(names)

    @validate("probabilities")
    def _check_probabilities(self, proposal: Any) -> tuple[float, ...]:
        values = tuple(float(value) for value in proposal["value"])
        if len(values) != len(self.labels) or not all(0 <= value <= 1.01 for value in values):
            raise TraitError(f"A chart of {len(self.labels)} labels shows as many shares in 0..1.")
        return values

    @observe("probabilities", "muted")
    def _on_probabilities(self, _: Any) -> None:
        values = np.array(self.probabilities)
        winner = int(values.argmax()) if values.any() and not self.muted else -1
        with self._bars.hold_sync():
            self._bars.y = values
            self._bars.colors = [
                ACCENT if index == winner else MUTED for index in range(len(values))
            ]
            self._bars.opacities = [_FAINT if self.muted else 1.0]
        written = [f"{v:.0%}" if v >= WRITTEN else "" for v in values.tolist()]
        with self._values.hold_sync():
            self._values.x, self._values.text = values, written
        words = chart_words(self.labels, self.probabilities)
        self._spoken.names = {".bqplot": {"role": "img", "aria-label": words}}
