"""Checks by axe-core, a screen reader and a keyboard, in both hosts and both themes."""

from __future__ import annotations

import io
import re
from collections import Counter

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from digit_widgets.imaging import rasterize
from digit_widgets.ink import Ink
from tests.support.axe import axe_problems, axe_problems_in_themes
from tests.support.digits import DIGITS
from tests.support.pages import Pad, change_theme, settle, wait_until

CELLS = (
    """
    from digit_widgets import DigitPad, InkTimeline, ModelComparison, NumberPad

    pad = DigitPad(description="Draw here")
    pad
    """,
    "NumberPad()",
    'ModelComparison({"Dense": "ann", "Convolutional": "cnn"})',
    "InkTimeline(pad)",
    'DigitPad("nowhere.keras")',
)
WIDE = [[(30, 120), (120, 160), (250, 130)]]
#: Records all words put into live regions from now on, in order.
_LISTEN = """() => {
    if (window.heard) return window.heard.splice(0);
    window.heard = [];
    const listen = region => new MutationObserver(() => {
        const words = region.textContent.trim();
        if (words) window.heard.push(words);
    }).observe(region, {childList: true, characterData: true, subtree: true});
    document.querySelectorAll('.digit-widgets-spoken').forEach(listen);
}"""


def ready(page: Page) -> Page:
    """Wait until all cells are complete."""
    page.locator(".digit-widgets-pad").nth(4).wait_for(timeout=120_000)
    expect(page.get_by_text("There is no model file at nowhere.keras.")).to_be_attached()
    expect(page.locator(".digit-widgets-timeline .noUi-handle")).to_have_attribute(
        "aria-label", "Time"
    )
    return page


in_both_hosts = pytest.mark.parametrize(
    "opened", ["Voila light", "JupyterLab"], indirect=True, scope="module"
)


def draw(page: Page, index: int, strokes: list[list[tuple[float, float]]]) -> None:
    """Draw on the page's n-th drawing surface, in its own pixels, by mouse."""
    box = settle(page.locator(".digit-widgets-ink").nth(index))
    scale = box["height"] / (220 if index == 1 else 280)
    for stroke in strokes:
        places = [(box["x"] + scale * x, box["y"] + scale * y) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=4)
        page.mouse.up()


@in_both_hosts
def test_axe_finds_what_is_wrong_in_each_pad(opened: Page) -> None:
    opened.evaluate(
        """() => document.querySelectorAll('.digit-widgets-pad').forEach(pad =>
            pad.insertAdjacentHTML('beforeend',
                '<div class="planted"><img src="data:,"><p style="color: #777; background: #888">'
                + 'x y z</p><button></button></div>'))"""
    )
    found = Counter(problem.partition(" in ")[0] for problem in axe_problems(opened))
    opened.evaluate("document.querySelectorAll('.planted').forEach(each => each.remove())")
    pads = opened.locator(".digit-widgets-pad").count()
    assert found == {"image-alt": pads, "color-contrast": pads, "button-name": pads}


def test_axe_finds_nothing_wrong_with_empty_pads_and_an_error(opened: Page) -> None:
    assert axe_problems_in_themes(opened) == []


def test_axe_finds_nothing_wrong_with_what_is_read(opened: Page) -> None:
    seven = DIGITS["7"]
    draw(opened, 0, seven)
    draw(opened, 1, [[(x + 40, 0.7 * y) for x, y in stroke] for stroke in seven])
    draw(opened, 2, seven)
    Pad(opened).wait_for_label("7")
    expect(opened.locator(".digit-widgets-number .label")).to_have_text(["7"])
    expect(opened.locator(".digit-widgets-agreement")).to_have_text("All read 7")
    line = opened.locator(".digit-widgets-timeline")
    expect(line.get_by_role("status").last).to_contain_text("The answer", timeout=60_000)
    assert axe_problems_in_themes(opened) == []


def test_axe_finds_nothing_wrong_with_what_is_no_digit(opened: Page) -> None:
    pad = Pad(opened)
    pad.press("Reset")
    draw(opened, 0, WIDE)
    expect(pad.headline).to_contain_text("Not a digit")
    assert axe_problems_in_themes(opened) == []


def test_axe_finds_nothing_wrong_with_images(opened: Page) -> None:
    file = io.BytesIO()
    ink = rasterize(Ink.from_strokes(DIGITS["7"], width=16), 280)
    Image.fromarray(np.round((1 - ink) * 255).astype(np.uint8)).save(file, "PNG")
    for index in range(2):
        pad = opened.locator(".digit-widgets-pad").nth(index)
        with opened.expect_file_chooser() as chooser:
            pad.get_by_role("button", name="Image").click()
        seven = {"name": "seven.png", "mimeType": "image/png", "buffer": file.getvalue()}
        chooser.value.set_files(seven)
        expect(pad.get_by_role("img", name="seven.png")).to_be_visible()
        expect(pad.locator(".boxes > div")).to_have_text(["7"])
    problems = axe_problems_in_themes(opened)
    for index in range(2):
        opened.locator(".digit-widgets-source .jupyter-button").nth(index).click()
    assert problems == []


# JupyterLab's own parts leave no room for a notebook on 320 pixels.
@pytest.mark.parametrize("opened", ["Voila light", "Voila dark"], indirect=True, scope="module")
def test_axe_finds_nothing_wrong_with_a_narrow_page(opened: Page) -> None:
    opened.set_viewport_size({"width": 320, "height": 640})
    opened.wait_for_timeout(500)
    problems = axe_problems(opened)
    opened.set_viewport_size({"width": 1280, "height": 900})
    assert problems == []


def listened_to(page: Page) -> Pad:
    """Return the page's first pad, blank, with its announcements recorded from now on."""
    pad = Pad(page)
    # A pad that is blank already says nothing when it is reset.
    pad.draw([[(140, 140), (140, 150)]])
    page.evaluate(_LISTEN)
    pad.press("Reset")
    wait_until(
        page, lambda: page.evaluate("window.heard.at(-1)") == "Nothing drawn", "It is not said."
    )
    page.evaluate(_LISTEN)
    return pad


def heard(page: Page, number: int = 1) -> list[str]:
    """Return the words announced since the last call, this many if no more follow them soon."""
    wait_until(
        page,
        lambda: page.evaluate("window.heard.length") >= number,
        f"Not {number} announcements are heard.",
    )
    page.wait_for_timeout(700)
    words: list[str] = page.evaluate("() => window.heard.splice(0)")
    return words


@in_both_hosts
def test_a_finished_stroke_is_said_once(opened: Page) -> None:
    pad = listened_to(opened)
    pad.draw(DIGITS["7"], lift=False)
    pad.wait_for_label("7")
    assert heard(opened, 0) == []
    opened.mouse.up()
    (words,) = heard(opened)
    share = r"((over|under) )?\d+ percent"
    assert re.fullmatch(rf"7, {share}; then \d, {share}; looks like a digit, {share}", words)
    # The same prediction is announced again after another stroke, and after undoing it.
    pad.draw([[(120, 190)]])
    assert heard(opened) == [f"{words}; left out: 1 dot"]
    pad.press("Undo")
    assert heard(opened) == [words]
    pad.press("Reset")
    assert heard(opened) == ["Nothing drawn"]
    pad.draw(WIDE)
    (words,) = heard(opened)
    assert re.fullmatch(rf"Not a digit; the nearest is \d; looks like a digit, {share}", words)


@in_both_hosts
def test_the_chart_is_a_image_named_by_what_it_shows(opened: Page) -> None:
    pad = Pad(opened)
    pad.press("Reset")
    chart = pad.root.get_by_role("img", name=re.compile("^Probabilities:"))
    expect(chart).to_have_accessible_name("Probabilities: none yet")
    pad.draw(DIGITS["7"])
    expect(chart).to_have_accessible_name(re.compile(r"^Probabilities: 7, .*percent"))


@in_both_hosts
def test_a_digit_is_drawn_and_heard_by_keys_alone(opened: Page) -> None:
    pad = listened_to(opened)
    pad.surface.focus()
    keys = opened.keyboard
    for key, times in (("ArrowUp", 9), (" ", 1), ("ArrowDown", 18), (" ", 1)):
        for _ in range(times):
            keys.press(key)
    pad.wait_for_label("1")
    pen_down, *rest = heard(opened, 3)
    assert pen_down == "Pen down"
    assert sorted(rest)[-1] == "Pen up"
    (reading,) = (words for words in rest if words != "Pen up")
    assert reading.startswith("1, ")
    keys.press("Delete")
    assert heard(opened) == ["Nothing drawn"]


def color(part: Locator, name: str) -> str:
    value: str = part.evaluate("(e, name) => getComputedStyle(e)[name]", name)
    return value


def test_everything_follows_the_hosts_theme(lab_page: Page) -> None:
    page = ready(lab_page)
    pad = Pad(page)
    pad.press("Reset")
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    error = page.locator(".digit-widgets-message").last
    parts = {
        "headline": (pad.headline, "color"),
        "second": (pad.headline.locator(".rest").first, "color"),
        "axis": (pad.root.locator(".digit-widgets-chart .axis text").first, "fill"),
        "value": (
            pad.root.locator(".digit-widgets-chart text.label", has_text="%").last,
            "fill",
        ),
        "bar": (pad.root.locator(".digit-widgets-chart .bar").nth(7), "fill"),
        "button": (pad.button("Undo"), "backgroundColor"),
        "icon": (pad.button("Undo"), "color"),
        "edge": (pad.canvas, "boxShadow"),
        "table": (page.locator(".digit-widgets-table").first, "color"),
        "error": (error, "color"),
        "swatch": (page.locator(".digit-widgets-table .swatch").nth(1), "backgroundColor"),
    }
    seen = []
    for theme in ("light", "dark", "light"):
        change_theme(page, theme)
        seen.append({name: color(*part) for name, part in parts.items()})
    light, dark, again = seen
    assert light == again
    assert {name for name in parts if light[name] == dark[name]} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_pressed_tool_and_ink_are_seen_in_a_persons_own_colours(
    opened: Page, scheme: str
) -> None:
    pad = Pad(opened)
    pad.press("Reset")
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    opened.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    try:
        assert color(pad.canvas, "backgroundColor") == "rgb(0, 0, 0)"
        assert color(pad.button("Pen"), "backgroundColor") != color(
            pad.button("Eraser"), "backgroundColor"
        )
        pad.button("Undo").focus()
        opened.keyboard.press("Shift+Tab")
        opened.keyboard.press("Shift+Tab")
        assert pad.button("Eraser").evaluate("e => e === document.activeElement")
        assert color(pad.button("Eraser"), "outlineStyle") == "solid"
        pad.surface.focus()
        opened.keyboard.press("ArrowUp")
        assert color(pad.surface, "outlineStyle") == "solid"
        assert color(pad.surface, "outlineWidth") == "3px"
    finally:
        opened.emulate_media(forced_colors="none", color_scheme="light")
