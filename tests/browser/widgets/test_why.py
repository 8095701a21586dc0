"""What speaks for a label, asked, changed and undone, in both hosts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.digits import DIGITS
from tests.support.pages import Pad, settle, wait_until

CELLS = (
    """
    from digit_widgets import DigitPad, WhyThisDigit

    pad = DigitPad()
    pad
    """,
    "WhyThisDigit(pad)",
)
#: Colours of the drawing's lines on the page, in order.
_COLORS = """svg => [...svg.querySelectorAll('path')].map(path => getComputedStyle(path).stroke)"""


def drawn(page: Page, digit: str) -> tuple[Pad, Locator]:
    """Draw a digit on a blank pad, and return the pad and its explanation, complete."""
    pad = Pad(page)
    why = page.locator(".digit-widgets-why")
    for name in ("Why", "rather than"):
        why.get_by_label(name, exact=True).select_option(index=0, timeout=60_000)
    pad.press("Reset")
    expect(why).to_contain_text("Draw on the pad", timeout=60_000)
    pad.draw(DIGITS[digit])
    pad.wait_for_label(digit)
    expect(why).to_contain_text(f"speaks most for {digit}")
    expect(why).to_contain_text(
        re.compile("smallest change found:|No small change"), timeout=30_000
    )
    return pad, why


def colors(why: Locator) -> list[str]:
    found: list[str] = why.locator(".digit-widgets-colored-ink svg").evaluate(_COLORS)
    return found


def test_the_ink_is_coloured_while_it_is_drawn(shown: Page) -> None:
    pad = Pad(shown)
    why = shown.locator(".digit-widgets-why")
    expect(why).to_contain_text("Draw on the pad", timeout=60_000)
    before = colors(why)
    box = settle(pad.surface)
    shown.mouse.move(box["x"] + 80, box["y"] + 60)
    shown.mouse.down()
    shown.mouse.move(box["x"] + 200, box["y"] + 60, steps=12)
    shown.mouse.move(box["x"] + 130, box["y"] + 200, steps=12)
    wait_until(shown, lambda: len(set(colors(why))) > 1, "The ink stays plain.")
    assert before == []
    shown.mouse.up()
    expect(why.get_by_alt_text(re.compile("Occlusion: most for 7"))).to_be_visible()
    expect(why.get_by_alt_text(re.compile("Grad-CAM: most for 7"))).to_be_visible()


def test_another_label_changes_the_colours_and_the_words(shown: Page) -> None:
    _, why = drawn(shown, "9")
    of_nine = colors(why)
    why.get_by_label("Why", exact=True).select_option("4")
    expect(why).to_contain_text("solid: speaks for 4")
    wait_until(shown, lambda: colors(why) != of_nine, "The colours stay.")
    why.get_by_label("rather than", exact=True).select_option("9")
    expect(why).to_contain_text("hollow: speaks for 9")
    expect(why.get_by_role("img", name=re.compile("4 rather than 9")).first).to_be_visible()


def test_a_change_is_accepted_and_undone(shown: Page) -> None:
    pad, why = drawn(shown, "3")
    # Not the 5 that is offered already: that offer goes while another is looked for, and the focus.
    why.get_by_label("Why", exact=True).select_option("2")
    button = why.get_by_role("button", name="Make it a 2")
    expect(button).to_be_visible(timeout=30_000)
    expect(why).to_contain_text("dashed: the smallest change")
    ink = pad.ink
    button.press("Space")
    pad.wait_for_label("2")
    wait_until(shown, lambda: abs(pad.ink - ink) > 0.02 * ink, "The ink stays as it was.")
    pad.press("Undo")
    pad.wait_for_label("3")
    # Painted anew, edges differ by a few pixels.
    wait_until(shown, lambda: abs(pad.ink - ink) < 0.01 * ink, "The ink stays changed.")
