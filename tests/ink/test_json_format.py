"""Ink as JSON: nothing is lost, and invalid input is an error."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digit_widgets.errors import InkError
from digit_widgets.ink import MAX_COORDINATE, MAX_POINTS, Ink, Stroke, ink_from_json, ink_to_json

coordinates = st.floats(-MAX_COORDINATE, MAX_COORDINATE)
strokes = st.builds(
    Stroke,
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20),
    st.floats(1e-6, MAX_COORDINATE),
)
inks = st.lists(strokes, max_size=5).map(tuple).map(Ink)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)
huge = 10**400


def ink_json(**changes: object) -> str:
    whole = {"format": "digit-widgets-ink", "version": 1, "strokes": []}
    return json.dumps(whole | changes)


@given(inks)
def test_ink_survives_the_way_to_json_and_back(ink: Ink) -> None:
    assert ink_from_json(ink_to_json(ink)) == ink
    assert ink_from_json(ink_to_json(ink).encode()) == ink


def test_the_layout_is_as_documented() -> None:
    ink = Ink.from_strokes([[(1, 2), (3, 4)]], width=5)
    assert json.loads(ink_to_json(ink)) == {
        "format": "digit-widgets-ink",
        "version": 1,
        "strokes": [{"width": 5, "points": [[1, 2], [3, 4]]}],
    }


@given(st.text() | st.binary() | json_values.map(json.dumps))
def test_any_text_gives_ink_or_an_ink_error(text: str | bytes) -> None:
    with suppress(InkError):
        assert isinstance(ink_from_json(text), Ink)


@given(points=json_values, width=json_values, version=st.just(1) | json_values)
@example(points=[[0, 0]], width=huge, version=1)
@example(points=[[0, huge]], width=1, version=1)
@example(points=[[0, 0]], width=1, version=huge)
def test_any_object_that_looks_like_ink_gives_ink_or_an_ink_error(
    points: object, width: object, version: object
) -> None:
    text = ink_json(version=version, strokes=[{"points": points, "width": width}])
    with suppress(InkError):
        assert len(ink_from_json(text).strokes) == 1


def test_nesting_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(InkError, match="not ink as JSON"):
        ink_from_json("[" * 200_000)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not ink as JSON"),
        ("{", "not ink as JSON"),
        ("[]", '"format": "digit-widgets-ink"'),
        ("{}", '"format": "digit-widgets-ink"'),
        (ink_json(format="svg"), '"format": "digit-widgets-ink"'),
        (ink_json(version=2), "version 2; this release reads 1"),
        (ink_json(version=None), "version None"),
        (ink_json(strokes=None), '"strokes" of an ink are a list'),
        (ink_json(strokes=[[[0, 0]]]), '"strokes" of an ink are a list'),
        (ink_json(strokes=[{"width": 1}]), "A stroke is a list of"),
        (ink_json(strokes=[{"points": [[0, 0]]}]), "A pen width is a number"),
        (ink_json(strokes=[{"points": [[0, float("nan")]], "width": 1}]), "finite numbers"),
        (ink_json(strokes=[{"points": [[0, float("inf")]], "width": 1}]), "finite numbers"),
    ],
)
def test_what_is_no_ink_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(InkError, match=says.replace("(", r"\(")):
        ink_from_json(text)


def test_too_many_points_are_refused() -> None:
    half = {"points": [[0, 0]] * (MAX_POINTS // 2 + 1), "width": 1}
    with pytest.raises(InkError, match="at most 100,000 points"):
        ink_from_json(ink_json(strokes=[half, half]))
