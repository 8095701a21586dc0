"""Answer strip: what was read after every point, a colour for each digit, to drag through."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from traitlets import Int, Tuple

from digit_widgets.recognition.timeline import Timeline
from digit_widgets.widgets.parts.axis_labels import shorten_label
from digit_widgets.widgets.parts.page_widgets import STATIC, PageWidget
from digit_widgets.widgets.timeline.colored_strokes import stretch_color

__all__ = ["AnswerStrip"]

#: CSS pixels: font size of answers, and the widest of them.
_LETTERS, _WIDEST = 14, 120


class AnswerStrip(PageWidget):
    """A strip of the answers over the points of a drawing, above a chart over the same points.

    A press or a drag in the strip or in the chart below it chooses the nearest moment, for mouse
    and finger. For keys and screen readers there is the slider that `moment` is linked to, and a
    table: this is hidden from them.

    Attributes
    ----------
    parts
        Tuple of (start, end, text, colour) of each answer: its place as shares of the width, its
        words, "" for what is not read, and its colour in CSS syntax.
    places
        Tuple of floats in 0..1: the place of each moment.
    moment
        int: the number of the moment shown, from 1. Only pages change it.
    """

    _esm = STATIC / "answer_strip.js"
    parts = Tuple().tag(sync=True)
    places = Tuple().tag(sync=True)
    moment = Int(1).tag(sync=True)

    def show(self, timeline: Timeline | None) -> None:
        """Show a timeline; None empties the strip."""
        counts = [] if timeline is None else [each.n_points for each in timeline.moments]
        last = max(counts[-1], 2) if counts else 2
        places = [(count - 1) / (last - 1) for count in counts]
        with self.hold_sync():
            self.places = tuple(places)
            self.parts = tuple(_parts(timeline, places)) if timeline else ()


def _parts(timeline: Timeline, places: list[float]) -> Iterator[tuple[float, float, str, str]]:
    # Between two moments, an answer reaches half-way to the next: a press chooses one of its own.
    edges = [0.0, *((one + other) / 2 for one, other in pairwise(places)), 1.0]
    for stretch in timeline.stretches:
        start, end = edges[stretch.first], edges[stretch.last + 1]
        read = stretch.label is not None or bool(stretch.number)
        text = shorten_label(stretch.text, _LETTERS, _WIDEST) if read else ""
        yield start, end, text, stretch_color(timeline, stretch)
