"""A number's glyphs: their boxes over the drawing, and what is read in a line under it."""

from __future__ import annotations

from html import escape

from ipywidgets import HTML

from digit_widgets.ink import Bounds
from digit_widgets.predictors import GlyphReading, NumberReading

__all__ = ["GlyphBoxes", "NumberLine"]

#: CSS pixels that a label needs over or under its box.
_LABEL = 24


class GlyphBoxes(HTML):  # type: ignore[misc]
    """Boxes around glyphs, each with its label: a layer over a canvas, not a part of the drawing.

    Places are shares of the canvas, so that they stay right however small a page shows it; the
    labels' letters stay as large as they are.

    Parameters
    ----------
    width, height
        Of the canvas, in CSS pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._width, self._height = width, height
        self.show((), 0.0)

    def show(self, glyphs: tuple[GlyphReading, ...], pen: float) -> None:
        """Box these glyphs, drawn with a pen of some width, instead of those before."""
        boxes = "".join(self._box(glyph, pen) for glyph in glyphs)
        # What the boxes say, the line under the drawing says to screen readers.
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
        refused = " refused" if glyph.prediction.label is None else ""
        return f'<div class="{place}{refused}" style="{style}"><b>{escape(glyph.text)}</b></div>'

    def _around(self, bounds: Bounds, edge: float) -> Bounds:
        """Return a box with some room around the ink, as far as the canvas goes."""
        return Bounds(
            max(bounds.left - edge, 1.0),
            max(bounds.top - edge, 1.0),
            min(bounds.right + edge, self._width - 1.0),
            min(bounds.bottom + edge, self._height - 1.0),
        )


class NumberLine(HTML):  # type: ignore[misc]
    """Says the number, and under each digit how sure the model is of it, or what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("digit-widgets-number")
        self.say("Draw a number")

    def say(self, words: str) -> None:
        """Say some words instead of a number."""
        self.value = f'<div class="rest">{escape(words)}</div>'

    def show(self, reading: NumberReading) -> None:
        """Show a reading."""
        if not reading.glyphs:
            self.say("Draw a number")
            return
        cells = "".join(
            f'<div class="glyph"><div class="label">{escape(glyph.text)}</div>'
            f'<div class="rest">{_sureness(glyph)}</div></div>'
            for glyph in reading.glyphs
        )
        self.value = f'<div class="glyphs">{cells}</div>'


def _sureness(glyph: GlyphReading) -> str:
    """Round to whole percent, but call nothing certain; short, for six digits on a phone."""
    if glyph.prediction.label is None:
        return "none"
    return "&gt;99%" if 0.995 <= glyph.confidence < 1.0 else f"{glyph.confidence:.0%}"
