"""Visitors of a page that is full, or whose server is started anew, as they see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import axe_problems
from tests.support.digits import DIGITS
from tests.support.pages import Pad, open_voila, wait_until
from tests.support.servers import app_server, find_free_port
from tests.support.tab import fresh_page

pytestmark = pytest.mark.own_page


@contextmanager
def serve(folder: Path, port: int) -> Iterator[str]:
    """Serve the app's page with one place."""
    with app_server(folder, max_visitors=1, port=port) as (url, _):
        yield url


def test_a_full_page_says_so_and_opens_by_itself_when_somebody_leaves(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    with serve(tmp_path, find_free_port()) as url, fresh_page(browser, width=320) as second:
        pad = open_voila(page, url)
        pad.draw(DIGITS["7"])
        pad.wait_for_label("7")
        answer = second.goto(url)
        assert answer is not None
        assert answer.status == 503
        heading = second.get_by_role("heading", name="All places are taken")
        expect(heading).to_be_visible()
        assert axe_problems(second, "main") == []
        assert second.evaluate("document.documentElement.scrollWidth <= innerWidth")
        second.get_by_role("button", name="Try now").click()
        expect(second.get_by_role("status")).to_have_text("Not yet.")
        page.goto("about:blank")  # which tells the server that the page is left
        Pad(second)  # within its patience
        expect(heading).to_have_count(0)


def test_a_page_whose_server_is_started_anew_says_so_and_keeps_the_drawing(
    page: Page, tmp_path: Path
) -> None:
    port = find_free_port()
    with serve(tmp_path, port) as url:
        pad = open_voila(page, url)
        pad.draw(DIGITS["7"])
        pad.wait_for_label("7")
        ink = pad.ink
    with serve(tmp_path, port):
        expect(page.locator(".digit-widgets-life").first).to_contain_text("Not connected")
        page.get_by_role("button", name="Reload the page").first.click()
        again = Pad(page)
        # Edges may differ a little: it is drawn at once, and not point by point.
        wait_until(page, lambda: again.ink > 0.98 * ink, "The drawing was not given back.")
        again.wait_for_label("7")
