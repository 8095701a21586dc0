"""What pages send of a drawing surface: taken as it is, or not at all."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_widgets.ink import MAX_COORDINATE, MAX_POINTS, Ink, ink_to_json
from digit_widgets.widgets.canvas.messages import (
    parse_backup,
    parse_batch,
    parse_latency,
    parse_ping,
    parse_width,
)

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
        {"kind": "press"},
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
    parse_latency(content)
    parse_ping(content)
    parse_width({"width": changes.get("points")}, 40)


def test_figures_are_three_numbers_in_range() -> None:
    good = {"kind": "latency", "figures": [20, 31.5, 60]}
    assert parse_latency(good) == (20.0, 31.5, 60.0)
    assert parse_latency({**good, "kind": "ink"}) is None
    for bad in ([1, 2], [1, 2, "3"], [1, 2, -3], [1, 2, 1e7], [1, 2, math.nan], None, {}):
        assert parse_latency({**good, "figures": bad}) is None


def test_a_question_names_its_view_and_its_number() -> None:
    assert parse_ping({"kind": "hello", "view": 7, "number": 2}) == {"view": 7, "number": 2}
    assert parse_ping({"kind": "hello", "view": 7}) is None
    assert parse_ping({"kind": "ink", "view": 7, "number": 2}) is None


def test_a_kept_drawing_is_ink_that_fits() -> None:
    ink = Ink.from_strokes([[(0, 0), (280, 220)]], width=16)
    kept = {"kind": "kept", "ink": ink_to_json(ink)}
    assert parse_backup(kept, 280, 220) == ink
    assert parse_backup(kept, 279, 220) is None
    assert parse_backup(kept, 280, 219) is None
    left = ink_to_json(Ink.from_strokes([[(-1, 0)]]))
    for bad in (left, ink_to_json(Ink()), "", "{}", "[" * 100_000, "\ud800", None, 5, [1], {}):
        assert parse_backup({"kind": "kept", "ink": bad}, 280, 220) is None
    assert parse_backup({**kept, "kind": "ink"}, 280, 220) is None


def test_a_width_is_a_number_up_to_the_widest() -> None:
    assert parse_width({"width": 12}, 40) == 12.0
    for bad in (0, 0.5, 41, True, "12", None, [12], math.nan):
        assert parse_width({"width": bad}, 40) is None
