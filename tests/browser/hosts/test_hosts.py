"""Features that differ between the hosts: reloading, several pads, observers, messages."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.digits import DIGITS
from tests.support.notebooks import NOTEBOOKS, Lab
from tests.support.pages import Pad, open_voila, wait_until
from tests.support.tab import fresh_page


def wait_for_ink(pad: Pad, ink: int) -> None:
    """Wait until a pad shows as much ink as another one, or fail.

    A stroke drawn whole and one drawn piece by piece differ at their edges.
    """
    wait_until(pad.page, lambda: abs(pad.ink - ink) < 0.02 * ink, "It shows another drawing.")


@pytest.mark.own_page
def test_the_drawing_and_its_reading_survive_a_reload_in_jupyterlab(lab: Lab, page: Page) -> None:
    pad = lab.open(page, "from digit_widgets import DigitPad\npad = DigitPad()\npad")
    pad.draw(DIGITS["3"])
    pad.wait_for_label("3")
    ink = pad.ink
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    pad = Pad(page)
    pad.wait_for_label("3")
    page.wait_for_function("document.querySelector('.digit-widgets-canvas').width == 560")
    wait_for_ink(pad, ink)
    # The pad can still be drawn on.
    pad.press("Reset")
    pad.draw(DIGITS["5"])
    pad.wait_for_label("5")


def test_a_second_view_shows_the_same_drawing(lab: Lab, page: Page) -> None:
    pad = lab.open(page, "from digit_widgets import DigitPad\npad = DigitPad()\npad", "pad")
    second = Pad(page, 1)
    pad.draw(DIGITS["2"])
    pad.wait_for_label("2")
    second.wait_for_label("2")
    wait_until(page, lambda: second.ink == pad.ink, "The second view shows another drawing.")
    # Both can be drawn on, and each can undo what the other drew.
    both = pad.ink
    second.draw([[(20, 20), (20, 260)]])
    wait_until(page, lambda: second.ink == pad.ink > both, "Not both show what one drew.")
    pad.press("Undo")
    back = pytest.approx(both, rel=0.02)
    wait_until(page, lambda: second.ink == pad.ink == back, "Not both show the drawing before.")


def test_the_drawing_survives_a_reload_in_voila_and_no_other_visitor_sees_it(
    voila_url: str, page: Page, browser: Browser
) -> None:
    pad = open_voila(page, voila_url)
    expect(page).to_have_title("Digit Widgets")
    pad.draw(DIGITS["0"])
    pad.wait_for_label("0")
    ink = pad.ink
    page.reload()
    pad = Pad(page)
    pad.wait_for_label("0")  # from a kernel in which it was not drawn
    wait_for_ink(pad, ink)
    pad.press("Undo")
    expect(pad.headline).to_have_text("Draw a digit")
    page.reload()
    pad = Pad(page)
    page.wait_for_timeout(1500)
    expect(pad.headline).to_have_text("Draw a digit")
    pad.draw(DIGITS["6"])
    pad.wait_for_label("6")
    with fresh_page(browser) as another:
        expect(open_voila(another, voila_url).headline).to_have_text("Draw a digit")
        another.wait_for_timeout(1500)
        expect(Pad(another).headline).to_have_text("Draw a digit")


def test_the_first_notebook_does_what_it_says(lab: Lab, page: Page) -> None:
    pad = lab.open_copy(page, "01_draw_a_digit.ipynb")
    written, watched, named, left, right = (Pad(page, index) for index in range(1, 6))
    written.wait_for_label("7")
    pad.draw(DIGITS["5"])
    pad.wait_for_label("5")
    written.wait_for_label("7")
    watched.draw(DIGITS["8"])
    watched.wait_for_label("8")
    expect(page.get_by_text("→ 8")).to_be_visible()
    expect(page.get_by_text("draw a digit", exact=True)).to_be_visible()
    named.draw(DIGITS["2"])
    named.wait_for_label("2")
    expect(page.get_by_text("two", exact=True)).to_be_visible()
    left.draw(DIGITS["4"])
    left.wait_for_label("4")
    right.wait_for_label("4")
    wait_for_ink(right, left.ink)


def test_a_model_that_cannot_be_used_is_said_under_the_pad(lab: Lab, page: Page) -> None:
    pad = lab.open(
        page,
        """
        from digit_widgets import DigitPad
        from ipywidgets import Button, VBox

        pad = DigitPad("nowhere.keras")
        mend = Button(description="Mend")
        mend.on_click(lambda _: pad.set_trait("model", "cnn"))
        VBox([pad, mend])
        """,
    )
    expect(page.get_by_text("There is no model file at nowhere.keras.")).to_be_visible()
    pad.draw(DIGITS["7"])
    expect(pad.headline).to_have_text("No reading")
    ink = pad.ink
    assert ink > 0
    page.get_by_role("button", name="Mend").click()
    pad.wait_for_label("7")
    assert pad.ink == ink
    wait_until(page, lambda: not pad.message, "The problem is still said.")


def test_a_dark_narrow_page_clips_nothing(
    browser: Browser, voila_folder: Path, voila_folder_url: str
) -> None:
    app = nbformat.read(NOTEBOOKS / "app.ipynb", 4)
    app.metadata["voila"] = {"theme": "dark"}
    nbformat.write(app, voila_folder / "dark_app.ipynb")
    with fresh_page(browser, width=320) as page:
        pad = open_voila(page, f"{voila_folder_url}dark_app.ipynb")
        pad.draw(DIGITS["7"])
        pad.wait_for_label("7")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        parts = (".digit-widgets-canvas", ".digit-widgets-chart svg", ".digit-widgets-preview")
        for part in (*parts, "button", ".digit-widgets-headline"):
            box = pad.root.locator(part).first.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 320, part
        chart = pad.root.locator(".digit-widgets-chart svg").first.bounding_box()
        value = pad.root.locator(".digit-widgets-chart").get_by_text(">99%").bounding_box()
        assert chart is not None
        assert value is not None
        assert value["x"] + value["width"] <= chart["x"] + chart["width"]
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert sum(int(c) for c in background[4:-1].split(",")[:3]) < 200
