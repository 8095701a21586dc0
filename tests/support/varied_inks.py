"""Varied inks: drawings and numbers of many kinds, drawn anew by a seeded hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.ink_dataset import InkDataset
from digit_widgets.data.synthetic.hand import draw_by_hand
from digit_widgets.data.synthetic.non_digits import random_non_digit
from digit_widgets.ink import Ink, Stroke
from tests.support.digits import DIGITS, Strokes

__all__ = ["vary_digits", "vary_drawings", "vary_layouts", "vary_numbers"]

_Points = NDArray[np.float64]
#: What stands between digits, in digit heights: (0, 0) is the middle of the place.
_SIGNS: dict[str, Strokes] = {
    ".": [[(0, 0.48), (0.02, 0.5)]],
    ",": [[(0.02, 0.42), (0.01, 0.54), (-0.08, 0.7)]],
    "-": [[(-0.2, 0.01), (0.2, -0.01)]],
    "/": [[(0.3, -0.55), (-0.25, 0.55)]],
    "?": [[(0.16, -0.5), (-0.16, 0.5)]],  # a slash or a one
    "i": [[(0.02, -0.5), (0, 0.5)]],
}


def vary_drawings(count: int, seed: int) -> Iterator[Ink]:
    """Draw digits and others with pens, sizes, places and mishaps of all kinds."""
    rng = np.random.default_rng(seed)
    digits = InkDataset(tuple(_draw(label, rng) for label in DIGITS), np.arange(10))
    for number in range(count):
        kind = number % 8
        if kind < 5:
            ink = _draw(str(rng.integers(10)), rng)
        elif kind < 7:
            ink = random_non_digit(digits, rng)
        else:
            ink = _scatter(rng)
        yield _spoil(ink, rng)


def vary_digits(count: int, seed: int) -> Iterator[Ink]:
    """Draw single digits, each from 0 to 9 as often as the others."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        yield _draw(str(number % 10), rng)


def vary_numbers(count: int, seed: int) -> Iterator[Ink]:
    """Draw numbers in one row or two, with signs, lines, stray dots and strokes drawn late."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        strokes: list[_Points] = []
        for row in range(2 if rng.random() < 0.25 else 1):
            left = rng.uniform(0.0, 0.5)
            for _ in range(int(rng.integers(1, 5))):
                if rng.random() < 0.35:
                    sign = str(rng.choice(list(_SIGNS)))
                    strokes += [_shift(s, left + 0.1, 1.3 * row) for s in _SIGNS[sign]]
                    left += rng.uniform(0.1, 0.5)
                glyph = _draw(str(rng.integers(10)), rng)
                placed, right = _place(glyph, left, 1.3 * row + rng.normal(0, 0.04), rng)
                strokes += placed
                left = right + rng.uniform(-0.1, 0.4)
            if rng.random() < 0.15:
                y = 1.3 * row + 0.63
                strokes.append(np.array([(0.0, y), (left / 2, y + 0.01), (left, y)]))
        if rng.random() < 0.15:
            strokes.append(rng.uniform(0, 1, (1, 2)))
        if rng.random() < 0.2:
            strokes.append(strokes.pop(int(rng.integers(len(strokes)))))
        scale, shift = 10 ** rng.uniform(-2, 3), rng.uniform(-5, 5, 2)
        yield Ink(tuple(Stroke((each + shift) * scale, 0.06 * scale) for each in strokes))


def vary_layouts(count: int, seed: int) -> Iterator[Ink]:
    """Place lines, rings, bars and dots of all sizes in rows, near what tells signs and digits."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        strokes: list[_Points] = []
        top = 0.0
        for _ in range(2 if rng.random() < 0.3 else 1):
            left = 0.0
            for _ in range(int(rng.integers(1, 7))):
                shapes = _SHAPES[int(rng.integers(len(_SHAPES)))](rng)
                strokes += [_shift(each, left, top) for each in shapes]
                left = max(float(each[:, 0].max()) for each in strokes[-len(shapes) :])
                left += rng.uniform(-0.4, 0.6)
            if rng.random() < 0.15:
                strokes.append(_shift(_line(rng.uniform(0.5, left + 1), rng), 0, top + 1.1))
            top += rng.uniform(0.7, 1.4)
        if rng.random() < 0.3:
            strokes = [strokes[i] for i in rng.permutation(len(strokes))]
        pen = float(np.exp(rng.uniform(np.log(0.01), np.log(0.25))))
        yield Ink(tuple(Stroke(each * 100, pen * 100) for each in strokes))


def _leaning_line(rng: np.random.Generator) -> list[_Points]:
    height, lean = rng.uniform(0.3, 1.5), np.radians(rng.uniform(-30, 70))
    line = _shift([(np.tan(lean) * height, 0), (0, height)], 0, rng.uniform(-0.2, 0.3))
    bow = rng.uniform(0, 0.3) * height if rng.random() < 0.4 else 0.0
    return [np.insert(line, 1, line.mean(axis=0) + bow, axis=0)]


def _rings(rng: np.random.Generator) -> list[_Points]:
    turns = np.linspace(0, 2 * np.pi, 16)
    circle = np.column_stack([np.cos(turns), np.sin(turns)]) / 2 + 0.5
    if rng.random() < 0.5:
        return [circle * rng.uniform((0.3, 0.4), (0.9, 1.3))]
    wide, gap = rng.uniform(0.3, 0.6, 2), rng.uniform(-0.06, 0.3)
    upper, lower = circle * (wide[0], 0.45), circle * (wide[1], 0.5)
    return [upper, _shift(lower, rng.uniform(-0.3, 0.3), 0.45 + gap)]


def _bar(rng: np.random.Generator) -> list[_Points]:
    return [_line(float(np.exp(rng.uniform(np.log(0.08), np.log(2)))), rng)]


def _line(width: float, rng: np.random.Generator) -> _Points:
    y, slope = rng.uniform(-0.2, 1.2), rng.uniform(-0.4, 0.4) * width
    return np.array([(0, y), (width / 2, y + slope / 2), (width, y + slope)])


def _dot(rng: np.random.Generator) -> list[_Points]:
    size = rng.uniform(0.02, 0.5, 2) * rng.choice([0.4, 1.0])
    points = rng.uniform(0, 1, (int(rng.integers(1, 8)), 2)) * size
    if rng.random() < 0.4:
        points = np.array([(size[0], 0), (size[0], size[1] / 2), (0, size[1])])  # a comma
    return [_shift(points, 0, rng.uniform(0.5, 1.3))]


def _shift(points: _Points | Sequence[tuple[float, float]], x: float, y: float) -> _Points:
    return np.asarray(points) + np.array([x, y])


_SHAPES = (_leaning_line, _leaning_line, _rings, _bar, _dot)


def _draw(label: str, rng: np.random.Generator) -> Ink:
    paths = [np.array([complex(x, y) for x, y in stroke]) for stroke in DIGITS[label]]
    return draw_by_hand(paths, rng)


def _place(
    ink: Ink, left: float, middle: float, rng: np.random.Generator
) -> tuple[list[_Points], float]:
    """Return a digit's strokes in its place, about one unit high, and its right side."""
    bounds = ink.bounds
    assert bounds is not None
    scale = rng.uniform(0.85, 1.15) / max(bounds.height, bounds.width / 2)
    corner = np.array([bounds.left, (bounds.top + bounds.bottom) / 2])
    strokes = [(stroke.points - corner) * scale + (left, middle) for stroke in ink.strokes]
    return strokes, left + scale * bounds.width


def _scatter(rng: np.random.Generator) -> Ink:
    """Return few points anywhere: touches, straight lines, sharp corners, closed loops."""
    strokes = []
    for _ in range(int(rng.integers(1, 4))):
        points = rng.uniform(-1, 1, (int(rng.integers(1, 8)), 2)) * rng.uniform(0.01, 1)
        strokes.append(np.concatenate([points, points[:1]]) if rng.random() < 0.3 else points)
    return Ink.from_strokes(strokes)


def _spoil(ink: Ink, rng: np.random.Generator) -> Ink:
    """Change a drawing's pen, size and place, and add what pens and pointers do."""
    bounds = ink.bounds
    assert bounds is not None
    extent = max(bounds.width, bounds.height, 1e-3)
    strokes: list[Sequence[tuple[float, float]] | _Points] = []
    for stroke in ink.strokes:
        points = stroke.points
        if rng.random() < 0.3:  # a pointer that stands still
            points = np.repeat(points, rng.integers(1, 4, len(points)), axis=0)
        strokes.append(points)
    if rng.random() < 0.15:  # a speck
        strokes.insert(0, rng.uniform(-1, 1, (1, 2)) * extent)
    scale = float(rng.choice([1e-3, 1.0, 280 / extent, 1e3 / extent, 1e4]))
    shift = rng.uniform(-2, 2, 2) * extent
    moved = [(np.asarray(points) + shift) * scale for points in strokes]
    if scale == 280 / extent:  # pointers send whole pixels
        moved = [points.round() for points in moved]
    width = max(extent * scale * float(np.exp(rng.uniform(np.log(0.005), np.log(0.9)))), 1e-5)
    widths = [width * (rng.uniform(0.5, 2) if rng.random() < 0.1 else 1) for _ in moved]
    return Ink(tuple(map(Stroke, moved, widths)))
