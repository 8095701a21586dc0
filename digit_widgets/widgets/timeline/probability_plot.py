"""Probability plot: one line per label over the points of a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import bqplot
import numpy as np

from digit_widgets.recognition.timeline import Timeline, TimelineSegment
from digit_widgets.widgets.parts.axis_labels import measure_text, shorten_label
from digit_widgets.widgets.parts.colors import MUTED, TEXT, digit_color
from digit_widgets.widgets.parts.theme import PLAIN
from digit_widgets.widgets.parts.ticks import round_ticks

__all__ = ["MARGINS", "ProbabilityPlot"]

#: CSS pixels beside the plotting area.
MARGINS: Mapping[str, int] = {"left": 48, "right": 12}
#: Top of the scale, with room above 100 % for names, and height of the names of rejections.
_TOP, _REJECTED = 1.32, 1.23
#: CSS pixels: font size of names, largest width of a name, and width of the plotting area on the
#: narrowest chart.
_LETTERS, _WIDEST, _NARROWEST = 13, 120, 200
#: Number of points on the scale of an empty chart: typical of a digit.
_USUAL = 60
#: Opacity of the background where the drawing was rejected.
_FAINT = 0.22


class ProbabilityPlot(bqplot.Figure):  # type: ignore[misc]
    """One line per label over the points drawn; the answer at one moment is highlighted.

    Lines have the colours of their digits. Each that is ever the answer is named where it stays the
    answer longest. Dotted lines mark the end of a stroke, and a solid one the current moment.
    """

    def __init__(self) -> None:
        self._timeline: Timeline | None = None
        self._counts: list[int] = []
        self._shares = np.zeros((0, 0))
        self._rejected = np.zeros(0, bool)
        self._points = bqplot.LinearScale(min=1.0, max=2.0)
        self._scales = {"x": self._points, "y": bqplot.LinearScale(min=0.0, max=_TOP)}
        self._lines = self._make_lines([MUTED], stroke_width=1.4)
        self._leader = self._make_lines([MUTED], stroke_width=3.0)
        self._shading = self._make_lines(
            [MUTED], stroke_width=0.0, fill="bottom", fill_opacities=[_FAINT], fill_colors=[MUTED]
        )
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
                self._shading,
                self._lines,
                self._leader,
                self._strokes,
                self._cursor,
                self._names,
            ],
            axes=[self._below, beside],
            padding_x=0,
            padding_y=0,
            fig_margin={"top": 4, "bottom": 40, **MARGINS},
            **PLAIN,
            layout={"width": "auto", "height": "200px", "min_width": "0"},
        )
        self.add_class("digit-widgets-stream")

    def show(self, timeline: Timeline | None) -> None:
        """Draw a timeline without a current moment; None empties the chart."""
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
        # For a single moment, bqplot would draw one line over ten points.
        if len(self._counts) > 1:
            self._lines.colors = [digit_color(label) for label in range(len(self._shares))]
            _draw(self._lines, self._counts, self._shares)
        _draw_across(self._strokes, timeline.stroke_ends[:-1] if timeline else ())
        self._shade(stretches)
        self._name(stretches)

    def look(self, place: int) -> None:
        """Mark a moment, and highlight the line of its label."""
        if self._timeline is None:
            return
        prediction = self._timeline.moments[place].prediction
        _draw_across(self._cursor, [self._counts[place]])
        if prediction.label is None:
            _draw(self._leader, [], [])
        else:
            leader = prediction.labels.index(prediction.label)
            self._leader.colors = [digit_color(leader)]
            # Leave gaps where the drawing was rejected.
            _draw(
                self._leader, self._counts, np.where(self._rejected, np.nan, self._shares[leader])
            )

    def _make_lines(self, colors: Sequence[str], **kwargs: Any) -> bqplot.Lines:
        return bqplot.Lines(x=[], y=[], scales=self._scales, colors=list(colors), **kwargs)

    def _span(self, stretch: TimelineSegment) -> tuple[int, int]:
        """Return the points between which a segment's answer was valid."""
        after = min(stretch.last + 1, len(self._counts) - 1)
        return self._counts[stretch.first], self._counts[after]

    def _shade(self, stretches: Sequence[TimelineSegment]) -> None:
        """Shade the background where the drawing was rejected, up and down again per segment."""
        x: list[float] = []
        for stretch in stretches:
            if stretch.is_rejected:
                start, end = self._span(stretch)
                x += [start, start, end, end]
        _draw(self._shading, x, [0.0, _TOP, _TOP, 0.0] * (len(x) // 4))

    def _within(self, place: float, name: str) -> float:
        """Move the middle of a name away from the edges to show all of it, even on a phone."""
        end = self._counts[-1]
        room = min(measure_text(name, _LETTERS) / _NARROWEST, 1.0) * (end - 1) / 2
        return float(np.clip(place, 1 + room, end - room))

    def _name(self, stretches: Sequence[TimelineSegment]) -> None:
        """Name each answer only once: the names of short segments would overlap."""
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
    """Draw vertical lines from the bottom to 100 %."""
    _draw(line, [[place, place] for place in places], [[0.0, 1.0]] * len(places))
