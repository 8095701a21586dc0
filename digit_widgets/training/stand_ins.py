"""Stand-ins: drawings by rule, where no files of people's drawings are at hand.

They are no handwriting, and what is measured on them says nothing about people.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.ink_dataset import InkDataset, UnlabeledInk
from digit_widgets.ink import Ink
from digit_widgets.training.input_pipeline.ink_augmentation import InkAugmentation

__all__ = ["draw_stand_in_letters", "draw_stand_ins"]

#: A label, then x and y of one point after the other, on a grid 40 high; "/" lifts the pen.
_DIGITS = """
0: 16 0 6 5 1 18 4 33 14 40 25 35 30 20 26 6 16 0
1: 12 0 10 20 9 40
1: 0 12 12 0 11 20 11 40
2: 2 9 8 1 19 0 26 7 23 17 12 29 1 40 14 39 29 40
3: 2 5 12 0 24 4 24 13 10 19 25 24 27 34 15 40 1 36
4: 8 0 4 14 1 25 28 24 / 20 12 18 40
4: 21 40 21 20 22 0 1 27 29 27
5: 5 0 3 17 16 14 26 22 26 33 15 40 1 37 / 5 0 26 0
6: 21 0 9 12 2 27 7 38 20 39 26 29 18 21 4 28
7: 0 1 26 0 18 18 10 40
7: 0 1 26 0 18 18 10 40 / 6 20 25 19
8: 25 6 14 0 5 7 12 17 24 27 22 38 9 40 3 31 12 19 23 11 25 6
9: 24 7 13 0 3 6 5 17 17 18 24 7 23 22 15 40
9: 22 5 11 0 3 8 8 18 20 14 22 4 / 23 2 23 40
"""
_LETTERS = """
A: 0 40 14 0 28 40 / 5 26 23 26
E: 24 0 2 1 0 39 25 40 / 1 19 19 20
F: 25 0 1 1 0 40 / 1 18 18 19
H: 0 0 1 40 / 26 1 25 40 / 0 20 26 19
K: 1 0 0 40 / 24 1 2 22 25 40
M: 0 40 3 0 16 25 29 1 32 40
N: 0 40 1 1 25 39 26 0
P: 0 40 1 1 17 0 25 8 18 18 2 20
R: 0 40 1 1 17 0 25 7 18 17 2 19 26 40
T: 0 1 30 0 / 15 1 14 40
W: 0 0 9 40 17 12 26 39 34 1
X: 0 0 26 40 / 25 1 1 40
e: 2 22 24 20 21 9 12 5 3 12 0 24 6 36 16 40 25 35
l: 6 0 5 20 6 40
"""
#: Side of the pad, and the size of a drawing as shares of it: the pad is not filled.
_SIDE, _SIZES = 280, (0.25, 0.45)
#: Distance of two points along a line, on the grid.
_STEP = 1.5


def draw_stand_ins() -> InkDataset:
    """Return 840 digits by 30 invented writers: a style or two of each, changed at random."""
    inks, names, writers = _draw(_DIGITS, writers=30, times=2)
    return InkDataset(inks, names.astype(np.int64), writers)


def draw_stand_in_letters() -> UnlabeledInk:
    """Return 84 letters by 6 invented writers, changed at random."""
    return UnlabeledInk(*_draw(_LETTERS, writers=6, times=1))


def _draw(
    shapes: str, *, writers: int, times: int
) -> tuple[tuple[Ink, ...], NDArray[np.str_], NDArray[np.int64]]:
    """Draw each shape anew for each writer, somewhere on a pad."""
    change, rng = InkAugmentation(jitter=0.03, thinning=1), np.random.default_rng(0)
    inks, names, by = [], [], []
    for line in shapes.strip().splitlines() * times:
        name, words = line.split(":")
        shape = Ink.from_strokes(_polylines(words))
        for writer in range(1, writers + 1):
            ink = change(shape, rng)
            bounds = ink.bounds
            assert bounds is not None
            scale = _SIDE / 40 * rng.uniform(*_SIZES)
            x, y = rng.uniform(0, [_SIDE - bounds.width * scale, _SIDE - bounds.height * scale])
            inks.append(ink.transform(scale, x - bounds.left * scale, y - bounds.top * scale))
            names.append(name)
            by.append(writer)
    return tuple(inks), np.array(names), np.array(by, np.int64)


def _polylines(words: str) -> Iterator[NDArray[np.float64]]:
    """Yield the (N, 2) points of each stroke, with more between those that are given."""
    for stroke in words.split("/"):
        x, y = np.array(stroke.split(), float).reshape(-1, 2).T
        along = np.cumsum(np.hypot(np.diff(x, prepend=x[0]), np.diff(y, prepend=y[0])))
        even = np.linspace(0, along[-1], int(along[-1] / _STEP) + 2)
        yield np.stack([np.interp(even, along, x), np.interp(even, along, y)], axis=1)
