"""The reading in words, before the numbers."""

from __future__ import annotations

from html import escape
from typing import Any

from ipywidgets import HTML, Box
from traitlets import Instance, observe

from digit_widgets.predictors import DIGITS, Prediction
from digit_widgets.widgets._words import NO_READING, rounded

__all__ = ["Headline"]


class Headline(Box):  # type: ignore[misc]
    """Says what was read, how surely, and what came second, or what to do.

    Parameters
    ----------
    blank
        What is said while there is nothing to read.
    """

    #: The prediction shown.
    prediction = Instance(Prediction)

    def __init__(self, blank: str = "Draw a digit", **kwargs: Any) -> None:
        self._empty = {"blank": blank, "failed": NO_READING}
        self._text = HTML()
        self._text.add_class("digit-widgets-headline")
        super().__init__([self._text], **kwargs)
        self.layout.overflow = "visible"
        self.layout.min_width = "0"
        # Long words take more lines, not the place of what stands beside or below them.
        self.layout.flex = "1 1 120px"
        self.prediction = Prediction.blank(DIGITS)

    @observe("prediction")
    def _on_prediction(self, change: Any) -> None:
        prediction: Prediction = change["new"]
        if prediction.reason == "not a digit":
            first = prediction.ranked[0][0]
            self._text.value = (
                "<div><b>Not a digit</b></div>"
                f'<div class="rest">It is unlike all ten. The nearest is {escape(first)}.</div>'
            )
            return
        if prediction.label is None:
            self._text.value = f'<div class="rest">{self._empty[prediction.reason]}</div>'
            return
        (label, share), (second, second_share) = prediction.ranked[:2]
        self._text.value = (
            f'<div class="label">{escape(label)}</div><div>{rounded(share)}%</div>'
            f'<div class="rest">then {escape(second)}, {rounded(second_share)}%</div>'
        )
