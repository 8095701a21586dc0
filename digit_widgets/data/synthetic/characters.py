"""Synthetic characters: random combinations of lines, bows, rings and boxes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink
from digit_widgets.ink.curves import as_complex

__all__ = ["random_character"]

Path = NDArray[np.float64]
#: Parts end on a grid with this many columns and rows, 1 unit wide and high.
_COLUMNS, _ROWS = 3, 4
#: Probabilities that a character has 2, 3, 4 or 5 parts, and that a part is of each kind.
_PARTS = (0.3, 0.4, 0.2, 0.1)
_KINDS = {"line": 0.45, "bow": 0.25, "ring": 0.08, "bend": 0.14, "box": 0.08}
#: Breadth, as a share of the length, below which a drawing may be a 1.
_SLIM = 0.3
#: Points of a ring, and the share of the width and of the height from which it is like a 0.
_RING, _FILLED = 24, 0.75


def random_character(rng: np.random.Generator) -> Ink:
    """Draw two to five connected parts, like a letter.

    Each part begins at an end of an earlier one, somewhere on it, or on the grid, and may continue
    its stroke. What is as slim as a 1, or little more than a ring, is drawn anew; on rare occasions
    the result is another digit by chance.
    """
    while _is_like_a_line_or_ring(strokes := _draw_parts(rng)):
        pass
    return Ink.from_strokes(strokes)


def _is_like_a_line_or_ring(strokes: list[Path]) -> bool:
    points = np.concatenate(strokes)
    size = np.ptp(points, axis=0)
    if any(len(s) >= _RING and (np.ptp(s, axis=0) > _FILLED * size).all() for s in strokes):
        return True
    plane = as_complex(points - points.mean(axis=0))
    turned = plane * np.exp(-0.5j * np.angle((plane**2).sum()))  # along its longer axis
    return bool(np.ptp(turned.imag) < _SLIM * np.ptp(turned.real))


def _draw_parts(rng: np.random.Generator) -> list[Path]:
    strokes: list[Path] = []
    for _ in range(2 + int(rng.choice(len(_PARTS), p=_PARTS))):
        start = _start(strokes, rng)
        part = _part(start, rng) + rng.normal(0.0, 0.02, (1, 2))
        if strokes and rng.random() < 0.5 and math.dist(strokes[-1][-1], part[0]) < 0.15:
            strokes[-1] = np.concatenate([strokes[-1], part])
        else:
            strokes.append(part)
    wide = np.array([rng.uniform(0.6, 1.2), 1.0])
    return [stroke * wide for stroke in strokes]


def _knot(rng: np.random.Generator) -> Path:
    column, row = rng.integers(_COLUMNS), rng.integers(_ROWS)
    return np.array([column / (_COLUMNS - 1), row / (_ROWS - 1)])


def _start(strokes: list[Path], rng: np.random.Generator) -> Path:
    how = rng.random()
    if not strokes or how < 0.3:
        return _knot(rng)
    stroke = strokes[int(rng.integers(len(strokes)))]
    if how < 0.6:
        end: Path = stroke[0 if rng.random() < 0.5 else -1]
        return end
    place = int(rng.integers(len(stroke) - 1))
    share = rng.uniform(0.2, 0.8)
    between: Path = (1 - share) * stroke[place] + share * stroke[place + 1]
    return between


def _part(start: Path, rng: np.random.Generator) -> Path:
    end = _knot(rng)
    if rng.random() < 0.5:  # vertical or horizontal, like most lines of letters
        axis = int(rng.integers(2))
        end[axis] = start[axis]
    if math.dist(start, end) < 0.2:
        end = start + rng.choice([-0.5, 0.5], 2)
    way = end - start
    kind = rng.choice(list(_KINDS), p=list(_KINDS.values()))
    if kind == "bend":
        return np.stack([start, _knot(rng), end])
    if kind == "box":
        size = rng.uniform(0.3, 1.0, 2)
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
        return start + corners * size
    if kind == "bow":
        turn = np.linspace(0.0, math.pi, 16)[:, np.newaxis]
        aside = np.array([-way[1], way[0]]) * rng.choice([-1, 1]) * rng.uniform(0.2, 0.8)
        bow: Path = start + way * (1 - np.cos(turn)) / 2 + aside * np.sin(turn)
        return bow
    if kind == "ring":
        turn = np.linspace(0.0, 2 * math.pi, _RING) + rng.uniform(0, 2 * math.pi)
        circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        ring: Path = start + way / 2 + circle * rng.uniform(0.12, 0.4, 2)
        return ring
    return np.stack([start, end])
