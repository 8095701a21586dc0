"""Waiting for effects of other threads, for threads to end, and for coroutines; and clocks."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

__all__ = [
    "LONG",
    "Clock",
    "let_time_fly",
    "new_threads",
    "run_coroutine",
    "wait_for_end",
    "wait_until",
]

#: Seconds: long enough for a busy machine; no test that passes waits for it.
LONG = 90.0

_T = TypeVar("_T")


def run_coroutine(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine to its end, in a thread of its own.

    The browser of other tests has an event loop in this one.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


def wait_until(holds: Callable[[], bool], problem: str) -> None:
    """Wait until a condition holds, or fail."""
    deadline = time.monotonic() + LONG
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


def let_time_fly() -> None:
    """Let the clock of the running event loop go a thousand times as fast from now on.

    A test of a limit of half a minute is over at once, and was not in a hurry before.
    """
    loop = asyncio.get_running_loop()
    read, start = loop.time, loop.time()
    loop.time = lambda: start + 1000 * (read() - start)  # type: ignore[method-assign]

    def look() -> None:
        # It sleeps by another clock until the next time that something is to happen.
        loop.call_later(0.001, look)

    look()


class Clock:
    """Stands in for `time.perf_counter`: its time passes as a test says, on any machine.

    Attributes
    ----------
    now
        The time in seconds.
    """

    def __init__(self) -> None:
        self.now = time.perf_counter()

    def __call__(self) -> float:
        """Return the time; a look takes a microsecond, so that nothing takes no time."""
        self.now += 1e-6
        return self.now
