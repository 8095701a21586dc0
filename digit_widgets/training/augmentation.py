"""Small random distortions of MNIST images, made afresh for every batch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

__all__ = ["Augmentation"]

#: A bend is drawn at so many places along each side; in between it changes smoothly.
_KNOTS = 6
#: Parts the randomness of the bends from that of the rest.
_BENDS = 2**30


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Ranges of a random distortion; each value is drawn uniformly within ±range.

    Rotation, scale, shear, shift and bends are joined into one map, so that an image is resampled
    (bilinearly) once, not five times, and stays as sharp as MNIST. Bends are what P. Simard et
    al. call elastic ("Best Practices for Convolutional Neural Networks Applied to Visual Document
    Analysis", 2003).

    Parameters
    ----------
    rotation
        Largest rotation, in degrees.
    scale
        Largest change of size, as a share: 0.1 gives 0.9 to 1.1, drawn for x and y apart.
    shear
        Largest horizontal shear (slant), as x per y.
    shift
        Largest shift along each axis, in pixels.
    bend
        Largest further shift along each axis, in pixels, of each of 6 × 6 places of the image.
    """

    rotation: float = 15.0
    scale: float = 0.2
    shear: float = 0.3
    shift: float = 2.0
    bend: float = 0.0

    def __call__(self, images: Any, seed: Any) -> Any:
        """Distort (N, 28, 28, 1) float32 images; values stay in 0..1.

        `seed` is two integers, or a tensor of them, below 2^30. The same seed gives the same
        distortions, whatever was drawn before: a training that is resumed goes on as if it had
        not stopped.
        """
        n, side = tf.shape(images)[0], images.shape[1]
        limits = (
            math.radians(self.rotation),
            self.scale,
            self.scale,
            self.shear,
            self.shift,
            self.shift,
        )
        unit = tf.random.stateless_uniform((len(limits), n, 1, 1), seed, -1.0, 1.0)
        angle, wider, higher, shear, dx, dy = (
            limit * values for limit, values in zip(limits, tf.unstack(unit), strict=True)
        )
        cos, sin = tf.cos(angle), tf.sin(angle)
        middle = (side - 1) / 2.0
        along = tf.range(side, dtype=tf.float32) - middle
        x, y = along[tf.newaxis, tf.newaxis, :], along[tf.newaxis, :, tf.newaxis]
        bends = self._bends(n, side, seed)
        # The map goes from output to input pixels: rotate, shear, scale, all about the centre.
        source_x = ((cos + shear * sin) * x + (shear * cos - sin) * y) / (1.0 + wider)
        source_y = (sin * x + cos * y) / (1.0 + higher)
        return _sampled(
            images[..., 0],
            source_x + dx + bends[..., 0] + middle,
            source_y + dy + bends[..., 1] + middle,
        )[..., tf.newaxis]

    def _bends(self, n: Any, side: int, seed: Any) -> Any:
        """Draw (N, side, side, 2) smooth shifts."""
        knots = tf.random.stateless_uniform(
            (n, _KNOTS, _KNOTS, 2), (seed[0], seed[1] + _BENDS), -self.bend, self.bend
        )
        return tf.image.resize(knots, (side, side), method="bicubic")


def _sampled(images: Any, x: Any, y: Any) -> Any:
    """Sample (N, side, side) images bilinearly at (N, side, side) places; 0 beside them."""
    side = images.shape[1]
    x, y = (tf.clip_by_value(axis, -1.0, float(side)) for axis in (x, y))
    left, top = tf.floor(x), tf.floor(y)
    right_share, lower_share = x - left, y - top
    # A border of zeros stands for all that is beside the image.
    bordered = tf.pad(images, [[0, 0], [1, 2], [1, 2]])
    row = side + 3
    first = tf.range(tf.shape(images)[0])[:, tf.newaxis, tf.newaxis] * row * row
    place = first + (tf.cast(top, tf.int32) + 1) * row + tf.cast(left, tf.int32) + 1
    values = tf.reshape(bordered, (-1,))
    upper, lower = (
        tf.gather(values, place + below) * (1.0 - right_share)
        + tf.gather(values, place + below + 1) * right_share
        for below in (0, row)
    )
    return upper * (1.0 - lower_share) + lower * lower_share
