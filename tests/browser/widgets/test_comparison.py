"""Several models on one drawing, as a user sees them, in both hosts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.digits import DIGITS, NO_DIGITS
from tests.support.pages import Pad, wait_until

CELLS = (
    """
    from digit_widgets import ModelComparison

    ModelComparison({"Dense": "ann", "Convolutional": "cnn"})
    """,
)
#: Heights of all bars in pixels, rounded.
_HEIGHTS = """chart => [...chart.querySelectorAll('.bar')].map(
    bar => Math.round(parseFloat(bar.getAttribute('height')) || 0))"""
#: The different colours and opacities of bars.
_LOOKS = """chart => {
    const looks = [...chart.querySelectorAll('.bar')].map(bar => getComputedStyle(bar));
    return [...new Set(looks.map(look => look.fill + '|' + look.opacity))].map(e => e.split('|'));
}"""


def readings(page: Page) -> Locator:
    """Return the rows of the predictions' table, without its headings."""
    return page.locator(".digit-widgets-table tr:not(.facts)").filter(has=page.locator("td"))


@pytest.mark.parametrize("digit", ["3", "7"])
def test_every_model_reads_the_drawing_until_it_is_wiped(shown: Page, digit: str) -> None:
    pad = Pad(shown)
    said = pad.root.locator(".digit-widgets-agreement")
    expect(said).to_have_text("Draw a digit")
    pad.draw(DIGITS[digit])
    expect(said).to_have_text(f"All read {digit}")
    sure = r"[<>]?\d+%[<>]?\d+%\d+\.\d ms"
    expect(readings(shown)).to_have_text(
        [re.compile(f"^{name}{digit}{sure}$") for name in ("Dense", "Convolutional")]
    )
    # Bars are ordered by model; each model's tallest is the digit's.
    heights: list[int] = pad.root.locator(".digit-widgets-chart").evaluate(_HEIGHTS)
    assert len(heights) == 20
    tallest = sorted(heights)[-2]
    assert tallest > 100
    assert sum(height >= tallest for height in heights) == 2
    pad.press("Reset")
    expect(said).to_have_text("Draw a digit")
    none = 3 * "\N{EN DASH}"
    expect(readings(shown)).to_have_text([f"Dense{none}", f"Convolutional{none}"])
    assert pad.ink == 0


def test_what_is_no_digit_has_grey_bars_and_its_score(shown: Page) -> None:
    pad = Pad(shown)
    pad.press("Reset")
    pad.draw(NO_DIGITS["scribble"])
    expect(pad.root.locator(".digit-widgets-agreement")).to_have_text("All: not a digit")
    row = "not a digit\N{EN DASH}" + r"(<1|\d\d?)%\d+\.\d ms"
    expect(readings(shown)).to_have_text(
        [re.compile(f"^{name}{row}$") for name in ("Dense", "Convolutional")]
    )
    chart = pad.root.locator(".digit-widgets-chart")
    wait_until(shown, lambda: len(chart.evaluate(_LOOKS)) == 1, "The bars are not all alike.")
    ((grey, opacity),) = chart.evaluate(_LOOKS)
    assert opacity == "0.45"
    red, green, blue = re.findall(r"\d+", grey)
    assert red == green == blue
    pad.press("Reset")


def test_what_the_models_cost_is_told(shown: Page) -> None:
    facts = shown.locator(".digit-widgets-table tr.facts")
    expect(facts).to_have_text(
        [
            re.compile(rf"^{count} k parameters · \d\.\d MB · 9\d\.\d\d% of test images")
            for count in (235, 225)
        ]
    )
