"""Disturbances: what each does to an image, and how it is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.evaluation import disturb
from digit_widgets.evaluation.disturbances import DISTURBANCES
from digit_widgets.predictors.feeding.real_digits import load_real_digits

DIGITS = load_real_digits()[0][:20]
NAMES = tuple(DISTURBANCES)


def dot(row: int, column: int) -> NDArray[np.float32]:
    image = np.zeros((1, 28, 28), np.float32)
    image[0, row, column] = 1
    return image


def bar(width: int) -> NDArray[np.float32]:
    """An upright bar around the middle."""
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 4:24, 14 - width // 2 : 14 + width - width // 2] = 1
    return image


def width_of(image: NDArray[np.float32]) -> float:
    return float(image[0, 14].sum())


@pytest.mark.parametrize("name", NAMES)
def test_strength_0_changes_nothing(name: str) -> None:
    np.testing.assert_array_equal(disturb(DIGITS, name, 0), DIGITS)
    # Not because it is left out: as little as can be is all but nothing.
    kind = DISTURBANCES[name]
    slight = kind.apply(DIGITS, 1e-6, np.random.default_rng(0))
    np.testing.assert_allclose(slight, DIGITS, atol=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_every_strength_gives_such_images_and_leaves_the_given_ones(name: str) -> None:
    before = DIGITS.copy()
    kind = DISTURBANCES[name]
    for strength in kind.strengths:
        image = disturb(DIGITS, name, strength)
        assert image.shape == DIGITS.shape
        assert image.dtype == np.float32
        assert image.min() >= 0
        assert image.max() <= 1
        assert strength == 0 or np.abs(image - DIGITS).max() > 0.05
    np.testing.assert_array_equal(DIGITS, before)


@pytest.mark.parametrize("name", NAMES)
def test_an_image_is_disturbed_the_same_way_alone_and_among_others(name: str) -> None:
    strength = DISTURBANCES[name].high
    every = disturb(DIGITS, name, strength)
    np.testing.assert_allclose(disturb(DIGITS[7:9], name, strength), every[7:9], atol=1e-6)


@pytest.mark.parametrize("name", ["noise", "shuffled pixels"])
def test_chance_is_of_the_seed(name: str) -> None:
    first = disturb(DIGITS, name, 50, seed=1)
    np.testing.assert_array_equal(disturb(DIGITS, name, 50, seed=1), first)
    assert np.abs(disturb(DIGITS, name, 50, seed=2) - first).max() > 0.5


def test_a_shift_goes_to_the_right_and_what_leaves_the_image_is_lost() -> None:
    np.testing.assert_array_equal(disturb(dot(3, 10), "shift", 6), dot(3, 16))
    np.testing.assert_array_equal(disturb(dot(3, 10), "shift", -10), dot(3, 0))
    assert not disturb(dot(3, 9), "shift", -10).any()
    half = disturb(dot(3, 10), "shift", 0.5)
    np.testing.assert_allclose(half, (dot(3, 10) + dot(3, 11)) / 2)


def test_a_turn_is_clockwise_around_the_middle() -> None:
    # From the top to the right, and from there back.
    np.testing.assert_allclose(disturb(dot(4, 13), "turn", 90), dot(13, 23), atol=1e-5)
    np.testing.assert_allclose(disturb(dot(13, 23), "turn", -90), dot(4, 13), atol=1e-5)


def test_a_size_is_in_percent_and_keeps_the_middle() -> None:
    for percent in (-50, 40):
        scale = 1 + percent / 100
        resized = disturb(bar(4), "size", percent)
        assert width_of(resized) == pytest.approx(4 * scale, abs=0.2)
        rows, columns = np.nonzero(resized[0])
        assert rows.mean() == pytest.approx(13.5, abs=0.01)
        assert columns.mean() == pytest.approx(13.5, abs=0.01)
        assert resized.sum() == pytest.approx(80 * scale**2, rel=0.06)


def test_small_digits_have_no_holes() -> None:
    ring = disturb(bar(1), "size", -60)
    assert (ring[0, 10:18].sum(axis=1) > 0.3).all()


def test_noise_has_its_standard_deviation_and_one_pattern() -> None:
    grey = np.full((50, 28, 28), 0.5, np.float32)
    grey += np.linspace(0, 1e-3, 50, dtype=np.float32)[:, np.newaxis, np.newaxis]
    noise = disturb(grey, "noise", 10) - grey
    assert noise.std() == pytest.approx(0.1, rel=0.02)
    assert abs(noise.mean()) < 0.002
    # Different images have different noise, and a stronger one is the same pattern.
    assert abs(np.corrcoef(noise[0].ravel(), noise[1].ravel())[0, 1]) < 0.15
    np.testing.assert_allclose(disturb(grey, "noise", 5) - grey, noise / 2, atol=1e-6)


def test_a_pen_is_wider_or_narrower_by_its_pixels() -> None:
    for pixels in (-2, -1, 0.5, 1, 2, 3, 4):
        assert width_of(disturb(bar(6), "pen width", pixels)) == pytest.approx(6 + pixels, abs=0.45)
    assert width_of(disturb(bar(1), "pen width", -2)) == 0


def test_shuffling_moves_a_share_of_the_pixels_the_same_way_in_every_image() -> None:
    places = np.arange(784, dtype=np.float32).reshape(1, 28, 28) / 784
    moved = []
    for percent in (25, 50, 100):
        shuffled = disturb(np.repeat(places, 2, axis=0), "shuffled pixels", percent)
        np.testing.assert_array_equal(shuffled[0], shuffled[1])
        np.testing.assert_array_equal(np.sort(shuffled[0].ravel()), places.ravel())
        moved.append((shuffled[0] != places[0]).ravel())
        assert moved[-1].mean() == pytest.approx(percent / 100, abs=0.001)
    # The pixels that move at a low percentage move at a higher one too.
    assert (moved[0] <= moved[1]).all()


@pytest.mark.parametrize(
    ("name", "strength", "words"),
    [
        ("shift", 6, "6 pixels to the right"),
        ("shift", -1, "1 pixel to the left"),
        ("turn", 30, "30° clockwise"),
        ("turn", -5, "5° anticlockwise"),
        ("size", -20, "20% smaller"),
        ("size", 5, "5% larger"),
        ("noise", 2.5, "noise of 2.5%"),
        ("pen width", 1, "1 pixel thicker"),
        ("pen width", -1.5, "1.5 pixels thinner"),
        ("shuffled pixels", 100, "100% of the pixels shuffled"),
        ("shuffled pixels", 0, "unchanged"),
    ],
)
def test_strengths_have_words(name: str, strength: float, words: str) -> None:
    assert DISTURBANCES[name].describe(strength) == words


@pytest.mark.parametrize("name", NAMES)
def test_strengths_reach_from_end_to_end_over_0(name: str) -> None:
    kind = DISTURBANCES[name]
    assert (kind.strengths[0], kind.strengths[-1]) == (kind.low, kind.high)
    assert 0.0 in kind.strengths
    np.testing.assert_allclose(np.diff(kind.strengths), kind.step)


@pytest.mark.parametrize(
    ("name", "strength", "message"),
    [
        ("shfit", 1, "Did you mean 'shift'"),
        ("blur", 1, "There are: 'shift', 'turn'"),
        (7, 1, "There is no disturbance 7"),
        ("shift", 11, "from -10 to 10, in pixels to the right, not 11"),
        ("noise", -1, "from 0 to 50"),
        ("turn", float("nan"), "not nan"),
        ("turn", "30", "not '30'"),
        ("turn", True, "not True"),
    ],
)
def test_what_there_is_not_is_refused(name: Any, strength: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        disturb(DIGITS, name, strength)


def test_no_images_are_no_images() -> None:
    assert disturb(DIGITS[:0], "noise", 10).shape == (0, 28, 28)
