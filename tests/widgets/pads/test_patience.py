"""Patience: messages wait for quick predictions, and not for slow ones while the pen is down."""

from __future__ import annotations

import pytest

from digit_widgets.widgets.pads.patience import Patience


def waits(patience: Patience, *, is_drawing: bool, is_enough: bool = True) -> bool:
    """Return True if a message waits, and at most half a second."""
    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return is_enough

    patience.wait_for(wait, is_drawing=is_drawing)
    assert waited in ([], [0.5])
    return bool(waited)


@pytest.mark.parametrize(
    ("seconds", "drawing", "lifted"),
    [([], True, True), ([0.01], True, True), ([0.1], False, True), ([1.0], False, False)],
)
def test_it_depends_on_how_long_predictions_take(
    seconds: list[float], drawing: bool, lifted: bool
) -> None:
    patience = Patience()
    for each in seconds:
        patience.note(each)
    assert waits(patience, is_drawing=True) is drawing
    assert waits(patience, is_drawing=False) is lifted


def test_the_quickest_of_the_last_five_counts() -> None:
    patience = Patience()
    for each in (0.01, 1.0, 1.0, 1.0, 1.0):
        patience.note(each)
    assert waits(patience, is_drawing=True)
    patience.note(1.0)
    assert not waits(patience, is_drawing=True)


def test_one_prediction_does_not_hold_up_two_messages_of_a_stroke() -> None:
    patience = Patience()
    patience.note(0.01)
    assert waits(patience, is_drawing=True, is_enough=False)
    assert not waits(patience, is_drawing=True)
    assert waits(patience, is_drawing=False, is_enough=False)
    assert not waits(patience, is_drawing=True)
    patience.note(0.01)
    assert waits(patience, is_drawing=True)
