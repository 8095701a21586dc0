"""A pad used by keys alone: drawing, undoing, and moving the focus, in both hosts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.echo_pad import CELLS, Told
from tests.support.pages import wait_until

__all__ = ["CELLS"]

_CELLS = "document.querySelectorAll('.jp-Cell').length"


@pytest.fixture
def pad(shown: Page) -> Told:
    return Told(shown)


def keys(pad: Told, *strokes: str) -> None:
    """Press keys; a number in front repeats one: "12 ArrowUp"."""
    for stroke in strokes:
        *times, key = stroke.split()
        for _ in range(int(times[0]) if times else 1):
            pad.page.keyboard.press(key)


def tab_in(pad: Told) -> None:
    """Move the focus to the pad with Tab, from the field before it, and centre its pen."""
    pad.page.get_by_label("Before").focus()
    keys(pad, "Tab")
    pad.expect_focus(on=True)
    # An earlier test may have left the pen anywhere.
    keys(pad, "36 ArrowLeft", "36 ArrowUp", "17 ArrowRight", "17 ArrowDown", "4 Shift+ArrowRight")
    keys(pad, "4 Shift+ArrowDown")


def test_a_seven_drawn_by_keys_alone_is_read(pad: Told) -> None:
    tab_in(pad)
    keys(pad, "7 ArrowLeft", "10 ArrowUp", "Space", "13 ArrowRight")
    keys(pad, *["3 ArrowDown", "ArrowLeft"] * 7, "Space")
    pad.wait_for_label("7")
    pad.wait_for_ends([[132, 228]])
    stroke = pad.points[0]
    assert stroke[:3] == [[84, 60], [92, 60], [100, 60]]
    keys(pad, "5 ArrowRight")  # the pen is up
    pad.page.wait_for_timeout(300)
    assert pad.points == [stroke]


def test_tab_gets_in_and_out(pad: Told) -> None:
    tab_in(pad)
    keys(pad, "Tab")
    expect(pad.button("Pen")).to_be_focused()
    keys(pad, "Shift+Tab")
    pad.expect_focus(on=True)
    keys(pad, "Shift+Tab")
    expect(pad.page.get_by_label("Before")).to_be_focused()


def test_the_pen_is_lifted_by_escape_and_where_the_focus_goes(pad: Told) -> None:
    tab_in(pad)
    keys(pad, "Space", "2 Shift+ArrowRight", "Escape", "2 ArrowDown")
    pad.wait_for_strokes(1)
    pad.wait_for_ends([[142, 140]])
    keys(pad, "Space", "ArrowDown", "Tab", "Shift+Tab", "ArrowDown")
    pad.wait_for_ends([[142, 140], [142, 164]])
    assert pad.points == [[[140, 140], [141, 140], [142, 140]], [[142, 156], [142, 164]]]


def test_a_pen_of_keys_stays_on_the_pad(pad: Told) -> None:
    tab_in(pad)
    keys(pad, "Space", "40 ArrowRight", "Space")
    pad.wait_for_ends([[280, 140]])


@pytest.mark.parametrize("command", ["Control", "Meta"])
def test_undo_redo_and_clear_by_keys(pad: Told, command: str) -> None:
    pad.line((20, 20), (200, 20))
    pad.line((20, 60), (200, 60))
    pad.wait_for_strokes(2)
    keys(pad, f"{command}+z")
    pad.wait_for_strokes(1)
    keys(pad, f"{command}+z")
    pad.wait_for_strokes(0)
    keys(pad, f"{command}+Shift+z")
    pad.wait_for_strokes(1)
    keys(pad, f"{command}+y")
    pad.wait_for_strokes(2)
    keys(pad, "Delete")
    pad.wait_for_strokes(0)
    keys(pad, f"{command}+z")
    pad.wait_for_strokes(2)


def test_keys_that_go_elsewhere_do_nothing_to_the_pad(pad: Told) -> None:
    pad.line((20, 20), (200, 20))
    pad.wait_for_ends([[200, 20]])
    drawn = pad.drawn
    pad.page.get_by_label("Words").focus()
    keys(pad, "a", "Control+z", "Delete", "Space", "ArrowLeft", "Control+y")
    pad.button("Pen").focus()
    keys(pad, "Control+z", "Delete", "ArrowLeft")
    pad.page.wait_for_timeout(400)
    assert pad.drawn == drawn


def test_a_page_does_not_scroll_under_the_keys(pad: Told) -> None:
    pad.page.set_viewport_size({"width": 1000, "height": 420})
    pad.settle()
    tab_in(pad)
    before = pad.surface.bounding_box()
    keys(pad, "5 ArrowDown", "5 ArrowUp", "Space", "Space")
    pad.page.wait_for_timeout(200)
    assert pad.surface.bounding_box() == before


# Voila has no commands.
@pytest.mark.parametrize("shown", ["JupyterLab"], indirect=True, scope="module")
def test_a_notebook_takes_none_of_the_pads_keys_and_keeps_its_own(pad: Told) -> None:
    page = pad.page
    before = page.evaluate(_CELLS)
    tab_in(pad)
    # Commands of the notebook: insert a cell above or below, delete, cut, merge, undo.
    keys(pad, "a", "b", "2 d", "x", "Shift+m", "z", "Delete", "Control+z", "Control+Shift+z")
    page.wait_for_timeout(300)
    assert page.evaluate(_CELLS) == before
    pad.expect_focus(on=True)
    # But the notebook can be saved from here.
    dirty = "jupyterapp.shell.currentWidget.context.model.dirty"
    page.evaluate(f"{dirty} = true")
    keys(pad, "Control+s")
    page.wait_for_function(f"!{dirty}", timeout=10_000)


def test_the_keys_pen_shows_for_keys_alone(pad: Told) -> None:
    pad.line((20, 20), (60, 20))
    pad.expect_focus(on=True)
    pad.wait_until_dry()  # no pen and no frame
    assert pad.surface.get_attribute("data-keys") is None
    keys(pad, "ArrowLeft")
    assert pad.surface.get_attribute("data-keys") == ""
    wait_until(pad.page, lambda: pad.wet > 0, "No pen of the keys is shown.")
    pad.line((20, 60), (60, 60))
    pad.wait_until_dry()
