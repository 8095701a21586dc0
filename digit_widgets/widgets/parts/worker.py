"""Worker: a background thread that processes the newest item."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

__all__ = ["LatestWorker"]

T = TypeVar("T")


class LatestWorker(Generic[T]):
    """Calls a function with the newest item, on one background thread, one call at a time.

    Items submitted while the function runs replace each other: a slow function is called less
    often, but no queue builds up. The last item submitted is always processed.

    Parameters
    ----------
    work
        Called with an item, in the context (`contextvars`) of its submission: its printed output
        appears where the submitter's own would. It must not raise.
    """

    def __init__(self, work: Callable[[T], None]) -> None:
        self._work = work
        self._state = threading.Condition()
        self._waiting: list[tuple[T, contextvars.Context]] = []
        self._busy = self._closed = False
        self._thread_id: int | None = None
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="digit-widgets")

    def submit(self, item: T) -> None:
        """Process an item soon; an older item that is still waiting is dropped."""
        with self._state:
            if self._closed:
                return
            self._waiting = [(item, contextvars.copy_context())]
            if not self._busy:
                self._busy = True
                self._executor.submit(self._drain)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the newest item is processed, at most `timeout` seconds; return if it is.

        Called from the function itself, which would wait for itself, it returns False at once.
        """
        if threading.get_ident() == self._thread_id:
            return False
        with self._state:
            return self._state.wait_for(lambda: not self._busy, timeout)

    def close(self) -> None:
        """Finish the current item, drop a waiting one, and accept no more."""
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
                # Otherwise waiting threads would wait for ever.
                with self._state:
                    self._busy = False
                    self._state.notify_all()
                raise
