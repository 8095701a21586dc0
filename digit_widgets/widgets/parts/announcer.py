"""Announcer: makes screen readers say each finished drawing's prediction once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

__all__ = ["Announcer"]


class Announcer:
    """Says the words for a finished drawing as soon as they are available.

    A drawing may be finished before or after its prediction: a slow model still predicts after the
    pen is lifted; a fast one is often done by then. Drawings that are replaced by newer ones are
    not announced. Methods may be called from any thread.

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
        """Note that something new is being drawn, and drop an announcement that is still due."""
        with self._lock:
            self._due = None

    def finish(self, what: Any) -> None:
        """Announce the prediction for a drawing or an image, now or as soon as it is available."""
        with self._lock:
            self._due = what
        self._say_due()

    def read(self, what: Any, words: str) -> None:
        """Store the words of the latest prediction."""
        with self._lock:
            self._read = what, words
        self._say_due()

    def _say_due(self) -> None:
        with self._lock:
            what, words = self._read
            # Compare by value: a drawing that is undone and drawn again may be another object.
            if self._due is None or self._due != what:
                return
            self._due = None
        self._say(words)
