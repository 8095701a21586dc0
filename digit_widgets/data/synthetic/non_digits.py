"""Synthetic non-digits: random drawings that a network must learn to reject."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.ink_dataset import InkDataset
from digit_widgets.data.synthetic.characters import random_character
from digit_widgets.ink import Ink

__all__ = ["random_non_digit"]


#: Digits that are no longer digits when mirrored, upside down, or on their side.
_MIRRORED, _UPSIDE_DOWN, _ON_ITS_SIDE = (
    frozenset((3, 4, 6, 7, 9)),
    frozenset((3, 4, 7)),
    frozenset((1, 2, 3, 4, 5, 6, 7, 9)),
)


def random_non_digit(digits: InkDataset, rng: np.random.Generator, *, letters=()) -> Ink:
    """Draw something that is not a digit.

    One of six equally likely cases: a scribble, two digits over or next to each other, strokes of
    two digits joined, a digit turned or mirrored, or, in two of the cases, an invented character.

    Parameters
    ----------
    digits
        Two or more drawings of digits, whose parts are used.
    rng
        The random generator.
    """
    kind = rng.integers(6)
    if kind == 0:
        return _scribble(rng)
    if kind <= 2:
        return random_character(rng)
    one, other = (int(i) for i in rng.choice(len(digits.inks), 2, replace=False))
    first, second = digits.inks[one], digits.inks[other]
    if kind == 3:
        return _overlay(first, second, rng)
    turned = None if kind == 4 else _rotate(first, int(digits.labels[one]), rng)
    return turned or _join(first, second, rng)


def _rotate(ink: Ink, label: int, rng: np.random.Generator) -> Ink | None:
    """Mirror or turn a digit so that it is no longer one; return None if that is impossible."""
    choices = [
        matrix
        for labels, matrix in (
            (_MIRRORED, [[-1, 0], [0, 1]]),
            (_UPSIDE_DOWN, [[-1, 0], [0, -1]]),
            (_ON_ITS_SIDE, [[0, 1], [-1, 0]]),
            (_ON_ITS_SIDE, [[0, -1], [1, 0]]),
        )
        if label in labels
    ]
    if not choices:
        return None
    matrix = np.array(choices[int(rng.integers(len(choices)))])
    return Ink.from_strokes([path @ matrix for path in _unit(ink)])


def _scribble(rng: np.random.Generator) -> Ink:
    """Draw one to four smooth or angular random curves."""
    strokes = []
    for _ in range(int(rng.integers(1, 5))):
        count = int(rng.integers(3, 9))
        corners = np.cumsum(rng.normal(0.0, 1.0, (count, 2)), axis=0) + rng.normal(0, 1.2, 2)
        strokes.append(corners if rng.random() < 0.4 else _smooth(corners))
    return Ink.from_strokes(strokes)


def _smooth(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth a path by three rounds of Chaikin's corner cutting."""
    path = corners
    for _ in range(3):
        near = 0.75 * path[:-1] + 0.25 * path[1:]
        far = 0.25 * path[:-1] + 0.75 * path[1:]
        path = np.concatenate([path[:1], np.stack([near, far], 1).reshape(-1, 2), path[-1:]])
    return path


def _unit(ink: Ink) -> list[NDArray[np.float64]]:
    """Return a drawing's paths scaled into a box from -0.5 to 0.5, aspect ratio kept."""
    bounds = ink.bounds
    assert bounds is not None
    middle = np.array([bounds.left + bounds.right, bounds.top + bounds.bottom]) / 2
    size = max(bounds.width, bounds.height, 1e-6)
    return [(stroke.points - middle) / size for stroke in ink.strokes]


def _overlay(first: Ink, second: Ink, rng: np.random.Generator) -> Ink:
    """Put a digit over or next to another, smaller or larger."""
    turn, distance = rng.uniform(0, 2 * math.pi), rng.uniform(0.3, 0.9)
    shift = distance * np.array([math.cos(turn), math.sin(turn)])
    scale = math.exp(rng.uniform(-0.5, 0.5))
    return Ink.from_strokes([*_unit(first), *(path * scale + shift for path in _unit(second))])


def _join(first: Ink, second: Ink, rng: np.random.Generator) -> Ink:
    """Draw the beginning of one digit, and then the end of another, turned."""
    begun = _part(max(_unit(first), key=len), rng.uniform(0.4, 0.9), from_end=False)
    ended = _part(max(_unit(second), key=len), rng.uniform(0.4, 0.9), from_end=True)
    turn = rng.uniform(-math.pi, math.pi)
    matrix = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    ended = ended @ matrix
    if rng.random() < 0.5:
        return Ink.from_strokes([np.concatenate([begun, ended - ended[0] + begun[-1]])])
    return Ink.from_strokes([begun, ended + rng.normal(0.0, 0.25, 2)])


def _part(path: NDArray[np.float64], share: float, *, from_end: bool) -> NDArray[np.float64]:
    count = max(2, round(len(path) * share))
    return path[-count:] if from_end else path[:count]
