"""The wide pad as a user sees and uses it, in Voila and in JupyterLab."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from digit_widgets.imaging import rasterize
from digit_widgets.ink import Ink
from tests.support.digits import DIGITS, finely
from tests.support.pages import settle

CELLS = (
    """
    from digit_widgets import NumberPad

    pad = NumberPad()
    pad
    """,
)
_SIZE = (560, 220)


def place(page: Page) -> dict[str, float]:
    return {**settle(page.locator("canvas.digit-widgets-canvas"))}


def draw(page: Page, label: str, left: float, *, top: float = 35, scale: float = 0.55) -> None:
    """Draw a digit by mouse, at a position in the pad's own pixels."""
    for stroke in DIGITS[label]:
        trace(page, ((left + scale * x, top + scale * y) for x, y in finely(stroke)))


def trace(page: Page, stroke: Iterable[tuple[float, float]]) -> None:
    """Draw a stroke by mouse, in the pad's own pixels."""
    box = place(page)
    size = box["width"] / _SIZE[0]
    points = [(box["x"] + x * size, box["y"] + y * size) for x, y in stroke]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
    page.mouse.up()


def number_png(labels: str) -> bytes:
    """Draw digits in a row, dark on light, each in a square of 140 pixels."""
    strokes = [
        finely([(x / 2 + 140 * column, y / 2) for x, y in stroke])
        for column, label in enumerate(labels)
        for stroke in DIGITS[label]
    ]
    ink = rasterize(Ink.from_strokes(strokes, width=8), 140 * len(labels))[:140]
    file = io.BytesIO()
    Image.fromarray(np.round((1 - ink) * 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def boxes(page: Page) -> Locator:
    return page.locator(".digit-widgets-cover .boxes > div")


def widen(page: Page, *, narrow: bool) -> None:
    """Make the page so narrow that the pad is shown smaller, or wide enough."""
    # JupyterLab's own parts leave no room for a notebook on 320 pixels.
    phone = 700 if "/lab/" in page.url else 320
    page.set_viewport_size({"width": phone if narrow else 1280, "height": 900})


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_a_number_is_read_and_boxed_digit_by_digit(shown: Page, narrow: bool) -> None:
    page = shown
    widen(page, narrow=narrow)
    line = page.locator(".digit-widgets-number .label")
    page.locator("canvas.digit-widgets-canvas").wait_for(timeout=60_000)
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".digit-widgets-number")).to_have_text("Draw a number")
    draw(page, "4", 40)
    draw(page, "7", 160)
    expect(line).to_have_text(["4", "7"])
    expect(boxes(page)).to_have_text(["4", "7"])
    canvas = place(page)
    assert (canvas["width"] < _SIZE[0]) == narrow
    for box, left in zip(boxes(page).all(), (40, 160), strict=True):
        on_page = box.bounding_box()
        assert on_page is not None
        # Their ink begins 40 to 50 pixels further right, less the pen and the box's margin.
        begins = (on_page["x"] - canvas["x"]) / canvas["width"] * _SIZE[0]
        assert left + 35 < begins < left + 52
        assert on_page["y"] > canvas["y"]
        assert on_page["y"] + on_page["height"] < canvas["y"] + canvas["height"]
    # Each digit's bars, under the pointer and with the focus; what is below stays where it is.
    four, seven = page.locator(".digit-widgets-number .glyph").all()
    height = page.locator(".digit-widgets-number").bounding_box()
    four.hover()
    expect(four.locator(".bars > div")).to_have_count(10)
    expect(four.locator(".bars")).to_be_visible()
    page.mouse.move(0, 0)
    expect(four.locator(".bars")).to_be_hidden()
    seven.focus()
    expect(seven.locator(".bars")).to_be_visible()
    expect(page.get_by_role("img", name="7. Probabilities: 7,")).to_be_focused()
    assert page.locator(".digit-widgets-number").bounding_box() == height
    page.get_by_role("button", name="Undo").click()
    expect(line).to_have_text(["4"])
    page.get_by_role("button", name="Reset").click()
    expect(boxes(page)).to_have_count(0)


def test_the_layer_of_boxes_lies_on_the_canvas(shown: Page) -> None:
    for narrow in (False, True):
        widen(shown, narrow=narrow)
        canvas = place(shown)
        layer = shown.locator(".digit-widgets-cover .boxes").bounding_box()
        assert layer is not None
        assert all(abs(layer[side] - canvas[side]) < 1.5 for side in canvas)
        assert canvas["width"] / canvas["height"] == pytest.approx(560 / 220, rel=0.01)


def test_an_image_of_a_number_is_read_and_boxed(shown: Page) -> None:
    widen(shown, narrow=False)
    shown.get_by_role("button", name="Reset").click()
    draw(shown, "4", 40)
    expect(boxes(shown)).to_have_text(["4"])
    with shown.expect_file_chooser() as chooser:
        shown.get_by_role("button", name="Image").click()
    file = {"name": "two.png", "mimeType": "image/png", "buffer": number_png("47")}
    chooser.value.set_files(file)
    expect(shown.locator(".digit-widgets-number .label")).to_have_text(["4", "7"])
    expect(boxes(shown)).to_have_text(["4", "7"])
    expect(shown.get_by_role("img", name="two.png")).to_be_visible()
    canvas = place(shown)
    for box, column in zip(boxes(shown).all(), (0, 1), strict=True):
        on_page = box.bounding_box()
        assert on_page is not None
        # The image, twice as wide as high, is as high as the pad, and in its middle.
        middle = (on_page["x"] + on_page["width"] / 2 - canvas["x"]) / canvas["width"] * 560
        assert abs(middle - (60 + 220 * column + 110)) < 40
    shown.get_by_role("button", name="Back to the drawing").click()
    expect(boxes(shown)).to_have_text(["4"])
    expect(shown.get_by_role("img", name="two.png")).to_have_count(0)
    shown.get_by_role("button", name="Reset").click()


def test_signs_and_rows_are_boxed_and_told(shown: Page) -> None:
    page = shown
    widen(page, narrow=False)
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".digit-widgets-number")).to_have_text("Draw a number")
    draw(page, "1", 20, top=5, scale=0.35)
    trace(page, finely([(150, 14), (112, 94)]))
    draw(page, "2", 140, top=5, scale=0.35)
    draw(page, "7", 20, top=110, scale=0.38)
    trace(page, [(115, 200), (116, 202)])
    draw(page, "5", 110, top=110, scale=0.38)
    trace(page, [(400, 40), (401, 41)])
    expect(boxes(page)).to_have_text(["1", "/", "2", "7", ".", "5"])
    rows = page.locator(".digit-widgets-number .glyphs")
    expect(rows).to_have_count(2)
    expect(rows.last.locator(".label")).to_have_text(["7", ".", "5"])
    told = page.locator(".digit-widgets-number .left-out")
    expect(told).to_have_text("Left out: 1 dot.")
    expect(told).to_be_in_viewport(ratio=1)
