"""Answers to pages: which of their messages are processed, and which drawing is predicted."""

from __future__ import annotations

from collections.abc import Callable

from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas.answer_messages import Ack, Answer, Fresh, Pong, Read
from digit_widgets.widgets.canvas.messages import InkBatch, Ping
from digit_widgets.widgets.canvas.timestamps import PointerTimestamps

__all__ = ["PageAnswers"]


class PageAnswers:
    """Acknowledges batches, pings and predictions to the page that sent them.

    Not thread-safe.

    Parameters
    ----------
    send
        Called with each answer.
    """

    def __init__(self, send: Callable[[Answer], None]) -> None:
        self._send = send
        self._timestamps = PointerTimestamps()
        self._pings: list[Ping] = []
        self._read: Ink | None = None

    def acknowledge_batch(self, batch: InkBatch, ink: Ink, *, ended: bool) -> None:
        """Tell the page that a batch is processed; `ink` is the resulting drawing."""
        points = batch.first + len(batch.points)
        self._send(Ack(batch.view, batch.stroke, points, ended))
        self._timestamps.add(ink, batch.view, batch.time)

    def answer_ping(self, ping: Ping, ink: Ink) -> None:
        """Tell a page that everything before its ping is processed and, once it is, predicted."""
        self._send(Pong(ping.view, ping.number))
        self._pings = [*self._pings, ping]
        self._tell_fresh(ink)

    def acknowledge_reading(self, ink: Ink, newest: Ink, *, measures: bool) -> None:
        """Tell pages that a drawing's prediction is shown, for latencies and for open pings."""
        self._read = ink
        self._tell_fresh(newest)
        if measures and (stamp := self._timestamps.take(ink)):
            self._send(Read(*stamp))

    def _tell_fresh(self, newest: Ink) -> None:
        # A blank pad's ink is equal to its canvas's, but another object.
        if self._pings and self._read == newest:
            pings, self._pings = self._pings, []
            for ping in pings:
                self._send(Fresh(ping.view, ping.number))
