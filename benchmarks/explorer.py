"""Time from a matrix cell to its images: ``python -m benchmarks.explorer [MNIST_NPZ]``.

Both bundled networks predict the test images. In Python, this measures creating the explorer and
choosing every cell that has images; in Chromium, mouse clicks on eleven cells, from the matrix's
first row to its last. A click lasts until the frame of the explorer's last change; its images must
then be in view.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from playwright.sync_api import Browser, Locator, Page

from benchmarks._notebooks import mnist_argument, write_notebook
from benchmarks._table import print_table, spread
from digit_widgets import ConfusionExplorer
from digit_widgets.data import ImageDataset, load_mnist
from digit_widgets.evaluation.confusion import read_set
from digit_widgets.predictors import load_predictor
from tests.support.pages import chromium, show_lab
from tests.support.servers import lab_server, voila_server

MODELS = {"CNN": "cnn", "ANN": "ann"}
REPEATS = 5
CLICKS = 11
#: Milliseconds without a change after which a click is considered complete.
_QUIET = 1500

_CELL = """
    from digit_widgets import ConfusionExplorer, load_mnist

    data = load_mnist({mnist!r})
    ConfusionExplorer({models!r}, data.x_test, data.y_test)
    """

#: Watches the explorer: the time of a click, and the frame of the last change.
_WATCH = """explorer => {
    const log = {clicked: 0, shown: 0};
    explorer.addEventListener('click', event => { log.clicked = event.timeStamp; }, true);
    new MutationObserver(() => {
        requestAnimationFrame(() => { log.shown = performance.now(); });
    }).observe(explorer,
        {subtree: true, childList: true, characterData: true, attributes: true});
    window.explorerLog = log;
}"""
#: The explorer's text on a cell: number of images and of pages.
_NUMBERS = re.compile(r"([\d,]+) images?, page 1 of (\d+)")
#: Counts the visible images.
_IN_VIEW = """explorer => [...explorer.querySelectorAll('.digit-widgets-thumb')].filter(thumb =>
    thumb.checkVisibility({visibilityProperty: true})
    && getComputedStyle(thumb).backgroundImage !== 'none').length"""


def main() -> None:
    """Measure in Python and in both hosts, and print two tables."""
    data = load_mnist(mnist_argument())
    explorer, (first, *again) = _makings(data)
    cells = _filled(data)
    choices = [_choice(explorer, cell) for cell in cells]
    rows = [
        ["made for the first time", f"{first:.2f} s"],
        [f"made again, median of {len(again)}", f"{np.median(again):.2f} s"],
        [f"cell to images, {len(cells)} cells (median / 95th)", f"{spread(choices)} ms"],
    ]
    print_table([f"{len(data.x_test):,} images, in Python", "measured"], rows)
    print()
    # Each cell once: a second click would change nothing.
    places = np.linspace(0, len(cells) - 1, min(CLICKS, len(cells))).astype(int)
    clicked = [cells[place] for place in places]
    rows = []
    with chromium() as browser, tempfile.TemporaryDirectory() as scratch:
        for host, page in _hosts(browser, Path(scratch)):
            shown = _watched(page)
            times = [_clicked(shown, cell) for cell in clicked]
            rows.append([host, f"{times[0]:.0f}", spread(times[1:])])
    print_table(
        ["in Chromium", "first click to images, ms", "next clicks, ms (median / 95th)"], rows
    )


def _makings(data: ImageDataset) -> tuple[ConfusionExplorer, list[float]]:
    """Create the explorer several times; return the last one and the seconds of each."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        explorer = ConfusionExplorer(MODELS, data.x_test, data.y_test)
        seconds.append(time.perf_counter() - start)
    return explorer, seconds


def _filled(data: ImageDataset) -> list[tuple[int, int]]:
    """Return the cells that have images for the first model, row by row."""
    first = load_predictor(next(iter(MODELS.values())))
    counts = read_set(first, data.x_test, data.y_test).counts
    return [(int(true), int(read)) for true, read in np.argwhere(counts)]


def _choice(explorer: ConfusionExplorer, cell: tuple[int, int]) -> float:
    """Choose a cell in Python; return the time in milliseconds."""
    start = time.perf_counter()
    explorer.cell = cell
    return (time.perf_counter() - start) * 1000


def _hosts(browser: Browser, folder: Path) -> Iterator[tuple[str, Page]]:
    """Open the explorer in one host, and then in the other."""
    cell = _CELL.format(mnist=mnist_argument(), models=MODELS)
    notebook = write_notebook(folder / "notebooks", "explorer.ipynb", [cell])
    with voila_server(folder, notebook=notebook) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(url)
        yield "Voila", page
        page.close()
    with lab_server(folder, notebook.parent) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        show_lab(page, url, notebook.name)
        yield "JupyterLab", page
        page.close()


def _watched(page: Page) -> Locator:
    """Wait for the explorer, scroll it into view, and start watching it."""
    explorer = page.locator(".digit-widgets-confusion")
    explorer.locator(".heatmapcell").nth(99).wait_for(timeout=120_000)
    explorer.scroll_into_view_if_needed()
    page.wait_for_timeout(3000)
    explorer.evaluate(_WATCH)
    return explorer


def _clicked(explorer: Locator, cell: tuple[int, int]) -> float:
    """Click a cell; return the milliseconds until its images were shown."""
    true, read = cell
    explorer.locator(".heatmapcell").nth(10 * true + read).click()
    explorer.page.wait_for_timeout(_QUIET)
    said = explorer.get_by_text(re.compile(f"^{true} read as {read} by")).inner_text()
    [(images, pages)] = _NUMBERS.findall(said)
    in_view = explorer.evaluate(_IN_VIEW)
    assert in_view >= int(images.replace(",", "")) / int(pages), (
        f"{said}, but {in_view} are in view"
    )
    shown: float = explorer.page.evaluate("explorerLog.shown - explorerLog.clicked")
    return shown


if __name__ == "__main__":
    main()
