"""Worker: a background thread that works on the newest item given."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

__all__ = ["LatestWorker"]

T = TypeVar("T")


class LatestWorker(Generic[T]):
    """Calls a function with the newest item given, on one background thread, one at a time.

    Items given while the function runs replace each other: a slow function makes fewer calls,
    never a queue that grows. The last item given is always worked on.

    Parameters
    ----------
    work
        Called with an item, within the context (`contextvars`) in which the item was given, so
        that what it prints appears where the giver's own prints would. It must not raise.
    """

    def __init__(self, work: Callable[[T], None]) -> None:
        self._work = work
        self._state = threading.Condition()
        self._waiting: list[tuple[T, contextvars.Context]] = []
        self._busy = self._closed = False
        self._thread_id: int | None = None
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="digit-widgets")

    def submit(self, item: T) -> None:
        """Have an item worked on soon; an older one that still waits is dropped."""
        with self._state:
            if self._closed:
                return
            self._waiting = [(item, contextvars.copy_context())]
            if not self._busy:
                self._busy = True
                self._executor.submit(self._drain)

    def wait(self, timeout: float | None = None) -> None:
        """Wait until the newest item is done, or for some seconds.

        The work itself, which would wait for itself, does not wait.
        """
        if threading.get_ident() == self._thread_id:
            return
        with self._state:
            self._state.wait_for(lambda: not self._busy, timeout)

    def close(self) -> None:
        """Finish what is being worked on, drop what waits, and take no more."""
        with self._state:
            self._waiting, self._closed = [], True
        self._executor.shutdown(wait=False)

    def _drain(self) -> None:
        self._thread_id = threading.get_ident()
        while True:
            with self._state:
                if not self._waiting:
                    self._busy = False
                    self._state.notify_all()
                    return
                item, context = self._waiting.pop()
            try:
                context.run(self._work, item)
            except BaseException:
                # Whoever waits must not wait for ever.
                with self._state:
                    self._busy = False
                    self._state.notify_all()
                raise
