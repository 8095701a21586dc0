"""Synthetic numbers: composed of digits that one writer drew, for measuring and for fitting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from digit_widgets.data.ink_dataset import InkDataset
from digit_widgets.ink import Ink, Stroke

__all__ = ["SyntheticNumber", "compose_numbers"]

#: A digit's height on average; others are in its unit.
_HEIGHT = 150.0
_SIZES = (0.85, 1.15)
_SHIFT = 0.05
#: Share of digits of several strokes whose last stroke is drawn at the number's very end.
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
        The strokes of each digit from left to right: indices in the ink, rising.
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
    """Compose numbers of two to six digits, each of one writer's.

    Parameters
    ----------
    writers
        The digits of one writer each, as `InkDataset.split_by_writer` gives them.
    count
        How many numbers.
    gaps
        Between which shares of a digit's height the gaps between the digits' boxes lie.
    random
        Where the randomness comes from.
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
    """Bring a digit to a common height, or nearly, and to its place."""
    bounds = ink.bounds
    assert bounds is not None
    scale = _HEIGHT * random.uniform(*_SIZES) / max(bounds.height, bounds.width / 2)
    top = random.normal(0.0, _SHIFT) * _HEIGHT - scale * (bounds.top + bounds.bottom) / 2
    return ink.transform(scale, left - scale * bounds.left, top)


def _draw(placed: list[Ink], text: str, random: np.random.Generator) -> SyntheticNumber:
    """Draw from left to right, but some strokes at the end."""
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
