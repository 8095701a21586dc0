"""Drawing files: a drawing in the formats that a page can download or copy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging import ink_to_png
from digit_widgets.imaging.png import grey_png
from digit_widgets.ink import Ink, ink_to_json, ink_to_svg

__all__ = ["make_file", "media_type"]

_TYPES = {"svg": "image/svg+xml", "json": "application/json"}


def media_type(name: str) -> str:
    """Return the media type of a format: "png", "svg", "json" or "28x28"."""
    return _TYPES.get(name, "image/png")


def make_file(
    name: str, ink: Ink, sides: tuple[int, int], image: NDArray[np.float32] | None
) -> bytes:
    """Return a drawing as a file.

    Parameters
    ----------
    name
        The format: "png", "svg", "json", or "28x28" for the model's input.
    ink
        The drawing.
    sides
        Width and height of its surface, in CSS pixels.
    image
        (28, 28) float32 in 0..1: the model's input. If None, "28x28" returns the "png".
    """
    if name == "svg":
        return ink_to_svg(ink, *sides).encode()
    if name == "json":
        return ink_to_json(ink).encode()
    return grey_png(image) if name == "28x28" and image is not None else ink_to_png(ink, *sides)
