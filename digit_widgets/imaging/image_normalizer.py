"""Image normaliser: a grey-scale image of one digit to the networks' 28×28 input."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.errors import ImageError
from digit_widgets.imaging.image_files import WORKING_SIDE, check_size
from digit_widgets.imaging.mnist_format import DIGIT_BOX, IMAGE_SIZE, MASS_CENTER
from digit_widgets.imaging.photo.background import downscale, extract_ink, has_uniform_background
from digit_widgets.imaging.photo.stroke_width import thicken_strokes

__all__ = ["normalize_image"]

#: A pixel belongs to the digit if it differs from the paper by this share of the range.
_INK_LEVEL = 0.2
#: Images with smaller sides, such as MNIST's, are taken as drawings, not photographs.
_PHOTOGRAPH = 64
#: Less contrast than this, in 0..1, is blank paper.
_MIN_CONTRAST = 0.05


def normalize_image(image: ArrayLike) -> NDArray[np.float32]:
    """Turn a grey-scale image of one digit into a (28, 28) float32 image like MNIST's.

    The image's border decides if it is dark on light or light on dark. The digit is cut out, shrunk
    to fit 20×20 with its aspect ratio kept, and placed with its centre of mass in the middle. In a
    photograph, uneven light, printed lines and specks are removed first, and strokes much thinner
    than MNIST's are thickened; images of less than 64 pixels a side are used unchanged.

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
        is larger than 50 megapixels or 20,000 pixels a side.
    """
    ink = _ink(downscale(_check_image(image), WORKING_SIDE))
    rows, columns = (np.flatnonzero((ink > _INK_LEVEL).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return np.zeros((IMAGE_SIZE, IMAGE_SIZE), dtype=np.float32)
    digit = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if max(ink.shape) >= _PHOTOGRAPH:
        digit = thicken_strokes(digit)
    height, width = digit.shape
    scale = DIGIT_BOX / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(Image.fromarray(digit).resize(size, Image.Resampling.BOX))
    return _center(small)


def _check_image(image: ArrayLike) -> NDArray[np.float32]:
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
            f"A grey-scale image is an array of shape (H, W), not {array.shape}. A file is "
            "loaded with load_image, strokes are made into ink with Ink.from_strokes."
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
    if max(image.shape) >= _PHOTOGRAPH and not has_uniform_background(image, paper, ink):
        return extract_ink(image)
    stretched = np.clip((image - paper) / (ink - paper), 0.0, 1.0)
    return np.asarray(stretched, dtype=np.float32)


def _center(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """Place an image of at most 20×20 with its centre of mass in the middle of 28×28."""
    height, width = small.shape
    mass = float(small.sum())
    middle_y = float(small.sum(axis=1) @ (np.arange(height) + 0.5)) / mass
    middle_x = float(small.sum(axis=0) @ (np.arange(width) + 0.5)) / mass
    top = min(max(round(MASS_CENTER - middle_y), 0), IMAGE_SIZE - height)
    left = min(max(round(MASS_CENTER - middle_x), 0), IMAGE_SIZE - width)
    image = np.zeros((IMAGE_SIZE, IMAGE_SIZE), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image
