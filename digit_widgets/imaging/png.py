"""PNG encoding: turns arrays of grey values or colours into images for the page."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["color_png", "grey_pixels", "grey_png"]


def grey_pixels(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Convert numbers in 0..1 to uint8 in 0..255, 0 black and 255 white, in the same shape."""
    return np.round(values * 255).astype(np.uint8)


def grey_png(values: NDArray[np.float32]) -> bytes:
    """Encode (h, w) numbers in 0..1, 0 black and 1 white, as a PNG."""
    stream = io.BytesIO()
    Image.fromarray(grey_pixels(values)).save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def color_png(colors: NDArray[np.float32]) -> bytes:
    """Encode (h, w, 3) numbers in 0..1, of red, green and blue, as a PNG."""
    stream = io.BytesIO()
    Image.fromarray(grey_pixels(colors)).save(stream, "PNG", compress_level=1)
    return stream.getvalue()
