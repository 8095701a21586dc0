"""An image predicted instead of the drawing, in both hosts."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page, expect

from digit_widgets.imaging import rasterize
from digit_widgets.ink import Ink
from tests.support.digits import DIGITS
from tests.support.notebooks import Lab
from tests.support.pages import Pad

OpenApp = Callable[[Page], Pad]


def choose(pad: Pad, name: str, content: bytes) -> None:
    """Choose a file with the button, as a user does."""
    with pad.page.expect_file_chooser() as chooser:
        pad.press("Image")
    chooser.value.set_files({"name": name, "mimeType": "image/png", "buffer": content})


def png(label: str, more: int = 0) -> bytes:
    """Draw a digit dark on light; the file ends with `more` bytes outside the image."""
    file = io.BytesIO()
    image = 1 - rasterize(Ink.from_strokes(DIGITS[label], width=16), 280)
    Image.fromarray((image * 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue() + bytes(more)


def tools(pad: Pad) -> Locator:
    return pad.root.locator(".digit-widgets-toolbar")


def place(part: Locator) -> FloatRect:
    """Return an element's box on the page."""
    box = part.bounding_box()
    assert box is not None
    return box


@pytest.mark.parametrize("more", [0, 12 * 2**20], ids=["small", "12 MiB"])
def test_a_image_is_read_on_the_pad_and_then_the_drawing_again(
    open_app: OpenApp, page: Page, more: int
) -> None:
    pad = open_app(page)
    pad.draw(DIGITS["1"])
    pad.wait_for_label("1")
    ink = pad.ink
    image = pad.root.get_by_role("img", name="seven.png")
    source = pad.root.locator(".digit-widgets-source")
    expect(source).to_be_hidden()
    choose(pad, "seven.png", png("7", more))
    pad.wait_for_label("7")
    pad.wait_for_longest(7)
    # It covers the drawing, which is still there, dimmed.
    expect(image).to_be_visible()
    assert place(image) == place(pad.canvas) == place(pad.surface)
    assert pad.ink == ink
    opacity = pad.canvas.evaluate("canvas => parseFloat(getComputedStyle(canvas).opacity)")
    assert opacity < 0.5
    expect(source.get_by_role("status")).to_have_text(
        "Read from seven.png. Draw to go on, or reset to clear all."
    )
    assert place(source)["y"] - place(tools(pad))["y"] < 2 * place(tools(pad))["height"]
    # The same file again, then one that is not an image: only a message under the tools.
    choose(pad, "seven.png", png("7"))
    choose(pad, "notes.png", b"digits: 3")
    alert = pad.root.get_by_role("alert")
    expect(alert).to_contain_text("notes.png cannot be read as an image")
    below = place(tools(pad))["y"] + place(tools(pad))["height"]
    assert 0 <= place(alert)["y"] - below < 80
    assert (pad.label, image.is_visible()) == ("7", True)
    pad.press("Back to the drawing")
    pad.wait_for_label("1")
    expect(image).to_have_count(0)
    expect(source).to_be_hidden()
    expect(pad.button("Image")).to_be_focused()
    expect(alert).to_have_count(0)
    assert pad.ink == ink
    choose(pad, "seven.png", png("7"))
    pad.wait_for_label("7")
    pad.draw([[(60, 60), (60, 90)]])
    expect(image).to_have_count(0)
    choose(pad, "seven.png", png("7"))
    pad.press("Reset")
    expect(pad.headline).to_have_text("Draw a digit")
    expect(image).to_have_count(0)


@pytest.mark.own_page
def test_a_second_view_shows_the_image_too(lab: Lab, page: Page) -> None:
    pad = lab.open(page, "from digit_widgets import DigitPad; pad = DigitPad(); pad", "pad")
    page.locator(".digit-widgets-pad").nth(1).wait_for()
    choose(pad, "seven.png", png("7"))
    for index in range(2):
        view = Pad(page, index)
        view.wait_for_label("7")
        expect(view.root.get_by_role("img", name="seven.png")).to_be_visible()
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    again = Pad(page)
    again.wait_for_label("7")
    expect(again.root.get_by_role("img", name="seven.png")).to_be_visible()
    again.press("Back to the drawing")
    expect(again.headline).to_have_text("Draw a digit")


def test_the_button_is_named_and_reached_by_the_keyboard(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    # Listen from the start: just before the key press, Playwright might begin too late.
    with page.expect_file_chooser():
        pad.button("Copy").focus()
        page.keyboard.press("Tab")
        button = pad.button("Image")
        expect(button).to_be_focused()
        page.keyboard.press("Enter")
