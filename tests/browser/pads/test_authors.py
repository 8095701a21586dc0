"""Features for authors of notebooks: links, waiting cells and compact pads."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.support.digits import DIGITS
from tests.support.notebooks import Lab
from tests.support.pages import Pad, settle, wait_until

CELLS = (
    """
    import asyncio
    import numpy as np
    from digit_widgets import DigitPad, Ink, ModelComparison, NumberPad, ProbabilityChart
    from ipywidgets import HTML, Checkbox, Dropdown, Label, Text, VBox
    from ipywidgets import dlink, jsdlink, jslink, link

    def named(widget, name):
        widget.add_class(name)
        return widget

    def worded(value):
        return value or ""

    pad = DigitPad()
    ends = [
        named(Label("?"), "js-label"), named(Text("?"), "js-text"), named(Label("?"), "label"),
        named(Text("?"), "text"), named(Dropdown(options=list("0123456789")), "dropdown"),
    ]
    links = [
        jslink((pad, "value"), (ends[0], "value")),
        jslink((pad, "value"), (ends[1], "value")),
        dlink((pad, "value"), (ends[2], "value"), worded),
        link((pad, "value"), (ends[3], "value"), (worded, worded)),
        link((pad, "value"), (ends[4], "value")),
    ]
    VBox([pad, *ends])
    """,
    """
    told = named(HTML("waiting"), "told")

    async def tell():
        read = await pad.next_drawing(timeout=300, pause=0.5)
        told.value = f"drawn: {read.label}"
        try:
            await pad.next_drawing(timeout=0.2)
        except TimeoutError as error:
            told.value += f", then: {error}"

    task = asyncio.create_task(tell())
    told
    """,
    """
    seven = Ink.from_strokes([[(70, 60), (200, 60), (170, 130), (120, 230)]], width=16)
    off = named(DigitPad(ink=seven, disabled=True), "off")
    is_off = named(Checkbox(True, description="Off"), "is-off")
    link((is_off, "value"), (off, "disabled"))
    VBox([off, is_off])
    """,
    """
    few = named(DigitPad(tools=("reset", "width")), "few")
    none = named(NumberPad(tools=()), "none")
    small = [
        named(DigitPad(compact=True), "small"),
        named(NumberPad(compact=True), "small-number"),
        named(ModelComparison(["cnn", "ann"], compact=True), "small-comparison"),
    ]
    VBox([few, none, *small])
    """,
    """
    class Labelled:
        def __init__(self, *labels):
            self.labels = labels

        def predict_proba(self, images):
            shares = np.full((len(images), len(self.labels)), 0.2 / len(self.labels))
            shares[:, 0] += 0.8
            return shares

    LABELS = (
        "even",
        "An exceedingly long name of a class that nobody would choose",
        "\\u05e9\\u05dc\\u05d5\\u05dd \\u05e2\\u05d5\\u05dc\\u05dd \\u05d5\\u05db\\u05dc",
        "\\u624b\\u66f8\\u304d\\u6570\\u5b57\\u8a8d\\u8b58\\u30e2\\u30c7\\u30eb",
        "\\U0001f600\\U0001f468\\u200d\\U0001f469\\u200d\\U0001f467 faces",
        "WWWWWWWWWWWWWWWWWWWW",
        "odd",
        "none",
    )
    long = named(DigitPad(Labelled(*LABELS), ink=seven), "long")
    many = named(DigitPad(Labelled(*[f"class {i}" for i in range(47)]), ink=seven), "many")
    two = named(DigitPad(Labelled("even", "odd"), ink=seven), "two")
    both = named(ModelComparison([Labelled(*LABELS), Labelled(*LABELS)], ink=seven), "both")
    VBox([long, two, both, many])
    """,
)
#: Pixels by which each label's box, and the bar's value, stick out of the chart.
_STICKING = """root => [...root.querySelectorAll('.digit-widgets-chart svg')].flatMap(svg => {
    const all = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('.axis .tick text')].map(text => {
        const box = text.getBoundingClientRect();
        return Math.max(all.left - box.left, box.right - all.right, all.top - box.top - 3,
            box.bottom - all.bottom - 3);
    });
})"""
#: True if two labels of an axis overlap.
_OVERLAPS = """root => [...root.querySelectorAll('.digit-widgets-chart .axis')].some(axis => {
    const boxes = [...axis.querySelectorAll('.tick text')].map(t => t.getBoundingClientRect());
    return boxes.some((a, i) => boxes.slice(i + 1).some(b => a.left < b.right - 1
        && b.left < a.right - 1 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3));
})"""


def root(page: Page, name: str) -> Locator:
    found = page.locator(f".{name}").first
    found.wait_for(timeout=60_000)
    found.scroll_into_view_if_needed()
    return found


def expect_linked(page: Page, value: str) -> None:
    """Expect everything linked to the first pad to show the predicted label."""
    for name in ("js-label", "label"):
        expect(page.locator(f".{name}").first).to_have_text(value)
    for name in ("js-text", "text"):
        expect(page.locator(f".{name} input").first).to_have_value(value)
    chosen = page.locator(".dropdown select").first
    wait_until(
        page,
        lambda: chosen.evaluate("s => s.selectedIndex < 0 ? '' : s.value") == value,
        f"The dropdown does not show {value!r}.",
    )


def test_links_follow_what_is_read_and_what_is_typed_is_set_back(shown: Page) -> None:
    # Text typed before the last cell has run is handled only afterwards.
    shown.locator(".many .axis .tick").nth(46).wait_for(state="attached", timeout=60_000)
    pad = Pad(shown)
    expect_linked(shown, "")
    for name in ("js-text", "text"):
        shown.locator(f".{name} input").first.fill("8")
        expect_linked(shown, "")
    pad.draw(DIGITS["7"])
    pad.wait_for_label("7")
    expect_linked(shown, "7")
    for name in ("js-text", "text"):
        shown.locator(f".{name} input").first.fill("hello")
        expect_linked(shown, "7")
    shown.locator(".dropdown select").first.select_option("3")
    expect_linked(shown, "7")
    assert (pad.label, pad.message) == ("7", "")
    pad.press("Reset")
    expect_linked(shown, "")


def test_what_waits_for_a_drawing_is_told_what_was_read(shown: Page) -> None:
    Pad(shown).draw(DIGITS["7"])
    expect(shown.locator(".told").first).to_contain_text("drawn: 7, then: No drawing was finished")


def test_a_disabled_pad_is_looked_at_and_not_drawn_on(shown: Page) -> None:
    root(shown, "off")
    pad = Pad(shown, 1)
    pad.wait_for_label("7")
    expect(pad.surface).to_have_attribute("aria-disabled", "true")
    wait_until(shown, lambda: pad.ink > 0, "The drawing is not shown.")
    ink = pad.ink
    x, y = pad.position((40, 240))
    shown.mouse.move(x, y)
    shown.mouse.down()
    shown.mouse.move(*pad.position((250, 250)))
    shown.mouse.up()
    for name in ("Pen", "Eraser", "Undo", "Reset", "Image"):
        expect(pad.button(name)).to_have_attribute("aria-disabled", "true")
    pad.button("Reset").click(force=True)
    pad.surface.focus()
    shown.keyboard.press("Delete")
    expect(pad.root.locator(".digit-widgets-width input")).to_be_disabled()
    assert (pad.wet, pad.ink, pad.label) == (0, ink, "7")
    shown.locator(".is-off input").first.uncheck()
    expect(pad.surface).to_have_attribute("aria-disabled", "false")
    pad.press("Reset")
    wait_until(shown, lambda: pad.ink == 0, "The pad is not wiped.")
    pad.draw(DIGITS["3"])
    pad.wait_for_label("3")


def test_pads_have_the_buttons_that_were_chosen(shown: Page) -> None:
    few = root(shown, "few")
    expect(few.get_by_role("toolbar").get_by_role("button")).to_have_count(1)
    expect(few.locator(".digit-widgets-width")).to_be_visible()
    none = root(shown, "none")
    expect(none.locator(".digit-widgets-toolbar")).to_be_hidden()


def test_compact_pads_are_small_and_read(shown: Page) -> None:
    small = root(shown, "small")
    expect(small.locator(".digit-widgets-chart")).to_have_count(0)
    expect(small.locator(".digit-widgets-preview")).to_have_count(0)
    box = small.bounding_box()
    assert box is not None
    assert box["height"] < 350
    for name, said in (
        ("small", ".digit-widgets-headline .label"),
        ("small-comparison", ".digit-widgets-agreement"),
    ):
        pad = root(shown, name)
        at = settle(pad.locator(".digit-widgets-ink"))
        assert 138 < at["width"] < 142
        for number, (px, py) in enumerate([(70, 60), (200, 60), (170, 130), (120, 230)]):
            shown.mouse.move(at["x"] + px / 2, at["y"] + py / 2, steps=6)
            if not number:
                shown.mouse.down()
        shown.mouse.up()
        expect(pad.locator(said).first).to_contain_text("7")
        pad.get_by_role("button", name="Reset").click()


def test_labels_of_any_length_fit_and_are_told_whole(shown: Page) -> None:
    for width in (1280, 700 if "/lab/" in shown.url else 320):
        shown.set_viewport_size({"width": width, "height": 900})
        for name in ("long", "two", "both", "many"):
            charts = root(shown, name)
            expect(charts.locator(".axis .tick").first).to_be_attached()
            wait_until(
                shown,
                lambda charts=charts: (
                    all(out < 1 for out in charts.evaluate(_STICKING))
                    and not charts.evaluate(_OVERLAPS)
                ),
                f"Labels of {name} stick out or overlap.",
            )
    shown.set_viewport_size({"width": 1280, "height": 900})
    long = root(shown, "long")
    expect(long.locator(".axis .tick")).to_have_count(8)
    tick = long.locator(".axis .tick", has_text="An exceedingly").first
    assert tick.locator("title").text_content() == (
        "An exceedingly long name of a class that nobody would choose"
    )
    expect(root(shown, "many").locator(".axis .tick")).to_have_count(47)


def test_a_cell_of_jupyterlab_waits_while_the_pad_is_drawn_on(page: Page, lab: Lab) -> None:
    pad = lab.open(
        page,
        """
        from digit_widgets import DigitPad

        pad = DigitPad()
        pad
        """,
        """
        read = await pad.next_drawing(timeout=120)
        print("the cell has", read.label, "of", len(pad.ink.strokes), "strokes")
        """,
    )
    pad.draw(DIGITS["4"])
    expect(page.get_by_text("the cell has 4 of 2 strokes")).to_be_visible(timeout=20_000)
    pad.press("Reset")
    wait_until(page, lambda: pad.ink == 0, "The pad is not wiped.")
