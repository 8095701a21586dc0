"""Answers to pages: what of their messages is dealt with, and what of the drawing is read."""

from __future__ import annotations

from collections.abc import Callable

from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas.messages import Ack, Answer, Fresh, InkBatch, Ping, Pong, Read
from digit_widgets.widgets.canvas.timestamps import PointerTimestamps

__all__ = ["PageAnswers"]


class PageAnswers:
    """Acknowledges batches, pings and readings to the page that they came from.

    Not for several threads at once.

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
        """Tell the page that a batch has been dealt with; the drawing is what became of it."""
        points = batch.first + len(batch.points)
        self._send(Ack(batch.view, batch.stroke, points, ended))
        self._timestamps.add(ink, batch.view, batch.time)

    def answer_ping(self, ping: Ping, ink: Ink) -> None:
        """Tell a page that all before its ping is dealt with and, once that is so, read."""
        self._send(Pong(ping.view, ping.number))
        self._pings = [*self._pings, ping]
        self._tell_fresh(ink)

    def acknowledge_reading(self, ink: Ink, newest: Ink, *, measures: bool) -> None:
        """Let pages know that a drawing's reading is shown: who measures it, and who has asked."""
        self._read = ink
        self._tell_fresh(newest)
        if measures and (stamp := self._timestamps.take(ink)):
            self._send(Read(*stamp))

    def _tell_fresh(self, newest: Ink) -> None:
        # A blank pad's ink is not its canvas's, but equal.
        if self._pings and self._read == newest:
            pings, self._pings = self._pings, []
            for ping in pings:
                self._send(Fresh(ping.view, ping.number))
