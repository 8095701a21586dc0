"""Ink or pictures to 28×28 float32, the one form that every network here reads; ink to PNG."""

from digit_widgets.vision.drawing_png import ink_to_png
from digit_widgets.vision.normalizing import (
    MNIST_PEN,
    NormalizingStep,
    ink_steps,
    is_dot,
    normalize_ink,
)
from digit_widgets.vision.picture_files import MAX_PIXELS, MAX_SIDE, load_picture
from digit_widgets.vision.pictures import normalize_picture
from digit_widgets.vision.raster import rasterize
from digit_widgets.vision.sources import normalize

__all__ = [
    "MAX_PIXELS",
    "MAX_SIDE",
    "MNIST_PEN",
    "NormalizingStep",
    "ink_steps",
    "ink_to_png",
    "is_dot",
    "load_picture",
    "normalize",
    "normalize_ink",
    "normalize_picture",
    "rasterize",
]
