"""Photographs: drawn digits under each condition that `benchmarks.images` measures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.scenes.camera import enlarged, image_file, light
from benchmarks.scenes.pen import cover
from digit_widgets.ink import Ink

__all__ = ["CONDITIONS", "Condition"]

_WHITE = (250.0, 250.0, 250.0)
_BLACK = (25.0, 25.0, 25.0)


@dataclass(frozen=True, slots=True)
class Condition:
    """The drawing, light and camera of an image.

    Attributes
    ----------
    sides
        Shorter and longer side of the image, in pixels.
    share
        Range of the digit's larger extent, as shares of the image's shorter side.
    pen
        Width of the pen as a share of that extent.
    ink, paper
        Colours, 0..255 each.
    grain
        Share of the ink that the paper's grain leaves bare, as under a pencil.
    dimmest
        Light at the darkest place, relative to the brightest; it falls evenly across the paper.
    shadow, vignette
        Share of the light that is lost beyond a soft edge, and in the corners.
    noise, texture
        Standard deviation of each pixel's noise, and of blotches in the paper, in 0..255.
    lines
        Distance between printed lines, as a share of the shorter side; 0 for none.
    squared
        True for vertical lines as well.
    specks
        Number of specks, each of a few pixels.
    quality
        Quality of the JPEG; None for a PNG.
    turned
        True if the camera was held upright, which only the EXIF tag tells.
    """

    sides: tuple[int, int] = (360, 480)
    share: tuple[float, float] = (0.4, 0.75)
    pen: tuple[float, float] = (0.05, 0.08)
    ink: tuple[float, float, float] = _BLACK
    paper: tuple[float, float, float] = _WHITE
    grain: float = 0.0
    dimmest: float = 1.0
    shadow: float = 0.0
    vignette: float = 0.0
    noise: float = 0.0
    texture: float = 0.0
    lines: float = 0.0
    squared: bool = False
    specks: int = 0
    quality: int | None = None
    turned: bool = False

    def image(self, ink: Ink, random: np.random.Generator) -> bytes:
        """Return an image file of a drawing."""
        width, height = self.sides if random.random() < 0.5 else self.sides[::-1]
        cover = _drawn(ink, (width, height), self.share, self.pen, random)
        if self.grain:
            cover *= 1 - self.grain * random.random(cover.shape, np.float32)
        paper = np.full((height, width, 3), self.paper, np.float32)
        if self.lines:
            step = self.lines * min(width, height) * random.uniform(0.8, 1.2)
            printed = _printed(width, height, step, self.squared, random)[..., np.newaxis]
            paper += (
                printed
                * (np.array((120.0, 140.0, 190.0), np.float32) - paper)
                * random.uniform(0.4, 0.9)
            )
        image = paper + cover[..., np.newaxis] * (np.array(self.ink, np.float32) - paper)
        for _ in range(self.specks):
            x, y, side = random.integers(width), random.integers(height), random.integers(1, 5)
            image[y : y + side, x : x + side] = self.ink
        shades = {"dimmest": self.dimmest, "shadow": self.shadow, "vignette": self.vignette}
        image *= light(width, height, random, **shades)[..., np.newaxis]
        if self.texture:
            blotches = random.normal(0.0, self.texture, (height // 6 + 1, width // 6 + 1))
            image += enlarged(blotches, width, height)[..., np.newaxis]
        if self.noise:
            image += (
                self.noise * random.standard_normal(image.shape[:2], np.float32)[..., np.newaxis]
            )
        return image_file(
            np.clip(np.round(image), 0, 255).astype(np.uint8), self.quality, self.turned
        )


_PHOTOGRAPH = Condition(dimmest=0.75, vignette=0.15, noise=5.0, texture=2.0, quality=85)

#: Roughly from the easiest to the hardest.
CONDITIONS: dict[str, Condition] = {
    "clean": Condition(),
    "light on dark": Condition(ink=_WHITE, paper=_BLACK),
    "thick pen": Condition(pen=(0.12, 0.18)),
    "thin pen": Condition(pen=(0.008, 0.02)),
    "photograph": _PHOTOGRAPH,
    "shadow across": replace(_PHOTOGRAPH, dimmest=0.35, shadow=0.4),
    "noise, texture": replace(_PHOTOGRAPH, noise=18.0, texture=6.0, vignette=0.4),
    "ruled, scanned": Condition(lines=0.11),
    "ruled": replace(_PHOTOGRAPH, lines=0.11),
    "squared": replace(_PHOTOGRAPH, lines=0.07, squared=True),
    "pencil": replace(_PHOTOGRAPH, ink=(150.0, 150.0, 150.0), grain=0.5, pen=(0.03, 0.06)),
    "marker": replace(_PHOTOGRAPH, pen=(0.12, 0.18)),
    "fine pen": replace(_PHOTOGRAPH, pen=(0.012, 0.025)),
    "blue on yellow": replace(
        _PHOTOGRAPH, ink=(40.0, 60.0, 170.0), paper=(250.0, 225.0, 90.0), dimmest=0.5
    ),
    "chalk on a board": replace(
        _PHOTOGRAPH, ink=(225.0, 225.0, 220.0), paper=(45.0, 70.0, 60.0), grain=0.3, dimmest=0.5
    ),
    "small in a large one": replace(_PHOTOGRAPH, sides=(900, 1200), share=(0.08, 0.15)),
    "specks": replace(_PHOTOGRAPH, specks=25),
    "JPEG, quality 10": replace(_PHOTOGRAPH, quality=10),
    "turned by EXIF": replace(_PHOTOGRAPH, turned=True),
}


def _drawn(
    ink: Ink,
    size: tuple[int, int],
    share: tuple[float, float],
    pen: tuple[float, float],
    random: np.random.Generator,
) -> NDArray[np.float32]:
    """Draw at a random size and position: (height, width) float32, 1 where the ink is."""
    bounds, (width, height) = ink.bounds, size
    assert bounds is not None
    extent = random.uniform(*share) * min(width, height)
    scale = extent / max(bounds.width, bounds.height, 1e-6)
    stroke = max(random.uniform(*pen) * extent, 1.0)
    room = np.array([width, height]) - scale * np.array([bounds.width, bounds.height])
    margin = np.minimum(stroke / 2 + 0.04 * min(width, height), room / 2)
    corner = random.uniform(margin, np.maximum(room - margin, margin + 1e-6))
    strokes = [(each.points - (bounds.left, bounds.top)) * scale + corner for each in ink.strokes]
    return cover(strokes, stroke, size)


def _printed(
    width: int, height: int, step: float, squared: bool, random: np.random.Generator
) -> NDArray[np.float32]:
    """Return printed lines, a pixel or two thick, up to three degrees from level."""
    slope = np.tan(np.radians(random.uniform(-3, 3)))
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    half = random.uniform(0.5, 1.2)
    places = [y - slope * x, x + slope * y] if squared else [y - slope * x]
    nearest = [np.abs((place - step / 3) % step - step / 2) for place in places]
    share = np.clip(half + 0.5 - np.minimum.reduce(nearest), 0, 1)
    return np.asarray(share, np.float32)
