"""Pointer timestamps: the pointer event behind each drawing, to measure latency."""

from __future__ import annotations

from collections import deque

from digit_widgets.ink import Ink

__all__ = ["PointerTimestamps"]


class PointerTimestamps:
    """Remembers, of the newest drawings, the view that made them and its clock's time."""

    def __init__(self) -> None:
        self._newest: deque[tuple[Ink, int, float]] = deque(maxlen=256)

    def add(self, ink: Ink, view: int, time: float) -> None:
        """Note a drawing; `time` is in milliseconds of the view's own clock."""
        self._newest.append((ink, view, time))

    def take(self, ink: Ink) -> tuple[int, float] | None:
        """Return the view and the time of a drawing, once; None if no page has just made it."""
        for number, stamp in enumerate(list(self._newest), start=1):
            if stamp[0] is ink:
                # What is older will not be read any more.
                for _ in range(number):
                    self._newest.popleft()
                return stamp[1:]
        return None
