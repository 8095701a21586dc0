"""The studio in both hosts: its views by mouse and keys, and all of it in one screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.digits import DIGITS
from tests.support.layout import expect_no_problems, show_charts
from tests.support.pages import Pad, open_voila, settle, wait_until
from tests.support.tab import fresh_page

CELLS = ("from digit_widgets import Studio\n\nStudio()",)
#: JupyterLab has tabs of its own.
_STUDIO = ".digit-widgets-studio"
VIEWS = ("Read", "Compare", "Look inside", "Fool it", "A whole number")
#: What stands in each view when all of it is there.
COMPLETE = {
    "Read": ".digit-widgets-stream svg",
    "Compare": ".digit-widgets-readings .facts",
    "Look inside": ".digit-widgets-evidence figure",
    "Fool it": ".digit-widgets-truths button",
    "A whole number": ".digit-widgets-number-pad .digit-widgets-ink",
}


#: The feature maps' two buttons.
_WHICH = ("Trained", "Untrained")


def style(element: Locator, name: str) -> str:
    """Return a computed style, such as a colour."""
    computed: str = element.evaluate("(e, name) => getComputedStyle(e)[name]", name)
    return computed


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("tab", name=name, exact=True)


def choose(page: Page, name: str) -> Locator:
    """Press a tab, and return its panel, complete."""
    tab(page, name).click()
    panel = page.get_by_role("tabpanel", name=name, exact=True)
    expect(panel).to_be_visible()
    expect(panel.locator(COMPLETE[name]).first).to_be_visible()
    return panel


@pytest.fixture
def pad(shown: Page) -> Pad:
    """Return the studio's pad, blank, in the first view."""
    pad = Pad(shown)
    choose(shown, "Read")
    pad.press("Reset")
    expect(pad.headline).to_have_text("Draw a digit")
    return pad


def test_one_drawing_goes_through_the_views_and_the_pad_stays_where_it_is(pad: Pad) -> None:
    page = pad.page
    pad.draw(DIGITS["4"])
    pad.wait_for_label("4")
    before, ink = pad.surface.bounding_box(), pad.ink
    for name in VIEWS[1:4]:
        panel = choose(page, name)
        assert pad.surface.bounding_box() == before
        assert pad.ink == ink
        if name != "Look inside":
            expect(panel.locator(".digit-widgets-agreement")).to_have_text("All read 4")
        expect(page.locator(_STUDIO).get_by_role("tabpanel")).to_have_count(1)
    choose(page, "A whole number")
    expect(pad.surface).to_be_hidden()
    choose(page, "Read")
    pad.wait_for_label("4")
    assert pad.surface.bounding_box() == before


def test_a_view_follows_what_is_drawn_while_it_is_open(pad: Pad) -> None:
    panel = choose(pad.page, "Compare")
    for label in ("3", "7"):
        pad.press("Reset")
        pad.draw(DIGITS[label])
        expect(panel.locator(".digit-widgets-agreement")).to_have_text(f"All read {label}")


def test_arrow_keys_move_between_tabs_and_one_of_them_is_in_the_tab_order(pad: Pad) -> None:
    page = pad.page
    tab(page, "Read").focus()
    for key, name in (
        ("ArrowRight", "Compare"),
        ("End", "A whole number"),
        ("ArrowRight", "Read"),
        ("ArrowLeft", "A whole number"),
        ("Home", "Read"),
    ):
        page.keyboard.press(key)
        expect(tab(page, name)).to_be_focused()
        expect(tab(page, name)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tabpanel", name=name, exact=True)).to_be_visible()
    assert page.locator(f'{_STUDIO} [role="tab"][tabindex="0"]').count() == 1


def test_who_is_fooled_is_counted(pad: Pad) -> None:
    panel = choose(pad.page, "Fool it")
    panel.get_by_role("button", name="A house").click()
    expect(panel.locator(".digit-widgets-agreement")).not_to_have_text(re.compile("Draw"))
    panel.get_by_role("button", name="no digit").click()
    expect(panel).to_contain_text(re.compile(r"You say no digit; .*\. (You|Nobody)"))
    expect(panel).to_contain_text("of 1 drawn")
    panel.get_by_role("button", name="7", exact=True).click()
    expect(panel).to_contain_text("This drawing was counted")


def test_what_is_chosen_and_drawn_is_seen_in_a_persons_own_colours(pad: Pad) -> None:
    page = pad.page
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    page.emulate_media(forced_colors="active")
    try:
        for name in VIEWS:
            panel = choose(page, name)
            others = [tab(page, each) for each in VIEWS if each != name]
            edges = {style(each, "borderBottomColor") for each in others}
            assert style(tab(page, name), "borderBottomColor") not in edges
            for button in panel.locator(".jupyter-button:visible").all():
                assert style(button, "borderTopStyle") == "solid"
            around = style(panel, "backgroundColor")
            for mark in panel.locator(".bar[width], .swatch").all():
                assert {style(mark, "fill"), style(mark, "backgroundColor")} - {around}
        panel = choose(page, "Look inside")
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        expect(tab(page, "Look inside")).to_be_focused()
        assert style(tab(page, "Look inside"), "outlineStyle") == "solid"
        which = [panel.get_by_role("button", name=each, exact=True) for each in _WHICH]
        assert len({style(each, "backgroundColor") for each in which}) == 2
        maps = panel.get_by_role("slider").first
        maps.focus()
        page.keyboard.press("ArrowRight")
        assert style(maps, "outlineStyle") == "solid"
    finally:
        page.emulate_media(forced_colors="none")


def test_a_number_is_drawn_on_a_sheet_as_wide_as_there_is_room(pad: Pad) -> None:
    panel = choose(pad.page, "A whole number")
    box = settle(panel.locator(".digit-widgets-ink"))
    assert box["width"] / box["height"] == pytest.approx(560 / 220, rel=0.01)
    scale, mouse = box["width"] / 560, pad.page.mouse
    for left in (120, 320):
        mouse.move(box["x"] + scale * left, box["y"] + scale * 40)
        mouse.down()
        mouse.move(box["x"] + scale * (left - 10), box["y"] + scale * 180, steps=8)
        mouse.up()
    expect(panel.locator(".digit-widgets-number .label")).to_have_text(["1", "1"])
    expect(panel.locator(".boxes > div")).to_have_count(2)
    panel.get_by_role("button", name=re.compile("^Reset")).click()


@pytest.fixture(scope="module")
def studio_page(voila_folder: Path, browser: Browser, voila_url: str) -> Iterator[Page]:
    """Return the app's own page, with a drawing."""
    with fresh_page(browser) as page:
        others: list[str] = []
        page.on("request", lambda each: others.append(each.url))
        open_voila(page, voila_url).draw(DIGITS["4"])
        yield page
        theirs = (voila_url, "data:", "blob:")
        assert [url for url in others if not url.startswith(theirs)] == []


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
def test_all_of_the_first_view_is_in_one_screen(studio_page: Page, size: tuple[int, int]) -> None:
    page, (width, height) = studio_page, size
    page.set_viewport_size({"width": width, "height": height})
    panel = choose(page, "Read")
    pad = Pad(page)
    pad.wait_for_label("4")
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(500)  # bqplot draws charts again somewhat later
    # A chart's own box is not turned with its bars.
    parts = [pad.surface, pad.headline, panel.locator(".digit-widgets-turnable").first]
    parts += panel.locator(".digit-widgets-answer .bar, .digit-widgets-answer .tick text").all()
    if width > 1000:
        parts.append(panel.locator(".digit-widgets-timeline"))

    def is_in_view(part: Locator) -> bool:
        box = part.bounding_box()
        return box is not None and (
            0 <= box["y"] <= box["y"] + box["height"] <= height and box["x"] + box["width"] <= width
        )

    wait_until(page, lambda: all(map(is_in_view, parts)), "Not all of it is in view.")
    assert len(pad.bars) == 10
    tools = page.locator(".digit-widgets-studio-pad .jupyter-button:visible")
    sides = tools.evaluate_all("all => all.flatMap(e => [e.offsetWidth, e.offsetHeight])")
    assert min(sides) >= 44
    winner = panel.locator(".digit-widgets-answer .bar").nth(4)

    def is_upright() -> bool:
        box = winner.bounding_box()
        return box is not None and box["height"] > box["width"]

    wait_until(page, lambda: is_upright() == (width < 480), "The bars lie the wrong way.")


def test_the_faint_digit_is_gone_at_the_first_touch(voila_url: str, page: Page) -> None:
    pad = open_voila(page, voila_url)
    ghost = pad.root.locator(".ghost")
    expect(ghost).to_be_visible()
    assert pad.ink == 0
    expect(page.get_by_role("meter")).to_have_count(0)
    pad.draw(DIGITS["7"])
    expect(ghost).to_have_count(0)
    pad.wait_for_label("7")
    meter = page.locator(".digit-widgets-answer").get_by_role("meter", name="Looks like a digit")
    expect(meter).to_have_attribute("aria-valuetext", re.compile("percent; below 50 percent"))
    pad.press("Reset")
    expect(pad.headline).to_have_text("Draw a digit")
    expect(ghost).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_cut_off_at_any_width(studio_page: Page, width: int, view: str) -> None:
    studio_page.set_viewport_size({"width": width, "height": 900})
    panel = choose(studio_page, view)
    show_charts(panel)
    studio_page.wait_for_function(f"document.documentElement.scrollWidth <= {width}")
    expect_no_problems(studio_page.locator(_STUDIO))


def test_the_page_follows_the_systems_theme_until_the_switch_is_pressed(studio_page: Page) -> None:
    page, switch = studio_page, studio_page.get_by_role("button", name=re.compile("^(Dark|Light)$"))
    ground = "getComputedStyle(document.body).backgroundColor"
    try:
        light = page.evaluate(ground)
        page.emulate_media(color_scheme="dark")
        expect(page.locator('body[data-jp-theme-light="false"]')).to_have_count(1)
        page.wait_for_function(f"{ground} !== '{light}'")
        expect(switch).to_have_text("Light")
        switch.click()
        page.wait_for_function(f"{ground} === '{light}'")
        expect(switch).to_have_text("Dark")
        page.emulate_media(color_scheme="light")
        page.emulate_media(color_scheme="dark")
        # The person's own choice holds, also after a reload.
        page.reload()
        Pad(page)
        page.wait_for_function(f"{ground} === '{light}'")
    finally:
        page.emulate_media(color_scheme="light")
        page.evaluate("localStorage.clear()")
