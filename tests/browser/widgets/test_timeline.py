"""A drawing's timeline, drawn, scrubbed and played in both hosts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.digits import DIGITS
from tests.support.pages import Pad, settle, wait_until

CELLS = (
    """
    from digit_widgets import DigitPad, InkTimeline

    pad = DigitPad()
    pad
    """,
    "InkTimeline(pad)",
)
_BARS = """root => [...root.querySelectorAll('.digit-widgets-chart .bar')].map(
    bar => Math.round(parseFloat(bar.getAttribute('width')) || 0))"""

#: Notes the moments that the slider goes to.
_NOTE_MOMENTS = """root => {
    window.moments = [];
    const handle = root.querySelector('.noUi-handle');
    new MutationObserver(() => {
        const moment = Number(handle.getAttribute('aria-valuetext')).toFixed();
        if (moment !== window.moments.at(-1)) window.moments.push(moment);
    }).observe(handle, {attributeFilter: ['aria-valuetext']});
}"""

#: The points of the digits drawn here, with a point every six pixels.
_POINTS = {"5": 68, "7": 54}


def drawn(page: Page, digit: str) -> tuple[Pad, Locator]:
    """Draw a digit on a blank pad, and return the pad and its complete timeline."""
    pad = Pad(page)
    line = page.locator(".digit-widgets-timeline")
    pad.press("Reset")
    expect(line).to_contain_text("Draw a digit: its time line appears here.", timeout=60_000)
    pad.draw(DIGITS[digit], step=6.0)
    pad.wait_for_label(digit)
    expect(line.get_by_role("row").last).to_contain_text(digit)
    expect(line.get_by_role("status").last).to_contain_text("The answer")
    # A digit is read as such before its last stroke has come; until then, its timeline ends there.
    points = _POINTS[digit]
    expect(line).to_contain_text(f"{points} of {points} in all")
    return pad, line


def settled_bars(page: Page, line: Locator, digit: int) -> list[int]:
    """Return the widths of the bars once a digit's is the longest and all have stopped moving."""
    seen: list[list[int]] = []

    def stand() -> bool:
        seen.append(line.evaluate(_BARS))
        *_, last = seen
        return last.index(max(last)) == digit and seen[-5:].count(last) == 5

    wait_until(page, stand, f"The bars do not come to rest at {digit}.")
    return seen[-1]


def value(line: Locator) -> int:
    return int(line.get_by_role("slider").get_attribute("aria-valuetext") or "0")


def test_the_changes_of_mind_are_told_and_drawn(shown: Page) -> None:
    _, line = drawn(shown, "5")
    expect(line.get_by_role("status").last).to_contain_text("changed")
    expect(line.get_by_role("img", name="Point 12 of stroke 2, 68 of 68 in all")).to_be_visible()
    stream = line.locator(".digit-widgets-stream")
    stream.scroll_into_view_if_needed()
    expect(stream.get_by_text("5", exact=True)).to_be_visible()
    expect(stream.get_by_text("1", exact=True)).to_be_visible()
    assert value(line) == 68


def test_the_keyboard_scrubs_and_the_drawing_stays(shown: Page) -> None:
    pad, line = drawn(shown, "5")
    bars = settled_bars(shown, line, 5)
    slider = line.get_by_role("slider")
    slider.scroll_into_view_if_needed()
    slider.focus()
    shown.keyboard.press("PageDown")
    shown.keyboard.press("ArrowLeft")
    expect(slider).not_to_have_attribute("aria-valuetext", "68")
    expect(line).to_contain_text(re.compile(rf"Point \d+ of stroke \d, {value(line)} of 68 in all"))
    shown.keyboard.press("Home")
    expect(line).to_contain_text("Point 1 of stroke 1, 1 of 68 in all")
    expect(line).to_contain_text("Nothing to read yet")
    wait_until(shown, lambda: line.evaluate(_BARS) != bars, "The bars stay.")
    ink = pad.ink
    shown.keyboard.press("End")
    expect(line).to_contain_text("68 of 68 in all")
    expect(line.locator(".digit-widgets-headline .label")).to_have_text("5")
    wait_until(shown, lambda: line.evaluate(_BARS) == bars, "The bars do not come back.")
    assert (pad.ink, pad.label) == (ink, "5")
    assert ink > 20_000


def test_a_press_or_a_drag_in_the_strip_or_the_lines_moves_the_moment(shown: Page) -> None:
    _, line = drawn(shown, "5")
    strip, stream = line.locator(".strip"), line.locator(".digit-widgets-stream")
    expect(strip.locator(".part b").last).to_have_text("5")
    below = settle(stream)
    box = strip.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    middle = box["x"] + box["width"] / 2
    shown.mouse.click(middle, box["y"] + 20)
    expect(line).to_contain_text(re.compile(r"\D3[45] of 68 in all"))
    expect(line.get_by_role("slider")).to_have_attribute("aria-valuetext", re.compile("^3[45]$"))
    shown.mouse.move(middle, below["y"] + 80)
    shown.mouse.down()
    shown.mouse.move(box["x"] - 30, below["y"] + 80, steps=4)
    expect(line).to_contain_text("Point 1 of stroke 1, 1 of 68 in all")
    shown.mouse.up()
    shown.mouse.move(middle, box["y"] + 20)
    expect(line.get_by_role("slider")).to_have_attribute("aria-valuetext", "1")


def test_play_shows_it_from_the_beginning_to_the_end(shown: Page) -> None:
    _, line = drawn(shown, "7")
    line.evaluate(_NOTE_MOMENTS)
    line.get_by_role("button", name="Play").click()
    expect(line.get_by_role("button", name="Pause")).to_be_visible()
    wait_until(shown, lambda: shown.evaluate("moments.length") > 3, "It does not play.")
    assert shown.evaluate("moments.slice(0, 4)") == ["1", "2", "3", "4"]
    expect(line).to_contain_text(re.compile(r"\D([1-9]|[1-4]\d) of 54 in all"))
    line.get_by_role("button", name="Pause").click()
    assert 1 <= value(line) < 54
    line.get_by_role("button", name="Play").click()
    expect(line).to_contain_text("54 of 54 in all", timeout=30_000)
    expect(line.get_by_role("button", name="Play")).to_be_visible()
    expect(line.locator(".digit-widgets-headline .label")).to_have_text("7")


def test_a_drawing_meanwhile_begins_anew(shown: Page) -> None:
    pad, line = drawn(shown, "7")
    line.get_by_role("button", name="Play").click()
    pad.draw([[(20, 240), (60, 240)]], step=6.0)
    expect(line).to_contain_text("of stroke 2, ")
    total = 54 + 8
    expect(line).to_contain_text(f"{total} of {total} in all")
    expect(line.get_by_role("button", name="Play")).to_be_visible()
    expect(line.get_by_role("slider")).to_have_attribute("aria-valuetext", str(total))
