"""A reverse proxy for tests: several servers at one address, sticky by cookie.

It forwards bytes: only the head of each request and of its response is read, so that web sockets
and pages that come in parts pass as they are. A connection carries one request.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

__all__ = ["COOKIE", "StickyProxy", "sticky_proxy"]

#: The cookie that names a visitor's server, by its port.
COOKIE = "server"
_CHUNK = 65_536
_NONE_LEFT = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class StickyProxy:
    """A proxy's servers and what they were asked.

    Attributes
    ----------
    url
        The address to ask instead of a server's.
    servers
        Ports of the servers that answer: one that does not is dropped.
    requests
        Each request: the server that its cookie names or None, the one that got it, and its path.
    """

    def __init__(self, servers: Sequence[int]) -> None:
        self.url = ""
        self.servers = list(servers)
        self.requests: list[tuple[int | None, int, str]] = []
        self._newcomers = 0

    async def serve(self, connection: socket.socket) -> None:
        """Forward a connection's request to its visitor's server, or to the next one."""
        reader, writer = await asyncio.open_connection(sock=connection)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            opened = await self._open(head)
            if opened is None:
                writer.write(_NONE_LEFT)
                await writer.drain()
                return
            server, far_reader, far_writer = opened
            named = _server_of(head)
            self.requests.append((named, server, head.split(b" ", 2)[1].decode()))
            # The request's body, or the web socket, flows while the response is awaited.
            forwarding = asyncio.ensure_future(_forward(reader, far_writer, _ask_for_one(head)))
            try:
                answer = await far_reader.readuntil(b"\r\n\r\n")
                await _forward(far_reader, writer, _name(answer, server, named))
            finally:
                forwarding.cancel()
                await _close(far_writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # one side is gone: so is the connection
        finally:
            await _close(writer)

    async def _open(
        self, head: bytes
    ) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter] | None:
        """Connect with the server that the request's cookie names, or else with the next one."""
        server = _server_of(head)
        while self.servers:
            if server not in self.servers:
                server = self.servers[self._newcomers % len(self.servers)]
                self._newcomers += 1
            try:
                return server, *await asyncio.open_connection("127.0.0.1", server)
            except OSError:
                self.servers.remove(server)
        return None


@contextmanager
def sticky_proxy(servers: Sequence[int]) -> Iterator[StickyProxy]:
    """Serve several servers of this machine, given by their ports, at one address.

    Newcomers are given to them in turn.
    """
    proxy = StickyProxy(servers)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)  # a visitor may be gone before he is accepted
    proxy.url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=_run, args=(loop, listener, proxy), name="sticky-proxy")
    thread.start()
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _run(loop: asyncio.AbstractEventLoop, listener: socket.socket, proxy: StickyProxy) -> None:
    """Accept and serve connections until the loop is stopped; then end all of them."""

    # The loop alone does not keep its tasks from being collected as garbage.
    serving: set[asyncio.Task[None]] = set()

    def accept() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            task = loop.create_task(proxy.serve(connection))
            serving.add(task)
            task.add_done_callback(serving.discard)

    loop.add_reader(listener, accept)
    loop.run_forever()
    loop.remove_reader(listener)
    listener.close()
    loop.run_until_complete(_end_others())
    loop.close()


def _server_of(head: bytes) -> int | None:
    """Return the port that a request's cookie names."""
    named = re.search(rb"(?im)^cookie:.*\b%b=(\d+)" % COOKIE.encode(), head)
    return int(named[1]) if named else None


def _ask_for_one(head: bytes) -> bytes:
    """Ask the server to close the connection after its response, unless it becomes a web socket."""
    if re.search(rb"(?im)^upgrade:", head):
        return head
    kept = re.sub(rb"(?im)^connection:.*\r\n", b"", head)
    return kept.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)


def _name(answer: bytes, server: int, named: int | None) -> bytes:
    """Add the cookie that names the server to its response, if the visitor's names another."""
    if named == server:
        return answer
    cookie = f"Set-Cookie: {COOKIE}={server}; Path=/; HttpOnly; SameSite=Lax\r\n"
    return answer.replace(b"\r\n", b"\r\n" + cookie.encode(), 1)


async def _forward(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, chunk: bytes
) -> None:
    """Forward one direction, from its first bytes on, until it ends, and end the other with it."""
    with suppress(OSError):
        while chunk:
            writer.write(chunk)
            await writer.drain()
            chunk = await reader.read(_CHUNK)
    await _close(writer)


async def _close(writer: asyncio.StreamWriter) -> None:
    """Close a connection when all is sent, or at once if this is cancelled."""
    writer.close()
    try:
        await writer.wait_closed()
    except OSError:
        pass
    except asyncio.CancelledError:
        writer.transport.abort()
        raise


async def _end_others() -> None:
    """Cancel all other tasks until none is left."""
    await asyncio.sleep(0)  # a task that has not begun would leave its connection open
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in others:
            task.cancel()
        await asyncio.wait(others, timeout=0.1)
    await asyncio.sleep(0)  # what they closed is closed now
