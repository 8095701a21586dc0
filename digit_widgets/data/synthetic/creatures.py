"""Creatures: faces, figures, animals and plants as people draw them in a few lines."""

from __future__ import annotations

import math

import numpy as np

from digit_widgets.data.synthetic.paths import Path, Paths, curve, dot, either, line, ring

__all__ = ["CREATURES"]


def _face(rng: np.random.Generator) -> Paths:
    eyes = [dot(x - 0.3j, rng, 0.1) for x in (-0.4, 0.4)]
    smile = ring(0.1j, 0.55, 0.45, 0.05, 0.4)
    mouth = either(rng, [smile], [smile], [0.9j + smile.conj()], [line(-0.4 + 0.4j, 0.4 + 0.4j)])
    nose = either(rng, [], [line(-0.2j, 0.15j)], [line(-0.1j, -0.12 + 0.15j, 0.1 + 0.15j)])
    return [ring(0, 1), *eyes, *nose, *mouth]


def _bare_smiley(rng: np.random.Generator) -> Paths:
    eyes = either(
        rng,
        [dot(x - 0.4j, rng, 0.09) for x in (-0.4, 0.4)],
        [line(x - 0.6j, x - 0.2j) for x in (-0.35, 0.35)],
    )
    return [*eyes, ring(0, 0.8, 0.6, 0.05, 0.4)]


def _stick_figure(rng: np.random.Generator) -> Paths:
    level, raised = line(-0.35 + 0.55j, 0.35 + 0.55j), line(-0.35 + 0.7j, 0.45j, 0.35 + 0.7j)
    arms = either(rng, [level], [raised])
    return [ring(0, 0.2), line(0.2j, 0.95j), *arms, line(-0.3 + 1.4j, 0.95j, 0.3 + 1.4j)]


def _fish(rng: np.random.Generator) -> Paths:
    upper = curve(1.3 - 0.35j, 0.9, 0.3 - 0.5j, -0.4 - 0.1j, -0.45)
    body = np.concatenate([upper, upper[::-1].conj(), upper[:1]])
    fish = [body, dot(-0.05 - 0.08j, rng, 0.05)]
    return fish if rng.random() < 0.5 else [-path.conj() for path in fish]


def _tree(rng: np.random.Generator) -> Paths:
    trunk = [line(-0.1 + 0.5j, -0.12 + 1.1j), line(0.1 + 0.5j, 0.12 + 1.1j)]
    waves = 0.5 * (1 + 0.12 * np.cos(7 * np.linspace(0, 2 * math.pi, 60)))
    crown = waves * np.exp(1j * np.linspace(0, 2 * math.pi, 60))
    return [crown, *trunk, *either(rng, [], [line(-0.5 + 1.1j, 0.5 + 1.1j)])]


def _fir(rng: np.random.Generator) -> Paths:
    tiers = int(rng.integers(2, 4))
    side = [0j]
    for tier in range(1, tiers + 1):
        side += [complex(0.22 * tier + 0.1, 0.4 * tier), complex(0.12 * tier, 0.4 * tier)]
    side = side[:-1]
    left = [complex(-point.real, point.imag) for point in side]
    edge = line(*side, *reversed(left))
    foot = 0.4j * tiers
    return [edge, line(-0.1 + foot, -0.1 + 0.25j + foot, 0.1 + 0.25j + foot, 0.1 + foot)]


def _flower(rng: np.random.Generator) -> Paths:
    count = int(rng.integers(5, 8))
    places = np.exp(2j * math.pi * np.arange(count) / count)
    petals = [ring(0.55 * place, 0.27) for place in places.tolist()]
    stem = [line(0.8j, 2j), curve(1.6j, 0.4 + 1.5j, 0.5 + 1.2j, 0.1 + 1.3j, 1.6j)]
    return [ring(0, 0.25), *petals, *either(rng, stem, stem[:1], [])]


def _tulip(rng: np.random.Generator) -> Paths:
    cup = line(-0.4, -0.2 + 0.2j, 0, 0.2 + 0.2j, 0.4)
    bowl = curve(0.4, 0.4 + 0.6j, 0.6j, -0.4 + 0.6j, -0.4)
    leaf = curve(1.4j, 0.4 + 1.2j, 0.4 + 0.8j)
    leaves = either(rng, [leaf], [-leaf.conj()], [leaf, -leaf.conj()])
    return [np.concatenate([cup, bowl]), line(0.5j, 1.5j), *leaves]


def _eye(rng: np.random.Generator) -> Paths:
    lid = curve(-1, -0.4 - 0.7j, 0.4 - 0.7j, 1)
    lashes = [line(x - 0.55j, 1.3 * x - 0.85j) for x in (-0.4, 0, 0.4)]
    return [lid, lid.conj(), ring(0, 0.28), *either(rng, [], lashes)]


def _mushroom(rng: np.random.Generator) -> Paths:
    cap = ring(0, 0.8, 0.7, 0.5, 0.5)
    stem = curve(-0.22, -0.2 + 0.5j, -0.3 + 0.85j, 0.3 + 0.85j, 0.2 + 0.5j, 0.22)
    spots = [ring(place, 0.12) for place in (-0.3 - 0.3j, 0.25 - 0.35j)]
    return [np.append(cap, cap[0]), stem, *either(rng, [], spots)]


def _cat(rng: np.random.Generator) -> Paths:
    ear = line(-0.9 - 0.4j, -0.85 - 1.2j, -0.35 - 0.93j)
    whiskers = [line(0.25 + y, 1.2 + 1.6 * y) for y in (0.1j, 0.25j)]
    half = [ear, *whiskers, dot(-0.4 - 0.25j, rng, 0.1)]
    return [ring(0, 1), *half, *(-path.conj() for path in half)]


def _rabbit(rng: np.random.Generator) -> Paths:
    ears = [ring(complex(x, -1.0), 0.18, 0.6) for x in (-0.3, 0.3)]
    return [ring(0, 0.6, 0.55), *ears, *(dot(x - 0.1j, rng, 0.09) for x in (-0.22, 0.22))]


def _snail(rng: np.random.Generator) -> Paths:
    turn = np.linspace(0, rng.uniform(3.5, 5.0) * math.pi, 70)
    shell = (0.1 + turn / turn[-1] * 0.5) * np.exp(1j * turn)
    snail = [shell, curve(-0.7 + 0.6j, 0.9 + 0.6j, 1.1 - 0.2j), line(1 + 0.1j, 0.85 - 0.3j)]
    return snail if rng.random() < 0.5 else [-path.conj() for path in snail]


def _butterfly(rng: np.random.Generator) -> Paths:
    wing = curve(0, 0.2 - 0.9j, 1 - 0.9j, 0.9, 0.1, 0)
    lower = curve(0, 0.7 + 0.1j, 0.8 + 0.8j, 0.2 + 0.8j, 0)
    both = [wing, lower, -wing.conj(), -lower.conj()]
    return [*both, line(-0.6j, 0.6j), *either(rng, [], [line(-0.25 - 0.95j, -0.6j, 0.25 - 0.95j)])]


def _birds(rng: np.random.Generator) -> Paths:
    wing = curve(0.15j, 0.25 - 0.1j, 0.5 + 0.25j)
    bird: Path = np.concatenate([wing, 1 - wing[::-1].conj()])
    return either(rng, [bird], [bird, 0.7 * bird + (0.8 - 0.6j)])


def _snowman(rng: np.random.Generator) -> Paths:
    arms = [line(-0.4 + 0.75j, -0.95 + 0.4j), line(0.4 + 0.75j, 0.95 + 0.4j)]
    brim, crown = -0.35 - 0.2j, line(-0.2 - 0.2j, -0.2 - 0.6j, 0.2 - 0.6j, 0.2 - 0.2j)
    hat = [line(brim, -brim.conjugate()), crown]
    balls = [ring(0, 0.25), ring(0.65j, 0.4), ring(1.5j, 0.5)]
    return [*balls, *either(rng, [*arms, *hat], arms, hat)]


def _ghost(rng: np.random.Generator) -> Paths:
    head = ring(0, 0.5, 0.55, 0.5, 0.5)
    hem = line(0.5, 0.5 + 1j, 0.25 + 0.8j, 1j, -0.25 + 0.8j, -0.5 + 1j, -0.5)
    return [np.concatenate([head, hem]), *(dot(x - 0.05j, rng, 0.08) for x in (-0.2, 0.2))]


def _apple(rng: np.random.Generator) -> Paths:
    right = curve(0.1j, 0.3 - 0.2j, 0.75, 0.6 + 0.9j, 0.2 + 1j, 0.95j)
    leaf = curve(0.1 - 0.2j, 0.3 - 0.5j, 0.55 - 0.35j, 0.1 - 0.2j)
    stem = line(0.1j, 0.1 - 0.35j)
    return [np.concatenate([right, -right[::-1].conj()]), *either(rng, [stem], [stem, leaf])]


def _cherries(rng: np.random.Generator) -> Paths:
    stems = [curve(-0.4 + 0.75j, -0.3 + 0.3j, 0.1), curve(0.4 + 0.85j, 0.3 + 0.3j, 0.1)]
    leaf = curve(0.1, 0.4 - 0.3j, 0.75, 0.1)
    return [ring(-0.4 + 1j, 0.25), ring(0.4 + 1.1j, 0.25), *stems, *either(rng, [], [leaf])]


CREATURES = {
    "face": _face,
    "bare smiley": _bare_smiley,
    "stick figure": _stick_figure,
    "fish": _fish,
    "tree": _tree,
    "fir": _fir,
    "flower": _flower,
    "tulip": _tulip,
    "eye": _eye,
    "mushroom": _mushroom,
    "cat": _cat,
    "rabbit": _rabbit,
    "snail": _snail,
    "butterfly": _butterfly,
    "birds": _birds,
    "snowman": _snowman,
    "ghost": _ghost,
    "apple": _apple,
    "cherries": _cherries,
}
