"""Fooling: who is fooled is told truthfully, and each drawing counts once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from digit_widgets.ink import Ink
from digit_widgets.recognition import Prediction, read
from digit_widgets.widgets import DigitPad
from digit_widgets.widgets.studio.fooling import FoolTheNetworks, is_fooled
from digit_widgets.widgets.studio.ideas import IDEAS, NO_DIGIT, draw_idea
from tests.support.digits import DIGITS, finely
from tests.support.widget_tree import button, text_of
from tests.widgets.conftest import press

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)
TEN = tuple("0123456789")


def always(label: int) -> Any:
    def model(images: np.ndarray) -> np.ndarray:
        output = np.full((len(images), 10), 0.01, np.float32)
        output[:, label] = 0.91
        return output

    return model


@pytest.fixture
def fooling() -> Iterator[FoolTheNetworks]:
    pad = DigitPad()
    fooling = FoolTheNetworks(pad, {"Seven": always(7), "Two": always(2)})
    yield fooling
    fooling.close()
    pad.close()


def say(fooling: FoolTheNetworks, truth: str) -> str:
    """Press what the drawing is, and return all that is then told."""
    press(button(fooling, truth))
    return text_of(fooling)


@pytest.mark.parametrize(
    ("label", "truth", "fooled"),
    [
        ("7", "7", False),
        ("7", "1", True),
        ("7", NO_DIGIT, True),
        (None, NO_DIGIT, False),
        # It does not know, and says so.
        (None, "7", False),
    ],
)
def test_who_reads_another_digit_or_one_in_what_is_none_is_fooled(
    label: str | None, truth: str, fooled: bool
) -> None:
    shares = [0.91 if each == "7" else 0.01 for each in TEN]
    score = None if label else 0.1
    prediction = Prediction.from_scores(TEN, shares, score, threshold=0.5, latency=0.0)
    assert is_fooled(prediction, truth) == fooled


def test_each_network_is_counted(fooling: FoolTheNetworks) -> None:
    fooling._pad.ink = SEVEN
    words = say(fooling, "7")
    assert "You say 7; Seven reads 7, Two reads 2. You fooled Two." in words
    assert "Fooled so far, of 1 drawn: Seven 0, Two 1." in words
    fooling._pad.ink = draw_idea("A house", 280)
    assert "You fooled Seven and Two." in say(fooling, NO_DIGIT)
    assert (fooling.n_drawings, fooling.n_fooled) == (2, {"Seven": 1, "Two": 2})


def test_a_drawing_counts_once(fooling: FoolTheNetworks) -> None:
    fooling._pad.ink = SEVEN
    say(fooling, "7")
    assert "This drawing was counted" in say(fooling, "1")
    assert fooling.n_drawings == 1
    for _ in range(2):
        press(button(fooling, "A house"))
        say(fooling, NO_DIGIT)
        assert fooling.n_drawings == 2
        fooling._pad.undo()


def test_nothing_is_not_judged(fooling: FoolTheNetworks) -> None:
    assert "draw something first" in say(fooling, "3")
    assert fooling.n_drawings == 0


def test_nobody_is_fooled_by_what_is_right() -> None:
    pad = DigitPad(ink=SEVEN)
    fooling = FoolTheNetworks(pad, {"Seven": always(7)})
    assert "Nobody was fooled." in say(fooling, "7")
    assert fooling.n_fooled == {"Seven": 0}


@pytest.mark.parametrize("name", IDEAS)
def test_an_idea_is_drawn_on_the_pad_within_it_and_can_be_undone(
    fooling: FoolTheNetworks, name: str
) -> None:
    pad = fooling._pad
    pad.ink = SEVEN
    press(button(fooling, name))
    assert pad.ink == draw_idea(name, 280)
    points = np.concatenate([stroke.points for stroke in pad.ink.strokes])[:, :2]
    assert points.min() > 0
    assert points.max() < 280
    pad.undo()
    assert pad.ink == SEVEN


def test_the_house_is_no_digit_to_the_reader() -> None:
    assert read(draw_idea("A house", 280)).label is None
