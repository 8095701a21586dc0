"""An image predicted instead of the drawing, chosen, dropped and pasted, in both hosts."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import FloatRect, JSHandle, Locator, Page, expect

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


def carry(pad: Pad, *files: tuple[str, bytes]) -> JSHandle:
    """Return files as a mouse or the clipboard carries them."""
    return pad.page.evaluate_handle(
        """files => {
            const carried = new DataTransfer();
            for (const [name, content] of files) {
                const bytes = Uint8Array.from(atob(content), each => each.charCodeAt(0));
                carried.items.add(new File([bytes], name, {type: 'image/png'}));
            }
            return carried;
        }""",
        [(name, b64encode(content).decode()) for name, content in files],
    )


def drag(pad: Pad, event: str, carried: JSHandle) -> bool:
    """Send an event of a drag over the drawing, and return whether the page handles it."""
    is_handled: bool = pad.surface.evaluate(
        """(surface, [name, carried]) => !surface.dispatchEvent(new DragEvent(
            name, {dataTransfer: carried, bubbles: true, cancelable: true}))""",
        [event, carried],
    )
    return is_handled


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
        "Read from seven.png. Draw to go on with the drawing; Reset clears both."
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
    expect(image).to_be_visible()
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


def test_an_image_is_dropped_and_leaves_the_drawing(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    pad.draw(DIGITS["1"])
    pad.wait_for_label("1")
    ink = pad.ink
    seven = carry(pad, ("seven.png", png("7")))
    said = pad.root.locator(".digit-widgets-spoken").first
    # Both events are handled, or the browser would show the file in place of the page.
    assert drag(pad, "dragenter", seven)
    assert drag(pad, "dragover", seven)
    expect(pad.surface).to_have_attribute("data-drop", "Drop the image to read it")
    expect(said).to_have_text("Drop the image to read it")
    assert (
        pad.surface.evaluate("each => getComputedStyle(each, '::after').outlineStyle") == "dashed"
    )
    drag(pad, "dragleave", seven)
    expect(pad.surface).not_to_have_attribute("data-drop", "Drop the image to read it")
    expect(said).to_have_text("")
    drag(pad, "dragover", seven)
    assert drag(pad, "drop", seven)
    pad.wait_for_label("7")
    expect(pad.surface).not_to_have_attribute("data-drop", "Drop the image to read it")
    expect(pad.root.get_by_role("img", name="seven.png")).to_be_visible()
    expect(pad.root.locator(".boxes > div")).to_have_text(["7"])
    pad.press("Back to the drawing")
    pad.wait_for_label("1")
    assert pad.ink == ink
    expect(pad.root.locator(".boxes > div")).to_have_count(0)
    # A box lies around the digit, over the image, where its pixels are.
    drag(pad, "drop", seven)
    pad.wait_for_label("7")
    box, canvas = place(pad.root.locator(".boxes > div")), place(pad.canvas)
    points = [point for stroke in DIGITS["7"] for point in stroke]
    scale = canvas["width"] / 280
    assert box["x"] - canvas["x"] == pytest.approx(min(x for x, _ in points) * scale, abs=20)
    assert box["y"] - canvas["y"] == pytest.approx(min(y for _, y in points) * scale, abs=20)


def test_what_is_no_single_image_is_said(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    alert = pad.root.get_by_role("alert")
    drag(pad, "drop", carry(pad, ("1.png", png("1")), ("2.png", png("7"))))
    expect(alert).to_contain_text("Only one image is read at a time")
    drag(pad, "drop", carry(pad, ("notes.txt", b"digits: 3")))
    expect(alert).to_contain_text("notes.txt cannot be read as an image")
    # Text that is dragged is no file, and the page's own affair.
    text = page.evaluate_handle(
        "() => { const text = new DataTransfer(); text.setData('text/plain', '7'); return text; }"
    )
    assert not drag(pad, "dragover", text)
    assert not drag(pad, "drop", text)
    drag(pad, "drop", carry(pad, ("seven.png", png("7"))))
    pad.wait_for_label("7")
    expect(alert).to_have_count(0)


def test_an_image_is_pasted_where_the_pad_has_the_focus(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """async carried => navigator.clipboard.write(
            [new ClipboardItem({'image/png': carried.files[0]})])""",
        carry(pad, ("seven.png", png("7"))),
    )
    cells = page.locator(".jp-Cell").count()
    pad.button("Pen").focus()
    page.keyboard.press("Control+v")
    page.wait_for_timeout(500)
    assert pad.label == ""
    pad.surface.focus()
    page.keyboard.press("Control+v")
    pad.wait_for_label("7")
    expect(pad.root.locator(".digit-widgets-source")).to_contain_text(".png")
    assert page.locator(".jp-Cell").count() == cells
    page.evaluate("navigator.clipboard.writeText('7')")
    page.keyboard.press("Control+v")
    expect(pad.root.get_by_role("alert")).to_contain_text("There is no image to paste")
    assert pad.label == "7"


@pytest.mark.own_page
def test_a_phone_has_a_button_for_its_camera(open_app: OpenApp, page: Page) -> None:
    pad = open_app(page)
    camera = pad.root.locator(".digit-widgets-tools .camera")
    is_coarse = page.evaluate("matchMedia('(pointer: coarse)').matches")
    expect(camera).to_be_visible(visible=is_coarse)
    page.evaluate("document.querySelector('.digit-widgets-tools .camera').style.display = 'flex'")
    # The chooser is never in the page: keep it.
    page.evaluate(
        """() => {
            const make = document.createElement.bind(document);
            document.createElement = (...all) => {
                const made = make(...all);
                if (all[0] === 'input') window.chooser = made;
                return made;
            };
        }"""
    )
    for name, capture in (("Camera", "environment"), ("Image", None)):
        with page.expect_file_chooser() as chooser:
            pad.press(name)
        assert page.evaluate("chooser.getAttribute('capture')") == capture
        assert page.evaluate("chooser.accept") == "image/*"
        chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": png("7")})
        pad.wait_for_label("7")
        pad.press("Reset")
        expect(pad.headline).to_have_text("Draw a digit")
