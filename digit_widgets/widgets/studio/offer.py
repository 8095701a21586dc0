"""Offer: a line that offers a next step once, and can be dismissed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ipywidgets import HTML, Button, HBox

from digit_widgets.widgets.pads.digit_pad import DigitPad

__all__ = ["ConfidentDrawings", "Offer"]

#: Probability from which a digit counts as read with confidence, and how many of them it takes.
_CONFIDENT, _ENOUGH = 0.9, 3


class ConfidentDrawings:
    """Counts the drawings that a pad reads with confidence, each once, when the pen is lifted.

    Parameters
    ----------
    pad
        The pad to follow.
    tell
        Called once, on any thread, when there are enough of them.
    """

    def __init__(self, pad: DigitPad, tell: Callable[[], None]) -> None:
        self._pad, self._tell = pad, tell
        self._count, self._is_counted = 0, False
        # Predictions come on the pad's thread, and the pen on the kernel's.
        self._lock = threading.Lock()
        pad.observe(self._look, "prediction")
        pad.canvas.observe(self._look, "pen_is_down")

    def _look(self, _: object) -> None:
        if self._count_drawing() == _ENOUGH:
            self._tell()

    def _count_drawing(self) -> int:
        """Return the number of drawings so far if there is a new one; otherwise 0."""
        prediction, is_down = self._pad.prediction, self._pad.canvas.pen_is_down
        is_sure = prediction.label is not None and prediction.confidence >= _CONFIDENT
        with self._lock:
            if self._pad.ink.is_blank:
                self._is_counted = False
            elif is_sure and not (is_down or self._is_counted):
                self._is_counted = True
                self._count += 1
                return self._count
        return 0


class Offer(HBox):  # type: ignore[misc]
    """A line of words, a button for what it offers, and one that dismisses it; hidden at first.

    It is shown once: pressing either button hides it for good.

    Parameters
    ----------
    words, offered
        What is said, and the button's name.
    accept
        Called when the button is pressed.
    """

    def __init__(self, words: str, offered: str, accept: Callable[[], None]) -> None:
        self._accept, self._is_over = accept, False
        self._words = HTML()
        self._said = f'<div role="status">{words}</div>'
        yes, no = Button(description=offered), Button(description="Not now")
        yes.on_click(self._on_yes)
        no.on_click(lambda _: self.end())
        super().__init__([self._words, yes, no])
        self.add_class("digit-widgets-offer")
        self.layout.display = "none"

    def show(self) -> None:
        """Show the line, unless it was shown and has been answered."""
        if not self._is_over:
            self.layout.display = ""
            self._words.value = self._said

    def end(self) -> None:
        """Hide the line for good."""
        self._is_over = True
        self.layout.display = "none"
        self._words.value = ""

    def _on_yes(self, _: Button) -> None:
        self.end()
        self._accept()
