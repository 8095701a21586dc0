"""Garbled frames: one visitor goes wrong, and the others draw meanwhile."""

from __future__ import annotations

import random
from collections import Counter

from benchmarks._table import print_table
from benchmarks.visitors.app_server import AppServer, serve_app
from benchmarks.visitors.crowd import Crowd, enter, learn_bars, say
from benchmarks.visitors.garbage import MUTATIONS, make_real_frame
from tests.support.visitor.visitor import RefusedError, Visitor

__all__ = ["measure_garbled_frames"]

_MIB = 2**20
#: A server that believes a frame's count of offsets would take all the memory that there is.
_ADDRESSES = 4 * 2**30
#: Seconds in which the server should close a garbled connection, and answer at all.
_CLOSED_WITHIN, _ANSWER_WITHIN = 1.0, 10.0


class _Wrongdoer:
    """A visitor who sends garbage, each frame on a socket of its own."""

    def __init__(self, server: AppServer) -> None:
        self._server = server
        self._chance = random.Random(0)
        self._visitor: Visitor | None = None
        self.outcomes: Counter[str] = Counter()
        self.is_server_lost = False

    async def send_random_bytes(self) -> None:
        """Send eight random bytes."""
        await self._send("eight random bytes", self._chance.randbytes(8))

    async def send_mutations(self, count: int) -> None:
        """Send mutated frames, each kind in turn."""
        kinds = list(MUTATIONS)
        for number in range(count):
            kind = kinds[number % len(kinds)]
            visitor = await self._come()
            if self.is_server_lost or visitor is None or visitor.models is None:
                return
            frame = make_real_frame(visitor.session, visitor.models.canvas, visitor.view)
            await self._send(kind, MUTATIONS[kind](frame, self._chance))
            if number % 50 == 49:
                say(f"{number + 1} mutated frames of {count}")

    async def _come(self) -> Visitor | None:
        """Return the visitor; a new one if the kernel of the last is gone."""
        if self._visitor is None:
            visitor = Visitor(self._server.url)
            arrival = await enter(visitor)
            if isinstance(arrival, str):
                self.outcomes[f"does not get in again: {arrival}"] += 1
                return None
            self._visitor = visitor
        return self._visitor

    async def _send(self, kind: str, frame: bytes) -> None:
        visitor = await self._come()
        if visitor is None:
            return
        try:
            # The same session: a page that connects again replaces its old connection.
            socket = await visitor.open_socket()
        except (RefusedError, TimeoutError, OSError):
            self._visitor = None
            self.outcomes["kernel lost"] += 1
        else:
            socket.send(frame)
            is_closed = await socket.wait_closed(_CLOSED_WITHIN)
            self.outcomes["closed" if is_closed else f"left open ({kind})"] += 1
            socket.close()
        if not await self._server.answers(_ANSWER_WITHIN):
            self.is_server_lost = True
            say(f"After a frame with {kind} the server does not answer.")


async def measure_garbled_frames(visitors: int, seconds: float, mutations: int) -> None:
    """Draw without and with garbage on another connection, and print what the others notice."""
    with serve_app(memory=_ADDRESSES) as server:
        bars = await learn_bars(server.url)
        wrongdoer = _Wrongdoer(server)
        rows = []
        for name, sending in (
            ("none", None),
            ("eight random bytes", wrongdoer.send_random_bytes),
            (f"{mutations} mutated frames", lambda: wrongdoer.send_mutations(mutations)),
        ):
            say(f"{visitors} draw; garbage: {name}")
            wrongdoer.outcomes.clear()
            before = server.own_bytes()
            crowd = Crowd(server, bars)
            inside = await crowd.gather(visitors)
            await crowd.draw(inside, seconds, meanwhile=sending() if sending else None)
            for visitor in inside:
                await visitor.leave()
            rows.append(await _describe(name, wrongdoer, server, crowd, before))
            if wrongdoer.is_server_lost:
                break
        print(f"{visitors} visitors draw while another one sends garbage.")
        print_table(
            [
                "garbage",
                "connections",
                "server answers",
                "server's own memory",
                *Crowd.HEAD,
            ],
            rows,
        )


async def _describe(
    name: str, wrongdoer: _Wrongdoer, server: AppServer, crowd: Crowd, before: int
) -> list[str]:
    answers = await server.answers(_ANSWER_WITHIN)
    own = f"{(server.own_bytes() - before) / _MIB:+.0f} MiB" if server.is_alive() else "gone"
    outcomes = ", ".join(f"{what}: {times}" for what, times in wrongdoer.outcomes.items())
    return [name, outcomes or "-", "yes" if answers else "no", own, *crowd.row()]
