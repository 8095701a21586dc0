"""Cameras: the light on a page, the lens, the sensor, and the file."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.scenes.page import Page
from benchmarks.scenes.scene import Scene

__all__ = ["either", "enlarged", "image_file", "light", "photograph", "scan", "sides", "tilted"]

_EXIF_ORIENTATION = 0x0112
#: Share of photographs that are of as many pixels as a phone's.
_LARGE = 0.04


def sides(random: np.random.Generator, low: float = 480, high: float = 1500) -> tuple[int, int]:
    """Choose width and height of an image, by its longer side."""
    longer = float(np.exp(random.uniform(np.log(low), np.log(high))))
    shorter = longer * random.choice([9 / 16, 2 / 3, 3 / 4, 1.0], p=[0.2, 0.2, 0.5, 0.1])
    pair = round(longer), round(shorter)
    return pair if random.random() < 0.5 else pair[::-1]


def light(
    width: int,
    height: int,
    random: np.random.Generator,
    *,
    dimmest: float,
    shadow: float,
    vignette: float,
) -> NDArray[np.float32]:
    """Return the light at each pixel, relative to the brightest.

    Parameters
    ----------
    width, height
        The image's sides.
    random
        The random generator.
    dimmest
        Light at the darkest place; it falls evenly across the paper.
    shadow, vignette
        Share of the light that is lost beyond a soft edge, and in the corners.
    """
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    angle = random.uniform(0, 2 * np.pi)
    along = (x * np.cos(angle) + y * np.sin(angle)) / np.sqrt(2)
    result = 1 - (1 - dimmest) * (along + 1) / 2
    angle, where = random.uniform(0, 2 * np.pi), random.uniform(-0.5, 0.5)
    across = x * np.cos(angle) + y * np.sin(angle) - where
    result *= 1 - shadow / (1 + np.exp(-across / 0.08))
    result *= 1 - vignette * (x * x + y * y) / 2
    return np.asarray(result, np.float32)


def enlarged(small: NDArray[np.float64], width: int, height: int) -> NDArray[np.float32]:
    """Return a smooth enlargement, such as of noise."""
    image = Image.fromarray(small.astype(np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC))


def image_file(pixels: NDArray[np.uint8], quality: int | None, turned: bool) -> bytes:
    """Return a JPEG of a quality, or a PNG for None; turned as only the EXIF tag tells."""
    image, file, exif = Image.fromarray(pixels), io.BytesIO(), Image.Exif()
    if turned:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[_EXIF_ORIENTATION] = 6
    if quality is None:
        image.save(file, "PNG", compress_level=1, exif=exif)
    else:
        image.save(file, "JPEG", quality=quality, exif=exif)
    return file.getvalue()


def tilted(page: Page, random: np.random.Generator, degrees: float = 4.0) -> Page:
    """Return a page seen by a camera that is held a little askew; its edges are cut off."""
    width, height = page.size
    turn = np.radians(random.uniform(-degrees, degrees))
    zoom = 1.02 + 0.9 * abs(np.sin(turn))
    matrix = np.eye(3)
    matrix[:2, :2] = zoom * np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    matrix[2, :2] = random.uniform(-0.06, 0.06, 2) / (width, height)
    middle = np.array([(1, 0, width / 2), (0, 1, height / 2), (0, 0, 1.0)])
    return page.warp(middle @ matrix @ np.linalg.inv(middle), page.size)


def photograph(page: Page, random: np.random.Generator, *, shadow: float = 0.0) -> Scene:
    """Take a photograph of a page, as it lies."""
    width, height = page.size
    dimmest = random.uniform(0.55, 0.95)
    page.shade(
        light(
            width, height, random, dimmest=dimmest, shadow=shadow, vignette=random.uniform(0, 0.3)
        )
    )
    tint = np.array((1, random.uniform(0.93, 1.0), random.uniform(0.8, 1.05)), np.float32)
    blur = random.uniform(0.3, 1.0) * max(1, max(width, height) / 900)
    pixels = cv2.GaussianBlur(page.pixels * tint, (0, 0), blur)
    scale = random.uniform(2.2, 2.7) if random.random() < _LARGE else 1.0
    if scale > 1:
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    noise = random.standard_normal(pixels.shape[:2], np.float32)[..., np.newaxis]
    pixels = (
        np.float32(random.uniform(0.7, 1.02)) * pixels + np.float32(random.uniform(1, 9)) * noise
    )
    turned = random.random() < 0.15
    return _scene(page, pixels, random, scale=scale, qualities=(60, 95), turned=turned)


def scan(page: Page, random: np.random.Generator, noise: float = 0.0) -> Scene:
    """Scan a page: even light, and little or no noise."""
    pixels = page.pixels
    if noise:
        pixels = pixels + noise * random.standard_normal((*pixels.shape[:2], 1), np.float32)
    qualities = None if random.random() < 0.5 else (75, 98)
    return _scene(page, pixels, random, qualities=qualities)


def either(page: Page, random: np.random.Generator) -> Scene:
    """Take a photograph of a page, by a camera a little askew, or scan it."""
    return photograph(tilted(page, random), random) if random.random() < 0.6 else scan(page, random)


def _scene(
    page: Page,
    pixels: NDArray[Any],
    random: np.random.Generator,
    *,
    scale: float = 1.0,
    qualities: tuple[int, int] | None,
    turned: bool = False,
) -> Scene:
    quality = None if qualities is None else int(random.integers(*qualities))
    rounded = np.clip(np.round(pixels), 0, 255).astype(np.uint8)
    seen = Page(np.empty((0, 0, 3), np.float32))
    seen.take_digits(page, np.diag([scale, scale, 1.0]))
    return Scene(image_file(rounded, quality, turned), seen.rows())
