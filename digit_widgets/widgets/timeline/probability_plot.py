"""Probability plot: one line for each label over the points of a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bqplot
import numpy as np

from digit_widgets.recognition.timeline import Timeline, TimelineSegment
from digit_widgets.widgets.parts.axis_labels import measure_text, shorten_label
from digit_widgets.widgets.parts.colors import ACCENT, MUTED, TEXT
from digit_widgets.widgets.parts.theme import PLAIN
from digit_widgets.widgets.parts.ticks import round_ticks

__all__ = ["ProbabilityPlot"]

#: Room over 100 % for the names of lines, and over these for what is not a digit's.
_TOP, _REJECTED = 1.32, 1.23
#: CSS pixels: the size of names, the most that one takes, and what the narrowest chart has for all
#: points.
_LETTERS, _WIDEST, _NARROWEST = 13, 120, 200
#: How many points the scale of the empty chart has room for: those of many a digit.
_USUAL = 60
#: Opacity of the ground under what is not a digit.
_FAINT = 0.22


class ProbabilityPlot(bqplot.Figure):  # type: ignore[misc]
    """Ten lines against the points drawn, that of the answer at one moment in the accent colour.

    Lines that ever lead are named where they lead longest. Dashed lines stand where the answer
    changed, dotted ones where a stroke ended, and a full one at the moment looked at.
    """

    def __init__(self) -> None:
        self._timeline: Timeline | None = None
        self._counts: list[int] = []
        self._shares = np.zeros((0, 0))
        self._rejected = np.zeros(0, bool)
        self._points = bqplot.LinearScale(min=1.0, max=2.0)
        self._scales = {"x": self._points, "y": bqplot.LinearScale(min=0.0, max=_TOP)}
        self._lines = self._make_lines([MUTED], stroke_width=1.2)
        self._leader = self._make_lines([ACCENT], stroke_width=2.5)
        self._refused = self._make_lines(
            [MUTED], stroke_width=0.0, fill="bottom", fill_opacities=[_FAINT], fill_colors=[MUTED]
        )
        self._changes = self._make_lines([TEXT], stroke_width=1.0, line_style="dashed")
        self._strokes = self._make_lines([TEXT], stroke_width=1.5, line_style="dotted")
        self._cursor = self._make_lines([TEXT], stroke_width=2.0)
        self._names = bqplot.Label(
            x=[],
            y=[],
            text=[],
            scales=self._scales,
            colors=[TEXT],
            default_size=_LETTERS,
            align="middle",
        )
        self._below = bqplot.Axis(
            scale=self._points, label="points drawn", tick_format="d", label_color=TEXT
        )
        beside = bqplot.Axis(
            scale=self._scales["y"], side="left", tick_format=".0%", tick_values=[0.0, 0.5, 1.0]
        )
        super().__init__(
            marks=[
                self._refused,
                self._lines,
                self._leader,
                self._changes,
                self._strokes,
                self._cursor,
                self._names,
            ],
            axes=[self._below, beside],
            padding_x=0,
            padding_y=0,
            fig_margin={"top": 4, "bottom": 40, "left": 48, "right": 12},
            **PLAIN,
            layout={"width": "auto", "height": "240px", "min_width": "0"},
        )
        self.add_class("digit-widgets-stream")

    def show(self, timeline: Timeline | None) -> None:
        """Draw a time line, at none of its moments yet; None empties the chart."""
        for line in (self._lines, self._leader, self._cursor):
            _draw(line, [], [])
        self._timeline = timeline
        stretches: tuple[TimelineSegment, ...] = ()
        self._counts = [_USUAL]
        self._shares = np.zeros((0, 1))
        if timeline is not None:
            self._counts = [moment.n_points for moment in timeline.moments]
            self._shares, stretches = timeline.probabilities.T, timeline.stretches
            self._rejected = np.array([each.prediction.is_rejected for each in timeline.moments])
        end = self._counts[-1]
        self._points.max = float(max(end, 2))
        self._below.tick_values = [t for t in round_ticks(0.0, max(end, 5)) if 1 <= t <= end]
        # Of a single moment bqplot would make one line over ten points.
        if len(self._counts) > 1:
            _draw(self._lines, self._counts, self._shares)
        _draw_across(self._changes, [self._counts[each.first] for each in stretches[1:]])
        _draw_across(self._strokes, timeline.stroke_ends[:-1] if timeline else ())
        self._shade(stretches)
        self._name(stretches)

    def look(self, place: int) -> None:
        """Mark one of the moments, and the line of what was read then."""
        if self._timeline is None:
            return
        prediction = self._timeline.moments[place].prediction
        _draw_across(self._cursor, [self._counts[place]])
        if prediction.label is None:
            _draw(self._leader, [], [])
        else:
            leader = prediction.labels.index(prediction.label)
            # What is not a digit is grey: no number, no line.
            _draw(
                self._leader, self._counts, np.where(self._rejected, np.nan, self._shares[leader])
            )

    def _make_lines(self, colors: Sequence[str], **kwargs: Any) -> bqplot.Lines:
        return bqplot.Lines(x=[], y=[], scales=self._scales, colors=list(colors), **kwargs)

    def _span(self, stretch: TimelineSegment) -> tuple[int, int]:
        """From where to where a stretch's answer held, in points."""
        after = min(stretch.last + 1, len(self._counts) - 1)
        return self._counts[stretch.first], self._counts[after]

    def _shade(self, stretches: Sequence[TimelineSegment]) -> None:
        """Lay a ground under what is not a digit: up and down again, stretch by stretch."""
        x: list[float] = []
        for stretch in stretches:
            if stretch.is_rejected:
                start, end = self._span(stretch)
                x += [start, start, end, end]
        _draw(self._refused, x, [0.0, _TOP, _TOP, 0.0] * (len(x) // 4))

    def _within(self, place: float, name: str) -> float:
        """Move a name's middle so far from an edge that all of it is seen, also on a phone."""
        end = self._counts[-1]
        room = min(measure_text(name, _LETTERS) / _NARROWEST, 1.0) * (end - 1) / 2
        return float(np.clip(place, 1 + room, end - room))

    def _name(self, stretches: Sequence[TimelineSegment]) -> None:
        """Name each answer but once, or short stretches' names would lie over each other."""
        longest: dict[str, TimelineSegment] = {}
        for stretch in stretches:
            if stretch.reason == "blank":
                continue
            known = longest.get(stretch.answer)
            if known is None or np.ptp(self._span(stretch)) > np.ptp(self._span(known)):
                longest[stretch.answer] = stretch
        names, x, y = [], [], []
        for answer, stretch in longest.items():
            middle = (stretch.first + stretch.last) // 2
            names.append(name := shorten_label(answer, _LETTERS, _WIDEST))
            x.append(self._within(self._counts[middle], name))
            share = float(self._shares[:, middle].max())
            y.append(_REJECTED if stretch.label is None else share + 0.07)
        with self._names.hold_sync():
            self._names.x, self._names.y, self._names.text = x, y, names


def _draw(line: bqplot.Lines, x: Any, y: Any) -> None:
    with line.hold_sync():
        line.x, line.y = x, y


def _draw_across(line: bqplot.Lines, places: Sequence[int]) -> None:
    """Draw upright lines from the bottom to 100 %."""
    _draw(line, [[place, place] for place in places], [[0.0, 1.0]] * len(places))
