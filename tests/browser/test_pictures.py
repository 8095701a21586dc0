"""A picture chosen beside the drawing, in both hosts."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from digit_widgets.ink import Ink
from digit_widgets.vision import rasterize
from tests.browsing.digits import DIGITS
from tests.browsing.pages import Pad

OpenApp = Callable[[Page], Pad]


def choose(pad: Pad, name: str, content: bytes) -> None:
    """Choose a file by the button, as a person does."""
    with pad.page.expect_file_chooser() as chooser:
        pad.press("Picture")
    chooser.value.set_files({"name": name, "mimeType": "image/png", "buffer": content})


def png(label: str, more: int = 0) -> bytes:
    """Draw a digit dark on light; the file holds some more bytes that are no picture."""
    file = io.BytesIO()
    picture = 1 - rasterize(Ink.from_strokes(DIGITS[label], width=16), 280)
    Image.fromarray((picture * 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue() + bytes(more)


@pytest.mark.parametrize("more", [0, 12 * 2**20], ids=["small", "12 MiB"])
def test_a_picture_is_read_and_then_the_drawing_again(
    open_app: OpenApp, page: Page, more: int
) -> None:
    pad = open_app(page)
    pad.draw(DIGITS["1"])
    pad.wait_for_label("1")
    ink = pad.ink
    choose(pad, "seven.png", png("7", more))
    pad.wait_for_label("7")
    expect(pad.root.locator(".digit-widgets-note [role=status]")).to_have_text(
        "Read from seven.png. Draw, or reset, to go on."
    )
    pad.wait_for_longest(7)
    assert pad.ink == ink
    # The same file once more, then what is no picture.
    choose(pad, "seven.png", png("7"))
    choose(pad, "notes.png", b"digits: 3")
    expect(pad.root.get_by_role("alert")).to_contain_text("notes.png cannot be read as a picture")
    pad.wait_for_label("1")
    assert pad.ink == ink
    pad.press("Reset")
    expect(pad.headline).to_have_text("Draw a digit")
    expect(pad.root.get_by_role("alert")).to_have_text("")


def test_the_button_is_named_and_reached_by_the_keyboard(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    # From the beginning: right before the key, Playwright might listen too late.
    with page.expect_file_chooser():
        pad.button("Copy").focus()
        page.keyboard.press("Tab")
        button = pad.button("Picture")
        expect(button).to_be_focused()
        page.keyboard.press("Enter")
