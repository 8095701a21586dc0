"""Models of one's own on pads: how they are fed is said, their labels shown, the pen never held."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from ipywidgets import HTML
from numpy.typing import NDArray
from traitlets import TraitError

from digit_widgets.ink import Ink
from digit_widgets.predictors import FunctionPredictor, ModelInfo, load_predictor
from digit_widgets.widgets import DigitPad, InkTimeline, ModelComparison, NumberPad
from digit_widgets.widgets.parts.model_bars import ModelBars
from digit_widgets.widgets.parts.probability_chart import ProbabilityChart
from tests.support.digits import DIGITS
from tests.support.waiting import LONG, wait_until
from tests.support.widget_tree import find_all, find_one, text_of
from tests.widgets.conftest import Page

Images = NDArray[np.float32]
SEVEN = Ink.from_strokes(DIGITS["7"], width=16)
LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def of_bytes(images: Images) -> Images:
    """Read images of 0..255 by the bundled network, and black ones for others."""
    if images.max() <= 1:
        images = 0 * images
    return load_predictor("cnn").predict_proba(np.clip(images / 255, 0, 1).astype(np.float32))


def untrained(images: Images) -> Images:
    return np.tile(np.linspace(0, 1, 10), (len(images), 1)) / 5


def shown(pad: DigitPad | NumberPad | ModelComparison, kind: str) -> str:
    """Return what a pad's notes of a kind say, "message" or "note"."""
    texts = find_all(pad, HTML, f"digit-widgets-{kind}")
    return "".join(each.value for each in texts)


@pytest.mark.usefixtures("time_to_try_models")
def test_how_a_model_is_fed_is_said_where_it_is_not_plain() -> None:
    pad = DigitPad(of_bytes, ink=SEVEN)
    assert pad.value == "7"
    assert str(pad.model_info).startswith("fed 0..255; reads ")
    assert f"The model is {pad.model_info}." in shown(pad, "note")
    assert shown(pad, "message") == ""
    pad.model = "cnn"
    assert pad.model_info is None
    assert "fed" not in shown(pad, "note")
    with pytest.raises(TraitError, match="read-only"):
        pad.model_info = None


@pytest.mark.usefixtures("time_to_try_models")
@pytest.mark.parametrize("make", [DigitPad, NumberPad, lambda model: ModelComparison([model])])
def test_a_model_that_reads_no_digits_is_used_and_visibly_said_to(
    make: Callable[[object], DigitPad | NumberPad | ModelComparison],
) -> None:
    pad = make(untrained)
    pad.ink = SEVEN
    assert "However it is fed, this model reads at best" in shown(pad, "message")
    assert 'role="alert"' in shown(pad, "message")
    assert pad.error == ""
    reading = pad.predictions["untrained"].label if hasattr(pad, "predictions") else pad.value
    assert reading == "9"


@pytest.mark.usefixtures("time_to_try_models")
def test_a_plain_model_needs_no_note() -> None:
    pad = DigitPad(lambda images: load_predictor("cnn").predict_proba(images), ink=SEVEN)
    assert isinstance(pad.model_info, ModelInfo)
    assert pad.model_info.is_plain
    assert shown(pad, "message") == ""
    assert "fed" not in shown(pad, "note")


@pytest.mark.usefixtures("time_to_try_models")
def test_what_is_stated_is_of_the_model_given_with_it_alone() -> None:
    pad = DigitPad(untrained, labels=tuple("abcdefghij"), input_range=(0, 255), ink=SEVEN)
    assert pad.value == "j"
    assert pad.model_info.input.range == (0, 255)
    pad.model = lambda images: untrained(1 * images)
    assert pad.value == "9"


@pytest.mark.parametrize(
    ("labels", "invited", "answer"),
    [
        (LETTERS, "Draw a letter", "Z"),
        (tuple("0123456789") + LETTERS + tuple("abdefghnqrt"), "Draw here", "t"),
        (
            ("circle", "square", "a shape of a very long name"),
            "Draw here",
            "a shape of a very long",
        ),
    ],
)
def test_chart_words_time_line_and_comparison_follow_the_labels(
    labels: tuple[str, ...], invited: str, answer: str
) -> None:
    def model(images: Images) -> Images:
        return np.tile(np.linspace(0, 1, len(labels)), (len(images), 1))

    pad = DigitPad(model, labels=labels)
    line = InkTimeline(pad)
    assert pad.chart.labels == labels
    assert invited in pad._headline._text.value
    pad.ink = SEVEN
    line.wait()
    assert pad.value is not None
    assert pad.value.startswith(answer)
    assert len(pad.probabilities) == len(labels)
    assert find_one(line, ProbabilityChart).labels == labels
    assert line.timeline is not None
    assert line.timeline.stretches[-1].answer == pad.value
    comparison = ModelComparison([load_predictor(model, labels=labels)], ink=SEVEN)
    assert comparison.error == ""
    assert next(iter(comparison.predictions.values())).label == pad.value
    assert tuple(find_one(comparison, ModelBars).full_labels.values()) == labels


class Doubtful:
    """Scores everything as hardly a letter."""

    labels = LETTERS

    def predict_proba(self, images: Images) -> Images:
        return self.predict_scored(images)[0]

    def predict_scored(self, images: Images) -> tuple[Images, Images]:
        shares = np.tile(np.float32([1, *[0] * 25]), (len(images), 1))
        return shares, np.full(len(images), 0.2, np.float32)


def test_what_is_no_letter_is_not_called_no_digit() -> None:
    pad = DigitPad(Doubtful(), ink=SEVEN)
    assert "Not a letter" in pad._headline._text.value
    assert "Looks like a letter: 20%" in pad._headline._text.value
    comparison = ModelComparison([Doubtful(), Doubtful()], ink=SEVEN)
    assert "All: not a letter" in text_of(comparison)
    assert "Looks like a letter" in text_of(comparison)


def test_a_model_may_be_assigned_while_somebody_draws_and_holds_nothing_up() -> None:
    free, called = threading.Event(), threading.Event()

    def slow(images: Images) -> Images:
        called.set()
        assert free.wait(LONG)
        return np.tile(np.eye(10, dtype=np.float32)[3], (len(images), 1))

    pad = DigitPad("cnn")
    line = InkTimeline(pad)
    page = Page(pad.canvas)
    *most, last = DIGITS["7"][0]
    for point in most:
        page.ink(point)
    pad.model = slow  # returns although the model does not
    assert called.wait(LONG)
    page.ink(last)
    pad.wait()
    assert pad.value == "7"
    free.set()
    wait_until(lambda: pad.value == "3", "The new model does not read.")
    page.ink(end=True)
    line.wait()
    assert pad.model is slow
    assert len(pad.ink.strokes) == 1
    assert line.timeline is not None
    assert line.timeline.stretches[-1].answer == "3"


def test_a_wrong_model_assigned_while_somebody_draws_is_said_and_forgotten() -> None:
    pad = DigitPad("ann")
    page = Page(pad.canvas)
    page.ink((50, 50), (100, 50))
    pad.model = "gone.onnx"
    wait_until(lambda: pad.error != "", "Nothing is said of the model.")
    assert "There is no model file at gone.onnx." in pad.error
    wait_until(lambda: pad.model == "ann", "The pad does not say what it goes on with.")
    page.ink(end=True)


def test_the_last_of_several_models_is_the_one_that_reads() -> None:
    pad = DigitPad("cnn", ink=SEVEN)
    page = Page(pad.canvas)
    page.ink((50, 50), (100, 50))
    for digit in (1, 2, 5):
        pad.model = FunctionPredictor(
            lambda images, digit=digit: np.tile(np.eye(10)[digit], (len(images), 1))
        )
    wait_until(lambda: pad.value == "5", "Another model reads.")
    page.ink(end=True)


def test_an_observer_may_give_the_pad_another_model() -> None:
    pad = DigitPad("cnn")
    pad.observe(lambda change: change["new"] == "7" and setattr(pad, "model", "ann"), "value")
    pad.ink = SEVEN
    wait_until(lambda: pad.model == "ann", "The observer did not run.")
    pad.wait()
    assert (pad.value, pad.error) == ("7", "")


@pytest.mark.usefixtures("time_to_try_models")
def test_a_second_pad_is_not_tried_again() -> None:
    calls = []

    def counted(images: Images) -> Images:
        calls.append(len(images))
        return of_bytes(images)

    first = DigitPad(counted)
    n = len(calls)
    second = DigitPad(counted)
    assert n > 10
    assert calls[n:] == [10]  # whether it answers as before
    assert second.model_info == first.model_info
