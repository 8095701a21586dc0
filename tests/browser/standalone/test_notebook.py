"""A notebook as a page: its pads draw and read without a kernel, each by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from ipywidgets import Accordion, AppLayout, HBox, IntSlider, Label, VBox
from playwright.sync_api import Browser, Page, expect

from digit_widgets.app.standalone.notebook_exporter import NotebookExporter
from digit_widgets.ink import Ink
from digit_widgets.widgets import DigitPad, ModelComparison, NumberPad
from tests.support.axe import axe_problems
from tests.support.digits import DIGITS
from tests.support.notebooks import Lab, write_notebook
from tests.support.pad_notebooks import notebook_of, save_state
from tests.support.page_file import FilePad
from tests.support.pages import open_lab, wait_until

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


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of a notebook whose pads are within boxes."""
    row = HBox([DigitPad("ann", ink=SEVEN), DigitPad("ann"), DigitPad(evenly, ink=SEVEN)])
    pages = Accordion([VBox([Label("Draw a 4"), NumberPad("ann"), IntSlider(5, description="n")])])
    pages.titles = ("A number",)
    grid = AppLayout(
        header=Label("Two pads"),
        left_sidebar=DigitPad("ann", compact=True),
        center=ModelComparison(["ann", "cnn"]),
    )
    notebook = notebook_of(row, pages, grid)
    save_state(notebook)
    path = tmp_path_factory.mktemp("boxes") / "boxes.html"
    page, _ = NotebookExporter(theme="dark").from_notebook_node(notebook)
    path.write_text(page, encoding="utf-8")
    return path


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


def test_pads_within_boxes_draw_and_read(open_tab: Callable[..., Page], boxes: Path) -> None:
    page = open_tab(boxes)
    left, right, small, comparison = (
        FilePad(page, page.locator(PLACE).nth(at)) for at in (0, 1, 4, 5)
    )
    left.expect_label("7")
    places = [pad.place.bounding_box() or {} for pad in (left, right)]
    assert places[0]["y"] == places[1]["y"]
    right.draw(DIGITS["4"])
    right.expect_label("4")
    left.expect_label("7")
    expect(page.locator(PLACE).nth(2)).to_contain_text("evenly cannot be used here")
    # A page of an accordion is opened, and its pad drawn on.
    expect(page.get_by_text("Draw a 4")).to_be_hidden()
    page.get_by_text("A number", exact=True).click()
    expect(page.get_by_text("n: 5")).to_be_visible()
    number = FilePad(page, page.locator(PLACE).nth(3))
    for at, name in enumerate("42"):
        strokes = [[(x * 0.7 + 200 * at, y * 0.7) for x, y in stroke] for stroke in DIGITS[name]]
        number.draw(strokes, width=560)
    expect(number.place.locator(".glyph .label")).to_have_text(["4", "2"])
    comparison.draw(DIGITS["5"])
    expect(comparison.place.locator(".agreement")).to_have_text("All read 5")
    small.draw(DIGITS["3"])
    small.expect_label("3")
    expect(page.get_by_text("What is no pad here stays as it was saved")).to_have_count(1)
    assert axe_problems(page, ".digit-widgets-live-box") == []


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_boxes_fit_the_page(open_tab: Callable[..., Page], boxes: Path, width: int) -> None:
    page = open_tab(boxes, width=width)
    FilePad(page, page.locator(PLACE).first).expect_label("7")
    page.get_by_text("A number", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for at in range(6):
        place = page.locator(PLACE).nth(at).bounding_box()
        assert place is not None
        assert place["x"] + place["width"] <= width


def test_pads_within_boxes_of_a_notebook_saved_in_jupyterlab(
    lab: Lab, page: Page, open_tab: Callable[..., Page], tmp_path: Path
) -> None:
    source = "from ipywidgets import HBox\nfrom digit_widgets import DigitPad\n"
    name = write_notebook(lab.folder, [f"{source}HBox([DigitPad('ann')])"]).name
    pad = open_lab(page, lab.url, name)
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    run = "name => window.jupyterapp.commands.execute(name)"
    switch = "@jupyter-widgets/jupyterlab-manager:saveWidgetState"
    page.evaluate(run, switch)

    def is_saved() -> bool:
        page.evaluate(run, "docmanager:save")
        # A drawing is in the pad's state once its last stroke has ended.
        return '"_backup": "{' in (lab.folder / name).read_text(encoding="utf-8")

    try:
        wait_until(page, is_saved, "The drawing is not saved.")
    finally:
        page.evaluate(run, switch)
    notebook = nbformat.read(lab.folder / name, 4)
    exported, _ = NotebookExporter().from_notebook_node(notebook)
    path = tmp_path / "saved.html"
    path.write_text(exported, encoding="utf-8")
    live = open_tab(path)
    FilePad(live, live.locator(PLACE)).expect_label("7")


def test_without_scripts_images_are_seen(browser: Browser, pages: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["light"].as_uri())
    expect(page.locator(PLACE).get_by_role("img")).to_have_count(4)
    expect(page.locator(PLACE).first.get_by_role("img")).to_be_visible()
    context.close()
