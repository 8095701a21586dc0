"""Numbers composed of digits that one writer drew, for measuring and for tuning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data import load_ink_dataset
from digit_widgets.ink import Ink, Stroke

__all__ = ["Composed", "compose", "digits_by_writer"]

#: A digit's height on average; others are in its unit.
_HEIGHT = 150.0
_SIZES = (0.85, 1.15)
_SHIFT = 0.05
#: Share of digits of several strokes whose last stroke is drawn at the number's very end.
_DELAYED = 0.1

#: Drawings and their labels, of one writer.
Writer = tuple[list[Ink], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Composed:
    """A number, and how it is read rightly.

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


def digits_by_writer(path: str, writers: range) -> list[Writer]:
    """Load the digits of some writers: an array ``writers`` says whose each is."""
    digits = load_ink_dataset(path)
    with np.load(path) as arrays:
        whose = arrays["writers"]
    chosen = [np.flatnonzero(whose == writer) for writer in writers]
    return [([digits.inks[i] for i in each], digits.labels[each]) for each in chosen]


def compose(
    writers: list[Writer], count: int, gaps: tuple[float, float], random: np.random.Generator
) -> Iterator[Composed]:
    """Compose numbers of two to six digits, each of one writer's.

    Parameters
    ----------
    writers
        Whose digits to take.
    count
        How many numbers.
    gaps
        Between which shares of a digit's height the gaps between the digits' boxes lie.
    random
        Where the randomness comes from.
    """
    for _ in range(count):
        inks, labels = writers[random.integers(len(writers))]
        chosen = random.integers(len(inks), size=random.integers(2, 7))
        placed, left = [], 0.0
        for number in chosen:
            placed.append(_placed(inks[number], left, random))
            bounds = placed[-1].bounds
            assert bounds is not None
            left = bounds.right + random.uniform(*gaps) * _HEIGHT
        yield _drawn(placed, "".join(str(labels[i]) for i in chosen), random)


def _placed(ink: Ink, left: float, random: np.random.Generator) -> Ink:
    """Bring a digit to a common height, or nearly, and to its place."""
    bounds = ink.bounds
    assert bounds is not None
    scale = _HEIGHT * random.uniform(*_SIZES) / max(bounds.height, bounds.width / 2)
    top = random.normal(0.0, _SHIFT) * _HEIGHT - scale * (bounds.top + bounds.bottom) / 2
    return ink.transformed(scale, left - scale * bounds.left, top)


def _drawn(placed: list[Ink], text: str, random: np.random.Generator) -> Composed:
    """Draw from left to right, but some strokes at the end."""
    now: list[tuple[int, Stroke]] = []
    later: list[tuple[int, Stroke]] = []
    for digit, ink in enumerate(placed):
        delayed = len(ink.strokes) > 1 and random.random() < _DELAYED
        for number, stroke in enumerate(ink.strokes):
            last = number == len(ink.strokes) - 1
            (later if delayed and last else now).append((digit, stroke))
    order = [*now, *later]
    return Composed(
        Ink(tuple(stroke for _, stroke in order)).with_width(0.06 * _HEIGHT),
        text,
        tuple(
            tuple(i for i, (of, _) in enumerate(order) if of == digit)
            for digit in range(len(placed))
        ),
    )
