"""Printing: text, lines, boxes, frames and rulings, as ink on a page."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.scenes.page import Page

__all__ = ["WORDS", "box", "line", "ruling", "slab", "text", "words"]

_WORDS = """
Name Address Date Amount Total Number Class Please use black ink only Signature Page Office Received
Telephone Code the and of for with which from their about return before within Settings Cancel Edit
Home Messages Search Share Notes Done Account
"""
#: Words of forms, letters and programs; none has a digit.
WORDS = tuple(_WORDS.split())
_SHIFT = 4


def words(random: np.random.Generator, count: int) -> str:
    """Choose words, with blanks between them."""
    return " ".join(WORDS[i] for i in random.integers(len(WORDS), size=count))


def text(page: Page, corner: ArrayLike, written: str, size: float, color: ArrayLike) -> float:
    """Print text, its upper left at a corner, and return its width in pixels.

    The type is the one that comes with Pillow.
    """
    font = ImageFont.load_default(size)
    _, _, right, bottom = font.getbbox(written)
    image = Image.new("L", (int(right) + 2, int(bottom) + 2))
    ImageDraw.Draw(image).text((0, 0), written, 255, font)
    x, y = (int(value) for value in np.asarray(corner))
    page.stain(np.asarray(image, np.float32) / np.float32(255), color, (x, y))
    return float(right)


def line(
    page: Page, points: ArrayLike, width: float, color: ArrayLike, opacity: float = 1.0
) -> None:
    """Print a line through two or more points, (N, 2) in pixels."""
    corner, share, places = _canvas(page, np.asarray(points, float), width)
    if width < 1:
        opacity *= width
    cv2.polylines(share, [places], False, 255, max(1, round(width)), cv2.LINE_AA, _SHIFT)
    page.stain(share * np.float32(opacity / 255), color, corner)


def box(page: Page, corner: ArrayLike, lengths: ArrayLike, width: float, color: ArrayLike) -> None:
    """Print the outline of a box."""
    x, y = np.asarray(corner)
    w, h = np.asarray(lengths)
    line(page, [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], width, color)


def slab(page: Page, corner: ArrayLike, lengths: ArrayLike, turn: float, color: ArrayLike) -> None:
    """Fill a box with a colour, turned about its corner by an angle in radians."""
    w, h = np.asarray(lengths)
    outline = np.array([(0, 0), (w, 0), (w, h), (0, h)])
    turned = outline @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    place, share, points = _canvas(page, turned + np.asarray(corner), 0)
    cv2.fillPoly(share, [points], 255, cv2.LINE_AA, _SHIFT)
    page.stain(share * np.float32(1 / 255), color, place)


def _canvas(
    page: Page, points: NDArray[np.float64], pen: float
) -> tuple[tuple[int, int], NDArray[np.uint8], NDArray[np.int32]]:
    """Return the corner and the empty pixels of the part of a page around points, and these in it.

    The points are in units of OpenCV's shift.
    """
    margin = pen / 2 + 2
    low = np.floor(np.clip(points.min(axis=0) - margin, 0, page.size)).astype(int)
    high = np.ceil(np.clip(points.max(axis=0) + margin, 0, page.size)).astype(int)
    width, height = (int(side) for side in np.maximum(high - low, 1))
    share = np.zeros((height, width), np.uint8)
    return (int(low[0]), int(low[1])), share, np.round((points - low) * 2**_SHIFT).astype(np.int32)


def ruling(page: Page, random: np.random.Generator, step: float, squared: bool) -> None:
    """Print lines a step apart over the whole page, and a margin on some ruled paper."""
    width, height = page.size
    color = [(120, 140, 190), (150, 170, 200), (160, 160, 160)][int(random.integers(3))]
    thick, opacity = max(0.8, random.uniform(0.001, 0.002) * page.shorter), random.uniform(0.4, 0.9)
    for y in np.arange(random.uniform(0, step), height, step):
        line(page, [(0, y), (width, y)], thick, color, opacity)
    if squared:
        for x in np.arange(random.uniform(0, step), width, step):
            line(page, [(x, 0), (x, height)], thick, color, opacity)
    elif random.random() < 0.4:
        x = random.uniform(0.08, 0.16) * width
        line(page, [(x, 0), (x, height)], thick, (215, 110, 120), opacity)
