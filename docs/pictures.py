"""The pictures of the README: ``python -m docs.pictures`` takes them anew."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.browsing.digits import DIGITS
from tests.browsing.pages import chromium, open_lab, open_voila
from tests.browsing.servers import lab_server, voila_server

IMAGES = Path(__file__).parent / "images"
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(exist_ok=True)
    with chromium() as browser, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for theme in ("light", "dark"):
            with voila_server(folder, theme=theme) as url:
                _app(browser, url, f"app-{theme}.png", 620, 540)
                if theme == "light":
                    _app(browser, url, "app-phone.png", 320, 860)
        # JupyterLab writes to what it opens.
        with lab_server(folder, shutil.copytree(NOTEBOOKS, folder / "notebooks")) as url:
            _notebook(browser, url)


def _app(browser: Browser, url: str, name: str, width: int, height: int) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=2, has_touch=width < 640
    )
    pad = open_voila(page, url)
    pad.draw(DIGITS["4"])
    pad.wait_for_label("4")
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / name)
    page.close()


def _notebook(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 900}, device_scale_factor=1)
    pad = open_lab(page, url, "01_draw_a_digit.ipynb")
    pad.wait_for_label("7")
    pad.press("Reset")
    pad.draw(DIGITS["3"])
    pad.wait_for_label("3")
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / "notebook.png")
    page.close()


if __name__ == "__main__":
    main()
