"""PNG encoding: arrays of grey values as images that pages show."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["grey_pixels", "grey_png"]


def grey_pixels(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Round numbers in 0..1 to 0..255, 0 black and 255 white, in their shape."""
    return np.round(values * 255).astype(np.uint8)


def grey_png(values: NDArray[np.float32]) -> bytes:
    """Make a PNG of (h, w) numbers in 0..1, 0 black and 1 white."""
    stream = io.BytesIO()
    Image.fromarray(grey_pixels(values)).save(stream, "PNG", compress_level=1)
    return stream.getvalue()
