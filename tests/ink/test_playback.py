"""A drawing's history: its first points, and the moments at which to show it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_widgets.errors import InkError
from digit_widgets.ink import Ink
from digit_widgets.ink.playback import place, prefix_lengths, take_prefix

drawings = st.lists(st.integers(1, 60), max_size=8).map(
    lambda lengths: Ink.from_strokes(
        [[(point, 10 * stroke) for point in range(n)] for stroke, n in enumerate(lengths)], width=3
    )
)
limits = st.integers(1, 50)


def points(ink: Ink) -> np.ndarray:
    return np.concatenate([np.zeros((0, 2)), *(stroke.points for stroke in ink.strokes)])


def ends(ink: Ink) -> list[int]:
    return np.cumsum([len(stroke) for stroke in ink.strokes]).tolist()


def test_a_prefix_ends_within_a_stroke(four: Ink) -> None:
    begun = take_prefix(four, 4)
    assert begun.strokes[0] is four.strokes[0]
    np.testing.assert_array_equal(begun.strokes[1].points, four.strokes[1].points[:1])
    assert begun.strokes[1].width == four.strokes[1].width
    assert take_prefix(four, 3).strokes == four.strokes[:1]


@given(drawings, st.data())
def test_a_prefix_holds_the_first_points(ink: Ink, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, ink.n_points))
    np.testing.assert_array_equal(points(take_prefix(ink, count)), points(ink)[:count])
    assert take_prefix(ink, ink.n_points) == ink


@given(drawings, limits)
def test_lengths_ascend_to_the_whole_drawing_within_the_limit(ink: Ink, limit: int) -> None:
    lengths = prefix_lengths(ink, limit)
    assert len(lengths) <= limit
    assert list(lengths) == sorted(set(lengths))
    assert (lengths[-1] == ink.n_points) if lengths else ink.is_blank
    if ink.n_points <= limit:
        assert lengths == tuple(range(1, ink.n_points + 1))


@given(drawings, limits)
def test_lengths_hold_every_strokes_end_or_nothing_else(ink: Ink, limit: int) -> None:
    lengths = set(prefix_lengths(ink, limit))
    assert lengths >= set(ends(ink)) if len(ink.strokes) <= limit else lengths <= set(ends(ink))


def test_lengths_are_spread_evenly() -> None:
    ink = Ink.from_strokes([[(x, 0) for x in range(1000)]], width=3)
    gaps = np.diff(prefix_lengths(ink, 120))
    assert len(gaps) > 110
    assert set(gaps.tolist()) <= {8, 9}


@given(drawings)
def test_every_point_has_its_place(ink: Ink) -> None:
    places = [place(ink, count) for count in range(1, ink.n_points + 1)]
    assert places == [
        (number, point)
        for number, stroke in enumerate(ink.strokes, start=1)
        for point in range(1, len(stroke) + 1)
    ]


@pytest.mark.parametrize("count", [-1, 6])
def test_points_that_are_not_there_are_refused(four: Ink, count: int) -> None:
    with pytest.raises(InkError, match=f"5 points has no first {count} of them"):
        take_prefix(four, count)
    with pytest.raises(InkError, match=f"5 points has no point {count}"):
        place(four, count)
    with pytest.raises(InkError, match="no point 0"):
        place(four, 0)
