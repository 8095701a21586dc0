"""A training in both hosts: watched, stopped by its button, and predicting while it learns."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.digits import DIGITS
from tests.support.pages import Pad

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


def test_a_training_is_drawn_for_and_stopped_in_the_browser(shown: Page) -> None:
    pad = Pad(shown)
    monitor = shown.locator(".digit-widgets-monitor")
    expect(monitor.get_by_text("images/s")).to_be_visible(timeout=_WITHIN_MS)
    pad.draw(DIGITS["7"])
    label = pad.headline.locator(".label")
    expect(label).to_have_text("7", timeout=_WITHIN_MS)
    monitor.get_by_role("button", name="Pause").click()
    expect(monitor.get_by_text("Paused")).to_be_visible()
    monitor.get_by_role("button", name="Resume").click()
    monitor.get_by_role("button", name="Stop").click()
    expect(monitor.get_by_text(re.compile("Stopped · epoch"))).to_be_visible(timeout=_WITHIN_MS)
    expect(label).to_have_text("7", timeout=_WITHIN_MS)
    assert pad.message == ""
