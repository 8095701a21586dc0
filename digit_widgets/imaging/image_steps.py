"""Image steps: how the digits are found in an image, step by step, to be shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.imaging.image_files import load_image
from digit_widgets.imaging.image_normalizer import check_image, find_image_strokes, normalize_image
from digit_widgets.imaging.normalizing_step import NormalizingStep
from digit_widgets.imaging.photo.strokes import Strokes

__all__ = ["image_steps"]

_Grey = NDArray[np.float32]
#: How bright is shown what a step leaves out; and the pieces of a row, by turns.
_DIM = 0.3
_SHADES = (1.0, 0.55)


def image_steps(image: ArrayLike | Image.Image) -> tuple[NormalizingStep, ...]:
    """Return the steps by which the digits in an image are found, with the image after each.

    Parameters
    ----------
    image
        A Pillow image, or an (H, W) array: integers in 0..255 or floats in 0..1.

    Returns
    -------
    Seven steps; one that the image does not need shows it unchanged, and the last shows the parts
    of digits, row by row. An image whose longer side is below 64 pixels, or whose shorter side is
    below 16, is taken for one digit as a whole, and has two steps.

    Raises
    ------
    ImageError
        The array is not a grey-scale image, or OpenCV is not installed.
    """
    grey = load_image(image) if isinstance(image, Image.Image) else image
    strokes = find_image_strokes(grey)
    if strokes is None:
        return (
            NormalizingStep("Image", "A small image is taken for one digit.", check_image(grey)),
            NormalizingStep(
                "Centred in 28×28",
                "The digit is shrunk to fit 20×20, with its centre of mass in the middle.",
                normalize_image(grey),
            ),
        )
    everything = strokes.parts.mask(np.ones(len(strokes.parts), np.bool_))
    chosen = strokes.parts.mask(strokes.kept)
    sheet = strokes.grey
    if strokes.sheet is not None:
        sheet = np.where(strokes.sheet, sheet, np.float32(_DIM) * sheet)
    return (
        NormalizingStep(
            "Image", "The image in grey, upright, of a size that is enough.", strokes.whole
        ),
        NormalizingStep(
            "Sheet",
            "What lies around a sheet of paper is no writing; a small one is seen closer.",
            sheet,
        ),
        NormalizingStep(
            "Light evened",
            "Compared with the paper beside it, ink is as strong in the shade as in the light.",
            strokes.evened.image.clip(0, 1),
        ),
        NormalizingStep(
            "Ruled lines removed",
            "Straight lines from side to side were there before the pen.",
            strokes.contrast.clip(0, 1),
        ),
        NormalizingStep(
            "Components",
            "What stands out and hangs together is of one piece.",
            everything.astype(np.float32),
        ),
        NormalizingStep(
            "Pen strokes",
            "Specks, shadows, frames, rings, underlines, print and what meets the border are left "
            "out: shown dim.",
            np.where(chosen, np.float32(1), np.float32(_DIM) * everything.astype(np.float32)),
        ),
        NormalizingStep(
            "Rows and pieces",
            "Pieces of a row, in turn bright and dim, are put together or apart as the model "
            "reads them best.",
            _draw_pieces(strokes),
        ),
    )


def _draw_pieces(strokes: Strokes) -> _Grey:
    image = np.zeros(strokes.grey.shape, np.float32)
    for row in strokes.rows:
        for number, piece in enumerate(row.pieces):
            left, top, right, bottom = piece.box
            shade = np.float32(_SHADES[number % len(_SHADES)])
            image[top:bottom, left:right][piece.mask] = shade
    return image
