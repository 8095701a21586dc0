"""Erasing: ink under the eraser goes, everything else stays as it was."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_widgets.errors import InkError
from digit_widgets.ink import (
    MAX_COORDINATE,
    MAX_POINTS,
    MAX_STROKES,
    Ink,
    Stroke,
    erase,
    erase_strokes,
)

# Whole numbers give lines that are parallel, coincide, or share their ends.
coordinates = st.integers(-10, 40).map(float) | st.floats(-10, 40)
points = st.tuples(coordinates, coordinates)
paths = st.lists(points, min_size=1, max_size=4)
radii = st.integers(1, 8).map(float) | st.floats(0.1, 10)
strokes = st.builds(Stroke, st.lists(points, min_size=1, max_size=8), st.sampled_from([1.0, 4.0]))
inks = st.lists(strokes, max_size=4).map(tuple).map(Ink)
#: Upper limit of rounding errors in these small drawings.
ROUNDING = 1e-6


def line(*points: tuple[float, float], width: float = 2) -> Ink:
    return Ink((Stroke(points, width),))


def pieces(ink: Ink) -> list[list[list[float]]]:
    return [np.round(stroke.points, 9).tolist() for stroke in ink.strokes]


def length(ink: Ink) -> float:
    return sum(float(np.hypot(*np.diff(s.points, axis=0).T).sum()) for s in ink.strokes)


def distances(places: object, path: object) -> NDArray[np.float64]:
    """Return the distance of each position from a path of straight lines."""
    places, path = np.asarray(places, float).reshape(-1, 2), np.asarray(path, float)
    found = [np.hypot(*(places - path[0]).T)]
    for start, end in pairwise(path):
        step = end - start
        squared = step @ step
        along = ((places - start) @ step / squared).clip(0, 1) if squared else 0 * places[:, 0]
        found.append(np.hypot(*(places - start - along[:, None] * step).T))
    return np.min(found, axis=0)


def sampled(stroke: Stroke) -> NDArray[np.float64]:
    """Return positions all along a stroke, including its points."""
    shares = np.linspace(0, 1, 21)[:, None]
    steps = [a + (b - a) * shares for a, b in pairwise(stroke.points)]
    return np.concatenate([stroke.points, *steps])


def test_a_long_line_is_cut_in_its_middle_at_the_erasers_edge() -> None:
    # Half the pen's width is left free too: the round end just touches the eraser.
    left = erase(line((0, 0), (100, 0), width=4), [(50, 0)], 10)
    assert pieces(left) == [[[0, 0], [38, 0]], [[62, 0], [100, 0]]]
    assert {stroke.width for stroke in left.strokes} == {4}


def test_a_line_that_the_eraser_passes_at_its_side_is_cut_where_its_edge_is() -> None:
    left = erase(line((0, 0), (100, 0), width=2), [(50, 3)], 4)
    assert pieces(left) == [[[0, 0], [46, 0]], [[54, 0], [100, 0]]]


def test_a_moved_eraser_takes_all_that_lies_on_its_way() -> None:
    left = erase(line((0, 0), (100, 0), width=2), [(30, 0), (60, 0), (60, 50)], 4)
    assert pieces(left) == [[[0, 0], [25, 0]], [[65, 0], [100, 0]]]
    across = erase(line((0, 0), (100, 0), width=2), [(50, -300), (50, 300)], 4)
    assert pieces(across) == [[[0, 0], [45, 0]], [[55, 0], [100, 0]]]


def test_an_end_is_shortened_and_points_beyond_the_cut_stay() -> None:
    left = erase(line((0, 0), (10, 0), (20, 0), (20, 10)), [(0, 0)], 4)
    assert pieces(left) == [[[5, 0], [10, 0], [20, 0], [20, 10]]]


def test_a_stroke_crossed_twice_becomes_three_in_its_place() -> None:
    before, after = Stroke([(0, 50)], 3), Stroke([(0, 60), (9, 60)], 3)
    middle = Stroke([(0, 0), (20, 0), (20, 10), (0, 10)], 2)
    left = erase(Ink((before, middle, after)), [(10, -5), (10, 15)], 1)
    assert left.strokes[0] is before
    assert left.strokes[-1] is after
    assert pieces(left)[1:-1] == [
        [[0, 0], [8, 0]],
        [[12, 0], [20, 0], [20, 10], [12, 10]],
        [[8, 10], [0, 10]],
    ]


def test_dots_go_as_a_whole_or_stay() -> None:
    dots = Ink.from_strokes([[(0, 0)], [(10, 0)], [(20, 0)], [(10, 0), (10, 0)]], width=2)
    assert pieces(erase(dots, [(10, 1)], 5)) == [[[0, 0]], [[20, 0]]]


def test_a_stroke_that_is_covered_leaves_nothing() -> None:
    assert erase(line((0, 0), (3, 3), (5, 0)), [(2, 2)], 50) == Ink()


def test_what_the_eraser_only_touches_from_outside_is_not_changed() -> None:
    ink = line((0, 0), (100, 0), width=2)
    assert erase(ink, [(0, 11), (100, 11)], 10) is ink
    assert erase(ink, [(111, 0)], 10) is ink
    assert erase_strokes(ink, [(111.001, 0)], 10) is ink
    assert erase_strokes(ink, [(111, 0)], 10).is_blank


def test_a_blank_drawing_stays_blank() -> None:
    blank = Ink()
    assert erase(blank, [(0, 0)], 5) is blank
    assert erase_strokes(blank, [(0, 0)], 5) is blank


def test_whole_strokes_are_taken_where_the_eraser_crosses_between_their_points() -> None:
    ink = Ink.from_strokes([[(0, 0), (100, 0)], [(0, 50), (100, 50)], [(40, 20)]], width=2)
    assert erase_strokes(ink, [(50, -20), (50, 10)], 3).strokes == ink.strokes[1:]
    assert erase_strokes(ink, [(50, -20), (50, 80)], 3).strokes == ink.strokes[2:]


@given(inks, paths, radii)
@example(line((0.0, 0.0), (0.0, 5e-324), (0.0, 9.0)), [(0.0, 0.0)], 3.0)
@example(line((1.0, 1.0), (1.0, 1.0), (9.0, 1.0)), [(5.0, 1.0), (5.0, 1.0)], 1.0)
def test_nothing_that_is_left_is_under_the_eraser(
    ink: Ink, path: list[tuple[float, float]], radius: float
) -> None:
    for stroke in erase(ink, path, radius).strokes:
        nearest = distances(sampled(stroke), path).min()
        assert nearest >= radius + stroke.width / 2 - ROUNDING


@given(inks, paths, radii)
def test_all_that_was_further_away_is_still_there(
    ink: Ink, path: list[tuple[float, float]], radius: float
) -> None:
    left = erase(ink, path, radius)
    for stroke in ink.strokes:
        places = sampled(stroke)
        clear = places[distances(places, path) > radius + stroke.width / 2 + ROUNDING]
        around = [
            distances(clear, other.points) for other in left.strokes if other.width == stroke.width
        ]
        assert not len(clear) or np.min(around, axis=0).max() < ROUNDING


@given(inks, paths, radii)
def test_points_out_of_reach_keep_their_places_and_their_order(
    ink: Ink, path: list[tuple[float, float]], radius: float
) -> None:
    def clear(ink: Ink) -> list[tuple[float, list[float]]]:
        return [
            (stroke.width, point.tolist())
            for stroke in ink.strokes
            for point in stroke.points
            if distances(point, path)[0] > radius + stroke.width / 2 + ROUNDING
        ]

    assert clear(erase(ink, path, radius)) == clear(ink)


@given(inks, paths, radii)
def test_erasing_makes_drawings_shorter_and_never_longer(
    ink: Ink, path: list[tuple[float, float]], radius: float
) -> None:
    left = erase(ink, path, radius)
    assert length(left) <= length(ink) + ROUNDING
    if any(distances(s.points, path).min() < radius for s in ink.strokes if len(s) > 1):
        assert left != ink


@given(inks, paths, radii)
def test_erasing_twice_is_erasing_once(
    ink: Ink, path: list[tuple[float, float]], radius: float
) -> None:
    left = erase(ink, path, radius)
    assert erase(left, path, radius) is left


@given(inks, paths, radii)
def test_strokes_are_taken_whole_if_any_of_them_would_be_erased(
    ink: Ink, path: list[tuple[float, float]], radius: float
) -> None:
    left = erase_strokes(ink, path, radius)
    assert erase(left, path, radius) is left
    assert erase_strokes(left, path, radius) is left
    taken = [stroke for stroke in ink.strokes if stroke not in left.strokes]
    for stroke in taken:
        # Only samples are compared: between two of them the stroke may come nearer.
        assert distances(sampled(stroke), path).min() <= radius + stroke.width / 2 + 2


@given(
    st.lists(st.tuples(*[st.floats(-MAX_COORDINATE, MAX_COORDINATE)] * 2), min_size=1, max_size=6),
    st.lists(st.tuples(*[st.floats(-MAX_COORDINATE, MAX_COORDINATE)] * 2), min_size=1, max_size=3),
    st.floats(1e-6, MAX_COORDINATE / 2),
)
def test_drawings_as_large_as_allowed_are_erased_too(
    stroke: list[tuple[float, float]], path: list[tuple[float, float]], radius: float
) -> None:
    left = erase(line(*stroke), path, radius)
    assert erase(left, path, radius) is left


def test_cutting_into_more_strokes_than_a_drawing_holds_is_refused() -> None:
    rows = Ink.from_strokes([[(0, y), (100, y)] for y in range(MAX_STROKES)], width=0.5)
    with pytest.raises(InkError, match=r"at most 1,000 strokes, this one has 1,\d+. Clear the pad"):
        erase(rows, [(50, 0), (50, 100)], 1)


def test_cutting_into_more_points_than_a_drawing_holds_is_refused() -> None:
    full = Ink.from_strokes([np.linspace((0, 0), (100, 0), MAX_POINTS)], width=1e-5)
    with pytest.raises(InkError, match=r"at most 100,000 points, this one has 100,00[12]"):
        erase(full, [(50.0005, 0)], 1e-5)


@pytest.mark.parametrize("wipe", [erase, erase_strokes])
@pytest.mark.parametrize(
    ("path", "radius"),
    [([], 1), ([(0, math.nan)], 1), ([(0, 2e6)], 1), ([1, 2], 1), ([(0, 0)], 0), ([(0, 0)], -1)],
)
def test_an_eraser_that_could_not_be_a_pen_is_refused(
    wipe: object, path: list[tuple[float, float]], radius: float
) -> None:
    with pytest.raises(InkError):
        wipe(line((0, 0), (9, 9)), path, radius)  # type: ignore[operator]
