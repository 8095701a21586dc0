"""HTTP server of the page: a request that comes slowly ends with its own connection."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

import pytest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from digit_widgets.app.page import http_server
from tests.support.waiting import LONG, let_time_fly, run_coroutine

WHOLE = b"POST / HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 4\r\n\r\nword"


class Echo(RequestHandler):
    def post(self) -> None:
        self.finish(self.request.body)


@contextlib.contextmanager
def serving() -> Iterator[int]:
    server: HTTPServer = http_server.make_server(Application([("/", Echo)]))
    socket, port = bind_unused_port()
    server.add_socket(socket)
    try:
        yield port
    finally:
        server.stop()


async def ask(port: int, sent: bytes, patience: float = LONG) -> bytes:
    """Send some bytes; return all that the server answers until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    try:
        return await asyncio.wait_for(reader.read(), patience)
    finally:
        writer.close()


@pytest.mark.parametrize(
    "sent",
    [b"", WHOLE[:10], WHOLE[:-2]],
    ids=["nothing", "half of the headers", "half of the body"],
)
def test_a_request_that_does_not_come_is_hung_up_on_and_the_next_one_is_served(
    sent: bytes,
) -> None:
    async def visit() -> None:
        with serving() as port:
            slow = asyncio.ensure_future(ask(port, sent, 1000 * LONG))
            assert b"200 OK" in await ask(port, WHOLE)
            assert not slow.done()
            let_time_fly()
            assert b"200" not in await slow

    run_coroutine(visit())


def test_a_body_that_is_too_large_is_not_waited_for() -> None:
    async def visit() -> None:
        with serving() as port:
            length = f"Content-Length: {http_server.LARGEST_BODY + 1}".encode()
            told = await ask(port, WHOLE.replace(b"Content-Length: 4", length)[:-4])
            assert b" 200 " not in told
            assert b"200 OK" in await ask(port, WHOLE)

    run_coroutine(visit())
