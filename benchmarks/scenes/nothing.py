"""Scenes without any digit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from benchmarks.scenes import blemishes
from benchmarks.scenes.camera import either, enlarged, photograph, scan, sides, tilted
from benchmarks.scenes.page import Page
from benchmarks.scenes.pen import any_pen, fit
from benchmarks.scenes.printing import box, ruling, text, words
from benchmarks.scenes.scene import Hand, Maker, Scene
from benchmarks.scenes.screens import interface
from benchmarks.scenes.surfaces import any_desk, board, lay_sheet, paper
from digit_widgets.data.synthetic.shapes import SHAPES, draw_shape, random_shape

__all__ = ["NOTHING"]

_PRINT = (40, 40, 45)


def _blank(_hand: Hand, random: np.random.Generator) -> Scene:
    page = (board if random.random() < 0.2 else paper)(sides(random), random)
    for spoil in (blemishes.crease, blemishes.phone_shadow, blemishes.stains, blemishes.cover_edge):
        if random.random() < 0.2:
            spoil(page, random)
    return photograph(page, random)


def _sheet(_hand: Hand, random: np.random.Generator) -> Scene:
    page = any_desk(random)
    lay_sheet(paper(sides(random), random), page, random)
    return photograph(page, random)


def _desk(_hand: Hand, random: np.random.Generator) -> Scene:
    return photograph(tilted(any_desk(random), random), random)


def _print(_hand: Hand, random: np.random.Generator) -> Scene:
    """Print a heading, or paragraphs of small or large type."""
    page = paper(sides(random), random)
    width, height = page.size
    size = float(np.exp(random.uniform(np.log(0.02), np.log(0.2)))) * page.shorter
    y = random.uniform(0.05, 0.4) * height
    for _ in range(int(random.integers(1, 20))):
        if y > height - 1.5 * size:
            break
        text(page, (0.07 * width, y), words(random, max(1, int(width / size / 4))), size, _PRINT)
        y += random.uniform(1.3, 1.4) * size
    return either(page, random)


def _letters(hand: Hand, random: np.random.Generator) -> Scene:
    """Write a word of 1 to 6 letters; print one if the hand has none."""
    if not hand.letters:
        return _print(hand, random)
    page = paper(sides(random), random)
    count, pen = int(random.integers(1, 7)), any_pen(random)
    size = min(0.8 * page.size[0] / count, random.uniform(0.2, 0.5) * page.shorter)
    left, middle = 0.1 * page.size[0], random.uniform(0.35, 0.65) * page.size[1]
    for i in random.integers(len(hand.letters), size=count):
        strokes = fit(hand.letters[i], left, middle, 0.7 * size)
        page.draw(strokes, pen, max(1.2, 0.7 * pen.width * size), random)
        left = max(each[:, 0].max() for each in strokes) + random.uniform(0.1, 0.3) * size
    return either(page, random)


def _doodle(_hand: Hand, random: np.random.Generator, *, kinds: tuple[str, ...] = ()) -> Scene:
    page = paper(sides(random), random)
    kind = kinds[int(random.integers(len(kinds)))] if kinds else ""
    ink = draw_shape(kind, random) if kind else random_shape(random)
    pen, size = any_pen(random), random.uniform(0.3, 0.6) * page.shorter
    left, middle = random.uniform(0.1, 0.3) * page.size[0], random.uniform(0.4, 0.6) * page.size[1]
    page.draw(fit(ink, left, middle, size), pen, max(1.2, pen.width * size), random)
    return either(page, random)


def _noise(_hand: Hand, random: np.random.Generator) -> Scene:
    """Noise, coarse or fine, in grey or in colour."""
    width, height = sides(random, 64, 900)
    step = int(random.choice([1, 2, 8, 30]))
    shape = (height // step + 2, width // step + 2)
    grey = np.stack([enlarged(random.standard_normal(shape), width, height) for _ in range(3)], 2)
    if random.random() < 0.5:
        grey = grey[..., :1].repeat(3, 2)
    page = Page(np.float32(random.uniform(60, 200)) + np.float32(random.uniform(3, 90)) * grey)
    return scan(page, random)


def _gradient(_hand: Hand, random: np.random.Generator) -> Scene:
    """Light that falls off evenly, or a blurred spot of it."""
    width, height = sides(random, 64, 900)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    a, b = random.uniform(-1, 1, 2)
    away = np.hypot(x - a, y - b) if random.random() < 0.5 else a * x + b * y
    low, high = random.uniform(0, 255, 2)
    share = (away - away.min()) / (np.ptp(away) + 1e-6)
    page = Page(np.repeat((low + (high - low) * share)[..., np.newaxis], 3, 2).astype(np.float32))
    return scan(page, random, noise=random.uniform(0, 3))


def _table(_hand: Hand, random: np.random.Generator) -> Scene:
    """Rulings, or a table that is empty but for words at its head."""
    page = paper(sides(random), random)
    width, height = page.size
    if random.random() < 0.5:
        ruling(page, random, random.uniform(0.04, 0.12) * page.shorter, random.random() < 0.5)
        return either(page, random)
    step_x, step_y = random.uniform(0.12, 0.3) * width, random.uniform(0.05, 0.12) * height
    for y in np.arange(0.1 * height, 0.9 * height, step_y):
        for x in np.arange(0.08 * width, 0.9 * width - step_x, step_x):
            box(page, (x, y), (step_x, step_y), max(1, 0.002 * page.shorter), _PRINT)
            if y == 0.1 * height:
                text(
                    page,
                    (x + 0.1 * step_x, y + 0.2 * step_y),
                    words(random, 1),
                    0.2 * step_x,
                    _PRINT,
                )
    return either(page, random)


_FACES = tuple(kind for kind in SHAPES if "face" in kind or "smil" in kind)
#: What makes each scene without a digit.
NOTHING: Mapping[str, Maker] = {
    "blank sheet": _blank,
    "blank sheet on a desk": _sheet,
    "desk": _desk,
    "printed text": _print,
    "handwritten letters": _letters,
    "face": partial(_doodle, kinds=_FACES),
    "doodle": _doodle,
    "noise": _noise,
    "gradient": _gradient,
    "user interface": interface,
    "table or rulings": _table,
}
