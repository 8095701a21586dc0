"""Outlines: geometric figures and simple things drawn by their contour."""

from __future__ import annotations

import math

import numpy as np

from digit_widgets.data.synthetic.paths import (
    Path,
    Paths,
    curve,
    either,
    line,
    outline,
    ring,
    star_points,
)

__all__ = ["OUTLINES"]


def _square(rng: np.random.Generator) -> Paths:
    return outline(rng, 0, 1, 1 + 1j, 1j)


def _rectangle(rng: np.random.Generator) -> Paths:
    width = rng.uniform(1.3, 2.2)
    return outline(rng, 0, width, width + 1j, 1j)


def _triangle(rng: np.random.Generator) -> Paths:
    tip = rng.uniform(0.3, 0.7)
    return outline(rng, tip, 1 + 0.9j, 0.9j)


def _triangle_down(rng: np.random.Generator) -> Paths:
    return outline(rng, 0, 1, rng.uniform(0.3, 0.7) + 0.9j)


def _right_triangle(rng: np.random.Generator) -> Paths:
    corners = [(0, 1 + 1j, 1j), (0, 1, 1j), (0, 1, 1 + 1j), (1, 1 + 1j, 1j)]
    return outline(rng, *corners[int(rng.integers(4))])


def _diamond(rng: np.random.Generator) -> Paths:
    half = rng.uniform(0.33, 0.55)
    return outline(rng, half, 2 * half + 0.5j, half + 1j, 0.5j)


def _parallelogram(rng: np.random.Generator) -> Paths:
    shift = rng.uniform(0.25, 0.5)
    left, right = (shift, 0.0) if rng.random() < 0.5 else (0.0, shift)
    return outline(rng, left, left + 1.2, right + 1.2 + 0.8j, right + 0.8j)


def _trapezoid(rng: np.random.Generator) -> Paths:
    inset = rng.uniform(0.15, 0.3)
    return outline(rng, inset, 1.3 - inset, 1.3 + 0.8j, 0.8j)


def _pentagon(rng: np.random.Generator) -> Paths:
    return outline(rng, *(np.exp(2j * math.pi * (np.arange(5) / 5 - 0.25))).tolist())


def _hexagon(rng: np.random.Generator) -> Paths:
    wider = rng.uniform(0.1, 0.3) * np.array([1, 0, 0, -1, 0, 0])
    return outline(rng, *(wider + np.exp(1j * math.pi * np.arange(6) / 3)).tolist())


def _half_disc(rng: np.random.Generator) -> Paths:
    turn = (0.0, 0.25, 0.5)[int(rng.integers(3))]
    arc = ring(0, 1.2 if turn == 0.25 else 1, 1, turn, 0.5)
    return either(rng, [np.append(arc, arc[0])], [arc, arc[[-1, 0]]])


def _slice(rng: np.random.Generator) -> Paths:
    arc = ring(0, 1, start=rng.choice([0.05, 0.3, 0.55, 0.8]), turn=rng.uniform(0.12, 0.25))
    return [np.concatenate([[0], arc, [0]])]


def _pie(rng: np.random.Generator) -> Paths:
    angles = np.exp(2j * math.pi * (np.arange(3) / 3 + rng.uniform(0, 1) + rng.normal(0, 0.04, 3)))
    return [ring(0, 1), *(line(0, tip) for tip in angles)]


def _star(rng: np.random.Generator) -> Paths:
    tips = int(rng.choice([4, 5, 5, 5, 6, 8]))
    return outline(rng, *star_points(tips, rng.uniform(0.35, 0.5)))


def _pentagram(rng: np.random.Generator) -> Paths:
    tips = np.exp(2j * math.pi * (0.4 * np.arange(6) - 0.25))
    return [tips if rng.random() < 0.8 else tips[::-1]]


def _hexagram(rng: np.random.Generator) -> Paths:
    up = np.exp(2j * math.pi * (np.arange(4) / 3 - 0.25))
    return [up, -up * rng.uniform(0.85, 1.15)]


def _heart(rng: np.random.Generator) -> Paths:
    dip, wide = rng.uniform(0.15, 0.3), rng.uniform(0.9, 1.15)
    right = curve(dip * 1j, 0.15 - 0.1j, 0.45 - 0.1j, 0.55 + 0.25j, 0.3 + 0.6j, 1j)
    right = right.real * wide + 1j * right.imag
    left = -right.conj()
    return either(rng, [np.concatenate([right, left[::-1]])], [left, right])


def _cross(rng: np.random.Generator) -> Paths:
    bar = rng.uniform(0.25, 0.4)
    return [line(0.35, 0.35 + 1j), line(bar * 1j, 0.7 + bar * 1j)]


def _block_cross(rng: np.random.Generator) -> Paths:
    a, b = 0.5 - rng.uniform(0.12, 0.2), 0.5 + rng.uniform(0.12, 0.2)
    corners = [a, b, b + a * 1j, 1 + a * 1j, 1 + b * 1j, b + b * 1j]
    return outline(rng, *corners, b + 1j, a + 1j, a + b * 1j, b * 1j, a * 1j, a + a * 1j)


def _cloud(rng: np.random.Generator) -> Paths:
    angles = 2 * math.pi * (np.arange(6) / 6 + rng.uniform(0, 1))
    bumps = [
        ring(complex(math.cos(a), 0.6 * math.sin(a)), 0.5, 0.42, a / 2 / math.pi - 0.27, 0.54)
        for a in angles
    ]
    cloud = np.concatenate(bumps)
    return [np.append(cloud, cloud[0])]


def _moon(rng: np.random.Generator) -> Paths:
    outer = ring(0, 1.15, 1, 0.17, 0.66)
    depth = rng.uniform(0.3, 0.55)
    inner = outer[::-1].real * depth + outer[0].real * (1 - depth) + 1j * outer[::-1].imag
    moon: Path = np.concatenate([outer, inner])
    return [moon if rng.random() < 0.5 else -moon]


def _crown(rng: np.random.Generator) -> Paths:
    tips = [0, 0.25 + 0.4j, 0.5, 0.75 + 0.4j, 1, 0.9 + 0.7j, 0.1 + 0.7j]
    more = [line(0.1 + 0.58j, 0.9 + 0.58j)] if rng.random() < 0.4 else []
    return [*outline(rng, *tips), *more]


def _hourglass(rng: np.random.Generator) -> Paths:
    return outline(rng, 0, 1.4 + 0.8j, 1.4, 0.8j)


def _gem(rng: np.random.Generator) -> Paths:
    girdle = 0.3j
    lines = [line(girdle, 1.2 + girdle), line(0.4 + girdle, 0.6 + 1j, 0.8 + girdle)]
    return [*outline(rng, 0.25, 0.95, 1.2 + girdle, 0.6 + 1j, girdle), *lines]


def _kite(rng: np.random.Generator) -> Paths:
    tail = curve(0.4 + 1j, 0.6 + 1.2j, 0.2 + 1.35j, 0.5 + 1.6j)
    return [*outline(rng, 0.4, 0.8 + 0.4j, 0.4 + 1j, 0.4j), line(0.4, 0.4 + 1j), tail]


def _shield(rng: np.random.Generator) -> Paths:
    side = curve(0, 0.4j, 0.1 + 0.8j, 0.45 + 1.1j)
    edge = np.concatenate([side, 0.9 - side[::-1].conj(), [0]])
    return [edge, *either(rng, [], [line(0.45, 0.45 + 1.1j), line(0.4j, 0.9 + 0.4j)])]


def _stairs(rng: np.random.Generator) -> Paths:
    steps = int(rng.integers(4, 7))
    corners = [complex(i, j) for i in range(steps) for j in (i, i + 1)]
    return _mirrored([line(*corners, complex(steps, steps))], rng)


def _mirrored(paths: Paths, rng: np.random.Generator) -> Paths:
    return paths if rng.random() < 0.5 else [-path.conj() for path in paths]


def _box_in_box(rng: np.random.Generator) -> Paths:
    a = rng.uniform(0.2, 0.3)
    inner = outline(rng, a + a * 1j, 1 - a + a * 1j, (1 - a) * (1 + 1j), a + (1 - a) * 1j)
    return [*_square(rng), *inner]


def _crossed_box(rng: np.random.Generator) -> Paths:
    slants = [line(0.1 + 0.1j, 0.9 + 0.9j), line(0.9 + 0.1j, 0.1 + 0.9j)]
    cross = [line(0.5, 0.5 + 1j), line(0.5j, 1 + 0.5j)]
    return [*_square(rng), *either(rng, slants, cross, slants[:1])]


def _cube(rng: np.random.Generator) -> Paths:
    back = complex(rng.uniform(0.25, 0.4), -rng.uniform(0.25, 0.4))
    front = [0, 1, 1 + 1j, 1j]
    edges = [line(corner, corner + back) for corner in front]
    far = line(*(corner + back for corner in front), back)
    if rng.random() < 0.5:  # what is behind does not show
        return [line(*front, 0), *edges[:3], far[:3]]
    return [line(*front, 0), *edges, far]


def _cylinder(rng: np.random.Generator) -> Paths:
    flat, height = rng.uniform(0.12, 0.2), rng.uniform(0.8, 1.3) * 1j
    sides = [line(-0.5, -0.5 + height), line(0.5, 0.5 + height)]
    return [ring(0, 0.5, flat), *sides, ring(height, 0.5, flat, 0.0, 0.5)]


OUTLINES = {
    "square": _square,
    "rectangle": _rectangle,
    "triangle": _triangle,
    "triangle, tip down": _triangle_down,
    "right triangle": _right_triangle,
    "diamond": _diamond,
    "parallelogram": _parallelogram,
    "trapezoid": _trapezoid,
    "pentagon": _pentagon,
    "hexagon": _hexagon,
    "half disc": _half_disc,
    "slice": _slice,
    "pie": _pie,
    "star": _star,
    "pentagram": _pentagram,
    "hexagram": _hexagram,
    "heart": _heart,
    "cross": _cross,
    "block cross": _block_cross,
    "cloud": _cloud,
    "moon": _moon,
    "crown": _crown,
    "hourglass on its side": _hourglass,
    "gem": _gem,
    "kite": _kite,
    "shield": _shield,
    "stairs": _stairs,
    "box in a box": _box_in_box,
    "crossed box": _crossed_box,
    "cube": _cube,
    "cylinder": _cylinder,
}
