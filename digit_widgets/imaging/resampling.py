"""Resampling: the grey of images between their pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["sample_images"]


def sample_images(
    images: NDArray[np.float32], x: NDArray[np.float32], y: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Interpolate images bilinearly; outside of an image is 0.

    Parameters
    ----------
    images
        (N, H, W) float32.
    x, y
        (N, P) float32: the places in each image, in pixels, 0 in the middle of its first one; or
        (1, P), the same in all.

    Returns
    -------
    (N, P) float32.
    """
    n, height, width = images.shape
    framed = np.pad(images, ((0, 0), (1, 2), (1, 2)))
    wide = width + 3
    # Places in the framed image, no further out than its frame, which is 0.
    x = np.clip(x + 1.0, 0.0, width + 1.0)
    y = np.clip(y + 1.0, 0.0, height + 1.0)
    left, top = x.astype(np.int32), y.astype(np.int32)
    x, y = x - left.astype(np.float32), y - top.astype(np.float32)
    first = np.arange(n, dtype=np.int32)[:, np.newaxis] * ((height + 3) * wide)
    corner = first + top * wide + left
    pixels = framed.ravel()
    above = pixels.take(corner) * (1.0 - x) + pixels.take(corner + 1) * x
    below = pixels.take(corner + wide) * (1.0 - x) + pixels.take(corner + wide + 1) * x
    sampled: NDArray[np.float32] = above * (1.0 - y) + below * y
    return sampled
