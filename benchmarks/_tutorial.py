"""Tutorial models: what is measured of each, and the digits that they learn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from digit_widgets.data import ImageDataset

__all__ = ["Digits", "Prepare", "Tutorial", "resize"]

Digits = ImageDataset
#: Makes what a model is trained on from (N, 28, 28) images in 0..1.
Prepare = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Tutorial:
    """A model as a tutorial makes it.

    Attributes
    ----------
    name
        What it is, for the table.
    model
        What is given to a pad.
    own
        Share of the test images that it reads, fed by its own tutorial's code.
    stated
        What is stated of it.
    """

    name: str
    model: Any
    own: float
    stated: dict[str, Any] = field(default_factory=dict)


def resize(images: np.ndarray, side: int) -> np.ndarray:
    """Return images of another side, as Pillow resizes them."""
    size = (side, side)
    return np.stack([np.asarray(Image.fromarray(image).resize(size, 2)) for image in images])
