"""What a screen reader is given to say: once of each finished drawing, and no more."""

from __future__ import annotations

import io
import threading
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.imaging import rasterize
from digit_widgets.ink import Ink
from digit_widgets.widgets import DigitPad, ModelComparison, NumberPad
from digit_widgets.widgets.pads.drawing_pad import DrawingPad
from digit_widgets.widgets.parts.announcer import Announcer
from tests.conftest import FOUR, SEVEN
from tests.support.waiting import LONG
from tests.widgets.conftest import Page, choose_file, press_tool


class Listener:
    """Hears what a pad's pages are told to say."""

    def __init__(self, pad: DrawingPad) -> None:
        self._pad = pad
        self.words: list[str] = []
        pad.canvas.observe(lambda change: self.words.append(change["new"][1]), "_spoken")

    def heard(self) -> list[str]:
        """Return what was said since the last time."""
        self._pad.wait(LONG)
        words, self.words = self.words, []
        return words


@pytest.fixture
def listener(pad: DigitPad) -> Listener:
    return Listener(pad)


def test_a_stroke_is_said_once_when_the_pen_lifts(
    pad: DigitPad, pad_page: Page, listener: Listener
) -> None:
    for point in SEVEN[0]:
        pad_page.mouse("down" if point == SEVEN[0][0] else "move", *point)
        assert listener.heard() == []
    pad_page.ink(end=True)
    (words,) = listener.heard()
    assert words.startswith("7, ")
    assert " percent; then " in words


def test_a_stroke_that_comes_whole_is_said_once(
    pad: DigitPad, pad_page: Page, listener: Listener
) -> None:
    pad_page.ink(*SEVEN[0], end=True)
    (words,) = listener.heard()
    assert words.startswith("7, ")


def test_the_newest_points_are_read_before_it_is_said(
    pad: DigitPad, pad_page: Page, listener: Listener
) -> None:
    pad_page.ink(*SEVEN[0][:2])
    pad_page.ink(*SEVEN[0][2:], end=True)
    assert len(listener.heard()) == 1
    assert pad.value == "7"


def test_undo_redo_and_reset_are_said(pad: DigitPad, pad_page: Page, listener: Listener) -> None:
    for stroke in FOUR:
        pad_page.draw(stroke)
    whole = listener.heard()[-1]
    press_tool(pad, "undo")
    (half,) = listener.heard()
    assert half != whole
    press_tool(pad, "redo")
    assert listener.heard() == [whole]
    press_tool(pad, "clear")
    assert listener.heard() == ["Nothing drawn"]
    press_tool(pad, "undo")
    assert listener.heard() == [whole]


def test_what_an_eraser_leaves_is_said(pad: DigitPad, pad_page: Page, listener: Listener) -> None:
    pad_page.draw(SEVEN[0])
    listener.heard()
    pad_page.tool = "stroke eraser"
    pad_page.draw([(60, 60), (80, 60)])
    assert listener.heard() == ["Nothing drawn"]


def test_the_same_words_are_said_again(pad: DigitPad, pad_page: Page, listener: Listener) -> None:
    pad_page.draw([(140, 140)])
    pad_page.draw([(141, 141)])
    words = listener.heard()
    assert len(words) == 2
    assert words[0] == words[1] == "Only a dot"


def test_a_image_is_said_with_its_name_and_then_the_pad_again(
    pad: DigitPad, listener: Listener
) -> None:
    file = io.BytesIO()
    ink = rasterize(Ink.from_strokes(SEVEN, width=16), 280)
    Image.fromarray(((1 - ink) * 255).astype(np.uint8)).save(file, "PNG")
    choose_file(pad, "seven.png", file.getvalue())
    (words,) = listener.heard()
    assert words.startswith("seven.png: 7, ")
    press_tool(pad, "clear")
    assert listener.heard() == ["Nothing drawn"]
    # The alert is read out by itself; what is read has not changed.
    choose_file(pad, "notes.png", b"digits: 3")
    assert listener.heard() == []


def test_a_reading_that_nobody_drew_is_not_said(
    pad: DigitPad, pad_page: Page, listener: Listener
) -> None:
    pad_page.draw(SEVEN[0])
    listener.heard()
    pad.threshold = 0.0
    pad.model = "ann"
    pad.refresh()
    assert listener.heard() == []


def test_an_observer_that_raises_leaves_the_words_said(
    pad: DigitPad, pad_page: Page, listener: Listener
) -> None:
    def fail(_: Any) -> None:
        raise ValueError("no")

    pad.observe(fail, "prediction")
    pad_page.draw(SEVEN[0])
    (words,) = listener.heard()
    assert words.startswith("7, ")


class Slow:
    """A model that reads only when it is let."""

    labels = tuple("0123456789")

    def __init__(self) -> None:
        self.gate = threading.Semaphore(0)
        self.asked = threading.Semaphore(0)

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked.release()
        assert self.gate.acquire(timeout=LONG)
        return np.eye(10, dtype=np.float32)[[4] * len(images)]


def test_a_slow_model_is_heard_when_it_has_read_and_not_if_a_new_stroke_began() -> None:
    model = Slow()
    pad = DigitPad(model)
    page, listener = Page(pad.canvas), Listener(pad)
    page.ink(*FOUR[0], end=True)
    assert model.asked.acquire(timeout=LONG)
    assert listener.words == []
    # Overtaken: what is read of the first stroke alone is not said any more.
    page.ink(FOUR[1][0])
    model.gate.release()
    assert model.asked.acquire(timeout=LONG)
    model.gate.release()
    assert listener.heard() == []
    page.ink(FOUR[1][1], end=True)
    assert model.asked.acquire(timeout=LONG)
    assert listener.words == []
    model.gate.release()
    (words,) = listener.heard()
    assert words.startswith("4, over 99 percent")
    pad.close()


def test_a_number_and_a_comparison_are_said_too() -> None:
    number = NumberPad(model="cnn")
    listener = Listener(number)
    Page(number.canvas).draw([(0.7 * x, 0.7 * y) for x, y in SEVEN[0]])
    (words,) = listener.heard()
    assert words.startswith("7; 1 digit, ")
    number.close()
    both = ModelComparison({"Dense": "ann", "Convolutional": "cnn"})
    listener = Listener(both)
    Page(both.canvas).draw(SEVEN[0])
    (words,) = listener.heard()
    assert words.startswith("Dense: 7, ")
    assert "; Convolutional: 7, " in words
    both.close()


def test_what_is_finished_is_said_whether_it_is_read_before_or_after() -> None:
    said: list[str] = []
    announcer = Announcer(said.append)
    announcer.read("a", "first")
    announcer.finish("a")
    announcer.finish("b")
    announcer.read("a", "first")
    announcer.read("b", "second")
    announcer.read("b", "second")
    announcer.finish("c")
    announcer.begin()
    announcer.read("c", "third")
    assert said == ["first", "second"]
