"""Every widget on a page as narrow as a phone: nothing is wider than the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.cells import MONITOR
from tests.support.digits import DIGITS
from tests.support.layout import expect_no_problems
from tests.support.notebooks import write_notebook
from tests.support.pages import Pad
from tests.support.tab import fresh_page

CELLS = (
    """
    import numpy as np
    from digit_widgets import ConfusionExplorer, ModelComparison, load_mnist

    comparison = ModelComparison({"A dense network": "ann", "A convolutional network": "cnn"})
    comparison
    """,
    """
    data = load_mnist({path!r})
    ConfusionExplorer({"CNN": "cnn", "ANN": "ann"}, data.x_train, data.y_train, cell=(3, 3))
    """,
    """
    from digit_widgets import DigitPad, FeatureMaps

    FeatureMaps(DigitPad(ink=comparison.ink))
    """,
    """
    from digit_widgets import Ink, NumberPad

    ones = [[(60 + 80 * i, 40), (50 + 80 * i, 180)] for i in range(6)]
    NumberPad(ink=Ink.from_strokes(ones, width=10))
    """,
    """
    from digit_widgets import InkTimeline

    InkTimeline(DigitPad(ink=Ink.from_strokes(ones[:2], width=10)))
    """,
    """
    from digit_widgets import WhyThisDigit

    seven = Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16)
    WhyThisDigit(DigitPad(ink=seven))
    """,
    """
    from digit_widgets import RobustnessExplorer

    RobustnessExplorer({"A dense network": "ann", "A convolutional network": "cnn"}, data)
    """,
    """
    from digit_widgets import ShuffleExperiment
    from digit_widgets.training import measure_learning

    ShuffleExperiment(measure_learning, data)
    """,
    """
    from digit_widgets.widgets import FilterGrid, ImageRow
    from ipywidgets import VBox

    images = ImageRow(data.x_test[:6], ["a caption"] * 6)
    both = VBox([images, FilterGrid(np.eye(9).reshape(9, 9, 1) * np.ones(9))])
    both.add_class("digit-widgets-images")
    both
    """,
    MONITOR,
)
_WIDTH = 320


@pytest.fixture(scope="module")
def phone(
    tiny_npz: Path, voila_folder: Path, voila_folder_url: str, browser: Browser
) -> Iterator[Page]:
    cells = [cell.replace("{path!r}", repr(str(tiny_npz))) for cell in CELLS]
    name = write_notebook(voila_folder, cells).name
    with fresh_page(browser, width=_WIDTH) as page:
        page.goto(f"{voila_folder_url}{name}", timeout=120_000)  # Voila runs all cells first
        page.locator(".digit-widgets-monitor").wait_for(timeout=60_000)
        yield page


def test_the_page_does_not_scroll_sideways(phone: Page) -> None:
    phone.wait_for_function(f"document.documentElement.scrollWidth === {_WIDTH}")


@pytest.mark.parametrize(
    "widget",
    [
        *("pad", "confusion", "features", "number-pad", "timeline", "why", "robustness"),
        *("shuffling", "images", "monitor"),
    ],
)
def test_nothing_sticks_out_of_a_narrow_page(phone: Page, widget: str) -> None:
    root = phone.locator(f".digit-widgets-{widget}").first
    root.scroll_into_view_if_needed()
    if widget == "pad":
        Pad(phone).draw(DIGITS["8"])
        expect(root.locator(".digit-widgets-agreement")).to_have_text("All read 8")
    elif widget == "confusion":
        root.locator(".digit-widgets-thumb").first.click()
        expect(root.locator("canvas.digit-widgets-preview")).to_be_visible()
        for chart in root.locator(".digit-widgets-chart").all():
            # Charts outside the view are not drawn.
            chart.scroll_into_view_if_needed()
            expect(chart.get_by_text("%").first).to_be_visible()
    elif widget == "features":
        expect(root.locator("img.digit-widgets-preview")).to_have_count(2)
    elif widget == "timeline":
        root.locator(".digit-widgets-stream").scroll_into_view_if_needed()
        expect(root.locator(".digit-widgets-stream").get_by_text("50%")).to_be_visible()
        expect(root.get_by_role("status").last).to_contain_text("The answer")
    elif widget == "why":
        expect(root.get_by_role("img")).to_have_count(3)
        expect(root).to_contain_text("speaks most for 7")
    elif widget == "robustness":
        root.get_by_role("button", name="Shuffled pixels").click()
        expect(root).to_contain_text("97.4%")
        expect(root.get_by_role("row").last).to_contain_text("%")
    elif widget == "number-pad":
        expect(root.locator(".digit-widgets-cover .boxes > div")).to_have_count(6)
    expect_no_problems(root)
