"""A hand on a touch screen, with fingers that touch down, move and lift one by one."""

from __future__ import annotations

import time

from playwright.sync_api import Page

__all__ = ["Hand"]

Point = tuple[float, float]


class Hand:
    """Numbered fingers at positions in the window; the content below them may move.

    Events carry the times at which a real hand would have made them, a frame apart, however long a
    busy machine takes to send them.

    Parameters
    ----------
    page
        A page with a touch screen.
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
        """Move fingers simultaneously, in this many events; the others stay where they are."""
        for _ in range(events):
            for finger, (dx, dy) in by.items():
                x, y = self._down[finger]
                self._down[finger] = x + dx / events, y + dy / events
            self._send("touchMove")
            self._page.wait_for_timeout(16)  # one frame: events within a frame are merged

    def lift(self, *fingers: int) -> None:
        """Lift fingers, one after the other."""
        for finger in fingers:
            del self._down[finger]
            self._send("touchMove" if self._down else "touchEnd")

    def rest(self, milliseconds: int) -> None:
        """Keep all fingers where they are."""
        self._clock += milliseconds / 1000

    def unzoom(self) -> None:
        """Reset the page's zoom."""
        self._devtools.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})

    def _send(self, event: str) -> None:
        touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in self._down.items()]
        self._clock += 0.016
        content = {"type": event, "touchPoints": touches, "timestamp": self._clock}
        self._devtools.send("Input.dispatchTouchEvent", content)
