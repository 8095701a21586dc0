"""Waiting, on event loops, for what changes on other threads."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

__all__ = ["Waiters"]


class Waiters:
    """Those who wait for a change; `tell` wakes all of them, from any thread."""

    def __init__(self) -> None:
        self._events: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    @contextmanager
    def joined(self) -> Iterator[asyncio.Event]:
        """Give an event of the running loop that is set at each change, for as long as needed."""
        waiter = asyncio.get_running_loop(), asyncio.Event()
        self._events.append(waiter)
        try:
            yield waiter[1]
        finally:
            self._events.remove(waiter)

    def tell(self) -> None:
        """Say that something has changed."""
        for loop, event in list(self._events):
            # A loop that is closed waits for nothing.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)
