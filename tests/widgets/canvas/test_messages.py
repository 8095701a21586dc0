"""What pages send of a drawing surface: taken as it is, or not at all."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_widgets.ink import MAX_COORDINATE, MAX_POINTS, Ink, ink_to_json
from digit_widgets.widgets.canvas import messages
from digit_widgets.widgets.canvas.messages import InkBatch
from digit_widgets.widgets.canvas.parsing import parse_message

GOOD = {
    "kind": "ink",
    "view": 7,
    "stroke": 0,
    "tool": "eraser",
    "first": 4,
    "points": [1, 2.5, -3, 400.0625],
    "end": False,
    "time": 1234.5,
}
json_values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


def parse(content: Any) -> messages.Message | None:
    return parse_message(content, 280, 220)


def parse_batch(content: Any) -> InkBatch | None:
    message = parse(content)
    return message if isinstance(message, InkBatch) else None


def test_a_batch_is_taken_as_it_is() -> None:
    batch = parse_batch(GOOD)
    assert batch is not None
    assert (batch.key, batch.tool, batch.first, batch.end) == ((7, 0), "eraser", 4, "")
    assert batch.points.tolist() == [[1, 2.5], [-3, 400.0625]]
    assert batch.points.dtype == float
    assert batch.time == 1234.5


@pytest.mark.parametrize(
    ("end", "told"), [(False, ""), (True, "lifted"), ("discarded", "discarded")]
)
def test_a_stroke_goes_on_or_ends_in_one_of_two_ways(end: object, told: str) -> None:
    batch = parse_batch({**GOOD, "points": [], "end": end})
    assert batch is not None
    assert (batch.end, batch.points.shape) == (told, (0, 2))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "command"},
        {"kind": None},
        {"view": -1},
        {"view": 1.0},
        {"view": True},
        {"view": 2**53},
        {"stroke": "0"},
        {"first": None},
        {"tool": "brush"},
        {"tool": ["pen"]},
        {"points": [1, 2, 3]},
        {"points": [[1, 2]]},
        {"points": "12"},
        {"points": None},
        {"points": [1, math.nan]},
        {"points": [1, math.inf]},
        {"points": [1, True]},
        {"points": [1, 10**400]},
        {"points": [1, MAX_COORDINATE + 1]},
        {"points": [0, 0] * (MAX_POINTS + 1)},
        {"end": "lost"},
        {"end": None},
        {"end": 1},
        {"end": []},
        {"time": math.nan},
        {"time": "now"},
        {"time": 10**400},
    ],
    ids=lambda change: f"{change!r:.30}",
)
def test_what_no_page_of_ours_sends_is_no_batch(change: dict[str, object]) -> None:
    assert parse_batch({**GOOD, **change}) is None


@pytest.mark.parametrize("content", [None, [], "ink", 5, {}, {"kind": "ink"}])
def test_what_is_no_message_is_no_batch(content: object) -> None:
    assert parse_batch(content) is None


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), json_values))
def test_nothing_that_a_page_may_send_raises(changes: dict[str, Any]) -> None:
    content = {**GOOD, **changes}
    batch = parse_batch(content)
    assert batch is None or batch.points.shape[1] == 2
    for kind in ("latency", "ping", "width", "tool", "file", "command", "backup", "restore"):
        parse({**content, "kind": kind})


def test_figures_are_three_numbers_in_range() -> None:
    good = {"kind": "latency", "view": 7, "figures": [20, 31.5, 60]}
    assert parse(good) == messages.Latency(7, (20.0, 31.5, 60.0))
    assert parse({**good, "kind": "ink"}) is None
    for bad in ([1, 2], [1, 2, "3"], [1, 2, -3], [1, 2, 1e7], [1, 2, math.nan], None, {}):
        assert parse({**good, "figures": bad}) is None


def test_a_ping_names_its_view_and_its_number() -> None:
    assert parse({"kind": "ping", "view": 7, "number": 2}) == messages.Ping(7, 2)
    assert parse({"kind": "ping", "view": 7}) is None
    assert parse({"kind": "ping", "number": 2}) is None
    assert parse({"kind": "ink", "view": 7, "number": 2}) is None


@pytest.mark.parametrize("kind", [messages.Backup, messages.Restore])
def test_a_drawing_that_comes_back_is_ink_that_fits(
    kind: type[messages.Backup | messages.Restore],
) -> None:
    ink = Ink.from_strokes([[(0, 0), (280, 220)]], width=16)
    backup = {"kind": kind.kind, "view": 7, "ink": ink_to_json(ink)}
    assert parse_message(backup, 280, 220) == kind(7, ink)
    assert parse_message(backup, 279, 220) is None
    assert parse_message(backup, 280, 219) is None
    left = ink_to_json(Ink.from_strokes([[(-1, 0)]]))
    for bad in (left, ink_to_json(Ink()), "", "{}", "[" * 100_000, "\ud800", None, 5, [1], {}):
        assert parse({**backup, "ink": bad}) is None
    assert parse({**backup, "kind": "ink"}) is None


def test_a_width_is_a_number_up_to_the_widest() -> None:
    good = {"kind": "width", "view": 7, "tool": "eraser", "width": 12}
    assert parse(good) == messages.WidthChoice(7, "eraser", 12.0)
    for bad in (0, 0.5, 41, True, "12", None, [12], math.nan):
        assert parse({**good, "width": bad}) is None
    assert parse_message({**good, "width": 31}, 280, 30) is None
