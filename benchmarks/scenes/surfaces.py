"""Surfaces: paper, boards, and the desks that they lie on."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks.scenes.camera import enlarged, sides
from benchmarks.scenes.page import Page
from benchmarks.scenes.printing import slab, text

__all__ = ["DESKS", "any_desk", "board", "lay_sheet", "paper"]

Size = tuple[int, int]


def paper(size: Size, random: np.random.Generator, *, clean: bool = False) -> Page:
    """Return blank paper, white or a little yellow; without any texture if it is clean."""
    shade = 255.0 if clean else random.uniform(225, 252)
    warmth = np.array((1.0, 1.0, 1.0) if clean else (1, 0.99, random.uniform(0.9, 1)))
    page = _flat(size, shade * warmth)
    if not clean:
        page.pixels += (random.uniform(0, 3) * _blotches(size, 6, random))[..., np.newaxis]
    return page


def board(size: Size, random: np.random.Generator) -> Page:
    """Return a green or black board that was wiped before."""
    colors = [(45, 85, 65), (35, 65, 55), (40, 42, 45), (25, 26, 28)]
    page = _flat(size, colors[int(random.integers(4))])
    page.pixels += (random.uniform(1, 5) * _blotches(size, 8, random))[..., np.newaxis]
    for _ in range(int(random.integers(1, 7))):
        smear = np.zeros(size[::-1], np.float32)
        start = random.uniform(0, size)
        points = start + np.cumsum(random.normal(0, 0.12 * min(size), (6, 2)), axis=0)
        width = int(random.uniform(0.05, 0.2) * min(size))
        cv2.polylines(smear, [np.round(points).astype(np.int32)], False, 1.0, width)
        smear = cv2.GaussianBlur(smear, (0, 0), 0.02 * min(size))
        smear *= np.clip(0.6 + 0.4 * _blotches(size, 5, random), 0, 1)
        page.stain(np.float32(random.uniform(0.02, 0.14)) * smear, (225, 225, 220))
    return page


def _dark(size: Size, random: np.random.Generator) -> Page:
    page = _flat(size, random.uniform(20, 70) + random.uniform(-12, 12, 3))
    page.pixels += (random.uniform(0, 5) * _blotches(size, 7, random))[..., np.newaxis]
    return page


def _wooden(size: Size, random: np.random.Generator) -> Page:
    """Join planks with a grain that bends along them."""
    width, height = size
    colors = [(205, 160, 110), (150, 100, 60), (185, 150, 115), (110, 70, 45)]
    grain = enlarged(random.standard_normal((height // 3 + 2, 7)), width, height)
    fine = enlarged(random.standard_normal((height + 1, width // 40 + 2)), width, height)
    bent = np.sin(np.arange(height)[:, np.newaxis] / (0.03 * height) + 3 * grain)
    page = _flat(size, colors[int(random.integers(4))])
    page.shade(1 + 0.1 * bent.astype(np.float32) + 0.06 * grain + 0.04 * fine)
    planks = random.uniform(0.15, 0.4) * height
    for y in np.arange(random.uniform(0, planks), height, planks):
        page.pixels[int(y) : int(y) + max(1, height // 300)] *= 0.45
        page.pixels[int(y) :] *= random.uniform(0.93, 1.07)
    if random.random() < 0.4:
        turned = np.ascontiguousarray(page.pixels.transpose(1, 0, 2))
        return Page(cv2.resize(turned, size).astype(np.float32, copy=False))
    return page


def _tiled(size: Size, random: np.random.Generator) -> Page:
    """Lay tiles of like colours, with grout between them."""
    width, height = size
    step = int(random.uniform(0.08, 0.3) * min(size))
    color = random.uniform(60, 220) + random.uniform(-25, 25, 3)
    tints = random.uniform(0.85, 1.1, (height // step + 2, width // step + 2)).astype(np.float32)
    large = np.kron(tints, np.ones((step, step), np.float32))[:height, :width]
    page = _flat(size, color)
    page.shade(large)
    grout, half = random.uniform(40, 200), max(1, step // 40)
    for at in range(0, max(size), step):
        page.pixels[at : at + 2 * half] = grout
        page.pixels[:, at : at + 2 * half] = grout
    return page


def _cloth(size: Size, random: np.random.Generator) -> Page:
    """Weave a cloth with checks, stripes or dots."""
    width, height = size
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    step = random.uniform(0.03, 0.12) * min(size)
    stripes = (np.sin(2 * np.pi * x / step) > 0).astype(np.float32)
    across = (np.sin(2 * np.pi * y / step) > 0).astype(np.float32)
    dots = np.hypot((x % step) - step / 2, (y % step) - step / 2) < step / 4
    kinds = [stripes, (stripes + across) / 2, dots.astype(np.float32), np.abs(stripes - across)]
    page = _flat(size, random.uniform(30, 200, 3))
    page.stain(kinds[int(random.integers(4))], random.uniform(30, 235, 3))
    page.shade(1 + 0.06 * np.sin(2.1 * x) * np.sin(2.1 * y))
    return page


def _cluttered(size: Size, random: np.random.Generator) -> Page:
    """Lay out a keyboard, and a book or a phone beside it."""
    page = [_dark, _wooden][int(random.integers(2))](size, random)
    step = random.uniform(0.06, 0.14) * min(size)
    dark = random.random() < 0.6
    key, sign = ((45, 45, 48), (215, 215, 215)) if dark else ((225, 225, 228), (70, 70, 70))
    top = random.uniform(-0.3, 0.7) * size[1]
    for row in range(5):
        for column in range(int(size[0] / step) + 1):
            x, y = (column + 0.3 * (row % 3)) * step, top + row * step
            slab(page, (x, y), (0.88 * step, 0.88 * step), 0.0, key)
            text(page, (x + 0.2 * step, y + 0.15 * step), "QWERTYUP"[column % 8], 0.4 * step, sign)
    for _ in range(int(random.integers(1, 4))):
        corner = random.uniform(-0.1, 0.9, 2) * size
        lengths = random.uniform(0.2, 0.6, 2) * min(size)
        slab(page, corner, lengths, random.uniform(-0.5, 0.5), random.uniform(15, 220, 3))
    return page


def _flat(size: Size, color: ArrayLike) -> Page:
    return Page(np.full((size[1], size[0], 3), color, np.float32))


def _blotches(size: Size, step: int, random: np.random.Generator) -> NDArray[np.float32]:
    width, height = size
    return enlarged(random.standard_normal((height // step + 1, width // step + 1)), width, height)


def lay_sheet(
    sheet: Page,
    desk: Page,
    random: np.random.Generator,
    *,
    cut: float = 0.3,
    room: tuple[float, float] = (0.6, 0.9),
) -> None:
    """Lay a sheet on a desk, seen with perspective.

    Parameters
    ----------
    sheet, desk
        The desk is laid upon, and has the sheet's digits afterwards.
    random
        The random generator.
    cut
        How often the image cuts off some of the sheet's edges, in 0..1.
    room
        Range of the sheet's extent, as shares of the image.
    """
    size = desk.size
    turn = random.normal(0, 0.06)
    share = random.uniform(*room)
    half = np.array(sheet.size) / 2
    half *= share * np.min(np.array(size) / 2 / half)
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    corners = corners @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    corners += random.uniform(-0.05, 0.05, (4, 2)) * min(size)
    middle = np.array(size) / 2 + random.normal(0, 0.03, 2) * size
    if random.random() < cut:
        middle += random.choice([-1, 0, 1], 2) * (1 - share + 0.1) * np.array(size) / 2
    places = [(float(x), float(y)) for x, y in corners + middle]
    desk.lay(sheet, places, random.uniform(0.2, 0.6))


#: The desks that a sheet may lie on, by name.
DESKS = {
    "dark": _dark,
    "wooden": _wooden,
    "tiled": _tiled,
    "cloth": _cloth,
    "cluttered": _cluttered,
}


def any_desk(random: np.random.Generator) -> Page:
    """Return one of the desks, all equally likely, at an image's size."""
    return DESKS[tuple(DESKS)[int(random.integers(len(DESKS)))]](sides(random), random)
