"""Probability chart: one horizontal bar per label."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import bqplot
import numpy as np
from ipywidgets import Box
from traitlets import Bool, TraitError, Tuple, observe, validate

from digit_widgets.errors import ArgumentError
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.wording import is_slight, percent
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.axis_labels import axis_keys, measure_text, shorten_label
from digit_widgets.widgets.parts.colors import ACCENT, MUTED, TEXT
from digit_widgets.widgets.parts.page_widgets import AriaLabels
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.spoken import describe_chart
from digit_widgets.widgets.parts.theme import PLAIN

__all__ = ["FAINT", "ProbabilityChart"]

#: In CSS pixels: font size and largest width of labels, gap between labels and bars, smallest
#: width of both, width of the bars with their values, and height of a label.
_LETTERS, _WIDEST, _TICK, _LEAST_LEFT, _BARS, _ROW = 14, 110, 12, 28, 220, 18
#: Smallest height: enough for fourteen labels.
_LEAST_HIGH = 264
#: Bars whose labels are no wider and no more than these may be turned upright by the style sheet.
_UPRIGHT_WIDEST, _UPRIGHT_MOST = 20, 12
#: Opacity of the bars of a rejected drawing.
FAINT = 0.45


class ProbabilityChart(ShortRepr, Box):  # type: ignore[misc]
    """One horizontal bar per label, on a fixed scale of 0 to 100 %; the winner is highlighted.

    For screen readers the chart is an image whose name describes its content. Long labels are
    shortened, and shown in full in a tooltip; with more than fourteen labels the chart is higher.
    Beside a pad on a phone, the bars of short labels stand upright.

    Parameters
    ----------
    labels
        Names of the classes, from top to bottom.

    Attributes
    ----------
    labels
        Tuple of str: the names. Assigning them empties the chart.
    probabilities
        Tuple of floats in 0..1, one per label; all 0 shows an empty chart of the same size.
    muted
        bool: True shows all bars faint and without a winner, for a rejected drawing.

    Raises
    ------
    ArgumentError
        An unknown keyword.
    TraitError
        Labels that are not strings, or probabilities that are not one number in 0..1 per label.
    """

    labels = Tuple()
    probabilities = Tuple()
    muted = Bool(False)

    def __init__(self, labels: Sequence[str] = DIGITS, **kwargs: Any) -> None:
        check_keywords(self, ProbabilityChart, kwargs)
        if isinstance(labels, str) or not np.iterable(labels):
            raise ArgumentError(f"Give the labels in a tuple of texts, not {labels!r:.80}.")
        self._keys: list[str] = []
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
        self._axis = bqplot.Axis(scale=self._names, side="left", grid_lines="none")
        self._figure = bqplot.Figure(
            marks=[self._bars, self._values],
            axes=[self._axis],
            # Room for the value to the right of a full bar, however narrow the chart is.
            fig_margin={"top": 4, "bottom": 4, "left": _LEAST_LEFT, "right": 48},
            padding_x=0,
            **PLAIN,
            layout={"min_width": "0", "max_width": "100%"},
        )
        self._figure.add_class("digit-widgets-chart")
        self._spoken = AriaLabels({})
        # Set these after the labels, because setting those empties the chart.
        shown = {name: kwargs.pop(name) for name in ("probabilities", "muted") if name in kwargs}
        super().__init__([self._figure, self._spoken], labels=tuple(labels), **kwargs)
        self.layout.overflow = "visible"
        for name, value in shown.items():
            setattr(self, name, value)

    def show(self, prediction: Prediction) -> None:
        """Show a prediction's labels and probabilities, muted if it is rejected."""
        self.labels = prediction.labels
        self.muted = prediction.is_rejected
        self.probabilities = prediction.probabilities

    def _facts(self) -> dict[str, Any]:
        shares = dict(zip(self.labels, self.probabilities, strict=True))
        longest = max(shares, key=lambda label: shares[label], default="")
        return {"labels": len(shares), "longest": longest if any(shares.values()) else None}

    @observe("labels")
    def _on_labels(self, change: Any) -> None:
        labels = list(change["new"])
        self._keys = names = axis_keys(labels)
        self._make_room([shorten_label(label, _LETTERS, _WIDEST) for label in labels])
        # Listed from the bottom: the scale's own `reverse` flips some views.
        self._names.domain = names[::-1]
        with self._bars.hold_sync():
            self._bars.x, self._bars.y = names, np.zeros(len(names))
        with self._values.hold_sync():
            self._values.x, self._values.y = np.zeros(len(names)), names
            self._values.text = [""] * len(names)
        self.probabilities = (0.0,) * len(names)

    def _make_room(self, shown: Sequence[str]) -> None:
        """Make the chart wide enough for the labels, and high enough for all of them."""
        widest = max((measure_text(label, _LETTERS) for label in shown), default=0.0)
        left = max(_LEAST_LEFT, round(widest) + _TICK)
        self._axis.tick_labels = dict(zip(self._keys, shown, strict=True))
        self._spoken.titles = {".axis .tick": dict(zip(self._keys, self.labels, strict=True))}
        if left != self._figure.fig_margin["left"]:
            self._figure.fig_margin = {**self._figure.fig_margin, "left": left}
        is_turnable = widest <= _UPRIGHT_WIDEST and len(shown) <= _UPRIGHT_MOST
        (self.add_class if is_turnable else self.remove_class)("digit-widgets-turnable")
        self._figure.layout.width = f"{_BARS + left}px"
        self._figure.layout.height = f"{max(_LEAST_HIGH, 8 + _ROW * len(shown))}px"

    @validate("labels")
    def _check_labels(self, proposal: Any) -> tuple[str, ...]:
        labels: tuple[Any, ...] = proposal["value"]
        if not all(isinstance(label, str) for label in labels):
            raise TraitError(f"A chart's labels are texts, not {labels!r:.80}.")
        return labels

    @validate("probabilities")
    def _check_probabilities(self, proposal: Any) -> tuple[float, ...]:
        try:
            values = tuple(float(value) for value in proposal["value"])
        except (TypeError, ValueError):
            values = (math.nan,)
        n = len(self.labels)
        if len(values) != n or not all(0 <= value <= 1.01 for value in values):
            raise TraitError(f"A chart of {n} labels takes {n} numbers in 0..1.")
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
            self._bars.opacities = [FAINT if self.muted else 1.0]
        # The smallest bars are drawn without a value: ten of them would hide the rest.
        written = ["" if is_slight(v) else percent(v) for v in values.tolist()]
        with self._values.hold_sync():
            self._values.x, self._values.text = values, written
        words = describe_chart(self.labels, self.probabilities, rejected=self.muted)
        self._spoken.names = {".bqplot": {"role": "img", "aria-label": words}}
