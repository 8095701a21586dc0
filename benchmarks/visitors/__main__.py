"""Many visitors of one server: ``python -m benchmarks.visitors [--only NAME] [--visitors N ...]``.

``digit-widgets app`` is visited by a client that does what its page does, and needs no browser:
see `tests.support.visitor`. Visitors draw real digits at 60 points a second, look at each for a
second and clear it. Server, kernels and client share the processors; the client's share of the time
used is printed. The kernels' time includes the starts of newcomers' kernels. The page's scripts are
not fetched: a browser has them from its first visit, or a proxy.

The parts, each printed when it is done; Ctrl-C ends the measurement after those that are:

- crowd: 1, 20 and 40 draw at once, and newcomers come meanwhile;
- loads: 60 loads of the page in 60 s;
- visits: 200 visits in a row, each leaving properly, and what is left of them;
- memory: 10 open pages, next to those of a notebook that imports TensorFlow, in the same run;
- pages: 150 open pages with a limit of 1,024 descriptors;
- garbled: frames that no page sends, one and 500, while others draw.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from benchmarks._table import print_table
from benchmarks.visitors.app_server import serve_app
from benchmarks.visitors.crowd import Crowd, learn_bars, say, spread_seconds
from benchmarks.visitors.garbled_frames import measure_garbled_frames
from benchmarks.visitors.page_memory import measure_memory
from benchmarks.visitors.visits import (
    measure_loads,
    measure_open_pages,
    measure_visits,
)

#: Seconds between two newcomers.
_NEWCOMERS = 5.0
#: Visitors who draw while another one sends garbage.
_BESIDE_GARBAGE = 5
_INTERRUPTED = 130

_PARTS: Mapping[str, Callable[[argparse.Namespace], Coroutine[Any, Any, None]]] = {
    "crowd": lambda chosen: _measure_crowds(chosen.visitors, chosen.seconds),
    "loads": lambda chosen: measure_loads(chosen.loads),
    "visits": lambda chosen: measure_visits(chosen.visits),
    "memory": lambda chosen: measure_memory(chosen.memory_pages),
    "pages": lambda chosen: measure_open_pages(chosen.pages),
    "garbled": lambda chosen: measure_garbled_frames(
        _BESIDE_GARBAGE, chosen.seconds, chosen.mutations
    ),
}


def main() -> None:
    """Measure the parts that the command line names, by default all, and print a table of each."""
    chosen = _parse()
    try:
        for name in chosen.only or _PARTS:
            say(f"== {name}")
            asyncio.run(_PARTS[name](chosen))
            print(flush=True)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.visitors", description="Measure many visitors of one server."
    )
    add = parser.add_argument
    add("--only", nargs="+", choices=list(_PARTS), help="parts to measure")
    add("--visitors", nargs="+", type=int, default=[1, 20, 40], help="who draw at once")
    add("--seconds", type=float, default=30.0, help="for which they draw")
    add("--loads", type=int, default=60, help="loads of the page, one a second")
    add("--visits", type=int, default=200, help="visits in a row")
    add("--memory-pages", type=int, default=10, help="open pages of which memory is measured")
    add("--pages", type=int, default=150, help="open pages with a limit of descriptors")
    add("--mutations", type=int, default=500, help="mutated frames")
    return parser.parse_args()


async def _measure_crowds(counts: list[int], seconds: float) -> None:
    """Let visitors draw at once, each number of them at a fresh server, and print the figures."""
    rows, bars = [], None
    for count in counts:
        with serve_app() as server:
            bars = bars or await learn_bars(server.url)
            crowd = Crowd(server, bars)
            inside = await crowd.gather(count)
            say(f"{len(inside)} of {count} are in, and draw")
            await crowd.draw(inside, seconds, newcomers_every=_NEWCOMERS)
            rows.append([f"{count}", *crowd.row(), *spread_seconds(crowd.arrivals)])
    print_table(
        [
            "drawing at once",
            *Crowd.HEAD,
            "newcomers: page, s",
            "states, s: median / worst",
        ],
        rows,
    )


if __name__ == "__main__":
    main()
