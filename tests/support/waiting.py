"""Waiting for effects of other threads."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["wait_until"]


def wait_until(holds: Callable[[], bool], problem: str) -> None:
    """Wait until a condition holds, or fail."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, problem
        time.sleep(0.005)
