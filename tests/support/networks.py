"""A network between a page and its kernel, with delayed, jittered and ordered bytes."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

__all__ = ["Network", "slow_network"]

#: Number of bytes read at a time.
_CHUNK = 65_536


class Network:
    """The connection to a port of this machine.

    Attributes
    ----------
    port
        The port to connect to instead.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, server: asyncio.Server) -> None:
        self._loop = loop
        self._server = server
        self.port: int = server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Break all connections; new ones are possible."""
        asyncio.run_coroutine_threadsafe(_broken(), self._loop).result()


@contextmanager
def slow_network(port: int, delay: float = 0.0, jitter: float = 0.0) -> Iterator[Network]:
    """Forward connections to a port of this machine.

    Parameters
    ----------
    port
        The server's port.
    delay, jitter
        Delay of all bytes each way in seconds, and its largest random change; the order of the
        bytes is kept.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="slow-network", daemon=True)
    thread.start()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(
            lambda reader, writer: _connected(reader, writer, port, delay, jitter), "127.0.0.1", 0
        )

    server = asyncio.run_coroutine_threadsafe(start(), loop).result()
    network = Network(loop, server)
    try:
        yield network
    finally:
        server.close()
        network.cut()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _connected(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    port: int,
    delay: float,
    jitter: float,
) -> None:
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
    ways = (_way(reader, far_writer, delay, jitter), _way(far_reader, writer, delay, jitter))
    try:
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*ways, return_exceptions=True)
    finally:
        far_writer.close()
        writer.close()


async def _way(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float, jitter: float
) -> None:
    """Forward one direction: read without waiting, and write each chunk when it is due."""
    loop = asyncio.get_running_loop()
    chance = random.Random(0)
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            due, chunk = await under_way.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not chunk:
                writer.close()
                return
            writer.write(chunk)
            await writer.drain()

    delivering = asyncio.ensure_future(deliver())
    latest = 0.0
    try:
        chunk = b"-"
        while chunk:
            chunk = await reader.read(_CHUNK)
            latest = max(latest, loop.time() + delay + chance.uniform(-jitter, jitter))
            under_way.put_nowait((latest, chunk))
        await delivering
    finally:
        delivering.cancel()


async def _broken() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
