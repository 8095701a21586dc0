"""Pens: strokes as the share of each pixel that their ink covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from digit_widgets.ink import Ink

__all__ = ["Pen", "any_pen", "cover", "fit", "pencil"]

_BLACK, _BLUE, _RED = (28.0, 28.0, 32.0), (35.0, 50.0, 140.0), (170.0, 35.0, 40.0)


@dataclass(frozen=True, slots=True)
class Pen:
    """A pen.

    Attributes
    ----------
    color
        Red, green and blue of its ink, 0..255 each.
    width
        Its width as a share of a digit's height.
    grain
        Share of the ink that the paper's grain leaves bare.
    """

    color: tuple[float, float, float]
    width: float
    grain: float = 0.0


def any_pen(random: np.random.Generator) -> Pen:
    """Choose a ballpoint, a felt-tip or a pencil."""
    kind = random.random()
    if kind < 0.15:
        return pencil(random)
    color = _BLUE if random.random() < 0.4 else _RED if random.random() < 0.1 else _BLACK
    return Pen(color, random.uniform(0.035, 0.08) if kind < 0.75 else random.uniform(0.08, 0.14))


def pencil(random: np.random.Generator) -> Pen:
    """Choose a pencil."""
    shade = random.uniform(70, 130)
    return Pen((shade, shade, shade + 4), random.uniform(0.035, 0.07), random.uniform(0.1, 0.4))


def fit(ink: Ink, left: float, middle: float, height: float) -> list[NDArray[np.float64]]:
    """Return an ink's strokes, scaled to a height, to the right of and about a place.

    Inks that are wider than twice their height are scaled to half of their width.
    """
    bounds = ink.bounds
    assert bounds is not None
    scale = height / max(bounds.height, bounds.width / 2, 1e-6)
    corner = np.array([left, middle - scale * bounds.height / 2])
    return [(each.points - (bounds.left, bounds.top)) * scale + corner for each in ink.strokes]


def cover(
    strokes: Iterable[NDArray[np.float64]], width: float, size: tuple[int, int]
) -> NDArray[np.float32]:
    """Draw strokes with a round pen.

    Parameters
    ----------
    strokes
        (N, 2) points each, in pixels.
    width
        The pen's width in pixels.
    size
        Width and height of the result.

    Returns
    -------
    (height, width) float32 in 0..1, the covered share of each pixel.
    """
    image = Image.new("L", (2 * size[0], 2 * size[1]))
    draw = ImageDraw.Draw(image)
    for stroke in strokes:
        points = 2 * stroke
        draw.line([tuple(point) for point in points], 255, round(2 * width), joint="curve")
        for x, y in points:
            draw.ellipse((x - width, y - width, x + width, y + width), 255)
    return np.asarray(image.reduce(2), dtype=np.float32) / np.float32(255)
