"""Crowd: visitors who draw at the same time, newcomers meanwhile, and what all of them saw."""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field

import numpy as np

from benchmarks.visitors.app_server import AppServer
from tests.support.digits import DIGITS
from tests.support.visitor.visitor import Arrival, Drawing, RefusedError, Visitor

__all__ = ["Crowd", "enter", "learn_bars", "say", "spread_seconds"]

Bars = Mapping[str, tuple[float, ...]]

#: Seconds for which a visitor looks at a digit, and at the empty pad after it.
_LOOK, _BLANK = 1.0, 0.4
#: Visitors who get in at the same time before the drawing begins.
_AT_THE_DOOR = 4
#: What goes wrong for one visitor must not end the measurement for all.
_PROBLEMS = (RefusedError, LookupError, TimeoutError, OSError)


def say(text: str) -> None:
    """Print progress, apart from the tables."""
    print(text, file=sys.stderr, flush=True)


async def enter(visitor: Visitor, *, has_pad: bool = True) -> Arrival | str:
    """Let a visitor in; return how long it took, or what the problem was."""
    try:
        return await visitor.enter(has_pad=has_pad)
    except RefusedError as error:
        return f"HTTP {error.status}" if error.status else "no answer"
    except _PROBLEMS as error:
        return type(error).__name__


def spread_seconds(arrivals: list[Arrival]) -> list[str]:
    """Return median and worst, in seconds, from the request to the page and to the states."""
    if not arrivals:
        return ["none", "none"]
    columns = [each.page for each in arrivals], [each.states for each in arrivals]
    return [f"{np.median(seconds):.2f} / {max(seconds):.2f}" for seconds in columns]


async def learn_bars(url: str) -> Bars:
    """Draw each digit alone; return the bars that an undisturbed visitor gets for each."""
    visitor, bars = Visitor(url), {}
    await visitor.enter()
    for label, strokes in DIGITS.items():
        bars[label] = (await visitor.draw(strokes)).bars
        visitor.reset()
        await asyncio.sleep(_BLANK)
    await visitor.leave()
    return bars


@dataclass
class Crowd:
    """Visitors who draw digit after digit, and the figures of what they saw.

    Parameters
    ----------
    server
        The server that they visit.
    bars
        The bars of an undisturbed visitor, for each digit.
    """

    server: AppServer
    bars: Bars
    times: list[float] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    n_drawings: int = 0
    n_lost: int = 0
    n_wrong: int = 0
    #: Seconds of drawing, and of processor time meanwhile: of the server, kernels and client.
    seconds: float = 0.0
    used: tuple[float, ...] = (0.0, 0.0, 0.0)

    async def gather(self, count: int) -> list[Visitor]:
        """Let visitors in, a few at a time; return those who came in."""
        door, inside = asyncio.Semaphore(_AT_THE_DOOR), []

        async def come() -> None:
            visitor = Visitor(self.server.url)
            async with door:
                arrival = await enter(visitor)
            if isinstance(arrival, str):
                self.problems.append(arrival)
            else:
                inside.append(visitor)

        await asyncio.gather(*(come() for _ in range(count)))
        await self.server.rest()
        return inside

    async def draw(
        self,
        visitors: list[Visitor],
        seconds: float,
        *,
        newcomers_every: float | None = None,
        meanwhile: Coroutine[None, None, None] | None = None,
    ) -> None:
        """Let visitors draw for some seconds, and at least as long as something else lasts."""
        start, before = time.perf_counter(), self._processor_times()
        stop = asyncio.Event()
        tasks = [asyncio.create_task(self._draw_on(visitor, stop)) for visitor in visitors]
        if newcomers_every is not None:
            tasks.append(asyncio.create_task(self._let_newcomers_in(newcomers_every, stop)))
        await asyncio.gather(asyncio.sleep(seconds), *([meanwhile] if meanwhile else []))
        stop.set()
        await asyncio.gather(*tasks)
        self.seconds = time.perf_counter() - start
        self.used = tuple(
            new - old for new, old in zip(self._processor_times(), before, strict=True)
        )

    def _processor_times(self) -> tuple[float, ...]:
        return *self.server.cpu_seconds(), time.process_time()

    async def _draw_on(self, visitor: Visitor, stop: asyncio.Event) -> None:
        labels = itertools.cycle(random.sample(list(DIGITS), len(DIGITS)))
        await asyncio.sleep(random.uniform(0, _LOOK + _BLANK))
        while not stop.is_set():
            label = next(labels)
            self._add(label, await visitor.draw(DIGITS[label]))
            if visitor.socket.is_closed:
                self.problems.append("connection closed")
                return
            await asyncio.sleep(_LOOK)
            visitor.reset()
            await asyncio.sleep(_BLANK)

    def _add(self, label: str, drawing: Drawing) -> None:
        self.n_drawings += 1
        self.times += drawing.times
        self.n_lost += drawing.n_lost
        is_same = drawing.reading == label and np.allclose(drawing.bars, self.bars[label])
        self.n_wrong += bool(drawing.n_strokes_lost) or not is_same

    async def _let_newcomers_in(self, every: float, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await asyncio.sleep(every)
            visitor = Visitor(self.server.url)
            arrival = await enter(visitor)
            if isinstance(arrival, str):
                self.problems.append(arrival)
            else:
                self.arrivals.append(arrival)
                await visitor.leave()

    def row(self) -> list[str]:
        """Return the figures as a row of a table, with the columns of `HEAD`."""
        times = np.percentile(self.times, [50, 95, 99, 100]) if self.times else []
        return [
            f"{self.n_drawings}",
            f"{len(self.times) / self.seconds:.0f}",
            " / ".join(f"{each:.0f}" for each in times) or "none",
            f"{self.n_lost}",
            f"{self.n_wrong}",
            ", ".join(sorted(self.problems)) or "none",
            " / ".join(f"{1000 * used / max(len(self.times), 1):.1f}" for used in self.used),
            f"{100 * self.used[-1] / max(sum(self.used), 1e-9):.0f} %",
        ]

    HEAD = (
        "drawings",
        "bars a second",
        "batch to bars, ms: median / 95th / 99th / worst",
        "points lost",
        "drawings wrong",
        "problems",
        "processor time for each, ms: server / kernels / client",
        "client's share",
    )
