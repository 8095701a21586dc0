"""Arrows: straight, bent, with two heads, and as an outline, in every direction."""

from __future__ import annotations

import numpy as np

from digit_widgets.data.synthetic.paths import Paths, either, line, outline, ring

__all__ = ["ARROWS"]


def _turned(paths: Paths, rng: np.random.Generator) -> Paths:
    turn = 1j ** int(rng.integers(4))
    return [path * turn for path in paths]


def _arrow(rng: np.random.Generator) -> Paths:
    head = rng.uniform(0.2, 0.35)
    wings = line(1 - head - head * 1j, 1, 1 - head + head * 1j)
    return _turned(either(rng, [line(0, 1), wings], [line(0, 1, wings[0]), wings[1:]]), rng)


def _double_arrow(rng: np.random.Generator) -> Paths:
    head = rng.uniform(0.2, 0.3)
    wings = line(1 - head - head * 1j, 1, 1 - head + head * 1j)
    return _turned([line(0, 1), wings, 1 - wings], rng)


def _bent_arrow(rng: np.random.Generator) -> Paths:
    arc = ring(0, 1, start=rng.uniform(0, 1), turn=rng.uniform(0.4, 0.7))
    way = (arc[-1] - arc[-3]) / abs(arc[-1] - arc[-3]) * rng.uniform(0.45, 0.65)
    return [arc, arc[-1] + line(-way * (1 + 0.7j), 0, -way * (1 - 0.7j))]


def _block_arrow(rng: np.random.Generator) -> Paths:
    half, neck = rng.uniform(0.12, 0.2), rng.uniform(0.5, 0.65)
    corners = [-half * 1j, neck - half * 1j, neck - 0.38j, 1, neck + 0.38j, neck + half * 1j]
    return _turned(outline(rng, *corners, half * 1j), rng)


ARROWS = {
    "arrow": _arrow,
    "double arrow": _double_arrow,
    "bent arrow": _bent_arrow,
    "block arrow": _block_arrow,
}
