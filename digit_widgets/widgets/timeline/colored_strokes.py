"""Coloured strokes: a drawing's strokes, cut where what was read of them changed."""

from __future__ import annotations

from collections.abc import Iterator

from digit_widgets.ink import Stroke
from digit_widgets.recognition.timeline import Timeline, TimelineSegment
from digit_widgets.widgets.parts.colors import (
    MUTED,
    NOT_READ,
    digit_color,
    digit_color_on_black,
)

__all__ = ["color_strokes", "stretch_color"]


def stretch_color(timeline: Timeline, stretch: TimelineSegment) -> str:
    """Return the colour of what was read, grey if nothing was, on the page's ground."""
    index = _find_label(timeline, stretch)
    return MUTED if index is None else digit_color(index)


def color_strokes(timeline: Timeline, n_points: int) -> Iterator[tuple[Stroke, str]]:
    """Yield a drawing's first points as parts of strokes, each with its colour on black.

    A point has the colour of what was read after it. Parts of a stroke have a point in common.
    """
    ends = [timeline.moments[each.last].n_points for each in timeline.stretches]
    colors = [
        NOT_READ if index is None else digit_color_on_black(index)
        for index in (_find_label(timeline, each) for each in timeline.stretches)
    ]
    before = 0
    for stroke in timeline.ink.strokes:
        points, start = stroke.points[: max(n_points - before, 0)], 0
        for end, color in zip(ends, colors, strict=True):
            stop = min(end - before, len(points))
            if stop > start:
                yield Stroke(points[max(start - 1, 0) : stop], stroke.width), color
                start = stop
        before += len(stroke)


def _find_label(timeline: Timeline, stretch: TimelineSegment) -> int | None:
    """Return the number of the label that was read; None if none was."""
    if stretch.label is None:
        return None
    return timeline.moments[stretch.first].prediction.labels.index(stretch.label)
