"""Server's memory: what visitors who have left took is given back."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from digit_widgets.app.kernels.memory import MemoryRelease
from tests.support.waiting import run_coroutine


class Circle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def memory() -> Iterator[MemoryRelease]:
    gc.disable()
    yield MemoryRelease()
    gc.unfreeze()
    gc.enable()


def test_garbage_is_collected_after_so_many_seconds_and_once_for_several_visits(
    memory: MemoryRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect, calls = gc.collect, 0

    def count() -> int:
        nonlocal calls
        calls += 1
        return collect()

    monkeypatch.setattr(gc, "collect", count)

    async def leave() -> None:
        for _ in range(2):
            left = weakref.ref(Circle())
            for _ in range(3):
                memory.schedule(0.05)
            assert left() is not None
            await asyncio.sleep(0.2)
            assert left() is None

    run_coroutine(leave())
    assert calls == 2
