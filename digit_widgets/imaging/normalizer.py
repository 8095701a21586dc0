"""Normaliser: ink, an array or a Pillow image, to the 28×28 that the networks read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.imaging.image_files import load_image
from digit_widgets.imaging.image_normalizer import normalize_image
from digit_widgets.imaging.ink_normalizer import normalize_ink
from digit_widgets.ink import Ink

__all__ = ["normalize", "to_unit_range"]


def to_unit_range(numbers: NDArray[Any]) -> NDArray[np.float32]:
    """Return images of any type of number as float32 in 0..1: integers are taken for 0..255.

    float32 is returned as it is; ranges are not checked. Integers of 0 and 1 alone are a mask.
    """
    if numbers.dtype == np.float32:
        return numbers
    greys = np.issubdtype(numbers.dtype, np.integer) and numbers.max(initial=0) > 1
    shares: NDArray[np.float32] = numbers.astype(np.float32)
    return shares / np.float32(255) if greys else shares


def normalize(source: Ink | ArrayLike | Image.Image) -> NDArray[np.float32]:
    """Turn a drawing or a grey-scale image into what the networks read.

    Parameters
    ----------
    source
        An `Ink`, an image of Pillow, of any kind, or an (H, W) array: integers in 0..255 or floats
        in 0..1. Images may be dark on light or light on dark.

    Returns
    -------
    (28, 28) float32 in 0..1, ink bright on 0, made as MNIST was; zeros if nothing is drawn.

    Raises
    ------
    ImageError
        An array that is no grey-scale image.
    """
    if isinstance(source, Ink):
        return normalize_ink(source)
    return normalize_image(load_image(source) if isinstance(source, Image.Image) else source)
