"""A drawing that is no digit, as a person is told of it, in both hosts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browsing.digits import DIGITS
from tests.browsing.pages import Pad

#: A stand-in for a network that knows what is no digit: it takes wide drawings for none.
CELLS = (
    """
    import numpy as np
    from digit_widgets import DigitPad, load_predictor

    class Reader:
        labels = tuple("0123456789")
        cnn = load_predictor("cnn")

        def predict_proba(self, images):
            return self.cnn.predict_proba(images)

        def predict_scored(self, images):
            narrow = (images.max(axis=1) > 0.5).sum(axis=1) < 16
            return self.predict_proba(images), np.where(narrow, 0.9, 0.1).astype(np.float32)

    DigitPad(Reader())
    """,
)
_OPACITIES = """pad => [...pad.querySelectorAll('.digit-widgets-chart .bar')].map(
    bar => parseFloat(getComputedStyle(bar).opacity))"""


def test_a_drawing_is_refused_in_words_with_muted_bars_and_taken_again(shown: Page) -> None:
    pad = Pad(shown)
    pad.draw([[(140, 140)]])
    expect(pad.headline).to_have_text(re.compile("Draw a digit"))
    pad.press("Reset")
    pad.draw([[(30, 120), (120, 160), (250, 130)]])
    expect(pad.headline).to_have_text(re.compile("Not a digit.*nearest is", re.DOTALL))
    assert set(pad.root.evaluate(_OPACITIES)) == {0.45}
    pad.press("Reset")
    expect(pad.headline).to_have_text(re.compile("Draw a digit"))
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    assert set(pad.root.evaluate(_OPACITIES)) == {1.0}
