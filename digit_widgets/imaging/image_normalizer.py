"""Image normaliser: a grey-scale image of one digit to the networks' 28×28 input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.errors import ImageError
from digit_widgets.imaging.digit_fitting import fit_digit
from digit_widgets.imaging.grey_conversion import WORKING_SIDE
from digit_widgets.imaging.image_files import check_size
from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.imaging.photo.strokes import Strokes, find_strokes

__all__ = ["check_image", "find_image_strokes", "normalize_image"]

#: Images with smaller sides, such as MNIST's, are taken as drawings of one digit, and so are bands
#: that are lower or narrower than the second.
_PHOTOGRAPH, _BAND = 64, 16
#: Less contrast than this, in 0..1, is blank paper.
_MIN_CONTRAST = 0.05


def normalize_image(image: ArrayLike) -> NDArray[np.float32]:
    """Turn a grey-scale image of one digit into a (28, 28) float32 image like MNIST's.

    The digit is cut out, shrunk to fit 20×20 with its aspect ratio kept, and placed with its centre
    of mass in the middle. In an image with a side of 64 pixels or more, it is the largest one that
    `digit_widgets.image_steps` shows, and strokes much thinner than MNIST's are thickened. A
    smaller image is one digit as a whole; its border decides if it is dark on light or light on
    dark.

    Parameters
    ----------
    image
        (H, W) numbers: integers in 0..255, floats in 0..1, or a mask of booleans or of 0 and 1.
        Contrast of less than 5 % of the range counts as blank paper.

    Returns
    -------
    (28, 28) float32 in 0..1, bright ink on 0; zeros if the paper is blank.

    Raises
    ------
    ImageError
        The array has another shape or type, is empty, has values out of range, NaN or infinite, or
        is larger than 50 megapixels or 20,000 pixels a side; or a side has 64 pixels or more, and
        OpenCV is not installed.
    """
    array = check_image(image)
    if not _is_photograph(array):
        return fit_digit(_ink(array), thicken=False)
    strokes = find_strokes(_downscale(array)[0])
    pieces = strokes.main_pieces()
    if not pieces:
        return np.zeros((IMAGE_SIZE, IMAGE_SIZE), dtype=np.float32)
    return fit_digit(strokes.ink(pieces), thicken=True)


def find_image_strokes(image: ArrayLike) -> Strokes | None:
    """Find the pen strokes in an image; None for a small drawing, which is one digit as a whole.

    Parameters
    ----------
    image
        As `normalize_image` takes it.

    Raises
    ------
    ImageError
        As in `normalize_image`.
    """
    array = check_image(image)
    if not _is_photograph(array):
        return None
    small, factor = _downscale(array)
    strokes = find_strokes(small)
    left, top = strokes.corner
    return replace(strokes, scale=factor * strokes.scale, corner=(factor * left, factor * top))


def _is_photograph(image: NDArray[np.float32]) -> bool:
    height, width = image.shape
    return bool(max(height, width) >= _PHOTOGRAPH and min(height, width) >= _BAND)


def _downscale(image: NDArray[np.float32]) -> tuple[NDArray[np.float32], int]:
    """Average whole blocks of pixels until the longer side is below twice the working side.

    Returns
    -------
    The image, and its original pixels per pixel.
    """
    factor = max(1, max(image.shape) // WORKING_SIDE)
    return (image if factor == 1 else np.asarray(Image.fromarray(image).reduce(factor))), factor


def check_image(image: ArrayLike) -> NDArray[np.float32]:
    """Return an (H, W) image as float32 in 0..1; masks and integers are converted.

    Raises
    ------
    ImageError
        As in `normalize_image`.
    """
    try:
        array = np.asarray(image)
    except ValueError:
        raise ImageError("An image is an (H, W) array of numbers.") from None
    if array.ndim != 2 or 0 in array.shape:
        if array.ndim == 3 and array.shape[2] in {3, 4}:
            raise ImageError(
                f"An array of {array.shape} is an image in colour: give it as one of Pillow, "
                "PIL.Image.fromarray of uint8, or as grey, an array of shape (H, W)."
            )
        raise ImageError(
            "A file is loaded with load_image: read(load_image(path)). Strokes are made into ink "
            f"with Ink.from_strokes. An array is of shape (H, W), not {array.shape}."
        )
    check_size(array.shape[1], array.shape[0], "This image")
    if array.dtype == np.bool_:
        return array.astype(np.float32)
    if np.issubdtype(array.dtype, np.integer):
        if array.min() < 0 or array.max() > 255:
            raise ImageError(
                f"An image of integers has values in 0..255, not {array.min()}..{array.max()}."
            )
        # A grey image would not use just two of 256 values: integers of 0 and 1 are a mask.
        return array.astype(np.float32) / np.float32(255 if array.max() > 1 else 1)
    if not np.issubdtype(array.dtype, np.floating):
        raise ImageError(f"An image is of integers in 0..255 or floats in 0..1, not {array.dtype}.")
    if not bool(np.isfinite(array).all()):
        raise ImageError("An image has finite values only; this one has NaN or infinities.")
    if not bool(((array >= 0) & (array <= 1)).all()):
        raise ImageError("An image of floats has values in 0..1 only; divide one of 0..255 by 255.")
    return array.astype(np.float32)


def _ink(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Stretch to 0..1 with the paper, the median grey of the border, at 0."""
    border = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    paper = float(np.median(border))
    low, high = float(image.min()), float(image.max())
    ink = high if high - paper >= paper - low else low
    if abs(ink - paper) < _MIN_CONTRAST:
        return np.zeros_like(image)
    stretched = np.clip((image - paper) / (ink - paper), 0.0, 1.0)
    return np.asarray(stretched, dtype=np.float32)
