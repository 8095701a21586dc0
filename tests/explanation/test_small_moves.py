"""Small changes of a drawing: what they are called is what they do."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.explanation.small_moves import N_MOVES, SmallMove, is_inside, list_moves
from digit_widgets.ink import Bounds, Ink

#: A cross of 40 × 80 around (100, 100).
CROSS = Ink.from_strokes([[(80, 100), (120, 100)], [(100, 60), (100, 140)]], width=10)


def ends(move: SmallMove) -> list[tuple[float, float]]:
    """Where the right end of the bar and the top of the stem come to."""
    bar, stem = move.apply(CROSS).strokes
    return [tuple(np.round(bar.points[1], 3)), tuple(np.round(stem.points[0], 3))]


@pytest.mark.parametrize(
    ("move", "right", "top", "words"),
    [
        (SmallMove(turn=90), (100, 120), (140, 100), "turned by 90° clockwise"),
        (SmallMove(turn=-90), (100, 80), (60, 100), "turned by 90° anticlockwise"),
        (SmallMove(slant=45), (120, 100), (140, 60), "slanted by 45° to the right"),
        (SmallMove(slant=-45), (120, 100), (60, 60), "slanted by 45° to the left"),
        (SmallMove(width=0.5), (130, 100), (100, 60), "50% wider"),
        (
            SmallMove(width=-0.5, pen=0.1),
            (110, 100),
            (100, 60),
            "50% narrower, the pen 10% thicker",
        ),
    ],
)
def test_a_move_does_what_it_says(
    move: SmallMove, right: tuple[float, float], top: tuple[float, float], words: str
) -> None:
    assert ends(move) == [right, top]
    assert str(move) == words


def test_the_pen_alone_leaves_the_points() -> None:
    moved = SmallMove(pen=-0.2).apply(CROSS)
    assert {each.width for each in moved.strokes} == {8.0}
    assert [each.points.tolist() for each in moved.strokes] == [
        each.points.tolist() for each in CROSS.strokes
    ]


def test_the_smallest_moves_come_first_and_none_twice() -> None:
    moves = list(list_moves())
    assert len(set(moves)) == len(moves) == N_MOVES
    turns = [abs(each.turn) for each in moves if each.turn]
    assert turns == sorted(turns)
    assert turns[0] == 2.5
    assert sum(map(bool, moves[0])) == 1
    assert max(sum(map(bool, each)) for each in moves) == 3


def test_what_lies_beyond_the_bounds_is_not_inside() -> None:
    assert is_inside(CROSS, Bounds(80, 60, 120, 140))
    assert not is_inside(CROSS, Bounds(81, 60, 120, 140))
    assert not is_inside(CROSS, Bounds(80, 60, 120, 139))
