"""Announcer: has screen readers say each finished drawing's prediction once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

__all__ = ["Announcer"]


class Announcer:
    """Says the words of what is finished, once they are there.

    What is read may be finished before it is read, or later: a slow model reads on after the pen
    was lifted; a quick one has often read all by then. What is overtaken by something newer is
    not said. Methods may be called from any thread.

    Parameters
    ----------
    say
        Called with the words; it must not raise.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._lock = threading.Lock()
        self._due: Any = None
        self._read: tuple[Any, str] = (None, "")

    def begin(self) -> None:
        """Something new is being drawn: what has not been said yet is out of date."""
        with self._lock:
            self._due = None

    def finish(self, what: Any) -> None:
        """Say of this drawing, or image, what is read of it: now or as soon as it is."""
        with self._lock:
            self._due = what
        self._say_due()

    def read(self, what: Any, words: str) -> None:
        """Take the words of what was read last."""
        with self._lock:
            self._read = what, words
        self._say_due()

    def _say_due(self) -> None:
        with self._lock:
            what, words = self._read
            # By value: what is undone and drawn again may be another object.
            if self._due is None or self._due != what:
                return
            self._due = None
        self._say(words)
