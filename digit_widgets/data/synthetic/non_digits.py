"""Synthetic non-digits: random drawings that a network must learn to reject."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digit_widgets.data.ink_dataset import InkDataset
from digit_widgets.data.synthetic.characters import random_character
from digit_widgets.data.synthetic.hand import draw_by_hand, ink_to_paths, paths_to_ink
from digit_widgets.data.synthetic.paths import curve, line
from digit_widgets.data.synthetic.shapes import random_shape
from digit_widgets.data.synthetic.spoiled_digits import spoil_digit, write_beside
from digit_widgets.ink import Ink

__all__ = ["SHARES", "random_non_digit"]

#: Share of each kind of non-digit; without letters, the others take their share.
SHARES = {"letter": 0.35, "shape": 0.3, "spoiled digit": 0.2, "character": 0.11, "scribble": 0.04}

#: Probabilities of one, two and three letters in one drawing.
_TOGETHER = (0.84, 0.12, 0.04)


def random_non_digit(
    digits: InkDataset, rng: np.random.Generator, *, letters: Sequence[Ink] = ()
) -> Ink:
    """Draw something that is not a digit.

    A letter, a shape, a spoiled digit, an invented character, or a scribble, as often as `SHARES`
    says.

    Parameters
    ----------
    digits
        Two or more drawings of digits, which are spoiled.
    rng
        The random generator.
    letters
        Letters that are not like digits, such as those of fonts; each is drawn anew by hand.
    """
    place = rng.uniform(0.0 if letters else SHARES["letter"], 1.0)
    kind = _KINDS[int(np.searchsorted(_UP_TO, place, side="right"))]
    if kind == "letter":
        return _write_letters(letters, rng)
    if kind == "shape":
        return random_shape(rng)
    if kind == "spoiled digit":
        return spoil_digit(digits, rng)
    return random_character(rng) if kind == "character" else _scribble(rng)


def _write_letters(letters: Sequence[Ink], rng: np.random.Generator) -> Ink:
    """Write one letter, or the two or three that a cut through a word leaves together."""
    count = int(rng.choice([1, 2, 3], p=_TOGETHER))
    each = [ink_to_paths(letters[int(rng.integers(len(letters)))]) for _ in range(count)]
    return draw_by_hand(each[0] if count == 1 else write_beside(each, rng), rng)


_KINDS = tuple(SHARES)
_UP_TO = np.cumsum(list(SHARES.values()))[:-1]


def _scribble(rng: np.random.Generator) -> Ink:
    """Draw one to four smooth or angular random curves; few short ones are often a digit."""
    strokes, count = [], int(rng.integers(1, 5))
    for _ in range(count):
        steps = rng.normal(0.0, 1.0, (int(rng.integers(5, 8)) + 8 // count, 2)) @ np.array([1, 1j])
        corners = np.cumsum(steps) + complex(*rng.normal(0.0, 1.2, 2))
        strokes.append((line if rng.random() < 0.4 else curve)(*corners.tolist()))
    return paths_to_ink(strokes)
