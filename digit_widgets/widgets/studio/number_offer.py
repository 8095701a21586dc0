"""Number offer: a line for a drawing that is no digit but looks like several side by side."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import HTML, Button, HBox

from digit_widgets.recognition.numbers import NumberReader
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.parts.worker import LatestWorker

__all__ = ["NumberOffer"]

_WORDS = '<div role="status">This looks like several digits.</div>'
_OFFERED = "Read it as a whole number"


class NumberOffer(HBox):  # type: ignore[misc]
    """A line with a button that takes a pad's drawing to where numbers are read.

    It is shown while the pad has a finished drawing that its network rejects as a digit, and whose
    parts are all read as digits and signs, two digits or more. That is found on a thread of its
    own.

    Parameters
    ----------
    pad
        The pad to follow.
    accept
        Called when the button is pressed.
    """

    def __init__(self, pad: DigitPad, accept: Callable[[], None]) -> None:
        self._pad = pad
        self._words = HTML()
        button = Button(description=_OFFERED)
        button.on_click(lambda _: accept())
        self._worker: LatestWorker[None] = LatestWorker(lambda _: self._look())
        super().__init__([self._words, button], layout={"display": "none"})
        self.add_class("digit-widgets-offer")
        pad.observe(self._submit, "prediction")
        pad.canvas.observe(self._submit, "pen_is_down")

    def wait(self, timeout: float | None = None) -> None:
        """Wait until the pad's newest drawing has been looked at, at most `timeout` seconds."""
        self._worker.wait(timeout)

    def close(self) -> None:
        """Remove the line from all pages, and stop its thread."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if worker := getattr(self, "_worker", None):
            worker.close()
        super().close()

    def _submit(self, _: object) -> None:
        if not self._pad.canvas.pen_is_down:
            self._worker.submit(None)

    def _look(self) -> None:
        pad, is_offered = self._pad, False
        # A number is no digit: whatever is read as one needs no offer.
        if pad.prediction.reason == "not a digit" and (recognizer := pad.recognizer):
            is_offered = NumberReader(recognizer).read(pad.canvas.ink).is_several_digits
        self.layout.display = "" if is_offered else "none"
        # Filled when it is shown: screen readers then say it.
        self._words.value = _WORDS if is_offered else ""
