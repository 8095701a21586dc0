"""The grey between pixels, and outside of images."""

from __future__ import annotations

import numpy as np

from digit_widgets.imaging.resampling import sample_images

IMAGES = np.random.default_rng(0).random((3, 5, 4)).astype(np.float32)


def test_pixels_are_themselves_and_places_between_them_are_mixed() -> None:
    y, x = np.mgrid[:5, :4].reshape(2, 1, -1).astype(np.float32)
    np.testing.assert_array_equal(sample_images(IMAGES, x, y), IMAGES.reshape(3, -1))
    x, y = (np.full((3, 1), place, np.float32) for place in (1.25, 2.5))
    upper, lower = (0.75 * IMAGES[:, row, 1] + 0.25 * IMAGES[:, row, 2] for row in (2, 3))
    np.testing.assert_allclose(sample_images(IMAGES, x, y)[:, 0], (upper + lower) / 2, rtol=1e-6)


def test_outside_is_nothing_at_all_and_half_a_pixel_outside_is_half() -> None:
    for x, y in ((-1, 2), (4, 2), (1, -1), (1, 5), (-9, -9), (400, 2), (1, 400)):
        places = (np.full((1, 1), each, np.float32) for each in (x, y))
        assert not sample_images(IMAGES, *places).any()
    edge = sample_images(IMAGES, np.full((1, 1), 3.5, np.float32), np.full((1, 1), 2, np.float32))
    np.testing.assert_allclose(edge[:, 0], IMAGES[:, 2, 3] / 2, rtol=1e-6)
