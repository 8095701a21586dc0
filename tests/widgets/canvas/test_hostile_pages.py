"""Ten thousand messages that no page of ours would send: no exception, and all state in order."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import pytest
from ipywidgets import Widget

from digit_widgets import DigitPad, read
from digit_widgets.ink import MAX_POINTS, Ink, ink_to_json
from tests.support.digits import DIGITS
from tests.widgets.conftest import Page

#: Values that are wrong nearly everywhere, and a few that are right somewhere.
WRONG: list[Any] = [
    None,
    True,
    False,
    -1,
    0,
    1,
    3,
    2**31,
    2**53,
    10**400,
    0.5,
    -0.0,
    1e308,
    -1e308,
    5e-324,
    math.nan,
    math.inf,
    "",
    "pen",
    "undo",
    "ink",
    "\ud800",
    "x" * 10_000,
    [],
    [1, 2],
    [[1, 2]],
    [math.nan, 1],
    [1e308, -1e308],
    [None] * 50,
    [{"x": 1, "y": 2, "id": n} for n in range(50)],
    {},
    {"kind": "ink"},
]
GOOD: list[dict[str, Any]] = [
    {
        "kind": "ink",
        "view": 9,
        "stroke": 4,
        "tool": "pen",
        "first": 0,
        "points": [10.0, 10.0, 500.0, -40.0],
        "end": False,
        "time": 12.5,
    },
    {
        "kind": "ink",
        "view": 9,
        "stroke": 4,
        "tool": "eraser",
        "first": 7,
        "points": [],
        "end": True,
    },
    {"kind": "command", "view": 9, "what": "undo"},
    {"kind": "ping", "view": 9, "number": 3},
    {"kind": "backup", "view": 9, "ink": ink_to_json(Ink.from_strokes(DIGITS["4"]))},
    {"kind": "restore", "view": 9, "ink": ink_to_json(Ink.from_strokes(DIGITS["4"]))},
    {"kind": "latency", "view": 9, "figures": [20.0, 31.5, 60]},
    {"kind": "tool", "view": 9, "tool": "stroke eraser"},
    {"kind": "width", "view": 9, "tool": "pen", "width": 12},
    {"kind": "file", "view": 9, "format": "png"},
    {"kind": "image", "view": 9, "name": "seven.png", "size": 3, "first": 0},
    {"kind": "no_image", "view": 9, "name": "", "why": "none"},
    {"event": "client_ready"},
    {"event": "mouse_down", "x": 5, "y": 5},
    {"event": "touch_move", "touches": [{"x": 5, "y": 5}]},
    {"event": "key_down", "key": "a", "shift_key": False},
]


def mangled(chance: random.Random) -> Any:
    """Give a message with something missing, wrong or too much; now and then one that is right."""
    if chance.random() < 0.05:
        return chance.choice(WRONG)
    message = dict(chance.choice(GOOD))
    for _ in range(chance.randrange(3)):
        key = chance.choice([*message, "kind", "points", "surplus"])
        if chance.random() < 0.3:
            message.pop(key, None)
        else:
            message[key] = chance.choice(WRONG)
    return message


def deliver(part: Widget, method: str, content: Any) -> None:
    """Hand a widget what came from a page, by its comm, as the kernel does."""
    key = "content" if method == "custom" else "state"
    data = {"method": method, key: content}
    part.comm.handle_msg({"content": {"data": data}, "buffers": []})


def parts(pad: DigitPad) -> list[Widget]:
    """Give all that may get messages of drawing and its tools, the canvas as often as the rest."""
    others = [*pad.canvas.children, *pad.tools.children]
    return [*others, *[pad.canvas] * len(others)]


def check(pad: DigitPad) -> None:
    """Assert that all state is in range, and that its parts agree."""
    canvas = pad.canvas
    assert pad.ink == canvas.ink
    for stroke in canvas.ink.strokes:
        x, y = stroke.points.T
        assert (x >= 0).all()
        assert (x <= canvas.width).all()
        assert (y >= 0).all()
        assert (y <= canvas.height).all()
    assert canvas.tool in {"pen", "eraser", "stroke eraser"}
    assert 1 <= canvas.pen_width <= 280
    assert 1 <= canvas.eraser_width <= 280
    assert (canvas.width, canvas.height) == (280, 280)
    # A pen that is said to be down is down: to disable lifts it.
    canvas.disabled = True
    assert not canvas.pen_is_down
    canvas.disabled = False
    # Undo and redo do something just where pages are told so, and take each other back.
    ink, could_undo, could_redo = canvas.ink, canvas.can_undo, canvas.can_redo
    for act, back, could in (
        (canvas.undo, canvas.redo, could_undo),
        (canvas.redo, canvas.undo, could_redo),
    ):
        act()
        assert not canvas.pen_is_down
        assert (canvas.ink != ink) == could
        if could:
            back()
        assert (canvas.ink, canvas.can_undo, canvas.can_redo) == (ink, could_undo, could_redo)


@pytest.mark.parametrize("seed", range(2))
def test_ten_thousand_hostile_messages_leave_all_in_order(pad: DigitPad, seed: int) -> None:
    chance = random.Random(seed)
    pad.show_latency = True
    targets = parts(pad)
    for number in range(10_000):
        method = "update" if chance.random() < 0.1 else "custom"
        deliver(chance.choice(targets), method, mangled(chance))
        if number % 500 == 0:
            check(pad)
    check(pad)
    assert pad.error == ""
    # Whoever draws next finds a pad as good as new.
    pad.clear()
    pad.canvas.tool, pad.canvas.pen_width = "pen", 16.0
    page = Page(pad.canvas, view=77)
    for stroke in DIGITS["3"]:
        page.draw(stroke)
    pad.wait()
    assert pad.value == "3"
    assert pad.prediction.probabilities == read(pad.ink).probabilities


@pytest.mark.parametrize(
    "send",
    [
        lambda page, points: page.ink(*points, end=True),
        lambda page, points: [page.ink(*points[at : at + 500]) for at in range(0, MAX_POINTS, 500)],
    ],
    ids=["in one message", "in two hundred"],
)
def test_a_hundred_thousand_points_in_one_stroke_are_ink(
    pad: DigitPad, pad_page: Page, send: Callable[[Page, list[tuple[float, float]]], object]
) -> None:
    chance = random.Random(0)
    points = [(chance.uniform(0, 280), chance.uniform(0, 280)) for _ in range(MAX_POINTS)]
    send(pad_page, points)
    assert pad.ink.n_points == MAX_POINTS
    assert pad.error == ""
    # One more than it can hold ends the stroke, is said, and loses nothing.
    pad_page.draw([(5, 5), (9, 9)])
    assert pad.ink.n_points == MAX_POINTS
    assert "at most 100,000 points" in pad.error
    pad.wait()
    assert pad.prediction.reason != "failed"
    pad.undo()
    assert (pad.ink.is_blank, pad.error) == (True, "")
    check(pad)
