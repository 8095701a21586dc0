"""Scenes: images of digits on paper, with what may stand around them, drawn by the tests."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.support.digits import DIGITS, Strokes

__all__ = ["Grey", "draw_lines", "page", "write"]

Grey = NDArray[np.float32]


def page(width: int = 600, height: int = 450, grey: float = 0.85, noise: float = 0.01) -> Grey:
    """Return (height, width) paper with a little noise."""
    random = np.random.default_rng(3)
    paper = np.full((height, width), grey) + random.normal(0, noise, (height, width))
    return paper.clip(0, 1).astype(np.float32)


def write(  # noqa: PLR0917
    image: Grey,
    text: str,
    left: float,
    top: float,
    size: float = 120.0,
    pen: float = 8.0,
    ink: float = 0.15,
    step: float = 0.75,
    slope: float = 0.0,
) -> Grey:
    """Write digits side by side, `step` sizes apart, in rows that fall by `slope`."""
    strokes: Strokes = []
    for place, label in enumerate(text):
        x0, y0 = left + place * step * size, top + place * step * size * slope
        # The digits are drawn on a pad of 280 units, of which they fill about 170.
        strokes += [
            [(x0 + (x - 55) * size / 170, y0 + (y - 55) * size / 170) for x, y in stroke]
            for stroke in DIGITS[label]
        ]
    return draw_lines(image, strokes, pen, ink)


def draw_lines(image: Grey, lines: Strokes, pen: float, ink: float = 0.15) -> Grey:
    """Draw lines with a round pen, with smooth edges."""
    height, width = image.shape
    large = Image.new("L", (3 * width, 3 * height))
    draw = ImageDraw.Draw(large)
    for line in lines:
        points = [(3 * x, 3 * y) for x, y in line]
        draw.line(points, 255, round(3 * pen), joint="curve")
        for x, y in points:
            reach = 1.5 * pen
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), 255)
    cover = np.asarray(large.reduce(3), np.float32) / np.float32(255)
    return (image + cover * (np.float32(ink) - image)).astype(np.float32)
