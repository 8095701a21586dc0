"""Subscribers: functions that are called after each change, from any thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

__all__ = ["Subscribers"]


class Subscribers:
    """The functions to call; one that raises is logged, and keeps no other from being called."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: dict[int, Callable[[], None]] = {}
        self._number = 0

    def __len__(self) -> int:
        return len(self._callbacks)

    def add(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Add a function; return what removes it, which may be called twice."""
        with self._lock:
            self._number += 1
            number = self._number
            self._callbacks[number] = callback

        def remove() -> None:
            with self._lock:
                self._callbacks.pop(number, None)

        return remove

    def call(self) -> None:
        """Call all functions."""
        with self._lock:
            callbacks = list(self._callbacks.values())
        for callback in callbacks:
            try:
                callback()
            except Exception:
                logging.getLogger(__name__).exception("A subscriber of a sweep failed.")
