"""Pointer timestamps: the pointer event behind each drawing, to measure latency."""

from __future__ import annotations

from collections import deque

from digit_widgets.ink import Ink

__all__ = ["PointerTimestamps"]


class PointerTimestamps:
    """Stores the view and the event time, by the view's clock, of the newest drawings."""

    def __init__(self) -> None:
        self._newest: deque[tuple[Ink, int, float]] = deque(maxlen=256)

    def add(self, ink: Ink, view: int, time: float) -> None:
        """Store a drawing; `time` is in milliseconds of the view's own clock."""
        self._newest.append((ink, view, time))

    def take(self, ink: Ink) -> tuple[int, float] | None:
        """Return a drawing's view and time and remove them; None if they are unknown."""
        for number, stamp in enumerate(list(self._newest), start=1):
            if stamp[0] is ink:
                # Older drawings will not be predicted any more.
                for _ in range(number):
                    self._newest.popleft()
                return stamp[1:]
        return None
