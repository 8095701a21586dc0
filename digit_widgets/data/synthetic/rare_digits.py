"""Rare digits: the ways to write a digit that few people have, drawn by rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from digit_widgets.data.synthetic.hand import draw_by_hand
from digit_widgets.data.synthetic.paths import Path, Paths, curve, line
from digit_widgets.ink import Ink

__all__ = ["RARE_DIGITS", "draw_rare_digit", "random_rare_digit"]

_Maker = Callable[[np.random.Generator], Paths]
#: Typical distance by which a point that a path is drawn towards is moved.
_LOOSE = 0.035


def random_rare_digit(rng: np.random.Generator) -> tuple[Ink, int]:
    """Draw a digit in a way that few people have; return it with its label."""
    return draw_rare_digit(_NAMES[int(rng.integers(len(_NAMES)))], rng)


def draw_rare_digit(name: str, rng: np.random.Generator) -> tuple[Ink, int]:
    """Draw a digit in a rare way, a key of `RARE_DIGITS`; return it with its label."""
    label, make = RARE_DIGITS[name]
    return draw_by_hand(make(rng), rng), label


def _loose(rng: np.random.Generator, *points: complex) -> list[complex]:
    moves = rng.normal(0.0, _LOOSE, (len(points), 2)) @ np.array([1.0, 1.0j])
    return [complex(each) for each in np.array(points) + moves]


def _drawn(rng: np.random.Generator, *points: complex) -> Path:
    """Draw a smooth stroke towards points, each moved a little."""
    return curve(*_loose(rng, *points))


def _angular(rng: np.random.Generator, *points: complex) -> Path:
    """Draw a stroke with corners, each moved a little."""
    return line(*_loose(rng, *points))


def _zero_barred_in_one(rng: np.random.Generator) -> Paths:
    """Go around, and on through the middle."""
    low, wide = rng.uniform(0.6, 1.05), rng.uniform(0.25, 0.36)
    ring = (0.35 + 0j, 0.35 - wide + 0.05j, 0.35 - wide + 0.95j, 0.35 + 1j)
    back = (0.35 + wide + 0.95j, 0.35 + wide + 0.05j, 0.45 - 0.05j)
    return [_drawn(rng, *ring, *back, complex(0.3 - wide * 0.6, low))]


def _zero_open(rng: np.random.Generator) -> Paths:
    """Leave the ring open at its top, or go too far, inwards."""
    gap = rng.uniform(-0.12, 0.2)
    end = complex(0.38 + gap, rng.uniform(-0.02, 0.25) if gap < 0.05 else rng.uniform(0, 0.1))
    ring = (0.35 + 0j, -0.02 + 0.1j, 0.9j, 0.35 + 1.05j, 0.7 + 0.9j, 0.7 + 0.1j)
    return [_drawn(rng, *ring, end)]


def _one_with_long_upstroke(rng: np.random.Generator) -> Paths:
    begin = complex(-rng.uniform(0.25, 0.6), rng.uniform(0.45, 1.0))
    foot = complex(rng.normal(0.0, 0.08), 1)
    if rng.random() < 0.5:
        return [_angular(rng, begin, 0j, foot)]
    return [np.concatenate([_drawn(rng, begin, 0.55 * begin + 0.12j, 0j), line(0j, foot)])]


def _one_with_foot(rng: np.random.Generator) -> Paths:
    flag = complex(-rng.uniform(0.1, 0.35), rng.uniform(0.1, 0.35))
    wide = rng.uniform(0.15, 0.35)
    stem = _angular(rng, flag, 0j, 1j)
    return [stem, _angular(rng, -wide + 1j, wide + 1j)]


def _two_with_loop(rng: np.random.Generator) -> Paths:
    loop = rng.uniform(0.05, 0.2)
    head = (0.05 + 0.25j, 0.1 - 0.05j, 0.65 - 0.05j, 0.6 + 0.45j, 0.25 + 0.8j)
    foot = (complex(-0.1 - loop, 1.05), complex(-0.1, 0.75 - loop), 0.3 + 0.95j, 0.75 + 0.95j)
    return [_drawn(rng, *head, *foot)]


def _two_angular(rng: np.random.Generator) -> Paths:
    return [_angular(rng, 0.1j, 0.55 + 0j, 0.6 + 0.3j, 1j, 0.7 + 1j)]


def _three_with_flat_top(rng: np.random.Generator) -> Paths:
    top = line(*_loose(rng, 0j, 0.6 + 0j, 0.25 + 0.42j))
    belly = (top[-1], 0.75 + 0.4j, 0.75 + 1.05j, 0.2 + 1.05j, complex(-0.05, 0.85))
    return [np.concatenate([top, _drawn(rng, *(complex(each) for each in belly))])]


def _three_with_loop(rng: np.random.Generator) -> Paths:
    middle = complex(rng.uniform(0.05, 0.2), rng.uniform(0.42, 0.52))
    head = (0.15j, 0.1 - 0.05j, 0.65 - 0.05j, 0.6 + 0.4j, middle, middle - 0.12 + 0.15j)
    belly = (middle - 0.02 + 0.18j, 0.7 + 0.35j, 0.75 + 1.05j, 0.2 + 1.08j, 0.9j)
    return [_drawn(rng, *head, *belly)]


def _four_with_looped_corner(rng: np.random.Generator) -> Paths:
    """Turn from the left arm into the bar with a loop instead of a corner."""
    reach, low = rng.uniform(0.1, 0.25), rng.uniform(0.55, 0.7)
    arm = (0.3 + 0j, 0.05 + 0.4j, complex(-0.1 - reach / 2, low + 0.05))
    turn = (complex(-0.05, low + 0.12), complex(0.15, low - reach), complex(0.75, low))
    stem_x = rng.uniform(0.4, 0.6)
    return [_drawn(rng, *arm, *turn), _angular(rng, stem_x + 0.1j, stem_x - 0.05 + 1j)]


def _four_bolt(rng: np.random.Generator) -> Paths:
    """Draw all in one stroke: down, across, and from there up and down the stem, or on down."""
    low = rng.uniform(0.5, 0.65)
    arm = (0.35 + 0j, complex(0, low), complex(0.65, low))
    if rng.random() < 0.5:
        return [_angular(rng, *arm, complex(rng.uniform(0.25, 0.5), 1.05))]
    return [_angular(rng, *arm, complex(0.55, rng.uniform(0.0, 0.3)), 0.45 + 1.05j)]


def _four_in_one(rng: np.random.Generator) -> Paths:
    """Close the triangle: up from the bar's end to the top, then down the stem."""
    low, top = rng.uniform(0.5, 0.65), 0.5 + 0j
    if rng.random() < 0.5:
        right = complex(rng.uniform(0.7, 0.95), low)
        return [_angular(rng, top, complex(0, low), right, top, 0.45 + 1j)]
    return [_angular(rng, complex(0.6, low), complex(0, low), top, 0.45 + 1j)]


def _four_in_one_loop(rng: np.random.Generator) -> Paths:
    """Draw all in one: down, around to the right and up, and in a loop down through the bow."""
    low, high = rng.uniform(0.6, 0.8), rng.uniform(-0.1, 0.2)
    bow = (0.1 + complex(0, rng.uniform(-0.1, 0.1)), 0.3j, complex(-0.02, low), complex(0.3, low))
    loop = (complex(0.65, low - 0.1), complex(0.8, high), complex(0.45, high - 0.05))
    stem = (complex(rng.uniform(0.25, 0.4), 0.4), complex(rng.uniform(0.15, 0.35), 1.1))
    return [_drawn(rng, *bow, *loop, *stem)]


def _four_with_long_bar(rng: np.random.Generator) -> Paths:
    low = rng.uniform(0.4, 0.6)
    arm = _angular(rng, 0.45 + 0j, complex(0, low), complex(rng.uniform(0.9, 1.2), low))
    return [arm, _angular(rng, 0.5 + 0j, rng.uniform(0.1, 0.4) + 1j)]


def _five_in_one(rng: np.random.Generator) -> Paths:
    neck = rng.uniform(0.05, 0.2)
    head = (0.65 + 0j, 0.05 - 0.03j, complex(neck - 0.1, 0.45))
    belly = (complex(neck + 0.1, 0.35), 0.75 + 0.4j, 0.7 + 1.05j, 0.1 + 1.05j, -0.05 + 0.85j)
    return [_drawn(rng, *head, *belly)]


def _five_with_loose_hat(rng: np.random.Generator) -> Paths:
    away = complex(rng.uniform(-0.05, 0.15), rng.uniform(-0.15, 0.02))
    body = _drawn(rng, 0.1 + 0j, 0.03 + 0.5j, 0.3 + 0.3j, 0.8 + 0.5j, 0.6 + 1.1j, -0.05 + 0.95j)
    return [body, _angular(rng, 0.1 + away, 0.7 + away)]


def _six_open(rng: np.random.Generator) -> Paths:
    """Let the loop end before it meets the stroke, or curl inwards."""
    end = complex(rng.uniform(0.1, 0.3), rng.uniform(0.6, 0.85))
    stroke = (0.5 + 0j, 0.1 + 0.2j, -0.05 + 0.7j, 0.05 + 1.05j, 0.5 + 1.1j, 0.65 + 0.7j)
    return [_drawn(rng, *stroke, 0.4 + 0.5j, end)]


def _seven_with_joined_bar(rng: np.random.Generator) -> Paths:
    """Go from the foot straight back to where the bar begins."""
    low, wide = rng.uniform(0.4, 0.6), rng.uniform(0.2, 0.35)
    foot, middle = complex(rng.uniform(0.1, 0.3), 1), complex(0.4, low)
    return [_angular(rng, 0.05j, 0.65 + 0j, foot, middle - wide, middle + wide)]


def _seven_with_serif(rng: np.random.Generator) -> Paths:
    serif = complex(rng.normal(0.0, 0.03), rng.uniform(0.12, 0.3))
    strokes = [_angular(rng, serif, 0j, 0.6 + 0j, rng.uniform(0.1, 0.3) + 1j)]
    if rng.random() < 0.5:
        low, wide = rng.uniform(0.45, 0.6), rng.uniform(0.12, 0.3)
        strokes.append(_angular(rng, complex(0.4 - wide, low), complex(0.4 + wide, low)))
    return strokes


def _eight_open(rng: np.random.Generator) -> Paths:
    """Begin at the upper right, and end beside the beginning instead of on it."""
    end = complex(rng.uniform(0.4, 0.75), rng.uniform(-0.05, 0.2))
    down = (0.6 + 0.15j, 0.4 - 0.1j, -0.05 + 0.05j, 0.05 + 0.45j, 0.65 + 0.6j, 0.65 + 1.05j)
    return [_drawn(rng, *down, -0.02 + 1.08j, 0.05 + 0.7j, 0.45 + 0.4j, end)]


def _eight_with_open_foot(rng: np.random.Generator) -> Paths:
    """Begin in the middle, and end at the left of it, short of the beginning."""
    up = (0.35 + 0.5j, 0.05 + 0.4j, 0.05 - 0.05j, 0.6 - 0.05j, 0.55 + 0.4j, 0.3 + 0.5j)
    end = complex(rng.uniform(0.05, 0.25), rng.uniform(0.5, 0.65))
    return [_drawn(rng, *up, 0.6 + 0.55j, 0.7 + 1.05j, 0.15 + 1.1j, -0.05 + 0.85j, end)]


def _nine_through_stem(rng: np.random.Generator) -> Paths:
    """Let the loop run through the stem before the pen goes down."""
    out = rng.uniform(0.05, 0.25)
    loop = (0.5 + 0.1j, 0.3 - 0.05j, -0.1 + 0.1j, 0.05 + 0.5j, complex(0.45, 0.45))
    stem = (complex(0.55 + out, 0.2), complex(0.6 + out / 2, -0.05), 0.45 + 0.05j)
    foot = complex(rng.uniform(0.2, 0.6), 1.05)
    return [_drawn(rng, *loop, *stem, 0.47 + 0.5j, foot)]


def _nine_from_the_left(rng: np.random.Generator) -> Paths:
    """Begin at the left, cross where the stem will be, and go around above into it."""
    low = rng.uniform(0.4, 0.6)
    begin = complex(-rng.uniform(0.0, 0.35), low + rng.normal(0.0, 0.06))
    around = (complex(0.3, low + 0.05), complex(0.75, low - 0.1), 0.7 - 0.05j, 0.4 - 0.1j)
    stem = (complex(rng.uniform(0.1, 0.25), 0.1), complex(0.25, low), complex(0.4, 1.1))
    return [_drawn(rng, begin, *around, *stem)]


def _nine_open(rng: np.random.Generator) -> Paths:
    """Begin the loop away from the stem, on either side of it."""
    begin = complex(rng.uniform(0.35, 0.55), rng.uniform(0.0, 0.25))
    loop = (begin, 0.3 - 0.1j, -0.1 + 0.05j, 0.05 + 0.5j, 0.45 + 0.5j, 0.6 + 0.05j)
    foot = complex(rng.uniform(0.35, 0.6), 1)
    hook = (foot, complex(rng.uniform(0.0, 0.25), rng.uniform(0.9, 1.05)))
    tail = hook if rng.random() < 0.5 else (foot,)
    return [_drawn(rng, *loop, 0.58 + 0.5j, *tail)]


#: Each way's label, and what makes the paths of its drawings.
RARE_DIGITS: Mapping[str, tuple[int, _Maker]] = {
    "0 barred in one stroke": (0, _zero_barred_in_one),
    "0 open": (0, _zero_open),
    "1 with a long upstroke": (1, _one_with_long_upstroke),
    "1 with a foot": (1, _one_with_foot),
    "2 with a loop": (2, _two_with_loop),
    "2 angular": (2, _two_angular),
    "3 with a flat top": (3, _three_with_flat_top),
    "3 with a loop": (3, _three_with_loop),
    "4 with a looped corner": (4, _four_with_looped_corner),
    "4 like a bolt": (4, _four_bolt),
    "4 in one stroke": (4, _four_in_one),
    "4 in one loop": (4, _four_in_one_loop),
    "4 with a long bar": (4, _four_with_long_bar),
    "5 in one stroke": (5, _five_in_one),
    "5 with a loose hat": (5, _five_with_loose_hat),
    "6 open": (6, _six_open),
    "7 with a joined bar": (7, _seven_with_joined_bar),
    "7 with a serif": (7, _seven_with_serif),
    "8 open": (8, _eight_open),
    "8 with an open foot": (8, _eight_with_open_foot),
    "9 through its stem": (9, _nine_through_stem),
    "9 from the left": (9, _nine_from_the_left),
    "9 open": (9, _nine_open),
}
_NAMES = tuple(RARE_DIGITS)
