"""Spoiled digits: turned, crossed out, cut, enclosed, over or beside each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.ink_dataset import InkDataset
from digit_widgets.data.synthetic.hand import ink_to_paths, paths_to_ink
from digit_widgets.data.synthetic.paths import Path, Paths, curve, line, ring
from digit_widgets.ink import Ink

__all__ = [
    "cross_out_digit",
    "cut_digit",
    "enclose_digit",
    "overlay_digits",
    "spoil_digit",
    "turn_digit",
    "write_beside",
]

#: Share of each way to spoil digits; a digit that cannot be spoiled in one way is crossed out.
_SHARES = {"turn": 0.25, "cross out": 0.2, "cut": 0.15, "enclose": 0.12, "overlay": 0.28}
#: Digits that are no longer digits when mirrored, upside down, or on their side.
_MIRRORED, _UPSIDE_DOWN, _ON_ITS_SIDE = (
    frozenset((3, 4, 6, 7, 9)),
    frozenset((3, 4, 7)),
    frozenset((1, 2, 3, 4, 5, 6, 7, 9)),
)
#: Digits that are no longer digits with one line across: 0, 1, 2 and 7 are written with a bar.
_SPOILED_BY_A_LINE = frozenset((3, 4, 5, 6, 8, 9))
#: Halves of digits that are no digits, as the directions in which they lie, y down. The lower half
#: of a 6 is a 0, that of a 4 is often a 4, and the right half of an 8 is a 3.
_HALVES = {0: (1, -1, 1j, -1j), 2: (1j,), 3: (1j,), 5: (-1j, 1j)}


#: Share of two digits that stand side by side, and the gap between those, in the size of one;
#: below 0, they touch or cross.
_BESIDE, _GAPS = 0.6, (-0.08, 0.3)


def spoil_digit(digits: InkDataset, rng: np.random.Generator) -> Ink:
    """Spoil one or two digits, in one of several ways.

    Parameters
    ----------
    digits
        Two or more drawings of digits.
    rng
        The random generator.
    """
    one, other = (int(i) for i in rng.choice(len(digits.inks), 2, replace=False))
    label, other_label = int(digits.labels[one]), int(digits.labels[other])
    first, second = ink_to_paths(digits.inks[one]), ink_to_paths(digits.inks[other])
    way = rng.choice(list(_SHARES), p=list(_SHARES.values()))
    spoiled: Paths | None = None
    if way == "turn":
        spoiled = turn_digit(first, label, rng)
    elif way == "cut":
        spoiled = cut_digit(first, label, rng)
    elif way == "enclose":
        spoiled = enclose_digit(first, label, rng)
    elif way == "overlay":
        spoiled = overlay_digits(first, second, beside=1 in {label, other_label}, rng=rng)
    return paths_to_ink(spoiled or cross_out_digit(first, label, rng))


def turn_digit(paths: Paths, label: int, rng: np.random.Generator) -> Paths | None:
    """Mirror or turn a digit so that it is no longer one; return None if that is impossible."""
    turns = [
        (mirrored, factor)
        for labels, mirrored, factor in (
            (_MIRRORED, True, -1),
            (_UPSIDE_DOWN, False, -1),
            (_ON_ITS_SIDE, False, 1j),
            (_ON_ITS_SIDE, False, -1j),
        )
        if label in labels
    ]
    if not turns:
        return None
    mirrored, factor = turns[int(rng.integers(len(turns)))]
    return [factor * (path.conj() if mirrored else path) for path in paths]


def cross_out_digit(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Cross a digit out: with one line where that spoils it, with more, or with a zig-zag."""
    how = int(rng.integers(0 if label in _SPOILED_BY_A_LINE else 1, 5))
    points = np.concatenate(paths)
    wide = max(float(np.abs(points.real).max()), 0.25)
    high = max(float(np.abs(points.imag).max()), 0.25)
    noise = rng.normal(0.0, 0.07, (8, 2)) @ np.array([1.0, 1.0j])
    rising = line(complex(-wide - 0.1, high * 0.9), complex(wide + 0.1, -high * 0.9))
    if how == 0:
        level = line(-wide - 0.25, wide + 0.25)
        return [*paths, (level if rng.random() < 0.5 else rising) + noise[:2]]
    if how == 1:
        return [*paths, rising + noise[:2], rising.conj() + noise[2:4]]
    if how == 2:
        gap = rng.uniform(0.15, 0.3) * 1j
        level = line(-wide - 0.2, wide + 0.2) if rng.random() < 0.5 else rising
        return [*paths, level + noise[:2], level + noise[2:4] + gap]
    if how == 3:
        count = int(rng.integers(3, 6))
        shifts = np.linspace(-0.5, 0.5, count) * 1.2 * high * 1j
        slant = line(-wide - 0.1 + 0.15j, wide + 0.1 - 0.15j)
        return [*paths, *(slant + shift + noise[:2] for shift in shifts.tolist())]
    count = int(rng.integers(6, 9))
    sides = np.where(np.arange(count) % 2, 1.0, -1.0) * (wide + 0.1)
    zigzag = sides + 1j * np.linspace(-high, high, count) + noise[:count]
    return [*paths, zigzag if rng.random() < 0.5 else curve(*zigzag.tolist(), rounds=2)]


def cut_digit(paths: Paths, label: int, rng: np.random.Generator) -> Paths | None:
    """Keep one half of a digit; return None if each half of it may be a digit."""
    halves = _HALVES.get(label, ())
    if not halves:
        return None
    way, edge = halves[int(rng.integers(len(halves)))], rng.uniform(-0.04, 0.04)
    kept = [run for path in paths for run in _runs(path, (path * np.conj(way)).real > edge)]
    if not kept:
        return None
    # What is as slim as a 1 may be one.
    points = np.concatenate(kept)
    return kept if np.ptp(points.real) > 0.4 * np.ptp(points.imag) else None


def enclose_digit(paths: Paths, label: int, rng: np.random.Generator) -> Paths | None:
    """Draw a ring or a box around a digit; return None for a 1, which would bar a 0."""
    if label == 1:
        return None
    points = np.concatenate(paths)
    wide, high = (max(float(np.abs(part).max()), 0.3) for part in (points.real, points.imag))
    width, height = wide * rng.uniform(1.3, 1.7), high * rng.uniform(1.2, 1.5)
    if rng.random() < 0.5:
        start, turn = rng.uniform(0, 1), rng.choice([-1, 1]) * rng.uniform(0.95, 1.08)
        return [*paths, ring(0, 1.2 * width, 1.2 * height, start, turn)]
    box = np.array([-1 - 1j, 1 - 1j, 1 + 1j, -1 + 1j, -1 - 1j])
    corners = width * box.real + 1j * height * box.imag
    return [*paths, corners + rng.normal(0.0, 0.04, (5, 2)) @ np.array([1.0, 1.0j])]


def overlay_digits(first: Paths, second: Paths, *, beside: bool, rng: np.random.Generator) -> Paths:
    """Put a digit over another, smaller or larger; or beside it, as a 1 over another bars it."""
    scale = math.exp(rng.uniform(-0.35, 0.35))
    if beside or rng.random() < _BESIDE:
        return write_beside([first, first if rng.random() < 0.3 else second], rng)
    shift = rng.uniform(0.45, 0.9) * np.exp(1j * rng.uniform(0, 2 * math.pi))
    return [*first, *(path * scale + shift for path in second)]


def write_beside(drawings: Sequence[Paths], rng: np.random.Generator) -> Paths:
    """Write drawings from left to right, apart, touching, or a little into each other."""
    written: Paths = []
    right = 0.0
    for paths in drawings:
        scale = math.exp(rng.normal(0.0, 0.15))
        points = scale * np.concatenate(paths)
        gap = rng.uniform(*_GAPS) if written else 0.0
        shift = right + gap - points.real.min() + 1j * rng.normal(0.0, 0.06)
        written += [path * scale + shift for path in paths]
        right += gap + float(np.ptp(points.real))
    return written


def _runs(path: Path, kept: NDArray[np.bool_]) -> Paths:
    """Return the parts of a path whose points are kept, of two points or more."""
    edges = np.flatnonzero(np.diff(kept)) + 1
    return [
        run
        for run, keep in zip(np.split(path, edges), np.split(kept, edges), strict=True)
        if keep[0] and len(run) > 1
    ]
