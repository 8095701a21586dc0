"""Pad followers: a subclass of a few lines follows, fails and ends as all of them do."""

from __future__ import annotations

from typing import Any

import pytest
from ipywidgets import HTML

from digit_widgets.errors import ArgumentError
from digit_widgets.ink import Ink
from digit_widgets.widgets import DigitPad
from digit_widgets.widgets.pads.follower import PadFollower
from tests.support.widget_tree import text_of


class StrokeCount(PadFollower):
    """The number of strokes; two are too many for it."""

    def __init__(self, pad: DigitPad, **kwargs: Any) -> None:
        self._count = HTML()
        super().__init__(pad, **kwargs)
        self._begin(self._count)

    def _update(self) -> None:
        count = len(self._pad.ink.strokes)
        if count == 2:
            raise ZeroDivisionError("two")
        self._count.value = f"Strokes: {count}"
        self.set_trait("error", "")


def draw(pad: DigitPad, strokes: int) -> None:
    pad.ink = Ink.from_strokes([[(40 * n, 60), (40 * n, 200)] for n in range(1, strokes + 1)])


def test_it_shows_the_newest_state_until_it_is_closed() -> None:
    pad = DigitPad()
    counter = StrokeCount(pad)
    for strokes in (1, 3):
        draw(pad, strokes)
        counter.wait()
        assert f"Strokes: {strokes}" in text_of(counter)
    counter.close()
    draw(pad, 4)
    assert "Strokes: 3" in text_of(counter)
    counter.close()


def test_what_an_update_raises_is_said_and_the_next_one_goes_on() -> None:
    pad = DigitPad()
    counter = StrokeCount(pad)
    draw(pad, 2)
    counter.wait()
    assert "two" in counter.error
    assert counter.error in text_of(counter)
    draw(pad, 3)
    counter.wait()
    assert counter.error == ""
    assert "Strokes: 3" in text_of(counter)
    counter.close()


def test_only_a_pad_is_followed() -> None:
    with pytest.raises(ArgumentError, match="A DigitPad is followed"):
        StrokeCount("pad")  # type: ignore[arg-type]
