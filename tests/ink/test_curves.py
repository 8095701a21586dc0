"""Curves: through all points, smooth in bends, sharp at corners, as one line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_widgets.ink import (
    MAX_COORDINATE,
    MAX_POINTS,
    Ink,
    bezier_segments,
    flatten_curves,
    smooth_polyline,
)
from tests.support.geometry import distances

coordinates = st.integers(0, 20).map(float) | st.floats(-300, 300)
points = st.tuples(coordinates, coordinates)
strokes = st.lists(points, min_size=1, max_size=12).map(np.array)
longer_strokes = st.lists(points, min_size=2, max_size=12).map(np.array)
widths = st.floats(1, 40)
#: Wider than any curve here strays from its line: the pen's width limits nothing.
WIDE = 10_000.0


def curve(segment: NDArray[np.float64], t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points on one cubic Bézier curve, by de Casteljau's algorithm."""
    places = np.repeat(segment[None], len(t), axis=0)
    while places.shape[1] > 1:
        places = places[:, :-1] + (places[:, 1:] - places[:, :-1]) * t[:, None, None]
    return places[:, 0]


def barry_goldman(p: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return a point between the second and third of four points, by the textbook's pyramid."""
    knots = np.cumsum([0, *np.sqrt(np.hypot(*np.diff(p, axis=0).T))])
    t = knots[1] + share * (knots[2] - knots[1])
    for width in (1, 2):
        p = np.array(
            [
                ((knots[i + width] - t) * p[i] + (t - knots[i]) * p[i + 1])
                / (knots[i + width] - knots[i])
                for i in range(len(p) - 1)
            ]
        )
    return np.asarray(((knots[2] - t) * p[0] + (t - knots[1]) * p[1]) / (knots[2] - knots[1]))


@given(strokes)
def test_the_curve_goes_through_all_points_in_their_order(stroke: NDArray[np.float64]) -> None:
    segments = bezier_segments(stroke, WIDE)
    assert segments.shape == (len(stroke) - 1, 4, 2)
    np.testing.assert_array_equal(segments[:, 0], stroke[:-1])
    np.testing.assert_array_equal(segments[:, 3], stroke[1:])


@given(longer_strokes, points)
def test_one_more_point_changes_the_last_segment_alone(
    stroke: NDArray[np.float64], point: tuple[float, float]
) -> None:
    before, after = bezier_segments(stroke, WIDE), bezier_segments(np.vstack([stroke, point]), WIDE)
    kept = len(before) - 1
    np.testing.assert_array_equal(after[:kept], before[:kept])


def test_a_segment_sees_one_point_before_it_and_one_behind() -> None:
    stroke = np.array([(0, 0), (3, 9), (10, 4), (12, 0), (20, 7), (25, 1)], float)
    # The second of three segments: a neighbour on each side, as in the whole stroke.
    np.testing.assert_array_equal(
        bezier_segments(stroke[1:5], WIDE)[1], bezier_segments(stroke, WIDE)[2]
    )


@given(longer_strokes)
def test_the_curve_has_one_direction_at_each_point(stroke: NDArray[np.float64]) -> None:
    segments = bezier_segments(stroke, WIDE)
    arriving = segments[:-1, 3] - segments[:-1, 2]
    leaving = segments[1:, 1] - segments[1:, 0]
    sizes = np.hypot(*arriving.T) * np.hypot(*leaving.T)
    np.testing.assert_allclose((arriving * leaving).sum(axis=1), sizes, rtol=1e-4, atol=1e-6)


@given(longer_strokes)
def test_between_two_points_the_curve_only_goes_forward_and_strays_by_a_quarter_at_most(
    stroke: NDArray[np.float64],
) -> None:
    for segment in bezier_segments(stroke, WIDE):
        chord = segment[3] - segment[0]
        distance = float(np.hypot(*chord))
        places = curve(segment, np.linspace(0, 1, 33)) - segment[0]
        if distance < 1e-9:
            assert np.abs(places).max() < 1e-8
            continue
        forward = places @ chord / distance
        aside = places @ [-chord[1], chord[0]] / distance
        assert np.diff(forward).min() >= -1e-9
        assert np.abs(aside).max() <= distance / 4 + 1e-9


def test_the_curve_is_the_centripetal_catmull_rom_spline() -> None:
    four = np.array([(0, 0), (3, 2), (40, 4), (42, 3)], float)
    shares = np.linspace(0, 1, 11)
    expected = [barry_goldman(four, share) for share in shares]
    np.testing.assert_allclose(curve(bezier_segments(four, WIDE)[1], shares), expected, atol=1e-9)


@given(strokes, st.floats(0.1, 10), st.floats(-np.pi, np.pi))
def test_a_turned_and_scaled_stroke_has_a_turned_and_scaled_curve(
    stroke: NDArray[np.float64], scale: float, turn: float
) -> None:
    matrix = scale * np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    # Points that nearly coincide would be separated or merged by rounding.
    stroke = np.round(stroke, 2)
    np.testing.assert_allclose(
        bezier_segments(stroke @ matrix, WIDE), bezier_segments(stroke, WIDE) @ matrix, atol=1e-6
    )


@given(longer_strokes)
def test_a_stroke_drawn_backwards_is_the_same_curve(stroke: NDArray[np.float64]) -> None:
    np.testing.assert_allclose(
        bezier_segments(stroke[::-1], WIDE), bezier_segments(stroke, WIDE)[::-1, ::-1], atol=1e-9
    )


def test_evenly_spaced_points_on_a_line_give_a_line_run_through_evenly() -> None:
    stroke = np.linspace((0, 0), (30, 60), 6)
    thirds = np.linspace(stroke[:-1], stroke[1:], 4, axis=1)
    np.testing.assert_allclose(bezier_segments(stroke, WIDE), thirds, atol=1e-12)


def test_a_circles_points_give_nearly_a_circle_up_to_both_ends() -> None:
    turns = np.linspace(0, 4, 12)
    stroke = 100 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    radii = np.hypot(*smooth_polyline(stroke, WIDE, 0.01).T)
    assert radii == pytest.approx(np.full(len(radii), 100), abs=0.2)


def test_points_that_coincide_are_no_trouble() -> None:
    same = np.full((4, 2), 7.0)
    np.testing.assert_array_equal(bezier_segments(same, WIDE), np.full((3, 4, 2), 7.0))
    doubled = np.array([(0, 0), (0, 0), (10, 5), (10, 5), (20, 0)], float)
    assert np.isfinite(bezier_segments(doubled, WIDE)).all()


@given(strokes, st.floats(0.01, 1))
def test_the_lines_of_a_smooth_path_pass_all_points_and_keep_to_the_curve(
    stroke: NDArray[np.float64], tolerance: float
) -> None:
    path = smooth_polyline(stroke, WIDE, tolerance)
    places = [np.flatnonzero((path == point).all(axis=1)) for point in stroke]
    assert all(len(found) for found in places)
    np.testing.assert_array_equal(path[[0, -1]], stroke[[0, -1]])
    for segment in bezier_segments(stroke, WIDE):
        places = curve(segment, np.linspace(0, 1, 9))
        assert distances(places, path).max() <= tolerance + 1e-9


def test_a_straight_line_needs_no_more_points() -> None:
    assert len(smooth_polyline(np.array([(0, 0), (500, 20)], float), WIDE, 0.01)) == 2


def test_a_curve_as_large_as_allowed_is_made_of_a_bounded_number_of_lines() -> None:
    bend = np.array([(-1, 0), (-0.5, 0.8), (0.5, 0.8), (1, 0)]) * MAX_COORDINATE
    assert len(smooth_polyline(bend, MAX_COORDINATE, 1e-3)) == 1 + 3 * 64


@given(st.floats(90, 180), st.floats(0, 360), st.floats(1, 200), st.floats(1, 200), widths)
def test_a_turn_of_a_right_angle_or_more_is_a_corner(
    turn: float, begun: float, before: float, after: float, width: float
) -> None:
    first, second = np.radians(begun), np.radians(begun + turn)
    corner = before * np.array([np.cos(first), np.sin(first)])
    end = corner + after * np.array([np.cos(second), np.sin(second)])
    stroke = np.stack([np.zeros(2), corner, end])
    path = smooth_polyline(stroke, width, 0.01)
    assert distances(path, stroke).max() < 1e-9 * (before + after) + 1e-9


@given(st.integers(6, 40), st.floats(5, 140))
def test_a_ring_of_six_points_or_more_is_round(n: int, radius: float) -> None:
    turns = np.linspace(0, 2 * np.pi, n + 1)
    ring = radius * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    path = smooth_polyline(ring, WIDE, radius / 1000)
    steps = np.diff(path, axis=0)
    angles = np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])))
    # No corner: the direction changes in small steps, at the points as between them.
    assert np.abs(angles).max() < np.radians(20)
    inside = path[len(path) // n : -len(path) // n]
    assert np.hypot(*inside.T) == pytest.approx(np.full(len(inside), radius), rel=0.03)


@given(longer_strokes, widths)
def test_no_curve_strays_from_its_line_by_more_than_half_its_pens_width(
    stroke: NDArray[np.float64], width: float
) -> None:
    for number, segment in enumerate(bezier_segments(stroke, width)):
        line = stroke[number : number + 2]
        places = curve(segment, np.linspace(0, 1, 33))
        assert distances(places, line).max() <= width / 2 + 1e-9


@given(longer_strokes, widths)
def test_a_pens_width_takes_nothing_from_a_curves_direction(
    stroke: NDArray[np.float64], width: float
) -> None:
    free, held = bezier_segments(stroke, WIDE), bezier_segments(stroke, width)
    for inner, end in ((1, 0), (2, 3)):
        long, short = free[:, inner] - free[:, end], held[:, inner] - held[:, end]
        across = long[:, 0] * short[:, 1] - long[:, 1] * short[:, 0]
        np.testing.assert_allclose(across, 0, atol=1e-6)
        assert (np.hypot(*short.T) <= np.hypot(*long.T) + 1e-9).all()


def test_a_seven_of_three_points_ends_at_its_own_corner() -> None:
    seven = Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16)
    assert flatten_curves(seven).bounds == pytest.approx(seven.bounds)


def test_a_flattened_drawing_keeps_its_points_widths_and_limit() -> None:
    ring = [(140 + 60 * np.cos(turn), 140 + 60 * np.sin(turn)) for turn in np.linspace(0, 6, 12)]
    ink = Ink((*Ink.from_strokes([ring], width=16).strokes, *Ink.from_strokes([[(3, 4)]]).strokes))
    flat = flatten_curves(ink)
    assert [stroke.width for stroke in flat.strokes] == [16, 1]
    assert {tuple(point) for point in ink.strokes[0].points} <= {
        tuple(point) for point in flat.strokes[0].points
    }
    assert len(flat.strokes[0]) > len(ink.strokes[0])
    assert flatten_curves(Ink()) == Ink()


def test_a_drawing_of_very_many_bends_is_followed_as_closely_as_a_drawing_can_be() -> None:
    turns = np.arange(MAX_POINTS // 2) * 0.9
    rings = 100 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    flat = flatten_curves(Ink.from_strokes([rings], width=40))
    assert MAX_POINTS // 2 <= flat.n_points <= MAX_POINTS
