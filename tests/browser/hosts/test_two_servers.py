"""Two servers behind a proxy that is sticky by cookie: one is killed, and its visitor goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.digits import DIGITS
from tests.support.notebooks import write_notebook
from tests.support.pages import Pad, open_voila, wait_until
from tests.support.servers import voila_server
from tests.support.sticky_proxy import COOKIE, StickyProxy, sticky_proxy
from tests.support.tab import fresh_page

pytestmark = pytest.mark.own_page

_GONE = re.compile("Not connected to a kernel|The connection to the kernel is lost")


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[StickyProxy]:
    """Serve a page with a pad by two servers at one address."""
    notebook = write_notebook(tmp_path, ["from digit_widgets import DigitPad\nDigitPad()"])
    ports = []
    with ExitStack() as servers:
        for name in ("one", "two"):
            folder = tmp_path / name
            folder.mkdir()
            url = servers.enter_context(voila_server(folder, notebook=notebook))
            ports.append(int(urlsplit(url).port or 0))
        yield servers.enter_context(sticky_proxy(ports))


def server_of(page: Page) -> int:
    """Return the port of the server that the page's cookie names."""
    (cookie,) = (each for each in page.context.cookies() if each["name"] == COOKIE)
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    return int(cookie["value"])


def web_sockets(proxy: StickyProxy) -> list[int]:
    """Return, for each kernel's web socket, the port of the server that was asked for it."""
    return [server for _, server, path in proxy.requests if "/channels?" in path]


def kill(port: int) -> None:
    """Kill the server that listens on a port, as a machine does that runs out of memory."""
    (server,) = [each for each in psutil.Process().children() if f"--port={port}" in each.cmdline()]
    server.kill()


def draw(page: Page, pad: Pad, digit: str) -> int:
    pad.draw(DIGITS[digit])
    pad.wait_for_label(digit)
    return pad.ink


def test_visitors_stay_on_their_servers_and_go_on_with_another_when_theirs_is_killed(
    browser: Browser, page: Page, proxy: StickyProxy
) -> None:
    with fresh_page(browser) as other_page:
        pad, other = open_voila(page, proxy.url), open_voila(other_page, proxy.url)
        first, second = server_of(page), server_of(other_page)
        assert {first, second} == set(proxy.servers)
        assert sorted(web_sockets(proxy)) == sorted((first, second))

        other_page.reload()
        other = Pad(other_page)
        assert web_sockets(proxy)[2:] == [second]
        assert all(named in {None, server} for named, server, _ in proxy.requests)

        ink, other_ink = draw(page, pad, "7"), draw(other_page, other, "3")
        kill(first)
        expect(page.locator(".digit-widgets-life").first).to_contain_text(_GONE, timeout=20_000)
        with page.expect_event("load", timeout=120_000):
            page.get_by_role("button", name="Reload the page").first.click()
        again = Pad(page)
        wait_until(page, lambda: again.ink > 0.9 * ink, "The drawing was not given back.")
        again.wait_for_label("7")
        assert server_of(page) == second
        assert proxy.servers == [second]

        assert other.ink == other_ink
        expect(other_page.locator(".digit-widgets-life").first).to_have_text("")
        other.press("Undo")
        draw(other_page, other, "4")
