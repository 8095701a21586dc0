"""Image augmentation: small random distortions, drawn anew for every batch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import tensorflow as tf
from keras import ops

__all__ = ["Augmentation"]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Ranges of a random affine distortion; each value is drawn uniformly within ±range.

    Rotation, scale, shear and shift are combined into one matrix: an image is resampled
    (bilinearly) once, not four times, and stays as sharp as MNIST.

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
    """

    rotation: float = 15.0
    scale: float = 0.2
    shear: float = 0.3
    shift: float = 2.0

    def __call__(self, images: Any, seed: Any) -> Any:
        """Distort (N, 28, 28, 1) float32 images; values stay in 0..1.

        `seed` is two integers, or a tensor of them. The same seed gives the same distortions,
        independent of earlier calls: a resumed training continues as if it had not stopped.
        """
        n, height, width = ops.shape(images)[0], images.shape[1], images.shape[2]
        limits = (
            math.radians(self.rotation),
            self.scale,
            self.scale,
            self.shear,
            self.shift,
            self.shift,
        )
        unit = tf.random.stateless_uniform((len(limits), n), seed, -1.0, 1.0)
        angle, wider, higher, shear, dx, dy = (
            limit * values for limit, values in zip(limits, tf.unstack(unit), strict=True)
        )
        sx, sy = 1.0 / (1.0 + wider), 1.0 / (1.0 + higher)
        cos, sin = ops.cos(angle), ops.sin(angle)
        # The map goes from output to input pixels: rotate, shear, scale, all around the centre.
        a, b = sx * (cos + shear * sin), sx * (shear * cos - sin)
        c, d = sy * sin, sy * cos
        cx, cy = (width - 1) / 2.0, (height - 1) / 2.0
        tx = cx + dx - a * cx - b * cy
        ty = cy + dy - c * cx - d * cy
        zero = ops.zeros_like(a)
        transform = ops.stack([a, b, tx, c, d, ty, zero, zero], axis=1)
        return ops.image.affine_transform(images, transform, interpolation="bilinear")
