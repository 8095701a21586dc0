"""The page in one file, written once, and opened from a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from digit_widgets.app.standalone.page_file import find_models
from digit_widgets.app.standalone.site_files import write_page
from tests.support.page_file import FilePad
from tests.support.tab import fresh_page

Open = Callable[..., FilePad]


@pytest.fixture(scope="session")
def page_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page with all three networks."""
    path = tmp_path_factory.mktemp("one file") / "digits & more.html"
    return write_page(path, find_models(["reader", "cnn", "ann"]))


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a file; a request to anywhere fails the test."""
    asked: set[str] = set()
    said: list[tuple[str, str]] = []
    paths: set[str] = set()
    with ExitStack() as stack:

        def open_file(path: Path, *, width: int = 1280, **media: str) -> Page:
            page: Page = stack.enter_context(fresh_page(browser, width=width, density=1))
            page.on("request", lambda request: asked.add(request.url))
            page.on("console", lambda message: said.append((message.type, message.text)))
            if media:
                page.emulate_media(**media)  # type: ignore[arg-type]
            paths.add(path.as_uri())
            page.goto(path.as_uri())
            return page

        yield open_file
    assert [text for kind, text in said if kind == "error"] == []
    assert {url for url in asked if not url.startswith(("data:", "blob:"))} == paths


@pytest.fixture
def open_page(open_tab: Callable[..., Page], page_path: Path) -> Open:
    """Return a function that opens a page's file; a request to anywhere fails the test."""

    def open_file(path: Path = page_path, **options: Any) -> FilePad:
        return FilePad(open_tab(path, **options))

    return open_file
