"""Ink to pixels: position of the ink, softness of its edge, and cutting off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_widgets.imaging import rasterize
from digit_widgets.imaging.raster import draw_path, rasterize_paths
from digit_widgets.ink import MAX_COORDINATE, Ink, Stroke

coordinates = st.floats(-MAX_COORDINATE, MAX_COORDINATE) | st.floats(-5, 33)
strokes = st.builds(
    Stroke,
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20),
    st.floats(1e-6, MAX_COORDINATE),
)


def line(*points: tuple[float, float], width: float = 4) -> Ink:
    return Ink.from_strokes([points], width=width)


def test_nothing_drawn_is_all_zero() -> None:
    image = rasterize(Ink())
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert not image.any()


def test_the_image_is_as_large_as_asked_for() -> None:
    assert rasterize(line((50, 50)), size=100).shape == (100, 100)
    assert rasterize(line((50, 50)), size=100)[49:51, 49:51].min() == 1


def test_x_goes_right_and_y_goes_down() -> None:
    image = rasterize(line((20.5, 3.5), width=1))
    assert np.unravel_index(image.argmax(), image.shape) == (3, 20)


def test_a_line_is_full_inside_half_at_its_edge_and_nothing_outside() -> None:
    # From y = 10 to y = 14; the edge's ramp is 1.6 pixels wide.
    column = rasterize(line((-50, 12), (80, 12)))[:, 14]
    assert column[10:14] == pytest.approx([0.8125, 1, 1, 0.8125])
    assert column[[9, 14]] == pytest.approx([0.1875, 0.1875])
    assert not column[:9].any()
    assert not column[15:].any()
    on_the_edge = rasterize(line((-50, 12.5), (80, 12.5)))[:, 14]
    assert on_the_edge[[10, 14]] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("shift", [1 / 3, 0.05, 0.5])
def test_a_line_moved_by_a_part_of_a_pixel_looks_moved_by_it(shift: float) -> None:
    rows = np.arange(28) + 0.5

    def middle(y: float) -> float:
        column = rasterize(line((-50, y), (80, y), width=2.4))[:, 14]
        return float(column @ rows / column.sum())

    assert middle(12 + shift) - middle(12) == pytest.approx(shift, abs=0.02)


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_a_shift_by_whole_pixels_moves_the_image_by_as_many(dx: int, dy: int) -> None:
    zigzag = line((11, 12), (16, 11), (12, 16), width=2)
    moved = rasterize(zigzag.transform(1.0, dx, dy))
    np.testing.assert_allclose(moved, np.roll(rasterize(zigzag), (dy, dx), (0, 1)), atol=1e-5)


def test_the_end_of_a_line_is_round() -> None:
    image = rasterize(line((14, 14)))
    for turned in (image.T, image[::-1], image[:, ::-1]):
        np.testing.assert_allclose(turned, image, atol=1e-6)
    # The corners of the dot's box are 1.7 times further out than its sides.
    assert image[12, 12] < image[12, 13]


def test_a_dot_is_the_same_as_a_line_without_length() -> None:
    np.testing.assert_array_equal(rasterize(line((9.2, 7.1))), rasterize(line(*[(9.2, 7.1)] * 5)))


def test_strokes_lie_over_one_another_without_adding_up() -> None:
    across, down = line((5, 14), (23, 14)), line((14, 5), (14, 23))
    both = Ink((*across.strokes, *down.strokes))
    np.testing.assert_array_equal(rasterize(both), np.maximum(rasterize(across), rasterize(down)))


def test_a_line_is_the_same_however_many_points_it_is_made_of() -> None:
    # 3,000 points are more than are compared with the pixels at a time.
    many = np.linspace((3, 4), (25, 20), 3_000)
    np.testing.assert_allclose(
        rasterize(Ink.from_strokes([many], width=3)),
        rasterize(line((3, 4), (25, 20), width=3)),
        atol=1e-4,
    )


def test_a_long_path_is_drawn_from_its_first_to_its_last_point() -> None:
    turns = np.linspace(0, 200 * np.pi, 5_000)
    radius = np.linspace(1, 11, 5_000)
    spiral = np.stack([14 + radius * np.cos(turns), 14 + radius * np.sin(turns)], axis=1)
    image = rasterize(Ink.from_strokes([spiral], width=1))
    rows, columns = np.mgrid[:28, :28] + 0.5
    distance = np.hypot(rows - 14, columns - 14)
    assert image[(distance > 1) & (distance < 11)].min() > 0.5
    assert not image[distance > 12.5].any()


def test_a_path_in_a_large_image_is_all_its_segments_drawn_one_by_one() -> None:
    path = np.random.default_rng(0).uniform((-20, -20), (320, 220), (60, 2))
    whole, parts = np.zeros((2, 200, 300), dtype=np.float32)
    draw_path(whole, path, 7.0, 1.0)
    for i in range(len(path) - 1):
        draw_path(parts, path[i : i + 2], 7.0, 1.0)
    np.testing.assert_array_equal(whole, parts)


def test_ink_outside_the_image_is_cut_off() -> None:
    assert not rasterize(line((-20, -20), (-5, -5))).any()
    np.testing.assert_allclose(
        rasterize(line((-1_000, 14), (1_000, 14))), rasterize(line((-9, 14), (40, 14))), atol=1e-3
    )


@given(st.lists(strokes, max_size=4).map(tuple).map(Ink))
def test_all_ink_gives_values_from_0_to_1(ink: Ink) -> None:
    image = rasterize(ink)
    assert np.isfinite(image).all()
    assert image.min() >= 0
    assert image.max() <= 1


near = st.lists(st.tuples(st.floats(-5, 33), st.floats(-5, 33)), min_size=1, max_size=60)


@given(st.lists(near, min_size=1, max_size=12), st.floats(0.5, 5))
def test_paths_drawn_together_look_as_each_does_alone(
    paths: list[list[tuple[float, float]]], width: float
) -> None:
    together = rasterize_paths([np.array(path) for path in paths], width)
    assert together.dtype == np.float32
    for image, path in zip(together, paths, strict=True):
        alone = rasterize(line(*path, width=width))
        # Thinning may drop a point, a fifth of a pixel away.
        np.testing.assert_allclose(image, alone, atol=0.15)


def test_many_long_paths_are_drawn_a_few_at_a_time() -> None:
    rng = np.random.default_rng(0)
    paths = [rng.uniform(0, 28, (400, 2)) for _ in range(12)]
    together = rasterize_paths(paths, 2.4)
    for image, path in zip(together, paths, strict=True):
        np.testing.assert_allclose(image, rasterize_paths([path], 2.4)[0])
