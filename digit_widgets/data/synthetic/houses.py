"""Houses: with and without doors, windows, chimneys, and in one stroke."""

from __future__ import annotations

import numpy as np

from digit_widgets.data.synthetic.paths import Paths, either, line, outline

__all__ = ["HOUSES"]


def _house(rng: np.random.Generator) -> Paths:
    roof = rng.uniform(0.35, 0.7) * 1j
    over = rng.choice([0.0, 0.12])
    walls = either(rng, [line(0, 1j, 1 + 1j, 1, 0)], [line(0, 1j, 1 + 1j, 1)])
    gable = line(-over, 0.5 - roof, 1 + over)
    contour = outline(rng, 0.5 - roof, 1, 1 + 1j, 1j, 0)
    door = [line(0.35 + 1j, 0.35 + 0.5j, 0.65 + 0.5j, 0.65 + 1j)]
    window = outline(rng, 0.6 + 0.2j, 0.85 + 0.2j, 0.85 + 0.45j, 0.6 + 0.45j)
    chimney = [line(0.7 - 0.6 * roof, 0.7 - roof, 0.85 - roof, 0.85 - 0.3 * roof)]
    base = either(rng, [*walls, gable], [*walls, gable], contour)
    return [*base, *either(rng, [], [], door, [*door, *window], [*door, *chimney], chimney)]


def _nikolaus(rng: np.random.Generator) -> Paths:
    """Draw a house with its diagonals in one stroke, as children do while saying a rhyme."""
    tip = 0.5 - rng.uniform(0.4, 0.7) * 1j
    ways = ([1j, 0, 1, 1 + 1j, 0, tip, 1, 1j, 1 + 1j], [1j, 1 + 1j, 1, 0, 1j, 1, tip, 0, 1 + 1j])
    return [line(*ways[int(rng.integers(2))])]


def _tent(rng: np.random.Generator) -> Paths:
    door = [line(0.4 + 0.8j, 0.5 + 0.3j, 0.6 + 0.8j)]
    return [*outline(rng, 0.5, 1 + 0.8j, 0.8j), *either(rng, door, [line(0.5, 0.5 + 0.8j)])]


def _castle(rng: np.random.Generator) -> Paths:
    count = int(rng.integers(2, 4))
    merlon = np.array([0, 1, 1 + 0.8j, 2 + 0.8j])
    tops = np.concatenate([2 * i + merlon for i in range(count)])[:-2]
    middle, width = count - 0.5, 2 * count - 1
    door = line(middle - 0.4 + 2.5j, middle - 0.4 + 1.6j, middle + 0.4 + 1.6j, middle + 0.4 + 2.5j)
    walls = np.concatenate([tops, [width + 2.5j, 2.5j, 0]])
    return [walls, *either(rng, [], [door])]


def _church(rng: np.random.Generator) -> Paths:
    tower = outline(rng, 0, 0.4, 0.4 + 1j, 1j)
    nave = line(0.4 + 0.4j, 1.2 + 0.4j, 1.2 + 1j, 0.4 + 1j)
    cross = [line(0.2 - 0.5j, 0.2 - 0.8j), line(0.1 - 0.68j, 0.3 - 0.68j)]
    return [*tower, line(0, 0.2 - 0.5j, 0.4), nave, *cross]


HOUSES = {
    "house": _house,
    "house in one stroke": _nikolaus,
    "tent": _tent,
    "castle": _castle,
    "church": _church,
}
