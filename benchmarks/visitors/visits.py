"""Visits: many loads at once, many one after the other, and more pages than there is room for."""

from __future__ import annotations

import asyncio
from collections import Counter

from benchmarks._table import print_table
from benchmarks.visitors.app_server import AppServer, serve_app
from benchmarks.visitors.crowd import enter, say, spread_seconds
from tests.support.visitor.visitor import Arrival, Visitor

__all__ = ["measure_loads", "measure_open_pages", "measure_visits"]

_MIB = 2**20
#: What most systems allow a process by default.
_DESCRIPTORS = 1024
#: Seconds after the last visit at which nothing of it should be left.
_AFTER = 5.0
#: So many visitors in a row who do not get in are enough.
_ENOUGH = 5


async def measure_loads(count: int) -> None:
    """Load the page once a second, whoever else is still loading, and print who came in."""
    with serve_app() as server:
        await server.rest()
        coming = []
        for number in range(count):
            coming.append(asyncio.create_task(enter(Visitor(server.url))))
            say(f"load {number + 1} of {count}")
            await asyncio.sleep(1)
        came = await asyncio.gather(*coming)
        inside = [each for each in came if isinstance(each, Arrival)]
        print_table(
            ["loads, one a second", "came in", "not", "page, s", "states, s: median / worst"],
            [[f"{count}", f"{len(inside)}", _count_problems(came), *spread_seconds(inside)]],
        )


async def measure_visits(count: int) -> None:
    """Come and leave properly, one visitor after the other, and print what is left of them."""
    with serve_app() as server:
        statuses: Counter[str] = Counter()
        # The first visitor's memory is that of what the server imports for all of them.
        await _visit(server, Counter())
        await server.rest()
        before = _read(server)
        for number in range(count):
            await _visit(server, statuses)
            if number % 10 == 9:
                kernels, own, descriptors = _read(server)
                say(f"{number + 1} visits: {kernels} processes, {own / _MIB:.0f} MiB")
        await asyncio.sleep(_AFTER)
        after = _read(server)
        kernels, own, descriptors = (new - old for new, old in zip(after, before, strict=True))
        print_table(
            [
                "visits",
                "answers to the page that leaves",
                f"kernels left {_AFTER:.0f} s later",
                "server's own memory",
                "descriptors",
            ],
            [
                [
                    f"{count}",
                    ", ".join(f"{name}: {times}" for name, times in statuses.items()),
                    f"{kernels:+d}",
                    f"{own / _MIB:+.1f} MiB",
                    f"{descriptors:+d}",
                ]
            ],
        )


async def measure_open_pages(count: int) -> None:
    """Open pages under the usual limit of descriptors, and print how many there may be."""
    with serve_app(descriptors=_DESCRIPTORS) as server:
        await server.rest()
        health = await server.fetch("health")
        came: list[Arrival | str] = []
        inside = []
        for number in range(count):
            visitor = Visitor(server.url)
            came.append(await enter(visitor))
            if isinstance(came[-1], Arrival):
                inside.append(visitor)
            elif not any(isinstance(each, Arrival) for each in came[-_ENOUGH:]):
                break
            if number % 10 == 9:
                say(f"{number + 1} pages, {len(inside)} opened")
        broken = sum(visitor.socket.is_closed for visitor in inside)
        answers = "yes" if await server.answers() else "no"
        if not server.is_alive():
            say(f"The server has ended: {server.last_words()}")
        print_table(
            [
                f"pages wanted, ulimit -n {_DESCRIPTORS}",
                "opened",
                "closed again",
                "not opened",
                "server alive / answers",
                "/health at first",
            ],
            [
                [
                    f"{count}",
                    f"{len(inside)}",
                    f"{broken}",
                    _count_problems(came),
                    f"{'yes' if server.is_alive() else 'no'} / {answers}",
                    health.body.decode()[:80] if health and health.code == 200 else "none",
                ]
            ],
        )


async def _visit(server: AppServer, statuses: Counter[str]) -> None:
    visitor = Visitor(server.url)
    arrival = await enter(visitor)
    if isinstance(arrival, str):
        statuses[f"not in, {arrival}"] += 1
    else:
        statuses[f"HTTP {await visitor.leave()}"] += 1


def _read(server: AppServer) -> tuple[int, int, int]:
    return len(server.kernels()), server.own_bytes(), server.n_descriptors()


def _count_problems(came: list[Arrival | str]) -> str:
    problems = Counter(each for each in came if isinstance(each, str))
    return ", ".join(f"{name}: {times}" for name, times in problems.items()) or "none"
