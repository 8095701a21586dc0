"""Ink timeline: a drawing's predictions point by point, to scrub and to play."""

from __future__ import annotations

import threading
import time
from typing import Any

from ipywidgets import HTML, HBox, IntSlider, Play, VBox, jslink
from traitlets import Instance

from digit_widgets.errors import ModelError
from digit_widgets.ink import Ink
from digit_widgets.ink.playback import prefix_lengths
from digit_widgets.recognition import NumberReader, Recognizer
from digit_widgets.recognition.timeline import (
    Timeline,
    TimelinePoint,
    read_number_timeline,
    read_timeline,
)
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import PadFollower, check_pad
from digit_widgets.widgets.pads.number_pad import NumberPad
from digit_widgets.widgets.parts.arguments import check_flag, check_keywords
from digit_widgets.widgets.parts.message import Message, model_problem
from digit_widgets.widgets.parts.page_widgets import AriaLabels
from digit_widgets.widgets.timeline.answer_strip import AnswerStrip
from digit_widgets.widgets.timeline.moment_view import MomentView
from digit_widgets.widgets.timeline.probability_plot import MARGINS, ProbabilityPlot
from digit_widgets.widgets.timeline.stretch_table import StretchTable

__all__ = ["InkTimeline"]

#: Most moments of a drawing that are predicted, and how many of them per call of the model.
_MOMENTS, _BATCH = 120, 16
#: Seconds between two checks that the pen is up, and seconds after which progress is shown.
_LOOK, _SLOW = 0.05, 0.5
#: Milliseconds per moment in playback: ten seconds for the longest drawing.
_INTERVAL = 80
#: Names for screen readers; the table and the slider give the lines' content point by point.
_NAMES = {
    ".digit-widgets-stream": {"role": "img", "aria-label": "Probabilities over time, as lines"},
    ".noUi-handle": {"aria-label": "Time"},
    "button:has(.fa-play)": {"aria-label": "Play"},
    "button:has(.fa-pause)": {"aria-label": "Pause"},
    "button:has(.fa-stop)": {"aria-label": "Stop"},
}
_HEADING = "What was read after every point: press or drag to go back to it"
_NUMBER_HEADING = f"{_HEADING}. The lines are of the digit being drawn"
_EMPTY = "Draw a digit: its time line appears here."


class InkTimeline(PadFollower):
    """Shows how the prediction of a pad's drawing developed, point by point, to scrub and play.

    A strip has a colour for each digit that was read, and grey where none was; the probabilities
    below it, and the drawing, have the same colours. A press or a drag in them, or the slider,
    chooses the moment. On a `NumberPad`, the strip has the number so far, in the colour of the
    digit that is being drawn; bars and lines are those of that digit.

    Whenever the pen is lifted, or the drawing, the model or the threshold changes, a background
    thread predicts the drawing as it was after each of its points, or after 120 of them, evenly
    spread and with the end of each stroke, with the pad's own model and threshold. A slow model
    takes longer and its progress is shown, but it delays neither the pen nor the page. Moving
    through the timeline does not change the drawing. A network in training is used as it is when
    the pen is lifted; an image that the pad predicts instead of its drawing has no timeline.

    Parameters
    ----------
    pad
        The pad to follow; anything else raises ArgumentError.
    compact
        True leaves out the bars of the moment shown, which the lines have as well.

    Attributes
    ----------
    timeline
        `Timeline`: the moments shown; None if the pad is blank or its model failed. Read-only.
    error
        str: the problem, and what to do about it; "" if there is none. Read-only.
    """

    PADS = (DigitPad, NumberPad)

    timeline = Instance(Timeline, allow_none=True, read_only=True)

    def __init__(self, pad: DigitPad | NumberPad, *, compact: bool = False, **kwargs: Any) -> None:
        check_keywords(self, InkTimeline, kwargs)
        check_flag(compact, "compact")
        check_pad(pad, self.PADS)
        self._reads_numbers = isinstance(pad, NumberPad)
        # Reentrant: showing a timeline moves the slider, and the slider changes what is shown.
        self._lock = threading.RLock()
        self._read_last: tuple[Any, ...] | None = None
        self._shown: Timeline | None = None
        self._seen = MomentView(pad.canvas.width, pad.canvas.height, compact=compact)
        self._strip, self._stream = AnswerStrip(), ProbabilityPlot()
        self._play = Play(min=1, max=_MOMENTS, interval=_INTERVAL, show_repeat=False)
        self._slider = IntSlider(min=1, max=_MOMENTS, description="Time", readout=False)
        # Linked in the page, so that playback is even whatever the kernel does.
        self._links = [
            jslink((self._play, "value"), (self._slider, "value")),
            jslink((self._slider, "value"), (self._strip, "moment")),
        ]
        self._told, self._table = Message("status"), StretchTable()
        super().__init__(pad, **kwargs)
        self.add_class("digit-widgets-timeline")
        self._show(None)
        self._told.say(_EMPTY)
        self._slider.observe(lambda _: self._look(), "value")
        self._begin(*self._parts())

    def _facts(self) -> dict[str, Any]:
        return {"moments": len(self.timeline.moments) if self.timeline else 0}

    def _parts(self) -> list[Any]:
        self._slider.style.description_width = "38px"
        self._slider.tooltip = "Look at the drawing as it was"
        self._slider.layout = {"width": "auto", "margin": "0 6px 0 2px"}
        self._play.layout.flex = "none"
        self._play.add_class("digit-widgets-play")
        self._strip.layout.margin = f"4px {MARGINS['right']}px 0 {MARGINS['left']}px"
        flow = {"flex_flow": "row wrap", "overflow": "visible", "align_items": "center"}
        controls = HBox([self._play, self._seen.place], layout=flow)
        return [
            self._seen,
            HTML(_NUMBER_HEADING if self._reads_numbers else _HEADING),
            # One box: the strip reaches over the lines below it.
            VBox([self._strip, self._stream], layout={"overflow": "visible", "min_width": "0"}),
            self._slider,
            controls,
            AriaLabels(_NAMES),
            self._told,
            self._table,
        ]

    def _on_pad(self, change: Any) -> None:
        # Stop playback: a page that sends positions would overwrite the new one.
        self._play.playing = False
        super()._on_pad(change)

    # From drawing to moments: the worker's thread ------------------------------------------

    def _update(self) -> None:
        while not self._closing.is_set():
            if self._pad.canvas.pen_is_down:
                self._closing.wait(_LOOK)
                continue
            held = self._get_state()
            if self._read_last is not None and _are_same(held, self._read_last):
                return
            moments: tuple[TimelinePoint, ...] | None = ()
            problem = ""
            try:
                moments = self._moments(*held)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
                problem = model_problem(error)
            if moments is None:
                continue
            self._read_last = held
            timeline = Timeline(held[0], moments) if moments else None
            self.set_trait("error", problem)
            self._told.say(_describe(timeline) if timeline else "" if problem else _EMPTY)
            self._show(timeline)
            self.set_trait("timeline", timeline)

    def _get_state(self) -> tuple[Ink, Recognizer | None]:
        return self._pad.ink, self._pad.recognizer

    def _moments(self, ink: Ink, recognizer: Recognizer | None) -> tuple[TimelinePoint, ...] | None:
        """Predict a drawing in batches; return None if the pen or a new model overtakes it."""
        if recognizer is None:
            raise ModelError("The pad's model cannot be used, as the pad says: give it another.")
        lengths = prefix_lengths(ink, _MOMENTS)
        reader = NumberReader(recognizer) if self._reads_numbers else None
        moments: list[TimelinePoint] = []
        start = time.perf_counter()
        for first in range(0, len(lengths), _BATCH):
            batch = lengths[first : first + _BATCH]
            moments += (
                read_number_timeline(reader, ink, batch)
                if reader
                else read_timeline(recognizer, ink, batch)
            )
            overtaken = not _are_same(self._get_state(), (ink, recognizer))
            if overtaken or self._pad.canvas.pen_is_down or self._closing.is_set():
                return None
            if time.perf_counter() - start > _SLOW:
                self._told.say(f"Reading the drawing: moment {len(moments)} of {len(lengths)}.")
        return tuple(moments)

    # From moments to the page --------------------------------------------------------------

    def _show(self, timeline: Timeline | None) -> None:
        """Show a timeline: at the same moment if the drawing is the same, otherwise at its end."""
        with self._lock:
            before, self._shown = self._shown, timeline
            # Without a timeline, keep the longest range: the slider's End key is limited to the
            # range that the page first showed.
            count = len(timeline.moments) if timeline else _MOMENTS
            same = before is not None and timeline is not None and before.ink is timeline.ink
            moment = self._slider.value if same else count
            self._stream.show(timeline)
            self._strip.show(timeline)
            self._table.show(timeline)
            # One after the other: of a range and a value in one message, a front end may take the
            # value first, and limit it to the old range.
            for control in (self._play, self._slider):
                control.max = count
                control.disabled = timeline is None
            self._slider.value = moment
            self._play.value = moment
            self._look()

    def _look(self) -> None:
        """Show the moment that the slider is at."""
        with self._lock:
            timeline = self._shown
            if timeline is None:
                self._seen.show_nothing(self._pad.threshold, failed=bool(self.error))
                return
            number = min(self._slider.value, len(timeline.moments))
            self._stream.look(number - 1)
            self._seen.show(timeline, number, self._pad.threshold)


def _describe(timeline: Timeline) -> str:
    """Return how often the answer changed; of a dot, that it is one."""
    return f"{timeline.describe_changes()}." if timeline.is_read else str(timeline)


def _are_same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Return True if both contain the identical objects: models may not be comparable."""
    return all(mine is theirs for mine, theirs in zip(one, other, strict=True))
