"""A notebook as a page: its pads draw and read without a kernel, each by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from digit_widgets.app.standalone.notebook_exporter import NotebookExporter
from digit_widgets.ink import Ink
from digit_widgets.widgets import DigitPad, ModelComparison, NumberPad
from tests.support.axe import axe_problems
from tests.support.digits import DIGITS
from tests.support.pad_notebooks import notebook_of
from tests.support.page_file import FilePad

SEVEN = Ink.from_strokes(DIGITS["7"], width=16)
PLACE = ".digit-widgets-live-pad"


def evenly(image: Any) -> list[float]:
    """Read nothing: a function, which no page can run."""
    return [0.1] * 10


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write a notebook's page in both themes."""
    pads = (
        DigitPad("ann", ink=SEVEN, description="Draw <b>a 7</b>"),
        ModelComparison({"CNN": "cnn", "mine": evenly, "ANN": "ann"}),
        NumberPad("cnn"),
        DigitPad(evenly, ink=SEVEN),
    )
    notebook, folder = notebook_of(*pads), tmp_path_factory.mktemp("notebook")
    paths = {}
    for theme in ("light", "dark"):
        paths[theme] = folder / f"{theme}.html"
        page, _ = NotebookExporter(theme=theme).from_notebook_node(notebook)
        paths[theme].write_text(page, encoding="utf-8")
    return paths


def find_pads(page: Page) -> tuple[FilePad, FilePad, FilePad]:
    digit, comparison, number = (FilePad(page, page.locator(PLACE).nth(at)) for at in range(3))
    return digit, comparison, number


def test_each_pad_begins_with_its_drawing_and_reads_its_own(
    open_tab: Callable[..., Page], pages: dict[str, Path]
) -> None:
    page = open_tab(pages["light"])
    digit, comparison, number = find_pads(page)
    digit.expect_label("7")
    expect(digit.place).to_contain_text("Draw <b>a 7</b>")
    expect(comparison.place.locator(".agreement")).to_have_text("Draw a digit")
    expect(comparison.place).to_contain_text("mine cannot be used here")
    comparison.draw(DIGITS["5"])
    expect(comparison.place.locator(".agreement")).to_have_text("All read 5")
    digit.expect_label("7")
    for at, name in enumerate("42"):
        strokes = [[(x * 0.7 + 200 * at, y * 0.7) for x, y in stroke] for stroke in DIGITS[name]]
        number.draw(strokes, width=560)
    expect(number.place.locator(".glyph .label")).to_have_text(["4", "2"])
    expect(number.place.locator(".boxes b")).to_have_text(["4", "2"])
    # Keys go to the pad with the focus: that of the number.
    page.keyboard.press("Delete")
    expect(number.place).to_contain_text("Draw a number")
    expect(comparison.place.locator(".agreement")).to_have_text("All read 5")
    digit.press("Reset")
    expect(digit.answer).to_contain_text("Draw a digit")
    digit.press("Undo")
    digit.expect_label("7")
    # What no page can run stays an image, and says why.
    still = page.locator(PLACE).nth(3)
    expect(still.get_by_role("img")).to_be_visible()
    expect(still).to_contain_text(re.compile("cannot be used here.*export model"))
    # The page keeps each finished drawing for a reload.
    page.reload()
    digit, comparison, _ = find_pads(page)
    digit.expect_label("7")
    expect(comparison.place.locator(".agreement")).to_have_text("All read 5")


@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 1280)])
def test_it_has_the_notebooks_colours_fits_and_is_accessible(
    open_tab: Callable[..., Page], pages: dict[str, Path], theme: str, width: int
) -> None:
    # The notebook's theme counts, not the system's.
    page = open_tab(pages[theme], width=width, color_scheme={"light": "dark"}.get(theme, "light"))
    digit, comparison, _ = find_pads(page)
    ground = "getComputedStyle(document.body).backgroundColor"
    shown = digit.place.locator(".digit-widgets-page")
    assert shown.evaluate("each => getComputedStyle(each).backgroundColor") == page.evaluate(ground)
    comparison.draw(DIGITS["5"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_problems(page, PLACE) == []


def test_without_scripts_images_are_seen(browser: Browser, pages: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["light"].as_uri())
    expect(page.locator(PLACE).get_by_role("img")).to_have_count(4)
    expect(page.locator(PLACE).first.get_by_role("img")).to_be_visible()
    context.close()
