"""Server's memory: gives back what visitors who have left took, so that it does not add up."""

from __future__ import annotations

import asyncio
import ctypes
import gc

__all__ = ["MemoryRelease"]


class MemoryRelease:
    """Gives memory back to the system some time after visitors have left, for several at once.

    All objects that exist when it is made are exempt from the search for garbage, which is faster
    without them: most are modules that a server has imported, and stay until it ends.
    """

    def __init__(self) -> None:
        gc.collect()
        gc.freeze()
        self._is_due = False

    def schedule(self, seconds: float) -> None:
        """Release memory in so many seconds, unless that is due already."""
        if not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_later(seconds, self._release)

    def _release(self) -> None:
        self._is_due = False
        # A page's connection is a circle of objects, which Python finds late once it is old.
        gc.collect()
        # glibc keeps what is freed unless it is asked; other C libraries cannot be.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
