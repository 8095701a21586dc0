"""The pad as a user sees and uses it, in Voila and in JupyterLab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.digits import DIGITS
from tests.support.pages import Pad, wait_until

OpenApp = Callable[[Page], Pad]


def test_every_digit_drawn_by_mouse_is_read(open_app: OpenApp, page: Page) -> None:
    """All ten in Voila; in JupyterLab, with the same code on the page, some of each kind."""
    pad = open_app(page)
    expect(pad.headline).to_have_text("Draw a digit")
    for label in "0457" if "/lab/" in page.url else DIGITS:
        pad.draw(DIGITS[label])
        pad.wait_for_label(label)
        pad.wait_for_longest(int(label))
        pad.press("Reset")
        expect(pad.headline).to_have_text("Draw a digit")


def test_digits_drawn_by_touch_are_read_and_the_page_does_not_scroll(
    open_app: OpenApp, page: Page
) -> None:
    page.set_viewport_size({"width": 1000, "height": 600})
    pad = open_app(page)
    for label in ("1", "4"):
        pad.settle()
        before = pad.canvas.bounding_box()
        pad.draw(DIGITS[label], "touch")
        pad.wait_for_label(label)
        assert pad.canvas.bounding_box() == before
        pad.press("Reset")
        expect(pad.headline).to_have_text("Draw a digit")


def test_the_bars_move_before_the_pen_lifts(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    stroke = DIGITS["8"][0]
    pad.draw([stroke[:9]], lift=False)  # looks like a 5 so far
    pad.wait_for_label("5")
    pad.wait_for_longest(5)
    for point in stroke[9:]:
        page.mouse.move(*pad.position(point), steps=5)
    pad.wait_for_label("8")
    pad.wait_for_longest(8)
    page.mouse.up()
    pad.wait_for_label("8")


def test_ink_shows_white_on_black_and_sharp(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    page.wait_for_timeout(500)
    assert pad.ink == 0
    pad.draw([[(60, 140), (220, 140)]])
    page.wait_for_timeout(500)
    # A line of 160 by 16 with round ends, on 280 × 280, with two canvas pixels per CSS pixel.
    scale = pad.canvas.evaluate("c => c.width") / 280
    assert pad.ink == pytest.approx(scale**2 * (160 * 16 + 3.14 * 64), rel=0.04)
    assert pad.canvas.evaluate("c => c.width / c.clientWidth") == 2


def test_reset_wipes_and_undo_brings_back(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    pad.press("Reset")
    expect(pad.headline).to_have_text("Draw a digit")
    wait_until(page, lambda: max(pad.bars) == 0, "There are still bars.")
    assert pad.ink == 0
    pad.press("Undo")
    pad.wait_for_label("7")
    assert pad.ink > 0
    pad.press("Undo")
    expect(pad.headline).to_have_text("Draw a digit")


def test_the_labels_stand_in_order_from_the_top(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    pad.draw(DIGITS["2"])
    pad.wait_for_label("2")
    rows = pad.root.locator(".digit-widgets-chart .axis .tick text")
    boxes = {row.text_content(): row.bounding_box() for row in rows.all()}
    tops = {label: box["y"] for label, box in boxes.items() if label and box}
    assert sorted(tops, key=lambda label: tops[label]) == list("0123456789")
    bar = pad.root.locator(".digit-widgets-chart .bar").nth(2).bounding_box()
    assert bar is not None
    assert bar["y"] < tops["2"] + 8 < bar["y"] + bar["height"]
