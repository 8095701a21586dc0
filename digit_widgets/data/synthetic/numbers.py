"""Synthetic numbers: composed of one writer's digits, for evaluation and for fitting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from digit_widgets.data.ink_dataset import InkDataset
from digit_widgets.ink import Ink, Stroke

__all__ = ["SyntheticNumber", "compose_numbers"]

#: Mean height of a digit, in the unit of the drawing.
_HEIGHT = 150.0
_SIZES = (0.85, 1.15)
_SHIFT = 0.05
#: Share of digits with several strokes whose last stroke is drawn at the very end.
_DELAYED = 0.1


@dataclass(frozen=True, slots=True)
class SyntheticNumber:
    """A number composed of drawn digits, with its text and the strokes of each digit.

    Attributes
    ----------
    ink
        The drawing.
    text
        The digits.
    strokes
        Each digit's strokes, from left to right: ascending indices in the ink.
    """

    ink: Ink
    text: str
    strokes: tuple[tuple[int, ...], ...]


def compose_numbers(
    writers: Sequence[InkDataset],
    count: int,
    gaps: tuple[float, float],
    random: np.random.Generator,
) -> Iterator[SyntheticNumber]:
    """Compose numbers of two to six digits, each number from one writer's digits.

    Parameters
    ----------
    writers
        One data set per writer, such as those from `InkDataset.split_by_writer`.
    count
        Number of numbers to compose.
    gaps
        Lowest and highest gap between the digits' boxes, as a share of a digit's height.
    random
        The random generator.
    """
    for _ in range(count):
        digits = writers[int(random.integers(len(writers)))]
        chosen = random.integers(len(digits.inks), size=random.integers(2, 7))
        placed, left = [], 0.0
        for number in chosen:
            placed.append(_place(digits.inks[number], left, random))
            bounds = placed[-1].bounds
            assert bounds is not None
            left = bounds.right + random.uniform(*gaps) * _HEIGHT
        yield _draw(placed, "".join(str(digits.labels[i]) for i in chosen), random)


def _place(ink: Ink, left: float, random: np.random.Generator) -> Ink:
    """Scale a digit to about the common height and move it to its place."""
    bounds = ink.bounds
    assert bounds is not None
    scale = _HEIGHT * random.uniform(*_SIZES) / max(bounds.height, bounds.width / 2)
    top = random.normal(0.0, _SHIFT) * _HEIGHT - scale * (bounds.top + bounds.bottom) / 2
    return ink.transform(scale, left - scale * bounds.left, top)


def _draw(placed: list[Ink], text: str, random: np.random.Generator) -> SyntheticNumber:
    """Draw the digits from left to right, with some strokes delayed to the end."""
    now: list[tuple[int, Stroke]] = []
    later: list[tuple[int, Stroke]] = []
    for digit, ink in enumerate(placed):
        delayed = len(ink.strokes) > 1 and random.random() < _DELAYED
        for number, stroke in enumerate(ink.strokes):
            last = number == len(ink.strokes) - 1
            (later if delayed and last else now).append((digit, stroke))
    order = [*now, *later]
    return SyntheticNumber(
        Ink(tuple(stroke for _, stroke in order)).with_width(0.06 * _HEIGHT),
        text,
        tuple(
            tuple(i for i, (of, _) in enumerate(order) if of == digit)
            for digit in range(len(placed))
        ),
    )
