"""The layout of the app's page: nothing cut off or overlapping, no sideways scrolling."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from digit_widgets.imaging import rasterize
from digit_widgets.ink import Ink
from tests.support.digits import DIGITS
from tests.support.layout import expect_no_problems, layout_problems, show_charts
from tests.support.pages import Pad, open_voila
from tests.support.tab import fresh_page

#: The app's pad, and one with an unusable model, which it reports.
CELLS = (
    "from digit_widgets import DigitPad\n\nDigitPad()",
    'DigitPad("a/rather/long/path/to/nowhere/at/all/that/is/not/even/a/model.keras")',
)
#: Widths of the page in CSS pixels; zooming 1280 to 200 % gives 640.
WIDTHS = (1280, 640, 320)
_PICTURE = np.asarray(1 - rasterize(Ink.from_strokes(DIGITS["4"], width=16), 280)) * 255


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        (
            "<p style='width: 50px; overflow: hidden; white-space: nowrap'>Too long for it</p>",
            "cut",
        ),
        ("<div style='height: 9px; overflow: hidden'><button>Cut</button></div>", "cut"),
        ("<p>One</p><p style='margin-top: -2em'>Other</p>", "overlaps"),
        ("<button>One</button><button style='margin-left: -30px'>Other</button>", "overlaps"),
        ("<p style='margin-left: 380px; white-space: nowrap'>Beyond the edge</p>", "sticks out"),
        ("<p style='margin-left: -20px'>Before the edge</p>", "sticks out"),
        ("<div style='width: 500px; height: 9px'></div>", "scrolls sideways"),
    ],
)
def test_what_is_wrong_with_a_layout_is_found(page: Page, html: str, problem: str) -> None:
    page.set_viewport_size({"width": 400, "height": 300})
    page.set_content(f"<body style='margin: 0'><main>{html}</main></body>")
    assert any(problem in each for each in layout_problems(page.locator("main")))


@pytest.mark.parametrize(
    "html",
    [
        "<p>One</p><p>Other</p><button>One</button> <button>Other</button>",
        "<div style='overflow: auto'><p style='width: 900px'>" + 60 * "Scrolled to " + "</p></div>",
        "<p>Seen</p><p style='position: absolute; clip-path: inset(50%); top: 0'>Spoken</p>",
        "<label>Width <input type='range'></label>",
        "<p style='display: none; margin-left: 900px'>Not shown</p>",
    ],
)
def test_what_is_right_is_not(page: Page, html: str) -> None:
    page.set_viewport_size({"width": 400, "height": 300})
    page.set_content(f"<body style='margin: 0'><main>{html}</main></body>")
    assert layout_problems(page.locator("main")) == []


def expect_right(page: Page) -> None:
    """Expect no lasting layout problems in any of the page's pads."""
    for root in page.locator(".digit-widgets-pad").all():
        show_charts(root)
        expect_no_problems(root)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off_or_over_anything(shown: Page, width: int) -> None:
    page = shown
    page.set_viewport_size({"width": width, "height": 900})
    if "/lab/" in page.url:
        # JupyterLab's side bar would leave the notebook no room on a narrow page.
        page.evaluate("window.jupyterapp.shell.collapseLeft()")
    pad = Pad(page)
    failed = Pad(page, 1)
    expect(failed.root.get_by_role("alert")).to_contain_text("There is no model file")
    pad.press("Reset")
    expect(pad.headline).to_contain_text("Draw a digit")
    expect_right(page)
    pad.settle()
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    expect_right(page)
    pad.press("Reset")
    pad.settle()
    pad.draw([[(30, 120), (120, 160), (250, 130)]])
    expect(pad.headline).to_contain_text("Not a digit")
    expect_right(page)
    file = io.BytesIO()
    Image.fromarray(_PICTURE.astype(np.uint8)).save(file, "PNG")
    with page.expect_file_chooser() as chooser:
        pad.press("Image")
    name = "a-photo-of-my-handwriting-with-a-rather-long-name.png"
    chooser.value.set_files({"name": name, "mimeType": "image/png", "buffer": file.getvalue()})
    pad.wait_for_label("4")
    expect(pad.root.locator(".digit-widgets-source")).to_contain_text("Read from")
    expect_right(page)


def test_on_a_phone_the_pad_the_answer_and_all_bars_are_in_one_screen(shown: Page) -> None:
    shown.set_viewport_size({"width": 390, "height": 844})
    if "/lab/" in shown.url:
        shown.evaluate("window.jupyterapp.shell.collapseLeft()")
    pad = Pad(shown)
    pad.press("Reset")
    pad.settle()
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    pad.wait_for_longest(7)
    first, bars = pad.surface.bounding_box(), pad.root.locator(".digit-widgets-answer .bar")
    assert first is not None
    boxes = [box for box in (bar.bounding_box() for bar in bars.all()) if box is not None]
    assert len(boxes) == 10
    assert max(box["y"] + box["height"] for box in boxes) - first["y"] < 740
    assert boxes[7]["height"] > boxes[7]["width"]


@pytest.mark.parametrize("density", [1, 2, 3])
def test_ink_is_sharp_on_the_screens_own_pixels(
    browser: Browser, voila_url: str, density: int
) -> None:
    with fresh_page(browser, density=density) as page:
        pad = open_voila(page, voila_url)
        pad.draw([[(60, 140), (220, 140)]])
        # The page's own ink follows the screen; the kernel's is painted once for all pages.
        wet = pad.root.locator(".digit-widgets-ink canvas")
        assert wet.evaluate("c => c.width / c.clientWidth") == density
        assert pad.canvas.evaluate("c => c.width / c.clientWidth") == 2
