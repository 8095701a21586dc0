"""The wide pad as a user sees and uses it, in Voila and in JupyterLab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.digits import DIGITS, finely

CELLS = (
    """
    from digit_widgets import NumberPad

    pad = NumberPad()
    pad
    """,
)
_SIZE = (560, 220)


def place(page: Page) -> dict[str, float]:
    canvas = page.locator("canvas.digit-widgets-canvas")
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box = canvas.bounding_box()
    assert box is not None
    return {**box}


def draw(page: Page, label: str, left: float) -> None:
    """Draw a digit at 55 % of its size by mouse, at a position in the pad's own pixels."""
    box = place(page)
    scale = box["width"] / _SIZE[0]
    for stroke in DIGITS[label]:
        points = [
            (box["x"] + (left + 0.55 * x) * scale, box["y"] + (35 + 0.55 * y) * scale)
            for x, y in finely(stroke)
        ]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point)
        page.mouse.up()


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
