"""Screens: what a phone or a program shows around a drawing, or without one."""

from __future__ import annotations

import numpy as np

from benchmarks.scenes.camera import scan, sides
from benchmarks.scenes.page import Page
from benchmarks.scenes.pen import Pen
from benchmarks.scenes.printing import box, line, slab, text, words
from benchmarks.scenes.scene import Hand, Scene
from benchmarks.scenes.writing import write_one
from digit_widgets.ink import Bounds

__all__ = ["interface", "phone"]

Color = tuple[float, float, float]
_THEMES: tuple[tuple[Color, Color], ...] = (
    ((255, 255, 255), (30, 30, 30)),
    ((247, 247, 250), (40, 40, 45)),
    ((28, 28, 32), (228, 228, 230)),
    ((0, 0, 0), (255, 255, 255)),
)


def phone(hand: Hand, random: np.random.Generator) -> Scene:
    """Return a screenshot of a drawing: status bar and title above it, a bar of buttons below."""
    width = int(random.choice([390, 540, 720, 1080]))
    height = int(width * random.uniform(1.6, 2.2))
    page, sign = _theme(width, height, random)
    size = width / 26
    minutes = f"{random.integers(24)}:{random.integers(60):02d}"
    text(page, (1.2 * size, 0.7 * size), minutes, size, sign)
    _icons(page, 0.8 * size, size, sign)
    top, bottom = 2.2 * size, float(height)
    if random.random() < 0.7:
        text(
            page,
            (random.uniform(1, 9) * size, top + 0.6 * size),
            words(random, 1),
            1.4 * size,
            sign,
        )
        top += 3 * size
        if random.random() < 0.5:
            line(page, [(0, top), (width, top)], 1, (150, 150, 150))
    if random.random() < 0.7:
        bottom -= 4 * size
        line(page, [(0, bottom), (width, bottom)], 1, (150, 150, 150))
        for i in range(4):
            slab(page, ((1.5 + 6.5 * i) * size, bottom + size), (1.6 * size,) * 2, 0, sign)
    within = Bounds(0, top, width, bottom)
    write_one(
        page,
        hand,
        random,
        share=(0.3, 0.7),
        pen=Pen(sign, random.uniform(0.03, 0.1)),
        within=within,
    )
    return scan(page, random)


def interface(_hand: Hand, random: np.random.Generator) -> Scene:
    """Return a screenshot of a program without any drawing: bars, buttons, a list of words."""
    width, height = sides(random, 600, 1600)
    page, sign = _theme(width, height, random)
    size = random.uniform(0.022, 0.035) * max(width, height)
    slab(page, (0, 0), (width, 2.2 * size), 0, random.uniform(40, 220, 3))
    text(page, (size, 0.5 * size), words(random, 2), size, sign)
    _icons(page, 0.6 * size, size, sign)
    y = 3 * size
    while y < height - 3 * size:
        kind = int(random.integers(4))
        if kind == 0:
            button = (random.uniform(4, 8) * size, 1.7 * size)
            slab(page, (size, y), button, 0, random.uniform(60, 200, 3))
            text(page, (1.8 * size, y + 0.3 * size), words(random, 1), size, (255, 255, 255))
        elif kind == 1:
            line(page, [(0, y), (width, y)], 1, (150, 150, 150))
        elif kind == 2:
            box(page, (size, y), (1.2 * size, 1.2 * size), 1, sign)
        text(page, (10 * size, y), words(random, int(random.integers(1, 5))), size, sign)
        y += random.uniform(2, 3.5) * size
    return scan(page, random)


def _theme(width: int, height: int, random: np.random.Generator) -> tuple[Page, Color]:
    """Return an empty screen, and the colour of what is written on it."""
    ground, sign = _THEMES[int(random.integers(len(_THEMES)))]
    return Page(np.full((height, width, 3), ground, np.float32)), sign


def _icons(page: Page, top: float, size: float, sign: Color) -> None:
    """Show the bars of the network and a battery at the right."""
    right = page.size[0] - 1.2 * size
    box(page, (right - 1.6 * size, top), (1.4 * size, 0.8 * size), max(1, size / 14), sign)
    slab(page, (right - 1.45 * size, top + 0.15 * size), (0.8 * size, 0.5 * size), 0, sign)
    for i in range(4):
        corner = (right - (3.4 - 0.35 * i) * size, top + (0.6 - 0.2 * i) * size)
        slab(page, corner, (0.22 * size, (0.2 + 0.2 * i) * size), 0, sign)
