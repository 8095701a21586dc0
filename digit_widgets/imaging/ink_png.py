"""PNG export: a drawing's smooth strokes, the same as in the SVG, as pixels."""

from __future__ import annotations

import numpy as np

from digit_widgets.errors import ImageError
from digit_widgets.imaging.image_files import check_size
from digit_widgets.imaging.png import grey_png
from digit_widgets.imaging.raster import draw_path
from digit_widgets.ink import Ink, smooth_polyline

__all__ = ["ink_to_png"]

#: Width of a stroke's soft edge in pixels: as sharp as possible without visible steps.
_EDGE = 1.0
#: Largest distance in pixels between the drawn lines and the smooth curve: invisible.
_TOLERANCE = 0.1


def ink_to_png(ink: Ink, width: int, height: int, density: float = 2) -> bytes:
    """Draw a drawing white on black, anti-aliased, and return it as a grey PNG.

    Strokes run smoothly through their points, as in `ink_to_svg`.

    Parameters
    ----------
    ink
        The drawing, in CSS pixels from the image's top left corner; ink beyond its sides is cut
        off.
    width, height
        Size of the image in CSS pixels.
    density
        Image pixels per CSS pixel: 2 is sharp on HiDPI screens.

    Raises
    ------
    ImageError
        The image has no pixels, more than `MAX_PIXELS`, or a side longer than `MAX_SIDE`.
    """
    columns, rows = round(width * density), round(height * density)
    if min(columns, rows) < 1:
        raise ImageError(f"An image has a pixel or more a side, not {columns} × {rows}.")
    check_size(columns, rows, "A PNG of this drawing")
    image = np.zeros((rows, columns), dtype=np.float32)
    for stroke in ink.transform(density, 0, 0).strokes:
        path = smooth_polyline(stroke.points, stroke.width, _TOLERANCE)
        draw_path(image, path, stroke.width, _EDGE)
    return grey_png(np.minimum(image, 1.0))
