"""Whatever a digit comes as, to 28×28."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_widgets.ink import Ink
from digit_widgets.vision.normalizing import normalize_ink
from digit_widgets.vision.pictures import normalize_picture

__all__ = ["normalize"]


def normalize(source: Ink | ArrayLike) -> NDArray[np.float32]:
    """Turn a drawing or a grey-scale picture into what the networks read.

    Parameters
    ----------
    source
        An `Ink`, or an (H, W) array: integers in 0..255 or floats in 0..1, dark on light or
        light on dark.

    Returns
    -------
    (28, 28) float32 in 0..1, ink bright on 0, made as MNIST was; zeros if nothing is drawn.

    Raises
    ------
    ImageError
        An array that is no grey-scale picture.
    """
    return normalize_ink(source) if isinstance(source, Ink) else normalize_picture(source)
