"""Paths cut off at a pad's edges: only the part inside remains."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_widgets.ink import MAX_COORDINATE, clip_path

WIDTH, HEIGHT = 280.0, 220.0
# Whole numbers give points on edges, and lines along them.
coordinates = st.integers(-100, 400).map(float) | st.floats(-500, 800) | st.sampled_from([0, 280])
paths = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=8).map(np.array)


def parts(*points: tuple[float, float]) -> list[list[list[float]]]:
    return [part.tolist() for part in clip_path(np.array(points, float), WIDTH, HEIGHT)]


def inside(points: NDArray[np.float64], tolerance: float = 0.0) -> NDArray[np.bool_]:
    size = np.array([WIDTH, HEIGHT])
    return ((points >= -tolerance) & (points <= size + tolerance)).all(axis=1)


def sampled(path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return positions all along a path of straight lines, including its points."""
    shares = np.linspace(0, 1, 33)[:, None]
    pieces = [a + (b - a) * shares for a, b in pairwise(path)]
    return np.concatenate([path[:1], *pieces])


def distances(places: NDArray[np.float64], path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance of each position from a path."""
    found = np.hypot(*(places - path[0]).T)
    for start, end in pairwise(path):
        step = end - start
        squared = max(float(step @ step), 1e-300)
        along = ((places - start) @ step / squared).clip(0, 1)
        found = np.minimum(found, np.hypot(*(places - start - along[:, None] * step).T))
    return found


def test_a_path_that_stays_within_is_itself() -> None:
    path = np.array([(0.0, 0.0), (280.0, 220.0), (5.0, 6.0)])
    (part,) = clip_path(path, WIDTH, HEIGHT)
    assert part is path


def test_a_path_that_leaves_and_comes_back_is_cut_in_two() -> None:
    path = [(200, 100), (320, 100), (320, 200), (240, 200)]
    assert parts(*path) == [[[200, 100], [280, 100]], [[280, 200], [240, 200]]]


def test_a_path_beside_the_pad_leaves_nothing() -> None:
    assert parts((300, 10)) == []
    assert parts((-5, -5), (-5, 300), (300, 300)) == []


def test_a_path_across_the_pad_is_cut_at_both_edges() -> None:
    assert parts((-20, 110), (300, 110)) == [[[0, 110], [280, 110]]]


def test_a_path_that_touches_an_edge_leaves_that_point() -> None:
    assert parts((-10, 10), (0, 10), (-10, 20)) == [[[0, 10]]]


@pytest.mark.parametrize("far", [MAX_COORDINATE, -MAX_COORDINATE])
def test_a_path_from_far_away_ends_where_it_ends(far: float) -> None:
    ((start, end),) = parts((far, far), (100, 100))
    assert end == [100, 100]
    assert inside(np.array([start]), 1e-9).all()


@given(paths)
def test_all_that_is_left_lies_within_and_on_the_path(path: NDArray[np.float64]) -> None:
    for part in clip_path(path, WIDTH, HEIGHT):
        assert inside(part).all()
        assert distances(sampled(part), path).max() < 1e-6


@given(paths)
def test_all_of_the_path_that_lies_within_is_left(path: NDArray[np.float64]) -> None:
    left = clip_path(path, WIDTH, HEIGHT)
    within = sampled(path)[inside(sampled(path), -1e-6)]
    if len(within):
        assert np.min([distances(within, part) for part in left], axis=0).max() < 1e-6


@given(paths)
def test_points_within_are_kept_as_they_are_and_in_their_order(
    path: NDArray[np.float64],
) -> None:
    left = [point for part in clip_path(path, WIDTH, HEIGHT) for point in part.tolist()]
    remaining = iter(left)
    assert all(point in remaining for point in path[inside(path)].tolist())
