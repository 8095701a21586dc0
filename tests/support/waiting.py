"""Waiting for effects of other threads, for threads to end, and for coroutines."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

__all__ = ["new_threads", "run_coroutine", "wait_for_end", "wait_until"]

_T = TypeVar("_T")


def run_coroutine(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine to its end, in a thread of its own.

    The browser of other tests has an event loop in this one.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


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
