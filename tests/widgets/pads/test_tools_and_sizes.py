"""Pads that are disabled, that have some tools or none, and compact ones."""

from __future__ import annotations

from typing import Any

import pytest

from digit_widgets.ink import Ink, ink_to_json
from digit_widgets.widgets import DigitPad, ModelComparison, NumberPad
from digit_widgets.widgets.canvas.page_parts import CanvasView
from tests.support.widget_tree import css_classes
from tests.widgets.canvas.test_hostile_pages import deliver
from tests.widgets.conftest import Page, choose_file, press_tool

SEVEN = Ink.from_strokes([[(70, 40), (200, 40), (170, 100), (120, 200)]], width=16)
KINDS: list[Any] = [DigitPad, NumberPad, lambda **more: ModelComparison(["ann"], **more)]


@pytest.mark.parametrize("make", KINDS)
def test_a_disabled_pad_shows_its_drawing_and_takes_nothing_from_a_page(make: Any) -> None:
    pad = make(ink=SEVEN, disabled=True)
    page = Page(pad.canvas)
    page.connect()
    assert pad.canvas.get_state()["disabled"]
    others = [part for part in pad.tools.children if not isinstance(part, CanvasView)]
    assert all(part.disabled for part in others)
    page.ink((10, 10), (99, 99), end=True)
    # What was sent is answered, or the page would wait, and say that the kernel is busy.
    assert page.told("ack")[-1] == {
        "kind": "ack",
        "view": 1,
        "stroke": 0,
        "points": 2,
        "end": True,
    }
    for what in ("clear", "undo", "redo"):
        page.press(what)
        press_tool(pad, what)
    page.send({"kind": "backup", "view": 1, "ink": ink_to_json(Ink())})
    page.send(
        {"kind": "restore", "view": 1, "ink": ink_to_json(Ink.from_strokes([[(1, 2), (3, 4)]]))}
    )
    page.send({"kind": "tool", "view": 1, "tool": "eraser"})
    page.send({"kind": "width", "view": 1, "tool": "pen", "width": 33})
    deliver(pad.canvas, "update", {"disabled": False})
    deliver(pad, "update", {"disabled": False})
    assert (pad.ink, pad.canvas.tool, pad.disabled, pad.error) == (SEVEN, "pen", True, "")
    assert pad.canvas.pen_width != 33
    page.send({"kind": "file", "view": 5, "format": "json"})
    assert bytes(pad.canvas.comm.sent[-1]["buffers"][0]).decode() == ink_to_json(SEVEN)
    pad.disabled = False
    page.ink((10, 10), (99, 99), end=True, stroke=7, first=0)
    assert len(pad.ink.strokes) == 2
    pad.close()


def test_a_disabled_pad_still_reads_what_python_draws(pad: DigitPad) -> None:
    pad.disabled = True
    pad.ink = SEVEN
    assert pad.value == "7"
    pad.clear()
    assert pad.value is None


def test_a_stroke_under_way_ends_where_the_pad_is_disabled(pad: DigitPad, pad_page: Page) -> None:
    pad_page.ink((70, 40), (200, 40))
    pad.disabled = True
    assert not pad.canvas.pen_is_down
    pad_page.ink((170, 100), end=True)
    assert pad.ink.n_points == 2
    pad.disabled = False
    pad_page.draw([(10, 10), (50, 50)])
    assert len(pad.ink.strokes) == 2


def test_a_image_that_comes_while_disabled_is_not_read(pad: DigitPad) -> None:
    pad.disabled = True
    choose_file(pad, "seven.png", b"never looked at")
    pad.wait()
    assert (pad.error, pad.prediction.reason) == ("", "blank")


@pytest.mark.parametrize(
    ("tools", "buttons", "parts"),
    [
        (None, DigitPad.TOOLS[:-1], 2),
        (("reset", "pen", "reset"), ("pen", "reset"), 1),
        (["undo", "image"], ("undo", "image"), 1),
        (("width",), None, 1),
        ((), None, 0),
    ],
)
def test_the_buttons_are_those_that_are_chosen(
    tools: Any, buttons: tuple[str, ...] | None, parts: int
) -> None:
    pad = DigitPad(tools=tools)
    assert len(pad.tools.children) == parts
    if buttons is not None:
        assert pad.tools.children[0].buttons == buttons
    assert pad.tools.layout.display == ("" if parts else "none")
    # Keys do what they do.
    pad.ink = SEVEN
    Page(pad.canvas).press("undo")
    assert pad.ink.is_blank
    pad.close()


@pytest.mark.parametrize("make", KINDS)
def test_a_compact_pad_is_small_and_reads_all_the_same(make: Any) -> None:
    pad, whole = make(compact=True), make()
    assert pad.canvas.width * 2 == whole.canvas.width
    assert pad.canvas.pen_width < whole.canvas.pen_width or isinstance(pad, NumberPad)
    assert pad.tools.children[0].buttons == ("undo", "reset")
    assert "digit-widgets-compact" in css_classes(pad)
    pad.ink = SEVEN.transform(0.5, 0, 0)
    read = pad.predictions["ann"].label if isinstance(pad, ModelComparison) else pad.value
    assert read == "7"
    pad.close()
    whole.close()


def test_a_compact_pads_size_and_tools_may_be_chosen_and_its_parts_laid_out() -> None:
    pad = DigitPad(compact=True, size=100, tools=("reset",))
    assert (pad.canvas.width, pad.tools.children[0].buttons) == (100, ("reset",))
    pad.ink = SEVEN.transform(0.3, 0, 0)
    assert pad.chart.probabilities == pad.probabilities
    assert pad.preview.image is pad.image or (pad.preview.image == pad.image).all()
    pad.close()
