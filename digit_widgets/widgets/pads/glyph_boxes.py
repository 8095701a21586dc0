"""Glyph boxes: labelled boxes over a number's digits, and the number in a line below."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import Any

from ipywidgets import HTML

from digit_widgets.ink import Bounds
from digit_widgets.recognition import GlyphReading, NumberReading
from digit_widgets.recognition.number_reading import REJECTED_SIGN
from digit_widgets.recognition.wording import DOUBTFUL, REJECTED, left_out, sentence
from digit_widgets.widgets.pads.glyph_bars import HINT, render_cell

__all__ = ["GlyphBoxes", "NumberLine"]

#: CSS pixels that a label needs above or below its box.
_LABEL = 24


class GlyphBoxes(HTML):  # type: ignore[misc]
    """Boxes around glyphs with their labels: a layer over a canvas, not a part of the drawing.

    Positions are shares of the canvas, and so remain right on a page that shows it smaller; the
    font size stays the same.

    Parameters
    ----------
    width, height
        Size of the canvas, in CSS pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._width, self._height = width, height
        self.show((), 0.0)

    def set_state(self, sync_data: Any) -> None:
        """Ignore state sent by a page."""

    def show(self, glyphs: tuple[GlyphReading, ...], pen: float) -> None:
        """Show boxes for these glyphs, which are drawn with a pen of this width."""
        last = max((glyph.row for glyph in glyphs), default=0)
        boxes = "".join(self._box(glyph, pen, is_last=glyph.row == last) for glyph in glyphs)
        # For screen readers, the line under the drawing has the same content.
        self.value = (
            f'<div class="boxes" style="aspect-ratio: {self._width} / {self._height}" '
            f'aria-hidden="true">{boxes}</div>'
        )

    def _box(self, glyph: GlyphReading, pen: float, *, is_last: bool) -> str:
        box = self._around(glyph.bounds, pen / 2 + 3)
        shares = {
            "left": box.left / self._width,
            "top": box.top / self._height,
            "width": box.width / self._width,
            "height": box.height / self._height,
        }
        style = "; ".join(f"{side}: {share:.2%}" for side, share in shares.items())
        # Between two rows there is room for the labels of one: the lower one's, if they need it.
        over = box.top >= _LABEL
        under = is_last and self._height - box.bottom >= _LABEL
        lower = glyph.row > 0 and under
        place = "over" if over and not lower else "under" if under else "within"
        rejected = " rejected" if glyph.is_unread else ""
        return f'<div class="{place}{rejected}" style="{style}"><b>{escape(glyph.text)}</b></div>'

    def _around(self, bounds: Bounds, edge: float) -> Bounds:
        """Return a box with a margin around the ink, limited to the canvas."""
        return Bounds(
            max(bounds.left - edge, 1.0),
            max(bounds.top - edge, 1.0),
            min(bounds.right + edge, self._width - 1.0),
            min(bounds.bottom + edge, self._height - 1.0),
        )


class NumberLine(HTML):  # type: ignore[misc]
    """Shows the number, with confidence and score under each digit, or what to do.

    Each row of digits is a line; what was left out is told below. Below that is room for the bars
    of the digit that somebody points at, so that nothing moves.

    Parameters
    ----------
    has_bars
        False leaves out the bars and their room.
    """

    def __init__(self, *, has_bars: bool) -> None:
        self._has_bars = has_bars
        super().__init__()
        self.add_class("digit-widgets-number")
        self.say("Draw a number")

    def say(self, words: str) -> None:
        """Show some words instead of a number."""
        self.value = f'<div class="rest">{escape(words)}</div>'

    def show(self, reading: NumberReading) -> None:
        """Show a result."""
        if not reading.glyphs:
            self.say(sentence(reading.answer) if reading.in_image else "Draw a number")
            if reading.n_dots:
                self.value += f'<div class="rest dot">{escape(sentence(reading.answer))}</div>'
            return
        rows = groupby(reading.glyphs, key=attrgetter("row"))
        lines = (
            "".join(render_cell(glyph, has_bars=self._has_bars) for glyph in row) for _, row in rows
        )
        self.value = "".join(f'<div class="glyphs">{cells}</div>' for cells in lines)
        told = escape(" ".join(_captions(reading)))
        if reading.left_out:
            words = escape(f"{sentence(left_out(reading.left_out))}.")
            told += f' <span class="left-out">{words}</span>'
        self.value += f'<div class="rest">{told}</div>'
        if self._has_bars:
            self.value += f'<div class="rest hint" aria-hidden="true">{HINT}</div>'


def _captions(reading: NumberReading) -> Iterator[str]:
    if reading.score is not None:
        yield "Under each: how sure the model is, and how much it looks like a digit."
    if any(glyph.prediction.is_rejected for glyph in reading.glyphs):
        yield f"{REJECTED_SIGN} is {REJECTED}."
    if any(glyph.prediction.reason == "unclear" for glyph in reading.glyphs):
        other = "several digits" if reading.in_image else "a sign or a digit"
        yield f"{REJECTED_SIGN} may be {other}."
    if reading.is_doubtful:
        yield f"{sentence(DOUBTFUL)}."
