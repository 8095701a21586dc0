"""Checks by axe-core of the widgets that show networks and their training."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.axe import axe_problems_in_themes
from tests.support.cells import MONITOR

CELLS = (
    """
    import numpy as np
    from digit_widgets import ConfusionExplorer, DigitPad, FeatureMaps, Ink, NetworkDiagram
    from digit_widgets import WhyThisDigit
    from digit_widgets.imaging import normalize_ink

    seven = Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16)
    sevens = np.stack([normalize_ink(seven)] * 30)
    FeatureMaps(DigitPad(ink=seven))
    """,
    "ConfusionExplorer({'CNN': 'cnn', 'ANN': 'ann'}, sevens, np.full(30, 7), cell=(7, 7))",
    MONITOR,
    'NetworkDiagram("cnn", DigitPad(ink=seven))',
    """
    from digit_widgets import RobustnessExplorer
    from digit_widgets.data import ImageDataset

    greys, digits = (255 * sevens).round().astype(np.uint8), np.full(30, 7)
    data = ImageDataset.from_grey_levels(
        greys[:0], digits[:0], greys, digits, source="drawn", name="sevens"
    )
    RobustnessExplorer({"CNN": "cnn", "broken": "no/such.tflite"}, data, strength=8)
    """,
    """
    from digit_widgets import ShuffleExperiment
    from digit_widgets.training import measure_learning

    train = ImageDataset.from_grey_levels(
        greys, digits, greys, digits, source="drawn", name="sevens"
    )
    ShuffleExperiment(measure_learning, train)
    """,
    """
    from digit_widgets.widgets import BarChart, FilterGrid, ImageRow
    from ipywidgets import VBox

    chart = BarChart(["a", "b"], {"one": [20, 30], "two": [25, 90]}, "set", "read, %", width=300)
    images = VBox([ImageRow(sevens[:3], ["a 7"] * 3), FilterGrid(sevens[:3, :3, :3]), chart])
    images.add_class("digit-widgets-images")
    images
    """,
    # The last one, which JupyterLab shows: of others it hides the words.
    "WhyThisDigit(DigitPad(ink=seven))",
)
#: Selectors of the widgets to check.
WIDGETS = tuple(
    f".digit-widgets-{name}"
    for name in (
        *("features", "confusion", "monitor", "diagram", "why", "robustness"),
        *("shuffling", "images"),
    )
)


def ready(page: Page) -> None:
    """Wait until all widgets are there, and open an image in the explorer."""
    page.locator(".digit-widgets-diagram").wait_for(timeout=120_000)
    expect(page.locator(".digit-widgets-features img.digit-widgets-preview")).to_have_count(2)
    expect(page.locator(".digit-widgets-why img")).to_have_count(2)
    why = page.locator(".digit-widgets-why")
    # The last of all that this kernel computes.
    words = re.compile("Make it|No small change")
    expect(why).to_contain_text(words, use_inner_text=True, timeout=60_000)
    robustness = page.locator(".digit-widgets-robustness")
    expect(robustness.locator("tr").last).to_contain_text("%")
    expect(robustness.locator('[aria-pressed="true"]')).to_have_text("Shift")
    page.locator(".digit-widgets-confusion .digit-widgets-thumb").first.click()
    expect(page.get_by_text("True digit: 7")).to_be_visible()


def test_axe_finds_nothing_wrong(opened: Page) -> None:
    for root in WIDGETS:
        expect(opened.locator(root)).to_have_count(1)
    assert axe_problems_in_themes(opened, *WIDGETS) == []
