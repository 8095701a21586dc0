"""Models that are slow, raise or return nonsense: drawing goes on, problems are shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.digits import DIGITS
from tests.support.pages import Pad

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

    senseless = DigitPad(lambda images: np.full((len(images), 10), np.nan))
    watched = DigitPad()
    watched.observe(lambda change: 1 / 0, "image")
    VBox([button, DigitPad(slow), DigitPad(broken), senseless, watched])
    """,
)


def chart(pad: Pad) -> Locator:
    return pad.root.locator(".digit-widgets-chart")


def top(part: Locator) -> float:
    """Return an element's distance from the top of the pad."""
    y: float = part.evaluate(
        """part => part.getBoundingClientRect().top
            - part.closest('.digit-widgets-pad').getBoundingClientRect().top"""
    )
    return y


def test_ink_does_not_wait_for_a_slow_model_which_reads_the_whole_drawing_last(shown: Page) -> None:
    pad = Pad(shown)
    first, second = DIGITS["4"]
    pad.draw([first])  # waits until the kernel has shown all of it
    pad.draw([second])
    # The first prediction, for the first points, is still running.
    expect(pad.headline).to_contain_text("Draw a digit")
    ink = pad.ink
    shown.get_by_role("button", name="Free the model").click()
    pad.wait_for_label("4")
    assert pad.ink == ink
    pad.press("Reset")
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")


@pytest.mark.parametrize(
    ("which", "words"),
    [(1, "raised RuntimeError for images of shape (28, 28): no more <memory>"), (2, "NaN")],
)
def test_a_model_that_cannot_read_is_said_and_the_pen_draws_on(
    shown: Page, which: int, words: str
) -> None:
    pad = Pad(shown, which)
    pad.draw(DIGITS["4"][:1])
    expect(pad.root.get_by_role("alert")).to_contain_text(words)
    expect(pad.headline).to_have_text("No reading")
    # The message is in the place of the prediction.
    assert top(pad.headline) < top(pad.root.get_by_role("alert")) < top(chart(pad))
    ink, canvas = pad.ink, top(pad.canvas)
    pad.draw(DIGITS["4"][1:])
    assert pad.ink > ink > 0
    expect(pad.root.get_by_role("alert")).to_contain_text(words)
    assert top(pad.canvas) == canvas


def test_what_an_observer_raises_is_said_under_the_reading(shown: Page) -> None:
    pad = Pad(shown, 3)
    pad.settle()
    before = [top(part) for part in (pad.canvas, chart(pad))]
    pad.draw(DIGITS["7"])
    alert = pad.root.get_by_role("alert")
    expect(alert).to_have_text("An observer raised ZeroDivisionError: division by zero")
    assert top(alert) > top(chart(pad))
    assert [top(part) for part in (pad.canvas, chart(pad))] == before
