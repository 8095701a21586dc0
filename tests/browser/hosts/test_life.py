"""A kernel that ends on an open page: the page reports it, keeps the ink and greys out."""

from __future__ import annotations

import json
import os
import re
import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from ipywidgets import Widget
from playwright.sync_api import ConsoleMessage, Page, expect

from digit_widgets import DigitPad
from digit_widgets.ink import Ink
from tests.support.digits import DIGITS
from tests.support.notebooks import Lab, write_notebook
from tests.support.pages import Pad, open_document, open_voila, run_all, trust, wait_until
from tests.support.servers import voila_server

CELLS = [
    "from digit_widgets import DigitPad, TrainingMonitor\npad = DigitPad()\npad",
    "import os\nprint('process', os.getpid())\nTrainingMonitor()",
]
_KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext"
#: Shuts the kernel down, and notes when that is done: JupyterLab would end a kernel that is started
#: before.
_SHUT_DOWN = f"""() => {{ window.hasShutDown = {_KERNEL}.shutdown() }}"""
#: Starts another kernel, and returns true on success.
_NEW_KERNEL = f"""() => window.hasShutDown.then(
    () => {_KERNEL}.changeKernel({{name: 'python3'}})).then(
    kernel => Boolean(kernel), () => false)"""


def line(page: Page, place: int = 0) -> str:
    return page.locator(".digit-widgets-life").nth(place).inner_text()


def process(page: Page) -> int:
    """Return the process of the page's kernel, once all of its cells have run."""
    printed = page.locator("pre", has_text=re.compile("^process")).first
    return int(printed.inner_text(timeout=60_000).split()[1])


def end_it(page: Page, server: str, kernel: str, how: str) -> None:
    if how == "killed":
        os.kill(process(page), signal.SIGKILL)
    elif how == "culled":
        # As the server culls kernels: with the cookie that it requires of pages.
        request = urllib.request.Request(
            f"{server}voila/api/shutdown/{kernel}",
            data=b"",
            headers={"Cookie": "_xsrf=2b6d", "X-XSRFToken": "2b6d"},
        )
        urllib.request.urlopen(request, timeout=20).close()
    elif how == "restarted":
        page.evaluate(f"void {_KERNEL}.restartKernel()")
    else:
        page.evaluate(_SHUT_DOWN)


def assert_gone(page: Page) -> None:
    """Check a page's messages and appearance soon after its kernel is gone."""
    told = page.locator(".digit-widgets-life", has_text="Not connected to a kernel")
    expect(told).to_have_count(2)
    chart = page.locator(".digit-widgets-pad .bqplot").first
    expect(chart).to_have_css("filter", re.compile(r"grayscale\(1\)"))
    marks = page.locator(".digit-widgets-live .jupyter-widgets-disconnected")
    shown = """all => all.filter(each => getComputedStyle(each, '::before').display !== 'none')"""
    assert marks.evaluate_all(f"all => ({shown})(all).length") == 0
    # Controls that need the kernel are disabled.
    toolbar = page.locator(".digit-widgets-toolbar").first
    for part in (toolbar, page.locator(".digit-widgets-monitor .widget-button").last):
        expect(part).to_have_js_property("inert", True)


def drag(pad: Pad, *points: tuple[float, float]) -> None:
    """Move the mouse from point to point with the button down, even if nothing is drawn."""
    pad.settle()
    down, *further = pad.positions(points)
    pad.page.mouse.move(*down)
    pad.page.mouse.down()
    for place in further:
        pad.page.mouse.move(*place)
    pad.page.mouse.up()


def draw_on(pad: Pad) -> int:
    """Draw a stroke that only the page paints, and return the number of its pixels."""
    before = pad.wet
    drag(pad, (30, 250), (120, 262), (240, 250))
    wait_until(pad.page, lambda: pad.wet > before + 500, "The pen draws nothing.")
    expect(pad.surface.locator("..").locator(".digit-widgets-wait")).to_have_text("")
    return pad.wet


@pytest.fixture
def errors(page: Page) -> Iterator[list[str]]:
    """Collect a page's console errors, without those of its host about a missing server."""
    told: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Cannot send" in message.text:
            told.append(message.text)

    page.on("console", listen)
    yield told
    page.remove_listener("console", listen)
    assert told == []


@pytest.mark.parametrize("how", ["restarted", "shut down", "killed"])
def test_a_jupyterlab_says_that_its_kernel_is_gone_and_a_new_pad_takes_the_drawing(
    lab: Lab, page: Page, how: str, errors: list[str]
) -> None:
    pad = lab.open(page, *CELLS)
    process(page)
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    ink = pad.ink
    end_it(page, "", "", how)
    assert_gone(page)
    assert "Run the cell again to go on." in line(page)
    if how == "killed":
        page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
    draw_on(pad)
    if how == "killed":
        return
    if how == "shut down":
        wait_until(page, lambda: page.evaluate(_NEW_KERNEL), "No kernel was started.")
    run_all(page)
    offered = page.get_by_role("button", name="Bring back the drawing")
    offered.wait_for(timeout=60_000)
    new = Pad(page)
    assert new.ink == 0  # the offer may be ignored
    offered.click()
    wait_until(page, lambda: new.ink > ink, "The drawing was not brought back.")
    expect(page.locator(".digit-widgets-life").first).to_have_text("")
    new.press("Undo")
    wait_until(page, lambda: new.ink == 0, "It cannot be undone.")


def drawn_in_voila(page: Page, url: str) -> Pad:
    """Open a page, wait for all cells, and draw a digit that is predicted."""
    pad = open_voila(page, url)
    process(page)
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    return pad


@pytest.mark.parametrize("how", ["culled", "killed"])
def test_a_voila_page_says_that_its_kernel_is_gone_and_keeps_the_drawing_over_a_reload(
    page: Page, voila_folder: Path, voila_folder_url: str, how: str, errors: list[str]
) -> None:
    name = write_notebook(voila_folder, CELLS).name
    pad = drawn_in_voila(page, f"{voila_folder_url}{name}")
    ink = pad.ink
    config = page.locator("#jupyter-config-data").inner_text()
    server = voila_folder_url.removesuffix("voila/render/")
    end_it(page, server, json.loads(config)["kernelId"], how)
    assert_gone(page)
    draw_on(pad)
    page.get_by_role("button", name="Reload the page").first.click()
    expect(page.locator(".digit-widgets-life", has_text="Not connected")).to_have_count(0)
    again = Pad(page)
    wait_until(page, lambda: again.ink > ink, "The drawing was not given back.")


def test_a_voila_page_is_told_that_its_server_stops_and_stays(
    page: Page, tmp_path: Path, errors: list[str]
) -> None:
    notebook = write_notebook(tmp_path, CELLS)
    with voila_server(tmp_path, notebook=notebook) as url:
        pad = drawn_in_voila(page, url)
    assert_gone(page)
    draw_on(pad)
    reload = page.get_by_role("button", name="Reload the page").first
    reload.click()
    expect(page.get_by_role("button", name="The server does not answer")).to_have_count(1)
    assert pad.wet > 0


def saved_notebook(folder: Path, ink: Ink) -> str:
    """Write a notebook as JupyterLab saves one with its widgets; return its name."""
    path = write_notebook(folder, CELLS[:1])
    notebook = nbformat.read(path, 4)
    pad = DigitPad(ink=ink)
    data = pad._repr_mimebundle_()
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", data=data)]
    state = Widget.get_manager_state()
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    pad.close()
    nbformat.write(notebook, path)
    return path.name


def test_a_saved_notebook_shows_its_drawing_and_reading_as_saved(lab: Lab, page: Page) -> None:
    name = saved_notebook(lab.folder, Ink.from_strokes(DIGITS["7"], width=16))
    open_document(page, lab.url, name)
    # Until the notebook is trusted, JupyterLab shows only plain text: one line.
    page.get_by_text("DigitPad(model='reader', value='7', strokes=1)").wait_for(timeout=60_000)
    trust(page)
    pad = Pad(page)
    told = page.locator(".digit-widgets-life").first
    expect(told).to_have_text("Saved drawing and reading: run the cell to go on.")
    wait_until(page, lambda: pad.wet > 5_000, "The drawing is not shown.")
    pad.wait_for_label("7")
    wet = pad.wet
    drag(pad, (30, 250), (240, 250))
    page.wait_for_timeout(2_000)  # longer than the patience with a busy kernel
    assert pad.wet == wet
    expect(pad.root.locator(".digit-widgets-wait")).to_have_text("")
    run_all(page)
    page.get_by_role("button", name="Bring back the drawing").click(timeout=60_000)
    Pad(page).wait_for_label("7")
