"""Grey conversion: an image of any mode as eight-bit grey pixels, shrunk if it is large."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["WORKING_SIDE", "convert_to_grey"]

#: Larger images are shrunk by whole factors, to sides of less than twice this.
WORKING_SIDE = 1024
#: Rows converted to grey at a time: bounds the memory needed besides the decoded image.
_STRIP = 512


def convert_to_grey(image: Image.Image) -> tuple[Image.Image, int]:
    """Convert any image to grey, shrunk by a whole factor if it is large; return both.

    Parameters
    ----------
    image
        An image of any mode of Pillow; its pixels are loaded.

    Returns
    -------
    An image of mode "L", with sides of less than twice `WORKING_SIDE`, and the factor, ≥ 1.
    """
    image.load()
    turned_grey = _deep(image) if _is_deep(image) else _flat(image)
    factor = max(1, max(image.size) // WORKING_SIDE)
    height = -(-image.height // factor)
    small = Image.new("L", (-(-image.width // factor), height))
    rows = max(1, _STRIP // factor) * factor
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        small.paste(turned_grey(strip).reduce(factor), (0, top // factor))
    return small, factor


def _flat(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Return a converter of eight-bit pixels to grey, over white paper, or black for bright ink."""
    if not image.has_transparency_data:
        return lambda strip: strip.convert("L")
    paper = "black" if _is_bright(image) else "white"

    def over_paper(strip: Image.Image) -> Image.Image:
        rgba = strip.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", rgba.size, paper), rgba).convert("L")

    return over_paper


def _is_bright(image: Image.Image) -> bool:
    """Return True if the ink on a transparent ground is too bright to show on white."""
    weighed, weight, least = 0.0, 0.0, 255
    for strip in _strips(image):
        rgba = strip.convert("RGBA")
        alpha = np.asarray(rgba.getchannel("A"), dtype=np.float32)
        weight += float(alpha.sum(dtype=np.float64))
        weighed += float((alpha * np.asarray(rgba.convert("L"))).sum(dtype=np.float64))
        least = min(least, int(alpha.min()))
    return least < 255 and weighed > 127 * weight


def _is_deep(image: Image.Image) -> bool:
    return image.mode in {"I", "F"} or image.mode.startswith("I;16")


def _deep(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Return a converter that maps the image's own range of deep grey, 16 bits or more, to 0..255.

    Pillow would cut it off at 255.
    """
    ranges = [(grey.min(), grey.max()) for grey in map(_numbers, _strips(image))]
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    span = float(high) - float(low) or 1.0

    def stretch(strip: Image.Image) -> Image.Image:
        return Image.fromarray(np.round((_numbers(strip) - low) / span * 255).astype(np.uint8))

    return stretch


def _numbers(strip: Image.Image) -> NDArray[np.float64]:
    return np.nan_to_num(np.asarray(strip, dtype=np.float64))


def _strips(image: Image.Image) -> Iterator[Image.Image]:
    for top in range(0, image.height, _STRIP):
        yield image.crop((0, top, image.width, min(top + _STRIP, image.height)))
