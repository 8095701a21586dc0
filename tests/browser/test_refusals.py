"""A drawing that is no digit, as a person is told of it, in both hosts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browsing.digits import DIGITS, NO_DIGITS
from tests.browsing.pages import Pad

CELLS = ("from digit_widgets import DigitPad; DigitPad()",)
_OPACITIES = """pad => [...pad.querySelectorAll('.digit-widgets-chart .bar')].map(
    bar => parseFloat(getComputedStyle(bar).opacity))"""


def test_a_drawing_is_refused_in_words_with_muted_bars_and_taken_again(shown: Page) -> None:
    pad = Pad(shown)
    pad.draw([[(140, 140)]])
    expect(pad.headline).to_have_text(re.compile("Draw a digit"))
    pad.press("Reset")
    pad.draw(NO_DIGITS["scribble"])
    expect(pad.headline).to_have_text(re.compile("Not a digit.*nearest is", re.DOTALL))
    assert set(pad.root.evaluate(_OPACITIES)) == {0.45}
    pad.press("Reset")
    expect(pad.headline).to_have_text(re.compile("Draw a digit"))
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    assert set(pad.root.evaluate(_OPACITIES)) == {1.0}
