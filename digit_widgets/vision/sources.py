"""Whatever a digit comes as, to 28×28."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.ink import Ink
from digit_widgets.vision.normalizing import normalize_ink
from digit_widgets.vision.picture_files import load_picture
from digit_widgets.vision.pictures import normalize_picture

__all__ = ["as_shares", "normalize"]


def as_shares(numbers: NDArray[Any]) -> NDArray[np.float32]:
    """Return pictures of any type of number as float32 in 0..1: integers are taken for 0..255.

    float32 is returned as it is; ranges are not checked. Integers of 0 and 1 alone are a mask.
    """
    if numbers.dtype == np.float32:
        return numbers
    greys = np.issubdtype(numbers.dtype, np.integer) and numbers.max(initial=0) > 1
    shares: NDArray[np.float32] = numbers.astype(np.float32)
    return shares / np.float32(255) if greys else shares


def normalize(source: Ink | ArrayLike | Image.Image) -> NDArray[np.float32]:
    """Turn a drawing or a grey-scale picture into what the networks read.

    Parameters
    ----------
    source
        An `Ink`, a picture of Pillow, of any kind, or an (H, W) array: integers in 0..255 or floats
        in 0..1. Pictures may be dark on light or light on dark.

    Returns
    -------
    (28, 28) float32 in 0..1, ink bright on 0, made as MNIST was; zeros if nothing is drawn.

    Raises
    ------
    ImageError
        An array that is no grey-scale picture.
    """
    if isinstance(source, Ink):
        return normalize_ink(source)
    return normalize_picture(load_picture(source) if isinstance(source, Image.Image) else source)
