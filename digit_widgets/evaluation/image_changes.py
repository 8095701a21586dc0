"""Image changes: shifts, turns, resizes, adds noise, changes the pen, and shuffles the pixels.

All take (N, 28, 28) float32 images in 0..1, N ≥ 1, a strength and a source of chance, return such
images, and leave their input as it is.
"""

from __future__ import annotations

import math
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.imaging.resampling import sample_images

__all__ = ["add_noise", "change_pen", "resize", "shift", "shuffle", "turn"]

Images = NDArray[np.float32]

#: Middle of an image, as the place of a pixel's centre in 0..27, and number of its pixels.
_MIDDLE, _N_PIXELS = (IMAGE_SIZE - 1) / 2, IMAGE_SIZE**2
#: Images that are resampled at a time: bounds the memory.
_AT_A_TIME = 500


def shift(images: Images, pixels: float, _: np.random.Generator) -> Images:
    """Shift (N, 28, 28) images to the right, or, below 0, to the left, in pixels."""
    return _resample(images, np.eye(2), np.array([0.0, -pixels]))


def turn(images: Images, degrees: float, _: np.random.Generator) -> Images:
    """Turn (N, 28, 28) images around their middle, clockwise, or, below 0, anticlockwise."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return _resample(images, np.array([[cos, -sin], [sin, cos]]))


def resize(images: Images, percent: float, _: np.random.Generator) -> Images:
    """Make what is in (N, 28, 28) images larger or smaller, around their middle, in percent."""
    return _resample(images, np.eye(2) / (1 + percent / 100))


def add_noise(images: Images, percent: float, rng: np.random.Generator) -> Images:
    """Add Gaussian noise to (N, 28, 28) images, N ≥ 1; values are cut off at 0 and 1.

    The standard deviation is in percent of full ink. An image's noise depends on the state of `rng`
    and on the image alone: a part of a set is disturbed as it is in the whole set.
    """
    key = int(rng.integers(2**63))
    seeds = [[key, crc32(np.ascontiguousarray(image).tobytes())] for image in images]
    size = (IMAGE_SIZE, IMAGE_SIZE)
    noise = [np.random.default_rng(seed).standard_normal(size, np.float32) for seed in seeds]
    return np.clip(images + np.float32(percent / 100) * np.stack(noise), 0, 1)


def change_pen(images: Images, pixels: float, _: np.random.Generator) -> Images:
    """Make the strokes of (N, 28, 28) images thicker, or, below 0, thinner, in pixels.

    Grey-scale dilation or erosion, with a disc whose edge is as soft as a pixel: an edge of the ink
    moves by half of the pixels.
    """
    if pixels < 0:
        return 1 - _dilate(1 - images, -pixels / 2, outside=1.0)
    return _dilate(images, pixels / 2, outside=0.0)


def shuffle(images: Images, percent: float, rng: np.random.Generator) -> Images:
    """Shuffle this percentage of the pixels of (N, 28, 28) images, in all of them the same way.

    One order of all pixels is drawn from `rng`. The first of them change places in a ring: with a
    higher percentage the same pixels move, and further ones. At 100, each pixel moves.
    """
    order = rng.permutation(_N_PIXELS)
    moved = order[: round(_N_PIXELS * percent / 100)]
    source = np.arange(_N_PIXELS)
    source[moved] = np.roll(moved, 1)
    return images.reshape(-1, _N_PIXELS)[:, source].reshape(images.shape)


def _resample(
    images: Images, inverse: NDArray[np.float64], offset: NDArray[np.float64] | float = 0.0
) -> Images:
    """Move the pixels of (N, 28, 28) images: bilinear, and 0 outside of an image.

    Parameters
    ----------
    inverse, offset
        (2, 2), and (2,) or 0: the map from a pixel's place, as (y, x) from the middle, to the one
        that it is taken from. Where that makes things smaller, a pixel is the mean of several
        places, or thin strokes would get holes.
    """
    n_places = max(1, math.ceil(float(np.abs(np.diag(inverse)).max()) - 1e-9))
    within = (np.arange(n_places) + 0.5) / n_places - 0.5
    steps = (np.arange(IMAGE_SIZE)[:, np.newaxis] + within).ravel() - _MIDDLE
    places = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
    y, x = (places @ inverse.T + offset + _MIDDLE).T[:, np.newaxis].astype(np.float32)
    moved = np.empty_like(images)
    for first in range(0, len(images), _AT_A_TIME):
        part = slice(first, first + _AT_A_TIME)
        sampled = sample_images(images[part], x, y)
        blocks = sampled.reshape(-1, IMAGE_SIZE, n_places, IMAGE_SIZE, n_places)
        moved[part] = blocks.mean(axis=(2, 4))
    return moved


def _dilate(images: Images, radius: float, *, outside: float) -> Images:
    """Return each pixel's largest neighbour within a radius, which counts less at its edge."""
    reach = math.ceil(radius)
    size = IMAGE_SIZE
    framed = np.pad(images, ((0, 0), (reach, reach), (reach, reach)), constant_values=outside)
    largest = images.copy()
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            weight = np.float32(min(1.0, 1 + radius - math.hypot(down, right)))
            if weight > 0 and (down or right):
                top, left = reach + down, reach + right
                moved = framed[:, top : top + size, left : left + size]
                np.maximum(largest, weight * moved, out=largest)
    return largest
