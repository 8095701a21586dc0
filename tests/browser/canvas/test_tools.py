"""The toolbar as a user uses it: erasers, undo, widths, files and copies, in both hosts."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import ink_from_json
from tests.support.digits import DIGITS
from tests.support.echo_pad import CELLS, Told
from tests.support.pages import wait_until

__all__ = ["CELLS"]

_COPIED = """async () => {
    const [item] = await navigator.clipboard.read();
    const blob = await item.getType('image/png');
    return [...new Uint8Array(await blob.arrayBuffer())];
}"""


@pytest.fixture
def pad(shown: Page) -> Told:
    return Told(shown)


def test_the_eraser_cuts_a_stroke_in_two_and_undo_mends_it(pad: Told) -> None:
    pad.line((20, 140), (260, 140))
    pad.wait_for_ends([[260, 140]])
    pad.wait_until_dry()
    whole = pad.ink
    pad.press("Eraser")
    expect(pad.button("Eraser")).to_have_attribute("aria-pressed", "true")
    expect(pad.button("Pen")).to_have_attribute("aria-pressed", "false")
    pad.line((140, 60), (140, 220))
    pad.wait_for_strokes(2)
    pad.page.mouse.move(0, 0)  # the mark of the eraser disappears
    pad.wait_until_dry()
    wait_until(pad.page, lambda: 0 < pad.ink < 0.9 * whole, "Nothing is wiped.")
    pad.press("Undo")
    pad.wait_for_strokes(1)
    back = pytest.approx(whole, rel=0.02)
    wait_until(pad.page, lambda: pad.ink == back, "The stroke does not come back.")


def test_the_stroke_eraser_takes_the_strokes_that_it_touches(pad: Told) -> None:
    pad.line((20, 100), (260, 100))
    pad.line((20, 200), (260, 200))
    pad.wait_for_strokes(2)
    pad.press("Stroke eraser")
    pad.line((40, 60), (40, 130))
    pad.wait_for_strokes(1)
    assert pad.points == [[[20, 200], [260, 200]]]


def test_a_tool_takes_effect_however_slow_the_kernel_is(pad: Told) -> None:
    pad.line((20, 140), (260, 140))
    pad.wait_for_strokes(1)
    pad.page.get_by_role("button", name="Sleep").click()
    pad.press("Eraser")
    pad.line((140, 60), (140, 220))
    pad.wait_for_strokes(2)


def test_the_eraser_shows_where_it_is(pad: Told) -> None:
    pad.press("Eraser")
    pad.page.mouse.move(*pad.position((140, 140)))
    wait_until(pad.page, lambda: pad.wet > 0, "The eraser is not shown.")
    pad.page.mouse.move(*pad.position((140, 320)))
    wait_until(pad.page, lambda: not pad.wet, "The eraser stays where it was.")


def test_undo_and_redo_say_whether_they_can(pad: Told) -> None:
    pad.line((20, 140), (260, 140))
    expect(pad.button("Undo")).to_have_attribute("aria-disabled", "false")
    expect(pad.button("Redo")).to_have_attribute("aria-disabled", "true")
    pad.press("Undo")
    pad.wait_for_strokes(0)
    expect(pad.button("Redo")).to_have_attribute("aria-disabled", "false")
    pad.press("Redo")
    pad.wait_for_strokes(1)
    pad.press("Reset")
    pad.wait_for_strokes(0)


def test_the_slider_sets_the_width_of_the_pen_and_of_the_eraser(pad: Told) -> None:
    for name, tool, width in (("Pen width", "Pen", "8"), ("Eraser width", "Eraser", "30")):
        pad.press(tool)
        slider = pad.root.get_by_label(name)
        slider.fill(width)
        expect(pad.root.locator("output")).to_have_text(width)
    pad.press("Pen")
    expect(pad.root.locator("output")).to_have_text("8")
    pad.line((20, 140), (260, 140))
    pad.wait_for_strokes(1)
    assert pad.drawn.strokes[0].width == 8
    pad.root.get_by_label("Pen width").fill("16")
    expect(pad.root.locator("output")).to_have_text("16")


def saved(pad: Told, format_name: str) -> Path:
    """Choose a format in the download list, and return the downloaded file."""
    with pad.page.expect_download() as download:
        pad.root.get_by_label("Download").select_option(label=format_name)
    suffix = format_name[-5:-1].strip("(").lower()
    assert download.value.suggested_filename == f"drawing.{suffix}"
    return Path(download.value.path())


def test_downloads_hold_what_is_drawn(pad: Told) -> None:
    pad.draw(DIGITS["5"])
    pad.wait_for_strokes(2)
    pad.wait_until_dry()
    ink = pad.drawn
    assert ink_from_json(saved(pad, "Strokes (JSON)").read_bytes()) == ink
    image = Image.open(saved(pad, "Image (PNG)"))
    assert image.size == (560, 560)
    assert (np.asarray(image) > 127).sum() == pytest.approx(pad.ink, rel=0.02)
    svg = ET.parse(saved(pad, "Vectors (SVG)")).getroot()
    assert svg.get("viewBox") == "0 0 280 280"
    paths = svg.findall(".//{http://www.w3.org/2000/svg}path")
    assert [float(path.get("stroke-width") or 0) for path in paths] == [16, 16]
    # The list is reset: the same format can be chosen again.
    saved(pad, "Vectors (SVG)")


def test_the_copy_is_what_the_network_sees(pad: Told) -> None:
    pad.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    pad.wait_for_strokes(1)
    pad.press("Copy")
    expect(pad.root.get_by_text("Copied")).to_be_visible()
    image = Image.open(io.BytesIO(bytes(pad.page.evaluate(_COPIED))))
    seen = np.round(normalize_ink(pad.drawn) * 255)
    np.testing.assert_array_equal(np.asarray(image.convert("L")), seen)


def test_all_buttons_are_large_enough_for_fingers_and_stand_below_the_pad(pad: Told) -> None:
    buttons = pad.root.locator(".digit-widgets-toolbar .jupyter-button")
    boxes = [box for button in buttons.all() if (box := button.bounding_box())]
    surface = pad.surface.bounding_box()
    assert surface is not None
    assert len(boxes) == 10
    # The page has a touch screen.
    assert len({box["y"] for box in boxes}) == 2
    assert all(box["x"] >= surface["x"] for box in boxes)
    right = surface["x"] + surface["width"]
    assert all(box["x"] + box["width"] <= right for box in boxes)
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)
