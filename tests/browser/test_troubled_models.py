"""Models that are slow, raise or give nonsense: the pen draws on, and what is wrong is said."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browsing.digits import DIGITS
from tests.browsing.pages import Pad

CELLS = (
    """
    import threading
    import numpy as np
    from digit_widgets import DigitPad, load_predictor
    from ipywidgets import Button, VBox

    network, free = load_predictor("cnn"), threading.Event()
    button = Button(description="Free the model")
    button.on_click(lambda _: free.set())

    def slow(images):
        free.wait()
        return network.predict_proba(images)

    def broken(images):
        raise RuntimeError("no more <memory>")

    senseless = DigitPad(lambda images: np.full((1, 10), np.nan))
    VBox([button, DigitPad(slow), DigitPad(broken), senseless])
    """,
)


def test_ink_does_not_wait_for_a_slow_model_which_reads_the_whole_drawing_last(shown: Page) -> None:
    pad = Pad(shown)
    first, second = DIGITS["4"]
    pad.draw([first])  # until the kernel has shown all of it
    pad.draw([second])
    # The first reading, of the first points, is still under way.
    expect(pad.headline).to_contain_text("Draw a digit")
    ink = pad.ink
    shown.get_by_role("button", name="Free the model").click()
    pad.wait_for_label("4")
    assert pad.ink == ink
    pad.press("Reset")
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")


@pytest.mark.parametrize(
    ("which", "words"), [(1, "The model raised RuntimeError: no more <memory>"), (2, "NaN")]
)
def test_a_model_that_cannot_read_is_said_and_the_pen_draws_on(
    shown: Page, which: int, words: str
) -> None:
    pad = Pad(shown, which)
    pad.draw(DIGITS["4"][:1])
    expect(pad.root.get_by_role("alert").first).to_contain_text(words)
    expect(pad.headline).to_have_text("No reading")
    ink = pad.ink
    pad.draw(DIGITS["4"][1:])
    assert pad.ink > ink > 0
    expect(pad.root.get_by_role("alert").first).to_contain_text(words)
