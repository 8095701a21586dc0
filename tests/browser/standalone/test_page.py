"""The page in one file: what people see and do, opened from a folder, asking nothing of anyone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from digit_widgets.app.standalone.page_file import PageModel, find_models
from digit_widgets.app.standalone.site_files import write_page
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import ink_from_json
from digit_widgets.predictors import load_predictor
from digit_widgets.recognition import Recognizer
from digit_widgets.widgets.parts.spoken import describe_chart
from tests.browser.standalone.conftest import Open
from tests.support.axe import axe_problems
from tests.support.changed_models import REFUSED, change_model
from tests.support.digits import DIGITS, NO_DIGITS, finely
from tests.support.page_file import FilePad
from tests.support.pages import wait_until
from tests.support.tab import fresh_page


def test_a_digit_is_read_while_it_is_drawn(open_page: Open) -> None:
    pad = open_page()
    expect(pad.answer).to_contain_text("Draw a digit")
    first, *others = DIGITS["5"]
    pad.draw([first])
    expect(pad.bars).to_have_attribute("aria-label", re.compile("^Probabilities.*: .* percent"))
    pad.draw(others)
    pad.expect_label("5")
    expect(pad.answer.get_by_role("meter")).to_have_attribute(
        "aria-valuetext", re.compile("^over 99 percent; below 50 percent it is not a digit$")
    )
    expect(pad.answer.locator(".digit-widgets-preview")).to_be_visible()
    pad.press("Undo")
    pad.press("Undo")
    expect(pad.answer).to_contain_text("Draw a digit")
    pad.press("Redo")
    pad.press("Redo")
    pad.expect_label("5")
    pad.press("Reset")
    expect(pad.bars).to_have_attribute("aria-label", "Probabilities: none yet")
    assert "".join(pad.page.get_by_role("alert").all_inner_texts()) == ""


@pytest.mark.parametrize("digit", ["0", "3", "4", "8"])
def test_it_reads_what_python_reads(open_page: Open, digit: str) -> None:
    pad = open_page()
    pad.draw(DIGITS[digit])
    pad.expect_label(digit)
    # The page keeps a finished drawing for a reload.
    pad.page.reload()
    pad.expect_label(digit)
    with pad.page.expect_download() as download:
        pad.page.get_by_role("combobox", name="Download").select_option("json")
    ink = ink_from_json(Path(download.value.path()).read_text(encoding="utf-8"))
    prediction = Recognizer(load_predictor("reader")).read_ink(ink, normalize_ink(ink))
    words = describe_chart(prediction.labels, prediction.probabilities)
    expect(pad.bars).to_have_attribute("aria-label", words)


#: Keeps where the surface is, and how many tabs there are, whenever that has changed.
_WATCH = """
window.seen = [];
const look = () => {
  const surface = document.querySelector(".digit-widgets-ink");
  const now = surface && [surface.getBoundingClientRect().top + scrollY,
    document.querySelectorAll("[role=tab]").length];
  if (now && `${now}` !== `${seen.at(-1)}`) seen.push(now);
  requestAnimationFrame(look);
};
look();
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_drawn_before_the_networks_are_there_is_kept_and_read(
    browser: Browser, page_path: Path, width: int
) -> None:
    with fresh_page(browser, width=width) as page:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
        page.add_init_script(_WATCH)
        page.goto(page_path.as_uri(), wait_until="commit")
        box = page.wait_for_selector(".digit-widgets-ink").bounding_box()
        assert box is not None
        for stroke in DIGITS["4"]:
            places = [
                (box["x"] + x * box["width"] / 280, box["y"] + y * box["height"] / 280)
                for x, y in finely(stroke, 16)
            ]
            page.mouse.move(*places[0])
            page.mouse.down()
            for place in places:
                page.mouse.move(*place)
            page.mouse.up()
        FilePad(page).expect_label("4")
        # Nothing has moved under the pen.
        before, after = page.evaluate("seen")
        assert before == [after[0], 0]


def test_a_house_is_not_a_digit_and_a_dot_is_only_a_dot(open_page: Open) -> None:
    pad = open_page()
    pad.draw(NO_DIGITS["house"])
    expect(pad.answer).to_contain_text("Not a digit")
    expect(pad.answer).to_contain_text("The nearest is")
    expect(pad.bars).to_have_attribute("aria-label", re.compile("of what is not a digit"))
    pad.press("Reset")
    pad.draw([[(140, 140), (141, 140)]])
    expect(pad.answer).to_contain_text("Only a dot")


def test_the_time_line_is_pressed_dragged_and_played(open_page: Open) -> None:
    pad = open_page()
    time = pad.page.locator(".digit-widgets-timeline")
    expect(time).to_contain_text("Draw a digit: its time line appears here.")
    pad.draw(DIGITS["5"])
    expect(time.get_by_role("status")).to_contain_text("The answer changed")
    expect(time.locator(".part b").last).to_have_text("5")
    slider = time.get_by_role("slider", name="Time")
    # The first stroke alone has a time line, too.
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"of stroke 2, (\d+) of \1"))
    strip = time.locator(".strip").bounding_box()
    assert strip is not None
    pad.page.mouse.click(strip["x"] + 1, strip["y"] + 20)
    expect(time).to_contain_text(re.compile(r"Point 1 of stroke 1, 1 of \d+ in all"))
    pad.expect_label("5")
    slider.focus()
    pad.page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^Point 2 of stroke 1"))
    time.get_by_role("button", name="Play").click()
    expect(time.get_by_role("button", name="Pause")).to_be_visible()
    expect(time.get_by_role("button", name="Play")).to_be_visible()
    expect(time.locator(".label")).to_have_text("5")
    expect(time.get_by_role("row").last).to_contain_text("5")


def test_networks_are_compared_and_looked_into(open_page: Open) -> None:
    pad = open_page()
    pad.draw(DIGITS["7"])
    pad.expect_label("7")
    pad.show("Compare")
    expect(pad.page.get_by_text("All read 7")).to_be_visible()
    facts = pad.page.get_by_role("article", name="CNN")
    expect(facts).to_contain_text("225 k parameters")
    expect(facts).to_contain_text("of MNIST's test images")
    pad.show("Look inside")
    grids = pad.page.get_by_role("slider", name="Maps of layer")
    expect(grids).to_have_count(5)
    words = grids.first.get_attribute("aria-valuetext")
    assert re.search(
        r"^Map \d+, row \d+, column \d+, counted from 0: the 9 products add up to", words or ""
    )
    grids.first.focus()
    pad.page.keyboard.press("ArrowRight")
    expect(grids.first).not_to_have_attribute("aria-valuetext", words or "")
    grids.nth(1).hover(position={"x": 30, "y": 30})
    expect(pad.page.locator(".digit-widgets-lens .words").nth(1)).to_contain_text("of channel")
    pad.press("Reset")
    pad.show("Compare")
    expect(pad.page.get_by_text("Draw a digit").first).to_be_visible()


def test_a_whole_number_is_read_on_a_sheet_of_its_own(open_page: Open) -> None:
    pad = open_page()
    pad.draw(DIGITS["7"])
    pad.show("A whole number")
    sheet = pad.page.get_by_role("tabpanel", name="A whole number")
    expect(sheet).to_contain_text("Draw a number")
    for number, digit in enumerate("204"):
        strokes = [[(x + 240 * number + 20, y) for x, y in stroke] for stroke in DIGITS[digit]]
        pad.draw(strokes, width=800)
    expect(sheet.locator(".glyph .label")).to_have_text(["2", "0", "4"])
    expect(sheet.locator(".boxes b")).to_have_text(["2", "0", "4"])
    # On a page that becomes narrow and wide again, the sheet follows, and labels stay on it.
    size = pad.page.viewport_size
    assert size is not None
    before = pad.surface.bounding_box()
    pad.page.set_viewport_size({"width": 320, "height": 800})
    expect(sheet.locator(".boxes .over")).to_have_count(0)
    pad.page.set_viewport_size(size)
    wait_until(
        pad.page,
        lambda: (pad.surface.bounding_box() or {}).get("width") == (before or {}).get("width"),
        "The sheet stays small.",
    )
    first = sheet.locator(".glyph").first
    first.focus()
    expect(first.locator(".bars")).to_be_visible()
    pad.press("Reset")
    expect(sheet).to_contain_text("Draw a number")
    pad.show("Read")
    pad.expect_label("7")


def test_several_digits_are_taken_to_where_numbers_are_read(open_page: Open) -> None:
    pad = open_page()
    offer = pad.page.get_by_role("button", name="Read it as a whole number")
    pad.draw(DIGITS["4"])
    pad.expect_label("4")
    expect(pad.page.locator(".digit-widgets-timeline").get_by_role("status")).to_contain_text("The")
    expect(offer).to_be_hidden()
    pad.press("Reset")
    for at, name in enumerate("42"):
        pad.draw([[(x / 2 + 130 * at - 10, y / 2 + 60) for x, y in each] for each in DIGITS[name]])
    expect(pad.answer).to_contain_text("Not a digit")
    expect(pad.page.get_by_role("status").filter(has_text="several digits")).to_be_visible()
    assert axe_problems(pad.page, "body") == []
    offer.click()
    sheet = pad.page.get_by_role("tabpanel", name="A whole number")
    expect(sheet.locator(".glyph .label")).to_have_text(["4", "2"])
    expect(pad.page.get_by_role("tab", name="A whole number")).to_be_focused()
    pad.press("Undo")
    expect(sheet).to_contain_text("Draw a number")
    pad.show("Read")
    expect(pad.answer).to_contain_text("Not a digit")
    pad.press("Reset")
    expect(offer).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_in_both_themes_and_remembers_the_chosen_one(
    open_page: Open, scheme: str
) -> None:
    pad = open_page(color_scheme=scheme)
    pad.draw(DIGITS["5"])
    pad.expect_label("5")
    expect(pad.page.locator(".digit-widgets-timeline").get_by_role("status")).to_contain_text("The")
    for view in ("Read", "Compare", "Look inside", "A whole number"):
        pad.show(view)
        assert axe_problems(pad.page, "body") == [], view
    other = {"light": "Dark", "dark": "Light"}[scheme]
    pad.page.get_by_role("button", name=other).click()
    root = pad.page.locator("html")
    expect(root).to_have_attribute("data-theme", other.lower())
    pad.page.reload()
    expect(root).to_have_attribute("data-theme", other.lower())


def test_on_a_phone_pad_answer_and_bars_are_in_one_screen(open_page: Open) -> None:
    pad = open_page(width=390)
    pad.page.set_viewport_size({"width": 390, "height": 844})
    pad.draw_by_finger(DIGITS["5"])
    pad.expect_label("5")
    bars = pad.bars.bounding_box()
    assert bars is not None
    assert bars["y"] + bars["height"] <= 844
    assert pad.page.evaluate("scrollY") == 0
    small = pad.page.locator("button:visible, select:visible").evaluate_all(
        "all => all.filter(each => Math.min(each.offsetWidth, each.offsetHeight) < 44)"
        ".map(each => each.ariaLabel ?? each.textContent)"
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_no_view_is_wider_than_the_window(open_page: Open, width: int) -> None:
    pad = open_page(width=width)
    pad.draw(DIGITS["5"])
    pad.expect_label("5")
    for view in ("Read", "Compare", "Look inside", "A whole number"):
        pad.show(view)
        wide = pad.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, view


def test_it_speaks_german_where_it_is_told_to(open_page: Open, tmp_path: Path) -> None:
    path = write_page(
        tmp_path / "ziffern.html",
        find_models(["cnn", "ann"]),
        title='Ziffern <lesen> & "verstehen"',
        language="de",
    )
    pad = open_page(path)
    expect(pad.page.locator("html")).to_have_attribute("lang", "de")
    expect(pad.page.get_by_role("heading", level=1)).to_have_text('Ziffern <lesen> & "verstehen"')
    assert pad.page.title() == 'Ziffern <lesen> & "verstehen"'
    expect(pad.answer).to_contain_text("Zeichne eine Ziffer")
    pad.draw(DIGITS["5"])
    pad.expect_label("5")
    expect(pad.answer).to_contain_text(">\N{NO-BREAK SPACE}99\N{NO-BREAK SPACE}%")
    english = re.compile(r"\b(the|draw|read|pen|undo|network|map|of)\b", re.IGNORECASE)
    for view in ("Lesen", "Vergleichen", "Hineinschauen", "Eine Zahl"):
        pad.show(view)
        said = pad.page.locator("body").aria_snapshot()
        assert not english.search(said), (view, english.search(said))


def test_what_is_wrong_is_told_in_german(open_page: Open, tmp_path: Path) -> None:
    (bundled,) = find_models(["ann"])
    wrong = PageModel("mine", change_model("cnn", REFUSED["dilat"]))
    path = write_page(tmp_path / "seite.html", [wrong, bundled], language="de")
    pad = open_page(path)
    expect(pad.page.get_by_role("alert").first).to_have_text(
        "mine lässt sich nicht verwenden. CONV_2D im Modell hat eine Dilatation von 1×2: Das ist "
        "hier nicht bekannt."
    )
    # What keys do is said, too.
    pad.surface.focus()
    for words in ("Stift aufgesetzt", "Stift abgehoben"):
        pad.page.keyboard.press("Space")
        expect(pad.page.get_by_role("status").filter(has_text=words)).to_have_count(1)


def test_a_network_that_cannot_be_used_is_named_and_the_others_read(
    open_page: Open, tmp_path: Path
) -> None:
    (bundled,) = find_models(["cnn"])
    wrong = PageModel("mine", change_model("cnn", REFUSED["dilat"]))
    path = write_page(tmp_path / "page.html", [wrong, bundled])
    pad = open_page(path)
    expect(pad.page.get_by_role("alert").first).to_contain_text(
        re.compile("mine cannot be used.*dilation")
    )
    pad.draw(DIGITS["7"])
    pad.expect_label("7")
