"""Headline: the prediction in words."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from ipywidgets import HTML, Box
from traitlets import Float, Instance, observe

from digit_widgets.predictors import DIGITS, THRESHOLD
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.wording import invitation, left_out, percent, sentence
from digit_widgets.widgets.parts.digit_meter import render_meter

__all__ = ["Headline"]

#: Room for a label, its confidence, the runner-up, and a score in two lines on a narrow page, with
#: its meter.
_HEIGHT = "138px"


class Headline(Box):  # type: ignore[misc]
    """Shows label, confidence, runner-up, score with a meter, and what was left out, or what to do.

    It always has the same height for a digit, so that nothing below it jumps.

    Parameters
    ----------
    blank
        Words for a blank pad; by default an invitation to draw that depends on the labels.
    """

    #: The prediction shown, and the score below which its meter says that it is rejected.
    prediction = Instance(Prediction)
    threshold = Float(THRESHOLD)

    def __init__(self, blank: str = "", **kwargs: Any) -> None:
        self._blank = blank
        self._text = HTML(_dom_classes=("digit-widgets-headline",))
        super().__init__([self._text], **kwargs)
        self.layout.overflow = "visible"
        self.layout.min_width = "0"
        # Long words take more lines, and not the room of the parts next to or below them.
        self.layout.flex = "1 1 120px"
        self.layout.min_height = _HEIGHT
        self.layout.align_items = "center"
        self.prediction = Prediction.blank(DIGITS)

    @observe("prediction", "threshold")
    def _on_prediction(self, _: Any) -> None:
        self._text.value = "".join(self._lines(self.prediction))

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
            yield render_meter(prediction.score, self.threshold, prediction.labels)
        if prediction.left_out:
            yield _rest(f"{sentence(left_out(prediction.left_out))}.")


def _rest(words: str) -> str:
    return f'<div class="rest">{escape(words)}</div>'
