"""A page for a static host: it opens without its server once it was opened."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from digit_widgets.app.standalone.page_file import find_models
from digit_widgets.app.standalone.site_files import write_site
from tests.support.digits import DIGITS
from tests.support.page_file import FilePad
from tests.support.pages import wait_until
from tests.support.tab import fresh_page


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Print nothing: the base class prints each request."""


@contextmanager
def serve(folder: Path, port: int = 0) -> Iterator[int]:
    """Serve a folder as a static host does, and yield the port."""
    with ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def kept(page: Page) -> list[str]:
    """Return the names of the versions that the browser keeps."""
    names: list[str] = page.evaluate("caches.keys()")
    return names


def test_it_opens_and_reads_after_its_server_has_stopped(browser: Browser, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", find_models(["ann"]), title="My digits")
    asked: set[str] = set()
    with fresh_page(browser, density=1) as page:
        page.context.on("request", lambda request: asked.add(request.url))
        with serve(folder) as port:
            url = f"http://127.0.0.1:{port}/"
            page.goto(url)
            FilePad(page)
            wait_until(page, lambda: len(kept(page)) == 1, "The site is not kept.")
            before = kept(page)
            write_site(folder, find_models(["cnn"]), title="Other digits", overwrite=True)
            for file in folder.iterdir():
                # A server tells changes by whole seconds.
                os.utime(file, (time.time() + 2, time.time() + 2))
            page.reload()
            wait_until(
                page,
                lambda: len(now := kept(page)) == 1 and now != before,
                "The new version is not kept.",
            )
        page.reload()
        pad = FilePad(page)
        pad.draw(DIGITS["7"])
        pad.expect_label("7")
        expect(page.get_by_role("heading", level=1)).to_have_text("Other digits")
    assert {each for each in asked if not each.startswith((url, "data:", "blob:"))} == set()


def test_it_can_be_put_on_a_home_screen(browser: Browser, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", find_models(["ann"]), title="My digits", language="de")
    manifest = json.loads((folder / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert (manifest["name"], manifest["lang"]) == ("My digits", "de")
    assert all((folder / icon["src"]).is_file() for icon in manifest["icons"])
    with serve(folder) as port, fresh_page(browser, density=1) as page:
        page.goto(f"http://127.0.0.1:{port}/")
        FilePad(page)
        devtools = page.context.new_cdp_session(page)
        errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
        found = devtools.send("Page.getAppManifest")
    # A window of tests is private, where nothing is installed.
    assert {each["errorId"] for each in errors} <= {"in-incognito"}
    assert found["errors"] == []
    assert found["url"].endswith("/manifest.webmanifest")
