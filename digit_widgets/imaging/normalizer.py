"""Normaliser: turns ink, an array or a Pillow image into the networks' 28×28 input."""

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
    """Convert numbers of any type to float32 in 0..1; integers are taken as 0..255.

    float32 is returned unchanged; ranges are not checked. Integers of only 0 and 1 are a mask.
    """
    if numbers.dtype == np.float32:
        return numbers
    greys = np.issubdtype(numbers.dtype, np.integer) and numbers.max(initial=0) > 1
    shares: NDArray[np.float32] = numbers.astype(np.float32)
    return shares / np.float32(255) if greys else shares


def normalize(source: Ink | ArrayLike | Image.Image) -> NDArray[np.float32]:
    """Turn a drawing or a grey-scale image into the networks' input.

    Parameters
    ----------
    source
        An `Ink`, a Pillow image of any kind, or an (H, W) array: integers in 0..255 or floats in
        0..1. Images may be dark on light or light on dark.

    Returns
    -------
    (28, 28) float32 in 0..1, bright ink on 0, made like MNIST's; zeros if nothing is drawn.

    Raises
    ------
    ImageError
        The array is not a grey-scale image.
    """
    if isinstance(source, Ink):
        return normalize_ink(source)
    return normalize_image(load_image(source) if isinstance(source, Image.Image) else source)
