"""Things: vehicles, clothes, tools and other objects as people draw them in a few lines."""

from __future__ import annotations

import math

import numpy as np

from digit_widgets.data.synthetic.paths import Paths, curve, dot, either, line, outline, ring

__all__ = ["THINGS"]


def _sun(rng: np.random.Generator) -> Paths:
    count, start = int(rng.integers(6, 11)), rng.uniform(0, 1)
    rays = np.exp(2j * math.pi * (np.arange(count) + start) / count).tolist()
    inner, outer = rng.uniform(0.65, 0.8), rng.uniform(1.0, 1.3)
    return [ring(0, 0.55), *(line(inner * ray, outer * ray) for ray in rays)]


def _car(rng: np.random.Generator) -> Paths:
    body = outline(rng, 0, 0.3, 0.5 - 0.35j, 1.1 - 0.35j, 1.3, 1.7 + 0.05j, 1.7 + 0.4j, 0.4j)
    return [*body, ring(0.4 + 0.42j, 0.17), ring(1.3 + 0.42j, 0.17)]


def _boat(rng: np.random.Generator) -> Paths:
    hull = outline(rng, 0.8j, 1.4 + 0.8j, 1.1 + 1.15j, 0.3 + 1.15j)
    sail = either(rng, [line(0.7, 1.2 + 0.65j, 0.7 + 0.65j)], [line(0.7, 0.2 + 0.65j, 0.7 + 0.65j)])
    return [*hull, line(0.7 + 0.8j, 0.7), *sail]


def _cup(rng: np.random.Generator) -> Paths:
    handle = ring(0.9 + 0.4j, 0.28, 0.25, -0.25, 0.5)
    steam = [curve(x - 0.15j, x + 0.1 - 0.25j, x - 0.1 - 0.4j, x - 0.5j) for x in (0.3, 0.6)]
    return [*outline(rng, 0, 0.9, 0.8 + 0.9j, 0.1 + 0.9j), handle, *either(rng, [], steam)]


def _glass(rng: np.random.Generator) -> Paths:
    bowl = curve(-0.4, -0.45 + 0.7j, 0.45 + 0.7j, 0.4)
    foot = rng.uniform(1.0, 1.5) * 1j
    return [np.append(bowl, bowl[0]), line(0.55j, foot), line(-0.3 + foot, 0.3 + foot)]


def _umbrella(rng: np.random.Generator) -> Paths:
    top = ring(0, 0.8, 0.7, 0.5, 0.5)
    scallops = [ring(complex(x, 0), 0.27, 0.15, 0.0, -0.5) for x in (0.53, 0, -0.53)]
    edge = np.concatenate([top, *scallops])
    handle = curve(-0.1j, 0.4j, 0.9j, 0.35 + 1j, 0.32 + 0.7j)
    return [edge, handle if rng.random() < 0.5 else -handle.conj()]


def _lightning(rng: np.random.Generator) -> Paths:
    return outline(rng, 0.5, 1.05, 0.7 + 0.4j, 1.1 + 0.4j, 0.2 + 1.1j, 0.45 + 0.6j, 0.1 + 0.6j)


def _key(rng: np.random.Generator) -> Paths:
    teeth = [line(x, x + 0.25j) for x in (1.0, 1.2)]
    key = [ring(0, 0.3), line(0.3, 1.3), *teeth]
    return key if rng.random() < 0.5 else [-path.conj() for path in key]


def _glasses(rng: np.random.Generator) -> Paths:
    size = rng.uniform(0.35, 0.45)
    sides = [line(-1, -1.3 - 0.25j), line(1, 1.3 - 0.25j)]
    return [ring(-0.55, size), ring(0.55, size), curve(-0.15, -0.2j, 0.15), *sides]


def _rocket(rng: np.random.Generator) -> Paths:
    side = curve(0, 0.35 + 0.4j, 0.25 + 1.1j)
    fin = line(0.27 + 0.8j, 0.6 + 1.25j, 0.25 + 1.1j)
    hull = np.concatenate([-side[::-1].conj(), side, -side[-1:].conj()])
    return [hull, fin, -fin.conj(), *either(rng, [], [ring(0.5j, 0.12)])]


def _bicycle(rng: np.random.Generator) -> Paths:
    frame = line(-0.6, -0.3 - 0.55j, 0.4 - 0.6j, -0.05, -0.3 - 0.55j)
    bicycle = [ring(-0.6, 0.4), ring(0.7, 0.4), frame, line(0.7, 0.35 - 0.8j, 0.55 - 0.85j)]
    return bicycle if rng.random() < 0.5 else [-path.conj() for path in bicycle]


def _clock(rng: np.random.Generator) -> Paths:
    angle = rng.uniform(0, 1)
    hands = np.exp(2j * math.pi * np.array([angle, angle + rng.uniform(0.17, 0.4)])).tolist()
    ticks = [line(0.8 * way, way) for way in (1, 1j, -1, -1j)]
    return [ring(0, 1), line(0.75 * hands[0], 0, 0.5 * hands[1]), *either(rng, [], ticks)]


def _ice_cream(rng: np.random.Generator) -> Paths:
    scoop = ring(0, 0.42, 0.45, 0.5, 0.5)
    lines = either(rng, [], [line(-0.3 + 0.3j, 0.2 + 0.5j)])
    return [scoop, *outline(rng, -0.45, 0.45, 1.1j), *lines]


def _anchor(rng: np.random.Generator) -> Paths:
    hook = curve(-0.6 + 0.7j, -0.5 + 1.15j, 0.5 + 1.15j, 0.6 + 0.7j)
    bar = rng.uniform(0.15, 0.35) * 1j
    return [ring(-0.12j, 0.13), line(0, 1.05j), line(-0.3 + bar, 0.3 + bar), hook]


def _padlock(rng: np.random.Generator) -> Paths:
    shackle = np.concatenate([[-0.28 + 0.1j], ring(-0.2j, 0.28, 0.3, 0.5, 0.5), [0.28 + 0.1j]])
    body = outline(rng, -0.45, 0.45, 0.45 + 0.7j, -0.45 + 0.7j)
    return [*body, shackle, *either(rng, [], [dot(0.35j, rng, 0.08)])]


def _envelope(rng: np.random.Generator) -> Paths:
    return [*outline(rng, 0, 1.5, 1.5 + 1j, 1j), line(0, 0.75 + 0.55j, 1.5)]


def _gift(rng: np.random.Generator) -> Paths:
    bow = [curve(0.5, 0.1 - 0.1j, 0.2 - 0.5j, 0.5), curve(0.5, 0.9 - 0.1j, 0.8 - 0.5j, 0.5)]
    ribbon = [line(0.5, 0.5 + 1j), *either(rng, [], [line(0.5j, 1 + 0.5j)])]
    return [*outline(rng, 0, 1, 1 + 1j, 1j), *ribbon, *bow]


def _flag(rng: np.random.Generator) -> Paths:
    edge = curve(0, 0.3 - 0.2j, 0.5 + 0.2j, 0.9)
    wavy = np.concatenate([edge, edge[::-1] + 0.5j])
    square, pointed = line(0, 0.8, 0.8 + 0.5j, 0.5j), line(0, 0.7 + 0.25j, 0.5j)
    return [line(0, 1.3j), *either(rng, [square], [pointed], [wavy])]


def _television(rng: np.random.Generator) -> Paths:
    return [*outline(rng, 0, 1.3, 1.3 + 0.9j, 0.9j), line(0.3 - 0.4j, 0.65, 1.0 - 0.4j)]


def _table(rng: np.random.Generator) -> Paths:
    chair = [line(0, 1.1j), line(0.55j, 0.6 + 0.55j, 0.6 + 1.1j)]
    return either(rng, [line(0, 1.2), line(0.15, 0.15 + 0.8j), line(1.05, 1.05 + 0.8j)], chair)


def _hat(rng: np.random.Generator) -> Paths:
    crown, ribbon = line(-0.4, -0.35 - 0.7j, 0.35 - 0.7j, 0.4), line(-0.4 - 0.15j, 0.4 - 0.15j)
    return [line(-0.8, 0.8), crown, *either(rng, [], [ribbon])]


def _mountains(rng: np.random.Generator) -> Paths:
    high = rng.uniform(0.5, 0.9)
    ridge = line(0, 0.45 - high * 1j, 0.75 - 0.3j, 1.1 - 0.8j, 1.6)
    return [ridge, *either(rng, [], [line(0, 1.6)], [ring(1.55 - 1j, 0.15)])]


def _bell(rng: np.random.Generator) -> Paths:
    side = curve(0, 0.4 + 0.05j, 0.35 + 0.6j, 0.6 + 0.9j)
    body = np.concatenate([-side[::-1].conj(), side, [-0.6 + 0.9j]])
    return [body, ring(0.95j, 0.13, turn=0.5), *either(rng, [], [ring(-0.1j, 0.1)])]


def _bow(rng: np.random.Generator) -> Paths:
    high = rng.uniform(0.3, 0.5) * 1j
    loop = line(0.12, 0.8 - high, 0.8 + high, 0.12)
    return [ring(0, 0.14), loop, -loop]


THINGS = {
    "sun": _sun,
    "car": _car,
    "boat": _boat,
    "cup": _cup,
    "glass": _glass,
    "umbrella": _umbrella,
    "lightning": _lightning,
    "key": _key,
    "glasses": _glasses,
    "rocket": _rocket,
    "bicycle": _bicycle,
    "clock": _clock,
    "ice cream": _ice_cream,
    "anchor": _anchor,
    "padlock": _padlock,
    "envelope": _envelope,
    "gift": _gift,
    "flag": _flag,
    "television": _television,
    "table or chair": _table,
    "hat": _hat,
    "mountains": _mountains,
    "bell": _bell,
    "bow": _bow,
}
