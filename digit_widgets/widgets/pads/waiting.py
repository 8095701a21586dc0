"""Waiting for drawings: coroutines that wait for what other threads draw and predict."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from digit_widgets.errors import DigitWidgetsError
from digit_widgets.ink import Ink
from digit_widgets.widgets.parts.arguments import check_seconds

__all__ = ["AwaitableDrawing", "DrawingState", "DrawingWaiters"]


class DrawingState(NamedTuple):
    """The state of a drawing: the pen, whether it has been predicted, and the last prediction."""

    ink: Ink
    is_down: bool
    is_read: bool
    reading: Any


class DrawingWaiters:
    """Coroutines waiting for a change; `tell` wakes all of them, from any thread."""

    def __init__(self) -> None:
        self._events: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    @contextmanager
    def join(self) -> Iterator[asyncio.Event]:
        """Return, for a ``with`` block, an event of the running loop that every change sets."""
        waiter = asyncio.get_running_loop(), asyncio.Event()
        self._events.append(waiter)
        try:
            yield waiter[1]
        finally:
            self._events.remove(waiter)

    def tell(self) -> None:
        """Notify all waiting coroutines of a change."""
        for loop, event in list(self._events):
            # A closed loop has nothing waiting.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)

    async def wait_until_finished(
        self, look: Callable[[], DrawingState | None], timeout: float | None, pause: float
    ) -> Any:
        """Wait as described in `DrawingPad.next_drawing`, and return the drawing's prediction.

        `look` returns the state of the drawing, or None once the pad is closed.
        """
        check_seconds(pause, "pause")
        check_seconds(math.inf if timeout is None else timeout, "timeout")
        loop = asyncio.get_running_loop()
        deadline = math.inf if timeout is None else loop.time() + timeout
        rests: Ink | None = None
        since = 0.0
        with self.join() as changed:
            drawn = look()
            before = drawn.ink if drawn else None
            while drawn:
                ink, is_down, is_read, reading = drawn
                if is_down or ink is not rests:
                    rests, since = None if is_down else ink, loop.time()
                done = is_read and not (is_down or ink.is_blank or ink == before)
                left = (min(since + pause, deadline) if done else deadline) - loop.time()
                if left <= 0 and done:
                    return reading
                if left <= 0:
                    raise TimeoutError(f"No drawing was finished within {timeout:g} s.")
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), None if left == math.inf else left)
                changed.clear()
                drawn = look()
        raise DigitWidgetsError("The pad was closed before a drawing was finished.")


class AwaitableDrawing:
    """A widget with a coroutine that waits for its next drawing.

    A subclass returns the state of its drawing from `_look`, and calls `_waiters.tell` on changes.
    """

    _waiters: DrawingWaiters

    async def next_drawing(self, timeout: float | None = None, *, pause: float = 1.0) -> Any:
        """Wait for the next drawing that is finished, and return its prediction.

        A drawing is finished when the pen has been up for `pause` seconds: a 4 has two strokes. An
        existing drawing does not count until it changes, nor does a blank pad. In JupyterLab,
        widgets stay responsive while a cell waits. Where no message is handled before a cell has
        ended, as in Voila and in tests of notebooks, wait in a task: ``asyncio.create_task(...)``.

        Parameters
        ----------
        timeout
            Most seconds to wait; by default without limit. A drawing that is complete by then is
            returned, even if the pause after it is too short.
        pause
            Seconds with the pen up that end a drawing; 0 ends it with the first stroke.

        Returns
        -------
        A new `Prediction`; for a `NumberPad`, a `NumberReading`; for a `ModelComparison`, its
        `predictions`.

        Raises
        ------
        TimeoutError
            Nothing was drawn, or the pen was still down.
        DigitWidgetsError
            The widget was closed.
        ArgumentError
            A time that is not a number, or is below 0.
        """
        return await self._waiters.wait_until_finished(self._look, timeout, pause)

    def _look(self) -> DrawingState | None:
        """Return the state of the drawing; None once the widget is closed."""
        raise NotImplementedError
