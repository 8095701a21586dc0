"""Image augmentation: small random distortions, drawn anew for every batch."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.resampling import sample_images

__all__ = ["Augmentation"]

#: Distance of the random knots of an elastic distortion, in pixels.
_KNOT_DISTANCE = 6


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Ranges of a random distortion: affine, drawn uniformly within ±range, and elastic.

    Rotation, scale, shear, shift and bend are combined into one map: an image is resampled
    (bilinearly) once, not five times, and stays as sharp as MNIST.

    Parameters
    ----------
    rotation
        Largest rotation, in degrees.
    scale
        Largest change of size, as a share: 0.1 gives 0.9 to 1.1, drawn separately for x and y.
    shear
        Largest horizontal shear (slant), as x per y.
    shift
        Largest shift along each axis, in pixels.
    bend
        Typical distance, in pixels, by which a smooth random field moves a pixel along each axis:
        an elastic distortion (P. Simard, D. Steinkraus and J. Platt, ICDAR 2003).
    """

    rotation: float = 15.0
    scale: float = 0.2
    shear: float = 0.3
    shift: float = 2.0
    bend: float = 0.8

    def __call__(
        self, images: NDArray[np.float32], rng: np.random.Generator
    ) -> NDArray[np.float32]:
        """Distort (N, H, W) float32 images; values stay in 0..1.

        The same state of `rng` gives the same distortions. Without any range, the images are
        returned themselves.
        """
        if not any(astuple(self)):
            return images
        limits = np.array(
            [
                math.radians(self.rotation),
                self.scale,
                self.scale,
                self.shear,
                self.shift,
                self.shift,
            ]
        )
        drawn = limits[:, np.newaxis] * rng.uniform(-1.0, 1.0, (len(limits), len(images)))
        angle, wider, higher, shear, dx, dy = drawn
        sx, sy = 1.0 / (1.0 + wider), 1.0 / (1.0 + higher)
        cos, sin = np.cos(angle), np.sin(angle)
        # The map goes from output to input pixels: rotate, shear, scale, all around the centre.
        a, b = sx * (cos + shear * sin), sx * (shear * cos - sin)
        c, d = sy * sin, sy * cos
        height, width = images.shape[1:]
        rows, columns = np.mgrid[:height, :width].reshape(2, 1, -1).astype(np.float32)
        cx, cy = (width - 1) / 2.0, (height - 1) / 2.0
        each = [
            values[:, np.newaxis].astype(np.float32)
            for values in (a, b, cx + dx - a * cx - b * cy, c, d, cy + dy - c * cx - d * cy)
        ]
        x = each[0] * columns + each[1] * rows + each[2]
        y = each[3] * columns + each[4] * rows + each[5]
        if self.bend:
            x = x + np.float32(self.bend) * _smooth_field(len(images), height, width, rng)
            y = y + np.float32(self.bend) * _smooth_field(len(images), height, width, rng)
        return sample_images(images, x, y).reshape(images.shape)


def _smooth_field(n: int, height: int, width: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw (N, H * W) float32 values of variance 1 that change smoothly over an image."""
    rows, columns = _spread(height), _spread(width)
    knots = rng.standard_normal((n, rows.shape[1], columns.shape[1]), np.float32)
    field = np.asarray(rows @ knots @ columns.T, np.float32)
    return field.reshape(n, height * width)


@cache
def _spread(size: int) -> NDArray[np.float32]:
    """Return (size, knots) weights by which random knots around an axis make a smooth curve."""
    places = np.arange(size)[:, np.newaxis]
    knots = np.arange(-_KNOT_DISTANCE, size + _KNOT_DISTANCE, _KNOT_DISTANCE)
    weights = np.exp(-0.5 * ((places - knots) / (0.7 * _KNOT_DISTANCE)) ** 2)
    length = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    return np.asarray(weights / length, np.float32)
