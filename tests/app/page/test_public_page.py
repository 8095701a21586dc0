"""A page that anybody may visit: nobody ends it for the others, and a full house says so."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import signal
import socket
import struct
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support.digits import DIGITS
from tests.support.servers import app_server
from tests.support.visitor.kernel_frames import make_frame, make_header
from tests.support.visitor.kernel_socket import KernelSocket
from tests.support.visitor.visitor import RefusedError, Visitor
from tests.support.waiting import LONG, run_coroutine, wait_until

NOBODY = {"status": "ok", "free": 4, "visitors": 0, "max_visitors": 4}


class Served:
    """A page that is served, and the process that serves it."""

    def __init__(self, url: str, process: Any) -> None:
        self.url = url
        self.process = process

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}health", timeout=60) as answer:
            told: dict[str, Any] = json.load(answer)
        assert told.pop("version")
        return told

    def kernels(self) -> list[psutil.Process]:
        """Return the processes that the server has started, without the one that forks."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [each for each in found if each.children() == []]

    async def wait_for(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the server's health is as it should be, or fail."""
        for _ in range(600):
            told = await asyncio.to_thread(self.health)
            if holds(told):
                return told
            await asyncio.sleep(0.1)
        raise AssertionError(told)


@contextmanager
def serve(
    folder: Path, *options: str, limits: dict[int, int] | None = None, max_visitors: int = 4
) -> Iterator[Served]:
    often = "--MappingKernelManager.cull_interval=1"
    with app_server(folder, often, *options, max_visitors=max_visitors, limits=limits) as served:
        yield Served(*served)
        assert "Traceback" not in (log := (folder / "server.log").read_text()), log


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a page with four places, which pages that are gone leave after three seconds."""
    folder = tmp_path_factory.mktemp("page")
    with serve(folder, "--VisitorKernels.leave_after=3") as served:
        yield served


@pytest.fixture(autouse=True)
def _all_leave(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "page" in request.fixturenames:
        served: Served = request.getfixturevalue("page")
        run_coroutine(served.wait_for(lambda told: told == NOBODY))


def run(visit: Callable[[], Coroutine[Any, Any, None]]) -> None:
    run_coroutine(visit())


@asynccontextmanager
async def inside(served: Served) -> AsyncIterator[Visitor]:
    """Let a visitor in, who leaves properly."""
    visitor = Visitor(served.url)
    await visitor.enter()
    try:
        yield visitor
    finally:
        with contextlib.suppress(RefusedError):
            await visitor.leave()


async def draw_seven(visitor: Visitor) -> None:
    """Check that a visitor's drawing is read, and that nothing of it is lost."""
    visitor.reset()
    drawing = await visitor.draw(DIGITS["7"])
    assert (drawing.reading, drawing.n_lost, drawing.n_strokes_lost) == ("7", 0, 0)


FRAME = make_frame(make_header("comm_msg", "x"), {"comm_id": "x", "data": {}})
GARBAGE = {
    "eight random bytes": b"\x07\x9d\xe1\x00\x12\xff\xee\x31",
    "text": "text",
    "JSON": '{"header": {"msg_type": "comm_msg"}, "channel": "shell"}',
    "nothing": b"",
    "more parts than bytes": struct.pack("<Q", 2**60),
    "cut off": FRAME[:-3],
    "an unknown channel": FRAME.replace(b"shell", b"shall"),
    "34 MiB": b"x" * (34 << 20),
}


def test_who_sends_garbage_is_disconnected_and_nobody_else_notices(page: Served) -> None:
    async def visit() -> None:
        before = psutil.Process(page.process.pid).memory_info().rss
        async with inside(page) as good:
            for name, garbage in GARBAGE.items():
                async with inside(page) as bad:
                    drawing = asyncio.ensure_future(draw_seven(good))
                    bad.socket.send(garbage)
                    assert await bad.socket.wait_closed(LONG), name
                    assert bad.socket.close_code in {1007, 1009}, name
                    await drawing
        after = psutil.Process(page.process.pid).memory_info().rss
        assert after - before < 200 << 20

    run(visit)


def test_a_message_that_runs_code_or_ends_the_kernel_is_not_heeded(page: Served) -> None:
    async def visit() -> None:
        async with inside(page) as visitor:
            for kind in ("execute_request", "shutdown_request", "interrupt_request"):
                for channel in ("shell", "control"):
                    visitor.send(kind, {"code": "1/0", "restart": False}, channel=channel)
            await draw_seven(visitor)

    run(visit)


def test_a_kernel_has_one_page_and_nobody_ends_it_by_its_number(page: Served) -> None:
    async def visit() -> None:
        async with inside(page) as visitor:
            for cookies in (True, False):
                with pytest.raises(RefusedError) as refused:
                    await visitor.open_socket(session="another", cookies=cookies)
                assert refused.value.status == 403
            for method in ("DELETE", "PATCH"):
                request = urllib.request.Request(
                    f"{page.url}api/kernels/{visitor.kernel_id}", method=method, data=b"{}"
                )
                with pytest.raises(urllib.error.HTTPError, match=r"403|405"):
                    await asyncio.to_thread(urllib.request.urlopen, request, timeout=60)
            await draw_seven(visitor)
            # The page itself may come back.
            again = await visitor.open_socket()
            assert await visitor.socket.wait_closed(LONG)
            again.close()

    run(visit)


def test_a_socket_of_an_older_protocol_is_refused(page: Served) -> None:
    async def visit() -> None:
        async with inside(page) as visitor:
            path = f"api/kernels/{visitor.kernel_id}/channels"
            url = visitor.http.socket_url(path, visitor.session)
            with pytest.raises(RefusedError) as refused:
                await KernelSocket.open(url, {"Sec-WebSocket-Protocol": "older"})
            assert refused.value.status == 400
            await draw_seven(visitor)

    run(visit)


def test_a_full_house_says_so_and_has_a_place_as_soon_as_one_leaves(page: Served) -> None:
    async def visit() -> None:
        visitors = [Visitor(page.url) for _ in range(4)]
        for visitor in visitors:
            await visitor.enter()
        assert page.health() == {**NOBODY, "status": "full", "free": 0, "visitors": 4}
        for _ in range(2):
            with pytest.raises(RefusedError) as refused:
                await Visitor(page.url).enter()
            assert refused.value.status == 503
            assert "Digit Widgets: full" in str(refused.value)
        assert await visitors[0].leave() == 204
        await page.wait_for(lambda told: told["free"] == 1)
        visitors[0] = Visitor(page.url)
        await visitors[0].enter()
        for visitor in visitors:
            await visitor.leave()

    run(visit)


def test_many_visits_leave_nothing(page: Served) -> None:
    async def visit() -> None:
        open_files = psutil.Process(page.process.pid).num_fds()
        for _ in range(12):
            async with inside(page):
                pass
        await page.wait_for(lambda told: told == NOBODY)
        server = psutil.Process(page.process.pid)
        for _ in range(300):
            # The kernel for the next visitor, and the process that forks it. What belongs to a
            # connection is kept for ten seconds after its end.
            kernels, more_files = len(page.kernels()), server.num_fds() - open_files
            if kernels <= 2 and more_files <= 8:
                break
            await asyncio.sleep(0.1)
        assert kernels <= 2
        assert more_files <= 8

    run(visit)


def test_a_page_that_is_gone_without_a_word_leaves_its_place_and_one_that_is_there_stays(
    page: Served,
) -> None:
    async def visit() -> None:
        async with inside(page) as stays:
            gone = Visitor(page.url)
            await gone.enter()
            gone.vanish()
            # One that only asks for the page, and never connects.
            await Visitor(page.url).http.load_page()
            await page.wait_for(lambda told: told["visitors"] == 1)
            await draw_seven(stays)

    run(visit)


def test_a_kernel_that_waited_long_for_its_visitor_is_not_taken_from_him(page: Served) -> None:
    async def visit() -> None:
        await asyncio.sleep(4)  # longer than pages may be gone
        visitor = Visitor(page.url)
        visitor.kernel_id = await visitor.http.load_page()
        await asyncio.sleep(1.2)  # at least one look for pages that are gone
        socket = await visitor.open_socket()
        assert not await socket.wait_closed(3)
        socket.close()

    run(visit)


def test_a_kernel_that_dies_or_stands_still_is_noticed_by_its_own_page_alone(
    page: Served,
) -> None:
    async def visit() -> None:
        async with inside(page) as good:
            await page.wait_for(lambda _: len(page.kernels()) == 2)
            (known, waiting) = sorted(page.kernels(), key=lambda each: each.create_time())
            async with inside(page) as bad:  # who gets the kernel that was waiting
                told: list[bytes] = []
                socket = await bad.open_socket(on_frame=told.append)
                for number in (signal.SIGSTOP, signal.SIGCONT, signal.SIGKILL):
                    drawing = asyncio.ensure_future(draw_seven(good))
                    os.kill(waiting.pid, number)
                    await drawing
                for _ in range(300):
                    if any(b"restarting" in frame for frame in told):
                        break
                    await asyncio.sleep(0.1)
                assert any(b"restarting" in frame for frame in told)
                assert known.is_running()
                socket.abort()

    run(visit)


def test_no_cookie_is_set_and_the_address_chooses_no_template(page: Served) -> None:
    with urllib.request.urlopen(f"{page.url}?template=lab&theme=dark", timeout=60) as answer:
        text = answer.read().decode()
        assert answer.headers.get_all("Set-Cookie") is None
    assert "templates/lab" not in text
    assert 'const chosen = ""' in text


def test_the_last_place_is_a_visitors_even_if_a_kernel_waits_that_he_cannot_have(
    tmp_path: Path,
) -> None:
    with serve(tmp_path, max_visitors=1) as served:

        async def visit() -> None:
            # At once, before a kernel waits; and one that is waiting shows another theme.
            for theme in ("", "?theme=dark"):
                visitor = Visitor(f"{served.url}{theme}")
                visitor.kernel_id = await visitor.http.load_page()
                with pytest.raises(RefusedError) as refused:
                    await Visitor(served.url).http.load_page()
                assert refused.value.status == 503
                assert served.health()["visitors"] == 1
                path = f"voila/api/shutdown/{visitor.kernel_id}"
                assert await visitor.http.send_beacon(path) == 204
                await served.wait_for(lambda told: told["free"] == 1)
                await asyncio.sleep(3)  # until a kernel waits again

        run(visit)


def test_connections_that_say_nothing_end_nothing(tmp_path: Path) -> None:
    limits = {resource.RLIMIT_NOFILE: 1024}
    with serve(tmp_path, limits=limits, max_visitors=500) as served:
        # As many as there are descriptors for.
        assert served.health()["max_visitors"] == (1024 - 160) // 16
        port = int(served.url.rstrip("/").rpartition(":")[2])

        async def visit() -> None:
            async with inside(served) as visitor:
                server, silent = psutil.Process(served.process.pid), []
                open_files = server.num_fds()
                for _ in range(1200):
                    connection = socket.socket()
                    connection.setblocking(False)
                    connection.connect_ex(("127.0.0.1", port))
                    silent.append(connection)
                await draw_seven(visitor)
                for connection in silent:
                    connection.close()
                # All but those of a kernel that has begun to wait for the next visitor meanwhile.
                await asyncio.to_thread(
                    wait_until, lambda: server.num_fds() < open_files + 64, "they are kept open"
                )
                async with inside(served) as newcomer:
                    await draw_seven(newcomer)
                await draw_seven(visitor)

        run(visit)


def test_a_server_that_stops_lets_nobody_in_tells_those_inside_and_leaves_no_process(
    tmp_path: Path,
) -> None:
    with serve(tmp_path) as served:

        async def visit() -> None:
            visitor = Visitor(served.url)
            await visitor.enter()
            told: list[bytes] = []
            socket = await visitor.open_socket(on_frame=told.append)
            await asyncio.sleep(1)
            processes = psutil.Process(served.process.pid).children(recursive=True)
            assert processes
            served.process.terminate()
            await socket.wait_closed(LONG)
            dead = b'"execution_state":"dead"'
            assert any(dead in frame.replace(b" ", b"") for frame in told), told
            with pytest.raises((RefusedError, OSError)):
                await Visitor(served.url).enter()
            assert await asyncio.to_thread(served.process.wait, LONG) == 0
            _, alive = psutil.wait_procs(processes, timeout=LONG)
            assert alive == []
            visitor.vanish()
            socket.abort()

        run(visit)
