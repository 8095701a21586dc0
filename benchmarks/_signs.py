"""Numbers with signs, and numbers in two rows, composed of one writer's digits for `numbers`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets import Ink
from digit_widgets.data import InkDataset
from digit_widgets.data.synthetic.numbers import compose_numbers
from digit_widgets.ink import Stroke

__all__ = ["SIGNS", "SignedNumber", "compose_rows", "compose_signed"]

#: The signs, each by the share of a digit's height that it needs on both sides.
SIGNS = {".": 0.18, ",": 0.18, "-": 0.15, "/": 0.10}
#: The height of a digit, and the width of the pen, in the unit of the drawing.
_HEIGHT, _PEN = 150.0, 9.0

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SignedNumber:
    """A drawing with its text; `n_signs` of its characters are signs."""

    ink: Ink
    text: str
    n_signs: int = 0


def compose_signed(
    writers: Sequence[InkDataset], count: int, sign: str, random: np.random.Generator
) -> Iterator[SignedNumber]:
    """Compose numbers of two parts with a sign between them; a minus is before the only part."""
    for _ in range(count):
        digits = writers[int(random.integers(len(writers)))]
        first, second = (next(compose_numbers([digits], 1, (0.1, 0.3), random)) for _ in "12")
        middle = (random.uniform(0.7, 1.5) * SIGNS[sign]) * _HEIGHT
        left = 0.0 if sign == "-" else _box(first.ink)[2] + middle
        line = _draw(sign, random) * _HEIGHT
        line[:, 0] += left - line[:, 0].min()
        placed = second.ink
        placed = placed.transform(1.0, line[:, 0].max() + middle - _box(placed)[0], 0.0)
        strokes = () if sign == "-" else first.ink.strokes
        number = Ink((*strokes, Stroke(line, _PEN), *placed.strokes))
        text = second.text if sign == "-" else first.text
        yield SignedNumber(number, sign + text if sign == "-" else f"{text}{sign}{second.text}", 1)


def compose_rows(
    writers: Sequence[InkDataset],
    count: int,
    gaps: tuple[float, float],
    random: np.random.Generator,
    *,
    line: bool = False,
) -> Iterator[SignedNumber]:
    """Compose two rows, with a gap in digit heights, and a fraction's line in it if `line`."""
    for _ in range(count):
        digits = writers[int(random.integers(len(writers)))]
        above, below = (next(compose_numbers([digits], 1, (0.1, 0.3), random)) for _ in "12")
        gap = random.uniform(*gaps) * _HEIGHT
        (left, _, right, bottom), (lower, top, _, _) = _box(above.ink), _box(below.ink)
        shift = random.uniform(-0.3, 0.3) * _HEIGHT
        moved = below.ink.transform(1.0, left - lower + shift, bottom + gap - top)
        strokes = [*above.ink.strokes, *moved.strokes]
        if line:
            ends = min(left, left + shift), max(right, _box(moved)[2])
            tilt = random.normal(0.0, 0.02) * (ends[1] - ends[0])
            middle = bottom + gap / 2
            between = np.linspace((ends[0], middle - tilt), (ends[1], middle + tilt), 30)
            strokes.insert(len(above.ink.strokes), Stroke(between, _PEN))
        yield SignedNumber(Ink(tuple(strokes)), f"{above.text}\n{below.text}")


def _box(ink: Ink) -> tuple[float, float, float, float]:
    assert ink.bounds is not None
    return ink.bounds


def _draw(sign: str, random: np.random.Generator) -> _Floats:
    """Draw a sign with a digit's height of 1 and the digits' middle at 0."""
    if sign == ".":
        return _draw_point(random)
    if sign == ",":
        top, height = random.uniform(0.32, 0.5), random.uniform(0.18, 0.4)
        ends = (0.0, top), (-random.uniform(-0.1, 0.7) * height, top + height)
        return _wobble(*ends, 0.1, random)
    if sign == "-":
        width, tilt = random.uniform(0.25, 0.7), np.radians(random.normal(0.0, 5.0))
        middle = random.normal(0.0, 0.06)
        rise = width * np.tan(tilt) / 2
        return _wobble((0.0, middle + rise), (width, middle - rise), 0.05, random)
    height, slant = random.uniform(0.9, 1.4), np.radians(random.uniform(22.0, 42.0))
    middle = random.normal(0.0, 0.07)
    upper = float(height * np.tan(slant)), middle - height / 2
    line = _wobble(upper, (0.0, middle + height / 2), 0.04, random)
    return line[::-1] if random.random() < 0.5 else line


def _draw_point(random: np.random.Generator) -> _Floats:
    """Draw a touch, a short drag, or a small filled circle on the base line."""
    size = random.choice([0.0, random.uniform(0.02, 0.1), random.uniform(0.06, 0.16)])
    base = random.normal(0.47, 0.05)
    if size < 0.06:
        return np.array([(0.0, base), (0.0, base)]) + random.normal(0.0, size, (2, 2))
    turns = np.linspace(0.0, random.uniform(2.0, 3.5) * np.pi * 2, 60)
    radius = size / 2 * np.linspace(1.0, 0.3, 60)
    return np.stack([radius * np.cos(turns), base + radius * np.sin(turns)], axis=1)


def _wobble(
    start: tuple[float, float], end: tuple[float, float], bow: float, random: np.random.Generator
) -> _Floats:
    """Draw a line with an arc of a share of its length, and a little noise, as hands do."""
    along = np.linspace(0.0, 1.0, 24)[:, None]
    across = np.array([start[1] - end[1], end[0] - start[0]])
    line: _Floats = np.array(start) * (1 - along) + np.array(end) * along
    line += random.normal(0.0, bow) * np.sin(np.pi * along) * across
    line += random.normal(0.0, 0.004, line.shape)
    return line
