"""Small moves: a drawing turned, slanted, made narrower or wider, or drawn with another pen.

They begin with what is hardly seen, and grow in small steps.

A shift and a change of the whole size are not among them: normalising takes both out again, so that
a network does not see them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from digit_widgets.ink import Bounds, Ink, Stroke

__all__ = ["N_MOVES", "SmallMove", "is_inside", "list_moves"]

#: Degrees of a turn and of a slant, and factors of width and of the pen, of one step; and how many
#: steps there are.
_TURN, _SLANT, _WIDTH, _PEN = 2.5, 2.5, 1.05, 1.08
_STEPS = 12


class SmallMove(NamedTuple):
    """How a drawing is changed, about the middle of its bounds.

    Attributes
    ----------
    turn
        Degrees, clockwise.
    slant
        Degrees, to the right at the top.
    width
        Share by which it becomes wider; below 0, narrower.
    pen
        Share by which its pen becomes thicker; below 0, thinner.
    """

    turn: float = 0.0
    slant: float = 0.0
    width: float = 0.0
    pen: float = 0.0

    def apply(self, ink: Ink) -> Ink:
        """Return a drawing, which is not blank, changed so."""
        bounds = ink.bounds
        assert bounds is not None
        middle = np.array([bounds.left + bounds.right, bounds.top + bounds.bottom]) / 2
        angle, slope = math.radians(self.turn), math.tan(math.radians(self.slant))
        turned = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        matrix = turned @ np.array([[1 + self.width, -slope], [0, 1]])
        return Ink(
            tuple(
                Stroke((each.points - middle) @ matrix.T + middle, each.width * (1 + self.pen))
                for each in ink.strokes
            )
        )

    def __str__(self) -> str:
        """Say what is done, such as "turned by 5° clockwise, 4% narrower"."""
        told = [
            (self.turn, f"turned by {abs(self.turn):g}°", (" anticlockwise", " clockwise")),
            (self.slant, f"slanted by {abs(self.slant):g}°", (" to the left", " to the right")),
            (self.width, f"{abs(self.width):.0%}", (" narrower", " wider")),
            (self.pen, f"the pen {abs(self.pen):.0%}", (" thinner", " thicker")),
        ]
        return ", ".join(words + ways[value > 0] for value, words, ways in told if value)


def list_moves() -> Iterator[SmallMove]:
    """Yield all moves, the smallest first: at each step single ones, then two or three together."""
    for step in range(1, _STEPS + 1):
        single = [
            change
            for each in (step, -step)
            for change in (
                {"turn": each * _TURN},
                {"slant": each * _SLANT},
                {"width": _WIDTH**each - 1},
                {"pen": _PEN**each - 1},
            )
        ]
        for count in (1, 2, 3):
            for together in combinations(single, count):
                move = {name: size for each in together for name, size in each.items()}
                # Not, say, both wider and narrower.
                if len(move) == count:
                    yield SmallMove(**move)


#: How many there are.
N_MOVES = sum(1 for _ in list_moves())


def is_inside(ink: Ink, around: Bounds) -> bool:
    """Return True if a drawing, which is not blank, lies inside some bounds."""
    bounds = ink.bounds
    assert bounds is not None
    return (
        bounds.left >= around.left
        and bounds.top >= around.top
        and bounds.right <= around.right
        and bounds.bottom <= around.bottom
    )
