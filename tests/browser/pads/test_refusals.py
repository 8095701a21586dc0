"""A rejected drawing, as the pad reports it, in both hosts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.digits import DIGITS, NO_DIGITS
from tests.support.pages import Pad

CELLS = ("from digit_widgets import DigitPad; DigitPad()",)
_OPACITIES = """pad => [...pad.querySelectorAll('.digit-widgets-chart .bar')].map(
    bar => parseFloat(getComputedStyle(bar).opacity))"""
_SHARE = r"(>99|<1|\d\d?)%"


def chart_place(pad: Pad) -> tuple[int, int]:
    """Return the position of the bars, in pixels right of the drawing and below its top."""
    chart = pad.root.locator(".digit-widgets-chart").first.bounding_box()
    canvas = pad.canvas.bounding_box()
    assert chart is not None
    assert canvas is not None
    return round(chart["x"] - canvas["x"]), round(chart["y"] - canvas["y"])


def test_a_drawing_is_refused_in_words_with_muted_bars_and_taken_again(shown: Page) -> None:
    pad = Pad(shown)
    places = [chart_place(pad)]
    pad.draw([[(140, 140)]])
    expect(pad.headline).to_have_text(re.compile("Draw a digit.*Only a dot", re.DOTALL))
    places.append(chart_place(pad))
    pad.press("Reset")
    pad.draw(NO_DIGITS["scribble"])
    words = rf"Not a digit.*nearest is \d\..*Looks like a digit: {_SHARE}"
    expect(pad.headline).to_have_text(re.compile(words, re.DOTALL))
    assert set(pad.root.evaluate(_OPACITIES)) == {0.45}
    places.append(chart_place(pad))
    pad.press("Reset")
    expect(pad.headline).to_have_text(re.compile("Draw a digit"))
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    words = rf"7.*{_SHARE}.*then \d, {_SHARE}.*Looks like a digit: {_SHARE}"
    expect(pad.headline).to_have_text(re.compile(words, re.DOTALL))
    assert set(pad.root.evaluate(_OPACITIES)) == {1.0}
    places.append(chart_place(pad))
    # Nothing moves, whatever the message.
    assert len(set(places)) == 1
