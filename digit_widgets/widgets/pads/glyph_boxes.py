"""Glyph boxes: labelled boxes over a number's digits, and the number in a line below."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ipywidgets import HTML

from digit_widgets.ink import Bounds
from digit_widgets.recognition import GlyphReading, NumberReading
from digit_widgets.recognition.numbers import REJECTED_SIGN
from digit_widgets.recognition.wording import REJECTED, percent, sentence

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

    def show(self, glyphs: tuple[GlyphReading, ...], pen: float) -> None:
        """Show boxes for these glyphs, which are drawn with a pen of this width."""
        boxes = "".join(self._box(glyph, pen) for glyph in glyphs)
        # For screen readers, the line under the drawing has the same content.
        self.value = (
            f'<div class="boxes" style="aspect-ratio: {self._width} / {self._height}" '
            f'aria-hidden="true">{boxes}</div>'
        )

    def _box(self, glyph: GlyphReading, pen: float) -> str:
        box = self._around(glyph.bounds, pen / 2 + 3)
        shares = {
            "left": box.left / self._width,
            "top": box.top / self._height,
            "width": box.width / self._width,
            "height": box.height / self._height,
        }
        style = "; ".join(f"{side}: {share:.2%}" for side, share in shares.items())
        if box.top >= _LABEL:
            place = "over"
        else:
            place = "under" if self._height - box.bottom >= _LABEL else "within"
        rejected = " rejected" if glyph.prediction.is_rejected else ""
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
    """Shows the number, with confidence and score under each digit, or what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("digit-widgets-number")
        self.say("Draw a number")

    def say(self, words: str) -> None:
        """Show some words instead of a number."""
        self.value = f'<div class="rest">{escape(words)}</div>'

    def show(self, reading: NumberReading) -> None:
        """Show a result."""
        if not reading.glyphs:
            self.say("Draw a number")
            if reading.n_dots:
                self.value += f'<div class="rest dot">{escape(sentence(reading.answer))}</div>'
            return
        cells = "".join(map(_cell, reading.glyphs))
        told = " ".join(_captions(reading))
        self.value = f'<div class="glyphs">{cells}</div><div class="rest">{escape(told)}</div>'


def _cell(glyph: GlyphReading) -> str:
    """Return a glyph's HTML, in a column narrow enough for six on a phone."""
    prediction = glyph.prediction
    # A rejected glyph has no confidence; an empty line keeps its score in the scores' row.
    lines = ["\N{NO-BREAK SPACE}" if prediction.is_rejected else percent(glyph.confidence)]
    lines += [] if prediction.score is None else [percent(prediction.score)]
    rest = "".join(f'<div class="rest">{escape(line)}</div>' for line in lines)
    return f'<div class="glyph"><div class="label">{escape(glyph.text)}</div>{rest}</div>'


def _captions(reading: NumberReading) -> Iterator[str]:
    if reading.score is not None:
        yield "Under each: how sure the model is, and how much it looks like a digit."
    if any(glyph.prediction.is_rejected for glyph in reading.glyphs):
        yield f"{REJECTED_SIGN} is {REJECTED}."
