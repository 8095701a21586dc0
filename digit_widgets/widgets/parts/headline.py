"""Headline: the prediction in words."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from ipywidgets import HTML, Box
from traitlets import Instance, observe

from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.wording import invitation, left_out, likeness, percent, sentence

__all__ = ["Headline"]

#: Room for a label, its confidence, the runner-up, and a score in two lines on a narrow page.
_HEIGHT = "130px"


class Headline(Box):  # type: ignore[misc]
    """Shows label, confidence, runner-up, score and what was left out, or what to do.

    It always has the same height for a digit, so that nothing below it jumps.

    Parameters
    ----------
    blank
        Words for a blank pad; by default an invitation to draw that depends on the labels.
    """

    #: The prediction shown.
    prediction = Instance(Prediction)

    def __init__(self, blank: str = "", **kwargs: Any) -> None:
        self._blank = blank
        self._text = HTML()
        self._text.add_class("digit-widgets-headline")
        super().__init__([self._text], **kwargs)
        self.layout.overflow = "visible"
        self.layout.min_width = "0"
        # Long words take more lines, and not the room of the parts next to or below them.
        self.layout.flex = "1 1 120px"
        self.layout.min_height = _HEIGHT
        self.layout.align_items = "center"
        self.prediction = Prediction.blank(DIGITS)

    @observe("prediction")
    def _on_prediction(self, change: Any) -> None:
        self._text.value = "".join(self._lines(change["new"]))

    def _lines(self, prediction: Prediction) -> Iterator[str]:
        if prediction.label is not None:
            yield f'<div class="label">{escape(prediction.label)}</div>'
            yield f"<div>{escape(percent(prediction.confidence))}</div>"
            for label, share in prediction.ranked[1:2]:
                yield _rest(f"then {label}, {percent(share)}")
        elif prediction.is_rejected:
            yield f"<div><b>{escape(sentence(prediction.answer))}</b></div>"
            yield _rest(f"The nearest is {prediction.ranked[0][0]}.")
        elif prediction.reason == "blank":
            # An empty pad is not described in words.
            words = self._blank or invitation(prediction.labels)
            yield _rest(sentence(prediction.answer) if prediction.in_image else words)
            if prediction.dot:
                yield f'<div class="rest dot">{escape(sentence(prediction.answer))}</div>'
        else:
            yield _rest(sentence(prediction.answer))
            if prediction.reason == "several digits":
                yield _rest("This pad reads one; a NumberPad reads them all.")
        if prediction.score is not None:
            yield _rest(sentence(likeness(prediction.score, prediction.labels)))
        if prediction.left_out:
            yield _rest(f"{sentence(left_out(prediction.left_out))}.")


def _rest(words: str) -> str:
    return f'<div class="rest">{escape(words)}</div>'
