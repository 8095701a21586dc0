"""A training in both hosts: watched, stopped by its button, and predicting while it learns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.support.digits import DIGITS
from tests.support.notebooks import Lab
from tests.support.pages import Pad, open_voila
from tests.support.servers import voila_server

CELLS = (
    """
    from digit_widgets import DigitPad, TrainingMonitor, load_mnist
    from digit_widgets.training import FitSettings, fit

    pad = DigitPad()
    monitor = TrainingMonitor([pad])
    data = load_mnist({path!r})
    monitor.start(fit, "cnn", data, FitSettings(epochs=10_000))
    """,
    "pad",
    "monitor",
)
_WITHIN_MS = 60_000


@pytest.fixture(scope="module")
def cells(tiny_npz: Path) -> list[str]:
    return [dedent(cell).replace("{path!r}", repr(str(tiny_npz))) for cell in CELLS]


@pytest.fixture(scope="module")
def training_url(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("training")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    path = folder / "training.ipynb"
    nbformat.write(notebook, path)
    with voila_server(folder, notebook=path) as url:
        yield url


@pytest.fixture(params=["Voila", "JupyterLab"])
def open_training(request: pytest.FixtureRequest, cells: list[str]) -> Callable[[Page], Pad]:
    """Return a function that opens a page on which an endless training is running."""
    if request.param == "Voila":
        url = request.getfixturevalue("training_url")
        return lambda page: open_voila(page, url)
    lab: Lab = request.getfixturevalue("lab")
    return lambda page: lab.open(page, *cells)


def test_a_training_is_drawn_for_and_stopped_in_the_browser(
    open_training: Callable[[Page], Pad], page: Page
) -> None:
    pad = open_training(page)
    monitor = page.locator(".digit-widgets-monitor")
    expect(monitor.get_by_text("images/s")).to_be_visible(timeout=_WITHIN_MS)
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    monitor.get_by_role("button", name="Pause").click()
    expect(monitor.get_by_text("Paused")).to_be_visible()
    monitor.get_by_role("button", name="Resume").click()
    monitor.get_by_role("button", name="Stop").click()
    expect(monitor.get_by_text(re.compile("Stopped · epoch"))).to_be_visible(timeout=_WITHIN_MS)
    assert pad.label == "7"
    assert pad.message == ""
