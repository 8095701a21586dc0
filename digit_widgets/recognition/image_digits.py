"""Image digits: the digits that are found in an image, each with its box."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike
from PIL import Image

from digit_widgets.predictors.base import THRESHOLD
from digit_widgets.recognition.number_reading import GlyphReading
from digit_widgets.recognition.numbers import NumberReader
from digit_widgets.recognition.recognizer import Recognizer, load_with_warning

__all__ = ["find_digits"]


def find_digits(
    image: ArrayLike | Image.Image, model: Any = None, *, threshold: float = THRESHOLD
) -> tuple[GlyphReading, ...]:
    """Find the digits in an image, and read each.

    Parameters
    ----------
    image
        A Pillow image, or an (H, W) grey-scale array: integers in 0..255 or floats in 0..1. Use
        `load_image` for an image file.
    model
        Anything that `load_predictor` takes; by default the bundled reader network. It is called
        only once per image.
    threshold
        The score in 0..1 below which what was found is rejected; 0 rejects nothing.

    Returns
    -------
    The digits, row by row from the top and from left to right, each with its `bounds` in pixels
    of the array, or of the upright Pillow image. What the model rejects is among them, with the
    reason "not a digit"; sheets, frames, shadows and specks are not.

    Raises
    ------
    ArgumentError
        The threshold is not a number in 0..1.
    ImageError
        The array is not a grey-scale image, or has a side of 64 pixels or more and OpenCV is not
        installed.
    ModelError
        The model cannot be loaded, or its output is not probabilities. Exceptions of a function
        given as the model pass through.
    """
    return NumberReader(Recognizer(load_with_warning(model), threshold)).read(image).glyphs
