"""Scrawls: zig-zags, waves, coils, spirals, hatching and grids."""

from __future__ import annotations

import math

import numpy as np

from digit_widgets.data.synthetic.paths import Paths, curve, line

__all__ = ["SCRAWLS"]


def _zigzag(rng: np.random.Generator) -> Paths:
    count, height = int(rng.integers(5, 12)), rng.uniform(1.0, 6.0)
    heights = height * (np.arange(count) % 2 + rng.normal(0.0, 0.1, count))
    return [np.arange(count) + 1j * heights]


def _upright_zigzag(rng: np.random.Generator) -> Paths:
    count, width = int(rng.integers(7, 12)), rng.uniform(1.5, 5.0)
    widths = width * (np.arange(count) % 2 + rng.normal(0.0, 0.1, count))
    return [widths + 1j * np.arange(count)]


def _wave(rng: np.random.Generator) -> Paths:
    periods, height = rng.uniform(2.0, 5.0), rng.uniform(0.4, 2.0)
    turn = np.linspace(0.0, periods * 2 * math.pi, 80) + rng.uniform(0, 2 * math.pi)
    wave = turn / 3 + 1j * height * np.sin(turn)
    count = int(rng.choice([1, 1, 2, 3]))
    return [wave + 2.6j * height * i for i in range(count)]


def _coil(rng: np.random.Generator) -> Paths:
    loops, pace = rng.uniform(3.0, 5.0), rng.uniform(0.12, 0.25)
    turn = np.linspace(0.0, loops * 2 * math.pi, 120) * rng.choice([-1, 1])
    way = abs(turn) * pace
    return [way + np.exp(1j * turn) if rng.random() < 0.7 else 1j * way + np.exp(1j * turn)]


def _spiral(rng: np.random.Generator) -> Paths:
    turns = rng.uniform(2.2, 4.5)
    turn = np.linspace(0.3, turns * 2 * math.pi, 120)
    return [
        turn ** rng.uniform(0.8, 1.1)
        * np.exp(1j * (turn * rng.choice([-1, 1]) + rng.uniform(0, 6)))
    ]


def _square_spiral(rng: np.random.Generator) -> Paths:
    sides = np.arange(2, rng.integers(10, 15)) // 2
    steps = sides * 1j ** np.arange(len(sides)) * 1j ** int(rng.integers(4))
    path = np.concatenate([[0], np.cumsum(steps)])
    return [path if rng.random() < 0.5 else path.conj()]


def _hatching(rng: np.random.Generator) -> Paths:
    count, turn = int(rng.integers(4, 9)), np.exp(1j * rng.uniform(0, math.pi))
    gap = rng.uniform(0.12, 0.3)
    ends = rng.normal(0.0, 0.06, (count, 2))
    return [
        line(turn * (a + i * gap * 1j), turn * (1 + b + i * gap * 1j))
        for i, (a, b) in enumerate(ends)
    ]


def _crossed_hatching(rng: np.random.Generator) -> Paths:
    turn = np.exp(1j * rng.uniform(0, math.pi))
    places = np.linspace(0.1, 0.9, int(rng.integers(3, 6))).tolist()
    one = [line(turn * 1j * y, turn * (1 + 1j * y)) for y in places]
    return [*one, *(line(turn * x, turn * (x + 1j)) for x in places)]


def _grid(rng: np.random.Generator) -> Paths:
    across, down = (np.linspace(0, 1, int(n)).tolist() for n in rng.integers(3, 6, 2))
    return [*(line(1j * y, 1 + 1j * y) for y in down), *(line(x, x + 1j) for x in across)]


def _dense_scribble(rng: np.random.Generator) -> Paths:
    count = int(rng.integers(14, 30))
    turn = np.exp(1j * rng.uniform(0, math.pi))
    width = np.sin(np.linspace(0.3, math.pi - 0.3, count)) + rng.normal(0.0, 0.12, count)
    points = (
        np.where(np.arange(count) % 2, 1, -1) * width + 1.2j * np.linspace(-1, 1, count)
    ) * turn
    return [curve(*points.tolist(), rounds=2)]


def _tangle(rng: np.random.Generator) -> Paths:
    count = int(rng.integers(10, 22))
    points = rng.normal(0.0, 1.0, (count, 2)) @ np.array([1.0, 1.0j])
    return [curve(*points.tolist(), rounds=3)]


def _loops(rng: np.random.Generator) -> Paths:
    petals = int(rng.integers(3, 6))
    turn = np.linspace(0.0, 2 * math.pi, 120)
    return [np.cos(petals * turn / 2 if petals % 2 == 0 else petals * turn) * np.exp(1j * turn)]


def _rings(rng: np.random.Generator) -> Paths:
    turn = np.exp(2j * math.pi * np.linspace(0, 1, 25))
    count = int(rng.integers(2, 4))
    if rng.random() < 0.4:  # one in another
        return [turn * (i + 1) for i in range(count)]
    way = np.exp(1j * rng.uniform(-0.5, 0.5)) * rng.uniform(1.2, 2.2)
    return [turn + i * way for i in range(count)]


def _lines(rng: np.random.Generator) -> Paths:
    """Draw lines that cross anywhere."""
    count = int(rng.integers(4, 8))
    ends = rng.uniform(-1, 1, (count, 2, 2)) @ np.array([1.0, 1.0j])
    return [line(*pair) for pair in ends.tolist()]


SCRAWLS = {
    "zig-zag": _zigzag,
    "upright zig-zag": _upright_zigzag,
    "wave": _wave,
    "coil": _coil,
    "spiral": _spiral,
    "square spiral": _square_spiral,
    "hatching": _hatching,
    "crossed hatching": _crossed_hatching,
    "grid": _grid,
    "dense scribble": _dense_scribble,
    "tangle": _tangle,
    "loops": _loops,
    "rings": _rings,
    "crossed lines": _lines,
}
