"""Waiting for effects of other threads, and for threads to end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["new_threads", "wait_for_end", "wait_until"]


def wait_until(holds: Callable[[], bool], problem: str) -> None:
    """Wait until a condition holds, or fail."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, problem
        time.sleep(0.005)


@contextmanager
def new_threads() -> Iterator[set[threading.Thread]]:
    """New threads, those that begin within, are put into a set at its end; there must be some."""
    others, threads = set(threading.enumerate()), set[threading.Thread]()
    yield threads
    threads |= set(threading.enumerate()) - others
    assert threads, "No thread has begun."


def wait_for_end(threads: set[threading.Thread]) -> None:
    """Threads are waited for until all have ended; one that goes on fails."""
    wait_until(lambda: not any(each.is_alive() for each in threads), "A thread goes on.")
