"""A page that loads widgets, or their scripts, late: it misses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.digits import DIGITS
from tests.support.notebooks import Lab, write_notebook
from tests.support.pages import Pad, show_lab, wait_until
from tests.support.tab import fresh_page

_PARTS = 250
#: Widgets that a thread changes one by one, from the moment at which a page asks for their state.
CELLS = [
    f"""
    import threading, time
    from ipywidgets import HTML, VBox
    from digit_widgets.widgets.parts.page_widgets import ConnectionStatus

    asked = threading.Event()

    class Line(ConnectionStatus):
        def get_state(self, key=None, drop_defaults=False):
            if key is None and self.comm is not None:
                asked.set()
            return super().get_state(key, drop_defaults)

    def work():
        asked.wait()
        for part in parts:
            time.sleep(0.005)
            part.value = "new"

    box = VBox()
    parts = [HTML("old") for _ in range({_PARTS})]
    box.children = [Line(box), *parts]
    box.add_class("digit-widgets-live")
    threading.Thread(target=work).start()
    box
    """
]


def assert_new(page: Page) -> None:
    """Check that the page shows every change, once the last one is there."""
    parts = page.locator(".digit-widgets-live .widget-html-content")
    expect(parts).to_have_count(_PARTS, timeout=60_000)
    expect(parts.nth(_PARTS - 1)).to_have_text("new")
    expect(parts.filter(has_text="new")).to_have_count(_PARTS)


def test_a_page_of_voila_gets_what_changed_while_it_was_opened(
    page: Page, voila_folder: Path, voila_folder_url: str
) -> None:
    name = write_notebook(voila_folder, CELLS).name
    page.goto(f"{voila_folder_url}{name}", timeout=120_000)
    assert_new(page)


def test_a_jupyterlab_gets_what_changed_while_it_was_loaded_again(lab: Lab, page: Page) -> None:
    show_lab(page, lab.url, write_notebook(lab.folder, CELLS).name)
    parts = page.locator(".digit-widgets-live .widget-html-content")
    expect(parts).to_have_count(_PARTS, timeout=60_000)
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    assert_new(page)


#: A pad with its time line, and a widget that changes once, before its script can be there.
LATE_CELLS = [
    """
    from digit_widgets import DigitPad, InkTimeline

    pad = DigitPad()
    line = InkTimeline(pad)
    pad.value
    """,
    "display(pad, line)",
    """
    from digit_widgets.widgets.parts.page_widgets import PixelImage

    image = PixelImage((1, 1), "A pixel")
    display(image)
    image.grey = bytes([255])
    """,
]
#: Takes from anywidget the two seconds that it waits for a script, as a page does that is too busy
#: to load one; and gives scripts the time that they then need.
_HURRY = """
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = ms => timeout(ms === 2000 ? 0 : ms);
    const create = URL.createObjectURL.bind(URL);
    URL.createObjectURL = blob => create(blob.type !== 'text/javascript' ? blob : new Blob(
        ['await new Promise(resolve => setTimeout(resolve, 300));', blob], {type: blob.type}));
"""
_BRIGHTEST = """image => Math.max(...image.getContext('2d')
    .getImageData(0, 0, image.width, image.height).data.filter((_, at) => at % 4 === 0))"""


@pytest.mark.parametrize("host", ["Voila", "JupyterLab"])
def test_a_page_too_busy_to_load_scripts_in_time_still_shows_what_is_read(
    host: str, browser: Browser, lab: Lab, voila_folder: Path, voila_folder_url: str
) -> None:
    with fresh_page(browser) as page:
        page.add_init_script(_HURRY)
        if host == "Voila":
            name = write_notebook(voila_folder, LATE_CELLS).name
            page.goto(f"{voila_folder_url}{name}", timeout=120_000)
        else:
            show_lab(page, lab.url, write_notebook(lab.folder, LATE_CELLS).name)
        pad = Pad(page)
        pixel = page.get_by_role("img", name="A pixel")
        expect(pixel).to_be_visible(timeout=60_000)
        wait_until(page, lambda: pixel.evaluate(_BRIGHTEST) == 255, "The pixel stays black.")
        pad.draw(DIGITS["7"])
        pad.wait_for_label("7")
        strip = page.locator(".digit-widgets-timeline .strip .part b")
        expect(strip.last).to_have_text("7")
        preview = pad.root.locator("canvas.digit-widgets-preview")
        wait_until(page, lambda: preview.evaluate(_BRIGHTEST) > 200, "The preview stays black.")
