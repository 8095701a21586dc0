"""Strokes and drawings: valid and invalid values, and conversions."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digit_widgets.errors import InkError
from digit_widgets.ink import MAX_COORDINATE, MAX_POINTS, MAX_STROKES, Bounds, Ink, Stroke

coordinates = st.floats(-MAX_COORDINATE, MAX_COORDINATE)
points = st.tuples(coordinates, coordinates)
widths = st.floats(1e-6, MAX_COORDINATE)
paths = st.lists(points, min_size=1, max_size=20)
strokes = st.builds(Stroke, paths, widths)
inks = st.lists(strokes, max_size=5).map(tuple).map(Ink)


def test_a_stroke_keeps_its_own_read_only_copy_of_the_points() -> None:
    given_points = np.array([[1.0, 2.0], [3.0, 4.0]])
    stroke = Stroke(given_points, 2)
    given_points[0] = 99
    assert stroke.points.tolist() == [[1, 2], [3, 4]]
    assert stroke.points.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        stroke.points[0, 0] = 5


@pytest.mark.parametrize(
    "ink",
    [
        Ink().begin_stroke([(1, 2)], 3),
        Ink().begin_stroke([(1, 2)], 3).extend_stroke([(4, 5)]),
        Ink().begin_stroke([(1, 2)], 3).transform(2, 0, 0),
        Ink().begin_stroke([(1, 2)], 3).with_width(7),
    ],
    ids=["begun", "extended", "transformed", "with_width"],
)
def test_drawings_made_from_drawings_are_read_only_too(ink: Ink) -> None:
    with pytest.raises(ValueError, match="read-only"):
        ink.strokes[0].points[0, 0] = 5


def test_strokes_and_ink_cannot_be_assigned_to() -> None:
    ink = Ink().begin_stroke([(1, 2)], 3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        ink.strokes = ()  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        ink.strokes[0].width = 1.0  # type: ignore[misc]


def test_strokes_are_equal_by_points_and_width() -> None:
    stroke = Stroke([[0, 0], [1, 1]], 2)
    assert stroke == Stroke(np.array([[0, 0], [1, 1]]), 2.0)
    assert stroke != Stroke([[0, 0], [1, 2]], 2)
    assert stroke != Stroke([[0, 0], [1, 1]], 3)
    assert stroke != Stroke([[0, 0]], 2)
    assert stroke != "a stroke"


@given(strokes)
@example(Stroke([[-0.0, 0.0]], 1))
def test_equal_strokes_have_equal_hashes(stroke: Stroke) -> None:
    # Adding 0 turns a negative zero into a positive one: another bit pattern, the same number.
    twin = Stroke(stroke.points + 0.0, stroke.width)
    assert twin == stroke
    assert hash(twin) == hash(stroke)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1.0001e6, -1e300])
def test_coordinates_that_are_no_finite_numbers_within_the_limit_are_refused(bad: float) -> None:
    with pytest.raises(InkError, match="finite numbers within ±1,000,000"):
        Stroke([[0, 0], [bad, 0]], 1)
    with pytest.raises(InkError, match="finite numbers within ±1,000,000"):
        Ink().begin_stroke([(0, 0)], 1).extend_stroke([(0, bad)])


@pytest.mark.parametrize(
    "bad", [[], [1, 2], [[1, 2, 3]], [[]], [[[1, 2]]], 5, "points", None, [[0, 0], [1]], [{}]]
)
def test_points_of_another_shape_are_refused(bad: object) -> None:
    with pytest.raises(InkError, match="A stroke is"):
        Stroke(bad, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "bad",
    [0, -1, 9e-7, 1.1e6, math.nan, math.inf, None, "thick", pytest.param(10**400, id="huge")],
)
def test_pen_widths_out_of_range_are_refused(bad: float) -> None:
    with pytest.raises(InkError, match="pen width is a number from 1e-06 to 1,000,000"):
        Stroke([[0, 0]], bad)


@pytest.mark.parametrize("bad", ["left", pytest.param(10**400, id="huge")])
def test_a_pen_put_down_nowhere_is_refused_as_ink(bad: float) -> None:
    with pytest.raises(InkError):
        Ink().begin_stroke([(bad, 0)], 1)


def test_as_many_points_as_allowed_are_held_and_not_one_more() -> None:
    full = Ink((Stroke(np.zeros((MAX_POINTS, 2)), 1),))
    assert full.n_points == MAX_POINTS
    for one_more in (lambda: full.extend_stroke([(0, 0)]), lambda: full.begin_stroke([(0, 0)], 1)):
        with pytest.raises(InkError, match=r"at most 100,000 points, .* 100,001. Clear the pad"):
            one_more()
    with pytest.raises(InkError, match="at most 100,000 points"):
        Stroke(np.zeros((MAX_POINTS + 1, 2)), 1)


def test_as_many_strokes_as_allowed_are_held_and_not_one_more() -> None:
    full = Ink.from_strokes([[(0, 0)]] * MAX_STROKES)
    assert len(full.strokes) == MAX_STROKES
    with pytest.raises(InkError, match=r"at most 1,000 strokes, .* 1,001. Clear the pad"):
        full.begin_stroke([(0, 0)], 1)


def test_ink_is_made_of_strokes_only() -> None:
    with pytest.raises(InkError, match=r"use Ink\.from_strokes"):
        Ink(([(0, 0)],))  # type: ignore[arg-type]


def test_a_blank_drawing_has_no_points_no_bounds_and_nothing_to_extend() -> None:
    blank = Ink()
    assert (blank.is_blank, blank.n_points, blank.bounds) == (True, 0, None)
    assert blank == Ink.from_strokes([])
    with pytest.raises(InkError, match="begin one first"):
        blank.extend_stroke([(1, 2)])


def test_a_pen_width_is_by_default_a_share_of_the_drawing() -> None:
    assert Ink.from_strokes([[(0, 0), (100, 50)]]).strokes[0].width == pytest.approx(6)
    assert Ink.from_strokes([[(3, 3)]]).strokes[0].width == 1
    assert Ink.from_strokes([[(0, 0)]], width=9).strokes[0].width == 9


@pytest.mark.parametrize("unit", [1e-6, 1e-3, 1.0, 1e3, 1e6])
def test_drawings_come_in_any_unit(unit: float) -> None:
    ink = Ink.from_strokes([[(0, 0), (unit, unit)]])
    assert ink.bounds == Bounds(0, 0, unit, unit)


def test_bounds_know_their_sides() -> None:
    bounds = Ink.from_strokes([[(1, 2)], [(4, 8), (3, 3)]]).bounds
    assert bounds == Bounds(1, 2, 4, 8)
    assert (bounds.width, bounds.height) == (3, 6)


@given(inks)
def test_bounds_contain_all_points_and_touch_the_outermost(ink: Ink) -> None:
    if ink.is_blank:
        assert ink.bounds is None
        return
    everything = np.concatenate([stroke.points for stroke in ink.strokes])
    left, top, right, bottom = ink.bounds or ()
    assert (everything >= [left, top]).all()
    assert (everything <= [right, bottom]).all()
    assert {left, right} <= set(everything[:, 0])
    assert {top, bottom} <= set(everything[:, 1])


@given(inks.filter(lambda ink: not ink.is_blank), paths)
def test_extending_adds_points_and_keeps_the_earlier_ones(
    ink: Ink, path: list[tuple[float, float]]
) -> None:
    longer = ink.extend_stroke(path)
    assert longer.strokes[:-1] == ink.strokes[:-1]
    joined = np.concatenate([ink.strokes[-1].points, path])
    assert np.array_equal(longer.strokes[-1].points, joined)
    assert longer.strokes[-1].width == ink.strokes[-1].width


@given(inks, paths, widths)
def test_beginning_adds_one_stroke_and_keeps_the_earlier_ones(
    ink: Ink, path: list[tuple[float, float]], width: float
) -> None:
    begun = ink.begin_stroke(path, width)
    assert begun.strokes[:-1] == ink.strokes
    assert begun.strokes[-1] == Stroke(path, width)


@given(inks, st.floats(0.01, 100), coordinates, coordinates)
def test_transforming_scales_points_and_pens_and_then_shifts(
    ink: Ink, scale: float, dx: float, dy: float
) -> None:
    for before, after in zip(ink.strokes, ink.transform(scale, dx, dy).strokes, strict=True):
        np.testing.assert_allclose(after.points, before.points * scale + [dx, dy])
        assert after.width == pytest.approx(before.width * scale)


@given(inks, widths)
def test_another_pen_leaves_the_path_as_it_is(ink: Ink, width: float) -> None:
    thick = ink.with_width(width)
    assert [s.points.tolist() for s in thick.strokes] == [s.points.tolist() for s in ink.strokes]
    assert {stroke.width for stroke in thick.strokes} <= {width}


def test_a_pen_out_of_range_cannot_be_taken_up() -> None:
    with pytest.raises(InkError, match="pen width"):
        Ink().with_width(0)
