"""A hand on a touch screen, with fingers that come down, move and are lifted one by one."""

from __future__ import annotations

import time

from playwright.sync_api import Page

__all__ = ["Hand"]

Point = tuple[float, float]


class Hand:
    """Fingers by their numbers, at places of the window: what is under them may move away.

    Events carry the times at which a hand would have made them, a frame after one another, however
    long a busy machine takes to send them.

    Parameters
    ----------
    page
        With a touch screen.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._down: dict[int, Point] = {}
        self._devtools = page.context.new_cdp_session(page)
        self._clock = time.time()

    def put(self, finger: int, place: Point) -> None:
        """Put a finger down."""
        self._down[finger] = place
        self._send("touchStart")

    def move(self, by: dict[int, Point], events: int = 12) -> None:
        """Move fingers at the same time, in so many events; the others stay where they are."""
        for _ in range(events):
            for finger, (dx, dy) in by.items():
                x, y = self._down[finger]
                self._down[finger] = x + dx / events, y + dy / events
            self._send("touchMove")
            self._page.wait_for_timeout(16)  # a frame: events of one frame come as one

    def lift(self, *fingers: int) -> None:
        """Lift fingers, one after the other."""
        for finger in fingers:
            del self._down[finger]
            self._send("touchMove" if self._down else "touchEnd")

    def rest(self, milliseconds: int) -> None:
        """Leave all fingers where they are."""
        self._clock += milliseconds / 1000

    def unzoom(self) -> None:
        """Have the page no longer zoomed, however far fingers have zoomed it."""
        self._devtools.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})

    def _send(self, event: str) -> None:
        touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in self._down.items()]
        self._clock += 0.016
        content = {"type": event, "touchPoints": touches, "timestamp": self._clock}
        self._devtools.send("Input.dispatchTouchEvent", content)
