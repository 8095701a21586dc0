"""Boxed image: an image with a labelled box around each digit found in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from digit_widgets.errors import ArgumentError
from digit_widgets.recognition import GlyphReading

__all__ = ["check_boxes_file", "draw_boxes"]

#: Colours of boxes: of digits, of what is rejected, and of the edge that shows on any ground.
_FOUND, _REJECTED, _EDGE = "#56b4e9", "#e69f00", "#000000"
#: Height of the labels, in shares of the image's shorter side, and its least, in pixels.
_LABEL, _LEAST_LABEL = 0.04, 14


def check_boxes_file(file: Path, images: Iterable[Path]) -> None:
    """Check that a file can be written, and would replace none of the images.

    Raises
    ------
    ArgumentError
        It is one of the images, not named as a PNG, or in a folder that does not exist.
    """
    if file.suffix.lower() != ".png":
        raise ArgumentError(f"Boxes are drawn into a PNG file: name it {file.with_suffix('.png')}.")
    if not file.parent.is_dir():
        raise ArgumentError(f"There is no folder {file.parent} to write {file.name} into.")
    if file.exists() and any(image.exists() and file.samefile(image) for image in images):
        raise ArgumentError(f"{file} is an image to read: give another file for the boxes.")


def draw_boxes(grey: NDArray[np.float32], glyphs: Iterable[GlyphReading]) -> Image.Image:
    """Draw a box around each glyph of an image, with its label.

    Parameters
    ----------
    grey
        (H, W) float32 in 0..1: the image that was read.
    glyphs
        What was found in it, with boxes in its pixels.
    """
    image = Image.fromarray(np.round(grey * 255).astype(np.uint8)).convert("RGB")
    drawing = ImageDraw.Draw(image)
    size = max(_LEAST_LABEL, round(_LABEL * min(image.size)))
    font = ImageFont.load_default(size)
    line = max(1, size // 10)
    for glyph in glyphs:
        color = _REJECTED if glyph.is_unread else _FOUND
        box = _around(glyph, image.size, 2 * line)
        drawing.rectangle(box, outline=_EDGE, width=3 * line)
        inner = (box[0] + line, box[1] + line, box[2] - line, box[3] - line)
        drawing.rectangle(inner, outline=color, width=line)
        _draw_label(drawing, glyph.text, box, font, color)
    return image


def _around(
    glyph: GlyphReading, size: tuple[int, int], margin: int
) -> tuple[float, float, float, float]:
    """Return a box around a glyph with room for the lines, within the image."""
    left, top, right, bottom = glyph.bounds
    left, top = max(left - 2 * margin, 0), max(top - 2 * margin, 0)
    right = min(max(right + 2 * margin, left + 4 * margin), size[0] - 1)
    bottom = min(max(bottom + 2 * margin, top + 4 * margin), size[1] - 1)
    return min(left, right), min(top, bottom), right, bottom


def _draw_label(
    drawing: ImageDraw.ImageDraw,
    label: str,
    box: tuple[float, float, float, float],
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    color: str,
) -> None:
    """Write a label above a box, or within it if there is no room."""
    left, top, right, bottom = drawing.textbbox((0, 0), label, font=font)
    width, height, edge = right - left, bottom - top, 3
    x = min(box[0], drawing.im.size[0] - width - 2 * edge)
    y = box[1] - height - 2 * edge if box[1] >= height + 2 * edge else box[1]
    drawing.rectangle((x, y, x + width + 2 * edge, y + height + 2 * edge), fill=_EDGE)
    drawing.text((x + edge - left, y + edge - top), label, fill=color, font=font)
