"""The sweep board, by mouse and by keys, while runs end, in both hosts."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.support.axe import axe_problems_in_themes
from tests.support.layout import expect_no_problems, show_charts
from tests.support.pages import change_theme, settle

#: 60 runs of 30 models, the best of which has dropout 0.0, and a button that lets a better one end.
CELLS = (
    """
    import shutil, tempfile
    from pathlib import Path

    from digit_widgets import Ink, LearningCurveChart, SweepBoard
    from digit_widgets.predictors import bundled_model
    from digit_widgets.sweeps import RunRecord
    from digit_widgets.sweeps.record_files import write_record
    from ipywidgets import Button, VBox

    folder = Path(tempfile.mkdtemp())
    (folder / "models").mkdir()
    shutil.copy(bundled_model("ann"), folder / "models")

    def end(place, seed, accuracy, **fields):
        name = "cnn" if place % 2 else "ann"
        settings = {"architecture": name, "dropout": place / 100, "n_images": 10 ** (2 + place % 3)}
        figures = {"accuracy": accuracy, "n_held_out": 5000, "seconds": 3.0, "parameters": 9000}
        kept = {"ended": "finished", "model": "digit_ann.tflite"}
        record = RunRecord(f"{place}-{seed}", settings, seed, **{**figures, **kept, **fields})
        write_record(folder, record)

    for place in range(30):
        for seed in range(2):
            end(place, seed, 0.98 - 0.005 * place + 0.002 * seed)
    end(90, 0, float("nan"), ended="failed", model="", problem="The loss became NaN.")
    end(80, 0, 0.7, ended="pruned")
    better = Button(description="A better one ends")
    better.on_click(lambda _: end(70, 0, 0.99))
    more = Button(description="One more ends")
    more.on_click(lambda _: end(95, 0, 0.985))
    board = SweepBoard(folder)
    board.pad.ink = Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16)
    runs = [run for group in board.groups[:4] for run in group.records]
    VBox([better, more, board, LearningCurveChart(runs)])
    """,
)


def board_of(page: Page) -> Locator:
    board = page.locator(".digit-widgets-sweep")
    board.locator(".digit-widgets-leaders tbody tr").first.wait_for(timeout=60_000)
    return board


def row(board: Locator, place: int) -> Locator:
    return board.locator(".digit-widgets-leaders tbody tr").nth(place - 1)


def ticks(board: Locator) -> Locator:
    """Return what the axes of the costs have beside their ticks: those of the cost come first."""
    return board.locator(".digit-widgets-costs .axis .tick text")


def test_rows_are_chosen_and_compared_by_keys_and_dots_by_mouse(shown: Page) -> None:
    board = board_of(shown)
    rows = board.locator(".digit-widgets-leaders tbody tr")
    expect(rows).to_have_count(32)
    expect(board.get_by_role("button", pressed=True)).to_have_count(2)  # with the pad's pen
    first = row(board, 1).get_by_role("button").first
    expect(first).to_have_attribute("aria-pressed", "true")
    first.focus()
    for key in ("ArrowDown", "ArrowDown"):
        shown.keyboard.press(key)
    expect(row(board, 3).get_by_role("button").first).to_be_focused()
    shown.keyboard.press("Space")
    expect(row(board, 3)).to_have_class("chosen")
    expect(board).to_contain_text(re.compile("On the pad: .*dropout 0.02.*seed 1, 97.20%"))
    expect(board.locator(".digit-widgets-headline")).to_contain_text("7")
    # To its second button, and on among those.
    shown.keyboard.press("Home")
    shown.keyboard.press("Tab")
    expect(row(board, 1).get_by_role("button").last).to_be_focused()
    shown.keyboard.press("Space")
    expect(row(board, 1)).to_have_class("compared")
    expect(board.locator(".digit-widgets-readings")).to_contain_text("Compared")
    expect_no_problems(board)
    board.locator(".digit-widgets-costs .object_grp").nth(5).click(force=True)
    expect(row(board, 5)).to_have_class("chosen")
    board.get_by_role("button", name="End the comparison").click()
    expect(board.locator(".digit-widgets-readings")).to_have_count(0)


def heading(board: Locator, name: str) -> Locator:
    return board.get_by_role("columnheader", name=name).get_by_role("button")


def first_ranks(board: Locator, count: int = 3) -> list[str]:
    rows = board.locator(".digit-widgets-leaders tbody tr th")
    return [rows.nth(at).inner_text() for at in range(count)]


def test_columns_are_sorted_by_keys_and_by_mouse_and_rows_keep_their_ranks(shown: Page) -> None:
    board = board_of(shown)
    sorted_by = board.locator("th[aria-sort]")
    expect(sorted_by).to_have_text("Rank")
    dropout = heading(board, "Dropout")
    dropout.focus()
    # In JupyterLab, too, Enter is the button's, and does not edit the cell.
    shown.keyboard.press("Enter")
    expect(sorted_by).to_have_text("Dropout")
    expect(sorted_by).to_have_attribute("aria-sort", "ascending")
    assert first_ranks(board) == ["1", "2", "3"]
    expect(dropout).to_be_focused()
    shown.keyboard.press("Enter")
    expect(sorted_by).to_have_attribute("aria-sort", "descending")
    assert first_ranks(board) == ["32", "31", "30"]
    # Of equal values, the better one comes first, in both directions.
    images = heading(board, "Images")
    images.click()
    assert first_ranks(board, 11) == [*(f"{rank}" for rank in range(1, 31, 3)), "32"]
    images.click()
    assert first_ranks(board) == ["3", "6", "9"]
    # What has no accuracy is last in both directions, too.
    accuracy = heading(board, "Accuracy")
    for order in ("31 30 29", "1 2 3"):
        accuracy.click()
        assert first_ranks(board) == order.split()
        expect(row(board, 32)).to_contain_text("failed")
    # A row is pressed where it stands.
    accuracy.click()
    row(board, 2).get_by_role("button").first.click()
    expect(row(board, 2)).to_have_class("chosen")
    expect(board).to_contain_text(re.compile("On the pad: .*dropout 0.29"))
    heading(board, "Rank").click()
    assert first_ranks(board) == ["1", "2", "3"]
    expect(row(board, 30)).to_have_class("chosen")


def test_the_style_sheet_that_the_page_has_is_not_read_again(shown: Page) -> None:
    board = board_of(shown)
    style = "document.querySelector('style[id$=ConnectionStatus]')"
    shown.evaluate(f"() => {{ window.rules = {style}.firstChild }}")
    row(board, 3).get_by_role("button").last.click()
    board.locator(".digit-widgets-readings").wait_for()  # with a status line of its own
    assert shown.evaluate(f"() => {style}.firstChild === window.rules")


def test_what_ends_comes_to_its_place_and_takes_no_focus(shown: Page) -> None:
    board = board_of(shown)
    row(board, 2).get_by_role("button").first.click()
    expect(row(board, 2)).to_have_class("chosen")
    number = row(board, 2).get_by_role("button").first.element_handle()
    expect(ticks(board)).to_have_text(["9 k", "80%", "90%", "95%", "98%"])
    shown.get_by_role("button", name="A better one ends").evaluate("each => each.click()")
    expect(board.locator(".digit-widgets-leaders tbody tr")).to_have_count(33)
    expect(row(board, 1)).to_contain_text("99.00%")
    # The model on the pad is still chosen, one row below, and still has the focus.
    expect(row(board, 3)).to_have_class("chosen")
    assert number is not None
    assert number.evaluate("each => each === document.activeElement && each.textContent") == "3"
    expect(ticks(board)).to_have_text(["9 k", "80%", "90%", "95%", "98%", "99%"])
    # What ends while the columns are sorted otherwise comes to its place among them.
    heading(board, "Dropout").click()
    heading(board, "Dropout").click()
    dropout = heading(board, "Dropout")
    dropout.focus()
    shown.get_by_role("button", name="One more ends").evaluate("each => each.click()")
    expect(board.locator(".digit-widgets-leaders tbody tr")).to_have_count(34)
    assert first_ranks(board, 4) == ["2", "34", "33", "1"]
    expect(dropout).to_be_focused()
    expect(board.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    heading(board, "Rank").click()
    failures = board.locator("details")
    failures.locator("summary").click()
    expect(failures).to_contain_text("seed 0: The loss became NaN.")


def test_the_ticks_of_the_costs_are_of_the_cost_that_is_chosen(shown: Page) -> None:
    board = board_of(shown)
    cost = board.get_by_label("Cost", exact=True)
    for name, labels in (
        ("number of images", ["100", "1 k", "10 k"]),
        ("seconds of training", ["3.0 s"]),
        ("parameters", ["9 k"]),
        ("number of images", ["100", "1 k", "10 k"]),
    ):
        cost.select_option(name)
        expect(board.locator(".digit-widgets-costs .axislabel").first).to_have_text(name)
        shown.wait_for_timeout(100)  # bqplot draws ticks again in a later frame
        expect(ticks(board).filter(has_not_text="%")).to_have_text(labels)


def test_a_shadow_tells_that_the_table_goes_on(shown: Page) -> None:
    leaders = board_of(shown).locator(".digit-widgets-leaders")
    leaders.evaluate("each => { each.style.width = '300px' }")
    for end, is_shaded in ((False, True), (True, False)):
        leaders.evaluate(f"each => each.scrollTo({{left: {end:d} * each.scrollWidth}})")
        grey = Image.open(io.BytesIO(leaders.screenshot())).convert("L")
        edge, beside = (
            np.median(grey.crop((x, 0, x + 2, grey.height)))
            for x in (grey.width - 4, grey.width - 24)
        )
        assert (edge < beside - 20) == is_shaded
    leaders.evaluate("each => { each.style.width = ''; each.scrollTo({left: 0}) }")


# A page of Voila has the theme of its notebook.
@pytest.mark.parametrize("shown", ["JupyterLab"], indirect=True)
def test_what_is_drawn_is_clear_in_a_dark_theme(shown: Page) -> None:
    change_theme(shown, "dark")
    board = board_of(shown)
    choice = board.get_by_label("Cost", exact=True)
    box = settle(choice)
    # The arrow, within the frame of what it is a part of.
    arrow = {"x": box["x"] + box["width"] - 24, "y": box["y"] + 6, "width": 20, "height": 16}
    grey = np.asarray(Image.open(io.BytesIO(shown.screenshot(clip=arrow))).convert("L")) / 255
    lightest, darkest = (float(each(grey)) ** 2.2 for each in (np.max, np.min))
    assert (lightest + 0.05) / (darkest + 0.05) >= 3
    # The model on the pad has one colour in both charts, and words lie on the chart's own ground.
    line, ring = (
        board.locator(parts).evaluate_all(
            """(all, at) => all.map(each => getComputedStyle(each)).filter(style =>
                style.fill === 'none' && parseFloat(style.strokeWidth) >= 3).at(at).stroke""",
            at,
        )
        # The line lies above that of the one beside it, and so comes last.
        for parts, at in ((".digit-widgets-parallel .line", -1), (".digit-widgets-costs .dot", 0))
    )
    assert line == ring
    chart = board.locator(".bqplot.digit-widgets-parallel, .digit-widgets-parallel .bqplot").first
    ground = chart.evaluate("each => getComputedStyle(each).backgroundColor")
    outline = chart.locator(".object_grp text").first
    assert outline.evaluate("each => getComputedStyle(each).stroke") == ground
    change_theme(shown, "light")


def test_axe_finds_nothing_wrong_and_it_fits_a_phone(shown: Page) -> None:
    board = board_of(shown)
    curves = shown.locator(".digit-widgets-learning")
    curves.scroll_into_view_if_needed()
    expect(curves.get_by_role("row")).to_have_count(5)
    expect(curves.locator(".bqplot")).to_contain_text("ANN")
    roots = (".digit-widgets-sweep", ".digit-widgets-learning")
    assert axe_problems_in_themes(shown, *roots) == []
    size = shown.viewport_size
    assert size is not None
    if "/lab/" not in shown.url:
        shown.set_viewport_size({"width": 320, "height": 700})
        show_charts(shown.locator("body"))
        shown.wait_for_function("document.documentElement.scrollWidth === 320")
        # bqplot draws its charts anew a moment after they have changed their size.
        shown.wait_for_function(
            "![...document.querySelectorAll('.widget-vbox')]"
            ".some(box => box.scrollWidth > box.clientWidth + 1)"
        )
        expect_no_problems(board)
        expect_no_problems(curves)
        shown.set_viewport_size(size)
