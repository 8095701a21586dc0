"""The tool bar of a pad, its files, and how long readings take, as pages ask for and tell them."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
import pytest
from ipywidgets import HTML
from PIL import Image

from digit_widgets.imaging import ink_to_png
from digit_widgets.ink import Ink, ink_from_json, ink_to_svg
from digit_widgets.widgets import DigitPad, ModelComparison, NumberPad
from digit_widgets.widgets.canvas.timestamps import PointerTimestamps
from tests.support.digits import DIGITS, finely
from tests.support.widget_tree import find_one
from tests.widgets.conftest import Page, press_tool, send_custom

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)


def views(pad: Any) -> tuple[Any, Any, Any]:
    """Return the layer, the toolbar and the width slider."""
    return pad.canvas.children[-1], pad.tools.children[0], pad.tools.children[-1]


def sent_state(pad: Any) -> dict[str, Any]:
    """Return the newest value of each trait that pages were sent of the canvas."""
    states = [message["state"] for message in pad.canvas.comm.sent if "state" in message]
    return {name: value for state in states for name, value in state.items()}


def answers(pad: Any) -> list[Any]:
    """Return the messages that pages were sent of the canvas."""
    sent = getattr(pad.canvas.comm, "sent", [])
    return [message for message in sent if message["method"] == "custom"]


def said_under_the_tools(pad: Any) -> str:
    """Return what is noted there, as HTML."""
    return find_one(pad, HTML, "digit-widgets-note", shown=True).value


def file(pad: Any, name: str) -> tuple[dict[str, Any], bytes]:
    """Ask for the drawing as a file, as a page does, and return what comes."""
    send_custom(pad.canvas, {"kind": "file", "view": 5, "format": name})
    sent = pad.canvas.comm.sent[-1]
    return sent["content"], bytes(sent["buffers"][0])


def test_tools_are_chosen_and_shown(pad: DigitPad) -> None:
    for tool in ("eraser", "stroke eraser", "pen"):
        send_custom(pad.canvas, {"kind": "tool", "view": 1, "tool": tool})
        assert pad.canvas.tool == sent_state(pad).get("tool", "pen") == tool
    pad.canvas.tool = "eraser"
    assert sent_state(pad)["tool"] == "eraser"


def test_the_width_is_that_of_the_tool(pad: DigitPad) -> None:
    send_custom(pad.canvas, {"kind": "width", "view": 1, "tool": "pen", "width": 9})
    send_custom(pad.canvas, {"kind": "width", "view": 1, "tool": "eraser", "width": 33})
    assert (pad.canvas.pen_width, pad.canvas.eraser_width) == (9, 33)
    state = sent_state(pad)
    assert (state["pen_width"], state["eraser_width"]) == (9, 33)


def test_the_buttons_know_what_can_be_undone_and_redone(pad: DigitPad) -> None:
    def can() -> tuple[bool, bool]:
        state = pad.canvas.get_state()
        return state["can_undo"], state["can_redo"]

    assert can() == (False, False)
    pad.ink = SEVEN
    assert can() == (True, False)
    press_tool(pad, "undo")
    assert (can(), pad.ink.is_blank) == ((False, True), True)
    press_tool(pad, "redo")
    assert (can(), pad.ink) == ((True, False), SEVEN)


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "tool", "view": 5, "tool": "brush"},
        {"kind": "tool", "view": 5},
        {"kind": "tool", "view": 5, "tool": ["pen"]},
        {"kind": "width", "view": 5, "tool": "pen", "width": 1e9},
        {"kind": "width", "view": 5, "tool": "pen", "width": "9"},
        {"kind": "width", "view": 5, "tool": "brush", "width": 9},
        {"kind": "command", "view": 5, "what": "close"},
        {"kind": "command", "view": 5, "what": ["undo"]},
        {"kind": "command", "what": "undo"},
        {"kind": "file", "view": 5, "format": "exe"},
        {"kind": "file", "view": 5, "format": {}},
        {"kind": "file", "view": math.nan, "format": "png"},
        {"kind": "ping", "view": 5},
        {"kind": 5, "view": 5},
        [],
        None,
        "undo",
    ],
    ids=str,
)
def test_what_no_page_of_ours_sends_changes_nothing(pad: DigitPad, content: object) -> None:
    pad.ink = SEVEN
    canvas = pad.canvas
    before = len(answers(pad))
    for part in (canvas, *views(pad)):
        send_custom(part, content)
    assert (canvas.tool, canvas.pen_width, canvas.eraser_width) == ("pen", 16, 28)
    assert pad.ink is SEVEN
    assert len(answers(pad)) == before


def test_a_page_cannot_set_the_state_of_a_part(pad: DigitPad) -> None:
    layer, toolbar, slider = views(pad)
    change = {"tool": "eraser", "width": 5, "buttons": [], "widest": 5, "canvas": None}
    for part in (pad.canvas, layer, toolbar, slider):
        data = {"method": "update", "state": change}
        part.comm.handle_msg({"content": {"data": data}, "buffers": []})
    assert (pad.canvas.tool, pad.canvas.width, slider.widest) == ("pen", 280, 40)
    assert "pen" in toolbar.buttons
    assert layer.canvas is toolbar.canvas is slider.canvas is pad.canvas


def test_files_hold_the_drawing(pad: DigitPad) -> None:
    pad.ink = SEVEN
    content, data = file(pad, "svg")
    assert content == {"kind": "file", "view": 5, "format": "svg", "type": "image/svg+xml"}
    assert data.decode() == ink_to_svg(SEVEN, 280, 280)
    content, data = file(pad, "json")
    assert (content["type"], ink_from_json(data)) == ("application/json", SEVEN)
    content, data = file(pad, "png")
    assert (content["type"], data) == ("image/png", ink_to_png(SEVEN, 280, 280))


def test_the_copy_is_the_image_that_the_model_sees(pad: DigitPad) -> None:
    assert "copy" in pad.tools.children[0].buttons
    pad.ink = SEVEN
    content, data = file(pad, "28x28")
    assert (content["format"], content["type"]) == ("28x28", "image/png")
    image = np.asarray(Image.open(io.BytesIO(data)))
    np.testing.assert_array_equal(image, np.round(pad.image * 255))


def test_pads_without_one_image_offer_no_copy() -> None:
    for pad in (NumberPad(), ModelComparison({"CNN": "cnn"})):
        assert "copy" not in pad.tools.children[0].buttons
        _, data = file(pad, "28x28")
        assert data == ink_to_png(pad.ink, pad.canvas.width, pad.canvas.height)
        pad.close()


def test_the_parts_of_a_pad_show_its_canvas_and_no_other_pads(pad: DigitPad) -> None:
    other = DigitPad()
    references = {view.get_state()["canvas"] for view in views(pad)}
    assert references == {f"IPY_MODEL_{pad.canvas.model_id}"}
    assert references != {other.tools.children[0].get_state()["canvas"]}
    other.close()


def test_a_reading_is_told_to_the_page_that_made_the_drawing(pad: DigitPad, pad_page: Page) -> None:
    pad_page.draw(finely(DIGITS["7"][0]))
    pad.wait()
    assert pad_page.told("read") == []  # nobody measures
    pad.show_latency = True
    assert pad_page.canvas.get_state()["_measures_latency"]
    pad_page.ink((50, 50), time=123.5)
    pad.wait()
    assert pad_page.told("read") == [{"kind": "read", "view": 1, "time": 123.5}]
    pad.ink = SEVEN  # no page's doing
    assert len(pad_page.told("read")) == 1


def test_the_latency_is_said_under_the_tools_while_it_is_asked_for(
    pad: DigitPad, pad_page: Page
) -> None:
    figures = {"kind": "latency", "view": 1, "figures": [41.2, 63.7, 48]}
    pad_page.send(figures)
    assert "ms" not in said_under_the_tools(pad)
    pad.show_latency = True
    pad_page.send(figures)
    said = "Latency: 41 ms, 95% within 64 ms; 48 readings a second."
    assert said in said_under_the_tools(pad)
    assert 'role="note"' in said_under_the_tools(pad)
    pad_page.send({**figures, "figures": [1, 2]})
    assert said in said_under_the_tools(pad)
    pad.show_latency = False
    assert not pad_page.canvas.get_state()["_measures_latency"]
    assert "ms" not in said_under_the_tools(pad)


def test_a_question_is_answered_after_all_has_been_drawn_anew(
    pad: DigitPad, pad_page: Page
) -> None:
    pad_page.drawn()
    pad_page.send({"kind": "ping", "view": 1, "number": 3})
    assert pad_page.told("pong") == [{"kind": "pong", "view": 1, "number": 3}]
    assert "fillRect" in dict(pad_page.drawn())
    pad_page.send({"kind": "ping"})
    assert len(pad_page.told("pong")) == 1


def test_a_stamp_is_taken_once_and_older_ones_go_with_it() -> None:
    stamps = PointerTimestamps()
    first, second, third = (Ink.from_strokes([[(i, 0)]]) for i in range(3))
    for number, ink in enumerate((first, second, third)):
        stamps.add(ink, 7, 10.0 * number)
    assert stamps.take(second) == (7, 10.0)
    assert stamps.take(first) is None
    assert stamps.take(second) is None
    assert stamps.take(third) == (7, 20.0)
    assert stamps.take(Ink()) is None
