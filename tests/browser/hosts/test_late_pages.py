"""A page that loads widgets while a background thread changes them: it misses nothing."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.notebooks import Lab, write_notebook
from tests.support.pages import show_lab

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
    expect(page.locator(".digit-widgets-live .widget-html-content")).to_have_count(_PARTS)
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    assert_new(page)
