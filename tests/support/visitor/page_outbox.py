"""Page outbox: a stroke's points on their way to the kernel, as ``outbox.js`` sends them.

In batches, of which so many are in flight as fill a round trip to the kernel, each acknowledged.
It also records how long each batch took until the bars were those of its drawing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Batch", "PageOutbox"]

#: As in outbox.js: milliseconds between batches that fill a round trip, most batches in flight,
#: round trips of which the quickest counts and how many are enough, milliseconds after which the
#: kernel is asked, and after which it is asked again.
_SPACING = 50.0
_MOST_IN_FLIGHT = 4
_ROUND_TRIPS, _ENOUGH_ROUND_TRIPS = 200, 8
_PATIENCE = 1500.0
_PING_AGAIN = 10_000.0
#: Coordinates are rounded to sixteenths of a CSS pixel, as in pointer_input.js.
_GRID = 16


@dataclass
class _Stroke:
    number: int
    points: list[float] = field(default_factory=list)
    sent: int = 0
    acknowledged: int = 0
    is_ended: bool = False
    is_end_sent: bool = False
    is_taken: bool = False
    time: float = 0.0


@dataclass
class Batch:
    """Points of a stroke that were sent together; times in milliseconds of one clock."""

    message: str
    stroke: int
    points: int
    at: float
    is_alone: bool
    shown: float | None = None


class PageOutbox:
    """Sends a view's strokes with the pen, and takes the kernel's answers.

    `send` is called with the content of a message and returns the message's identifier.
    """

    def __init__(self, send: Callable[[dict[str, Any]], str]) -> None:
        self._send = send
        self._strokes: list[_Stroke] = []
        self._next = 0
        self._in_flight: list[Batch] = []
        self._round_trips: list[float] = []
        self._ping: tuple[int, float, list[tuple[_Stroke, int]]] | None = None
        self._pings = 0
        #: All batches since `forget`, oldest first, and how many of them the bars show.
        self.batches: list[Batch] = []
        self._n_shown = 0

    def begin(self) -> None:
        """The pen is lowered."""
        self._strokes.append(_Stroke(self._next))
        self._next += 1

    def add(self, x: float, y: float) -> None:
        """The pen is moved, and what may be sent is sent."""
        stroke = self._strokes[-1]
        point = [round(x * _GRID) / _GRID, round(y * _GRID) / _GRID]
        if stroke.points[-2:] != point:
            stroke.points += point
            stroke.time = _now()
        self.flush()

    def end(self) -> None:
        """The pen is lifted."""
        self._strokes[-1].is_ended = True
        self.flush()

    def flush(self) -> None:
        """New points are sent, unless as many batches as may be are in flight."""
        for stroke in self._strokes:
            is_all_sent = stroke.sent == len(stroke.points)
            if is_all_sent and (not stroke.is_ended or stroke.is_end_sent):
                continue
            if len(self._in_flight) >= self._window_size():
                return
            self._send_batch(stroke)

    def _send_batch(self, stroke: _Stroke) -> None:
        first, stroke.is_end_sent = stroke.sent, stroke.is_ended
        stroke.sent = len(stroke.points)
        at = _now()
        message = self._send(
            {
                "kind": "ink",
                "stroke": stroke.number,
                "tool": "pen",
                "first": first // 2,
                "points": stroke.points[first:],
                "end": stroke.is_ended,
                "time": stroke.time,
            }
        )
        batch = Batch(message, stroke.number, stroke.sent // 2, at, not self._in_flight)
        self._in_flight.append(batch)
        self.batches.append(batch)

    def _window_size(self) -> int:
        if len(self._round_trips) < _ENOUGH_ROUND_TRIPS:
            return 1
        distance = min(self._round_trips)
        return min(max(int(distance / _SPACING + 0.5), 1), _MOST_IN_FLIGHT)

    def on_ack(self, number: int, points: int, end: bool) -> None:
        """The kernel has so many points of a stroke, or accepts no more of it."""
        oldest = self._in_flight[0] if self._in_flight else None
        if oldest and oldest.is_alone and (oldest.stroke, oldest.points) == (number, points):
            self._round_trips = [*self._round_trips, _now() - oldest.at][-_ROUND_TRIPS:]
        self._in_flight = [
            each for each in self._in_flight if (each.stroke, each.points) > (number, points)
        ]
        for stroke in self._strokes:
            if stroke.number < number:
                stroke.is_taken, stroke.acknowledged = True, stroke.sent // 2
            elif stroke.number == number:
                stroke.acknowledged = max(stroke.acknowledged, points)
                stroke.is_taken = stroke.is_taken or end
        self.flush()

    def on_pong(self, number: int) -> None:
        """The kernel has processed all that was sent before a ping."""
        if self._ping is None or self._ping[0] != number:
            return
        _, at, sent = self._ping
        self._ping = None
        for stroke, count in sent:
            stroke.acknowledged = max(stroke.acknowledged, count)
            stroke.is_taken = stroke.is_taken or (stroke.is_end_sent and count == stroke.sent // 2)
        self._in_flight = [each for each in self._in_flight if each.at > at]
        self.flush()

    def on_shown(self, message: str | None) -> None:
        """The bars are those of the drawing after a batch: so are all older ones behind it."""
        if not any(each.message == message for each in self.batches[self._n_shown :]):
            return
        now, is_older = _now(), True
        while is_older:
            batch = self.batches[self._n_shown]
            batch.shown, is_older = now, batch.message != message
            self._n_shown += 1

    def ask_if_late(self) -> None:
        """The kernel is pinged if its answer is overdue."""
        now = _now()
        if not self._in_flight or now - self._in_flight[0].at <= _PATIENCE:
            return
        if self._ping is None or now - self._ping[1] >= _PING_AGAIN:
            self.ping()

    def ping(self) -> int:
        """The kernel is asked if all is processed; the number of the question is returned."""
        self._pings += 1
        sent = [(stroke, stroke.sent // 2) for stroke in self._strokes]
        self._ping = self._pings, _now(), sent
        self._send({"kind": "ping", "number": self._pings})
        return self._pings

    @property
    def is_taken(self) -> bool:
        """True if the kernel has acknowledged all that was drawn."""
        return all(stroke.is_taken for stroke in self._strokes)

    @property
    def n_lost(self) -> int:
        """The number of points that the kernel has not acknowledged."""
        return sum(len(each.points) // 2 - each.acknowledged for each in self._strokes)

    @property
    def n_points(self) -> int:
        """The number of points drawn since `forget`."""
        return sum(len(each.points) // 2 for each in self._strokes)

    def forget(self) -> None:
        """The drawing is cleared: its strokes are done with."""
        self._strokes, self._in_flight, self.batches, self._n_shown = [], [], [], 0


def _now() -> float:
    return 1000 * time.perf_counter()
