"""One reading in every widget: the same number, the same words, and grey for what is no digit."""

from __future__ import annotations

import re
from typing import Any

import bqplot
import numpy as np
import pytest
from ipywidgets import HTML, Box, Button, Widget
from numpy.typing import NDArray

from digit_widgets.ink import Ink
from digit_widgets.recognition import Prediction, read, read_number
from digit_widgets.recognition.wording import percent, spoken_percent
from digit_widgets.widgets import (
    ConfusionExplorer,
    DigitPad,
    InkTimeline,
    ModelComparison,
    NumberPad,
)
from digit_widgets.widgets.confusion.image_card import ImageCard
from digit_widgets.widgets.parts.colors import MUTED, PALETTE
from digit_widgets.widgets.parts.model_bars import ModelBars
from digit_widgets.widgets.parts.probability_chart import FAINT, ProbabilityChart
from digit_widgets.widgets.parts.spoken import (
    describe_chart,
    describe_comparison,
    describe_number,
    describe_prediction,
)
from tests.support.widget_tree import figure, find_all, find_one, mark, parent_of, plain_text

SEVEN = Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16)
DOT = Ink.from_strokes([[(100, 100)]], width=16)


class Fixed:
    """Reads everything as a 7 with a share, and with a score if it is given one."""

    labels = tuple("0123456789")

    def __init__(self, share: float, score: float | None = None) -> None:
        self._row = np.zeros(10, np.float32)
        self._row[[7, 1]] = share, 1 - share
        self._score = score

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.tile(self._row, (len(images), 1))

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        n = len(images)
        scores = None if self._score is None else np.full(n, self._score, np.float32)
        return self.predict_proba(images), scores


def headline(widget: Widget) -> str:
    """Return the words beside the image that the network is given."""
    return plain_text(find_one(widget, HTML, "digit-widgets-headline").value)


def number_line(pad: NumberPad) -> str:
    """Return the words under a number."""
    return plain_text(find_one(pad, HTML, "digit-widgets-number").value)


def readings(comparison: ModelComparison) -> str:
    """Return the table of what models read, as HTML."""
    return find_one(find_one(comparison, Box, "digit-widgets-readings"), HTML).value


def beside_bars(explorer: ConfusionExplorer) -> str:
    """Return the words over the only model's bars, with its name."""
    card = find_one(explorer.gallery, ImageCard)
    words = parent_of(card, find_one(card, ModelBars)).children[2]
    return plain_text(words.value)


def shown(model: Any, ink: Ink = SEVEN) -> dict[str, str]:
    """Return the words of one reading in each place where it is told."""
    pad = DigitPad(model, ink=ink)
    line = InkTimeline(pad)
    line.wait()
    comparison = ModelComparison({"M": model}, ink=ink)
    number = NumberPad(model, ink=ink)
    image = pad.image[np.newaxis] if ink.strokes else np.zeros((1, 28, 28), np.float32)
    explorer = ConfusionExplorer({"M": model}, image, np.array([7]), cell=(7, 7), selected=0)
    told = {
        "headline": headline(pad),
        "time line": headline(line),
        "comparison": plain_text(readings(comparison)),
        "number": number_line(number),
        "explorer": beside_bars(explorer),
        "str": str(read(ink, model)),
    }
    for widget in (line, pad, comparison, number, explorer):
        widget.close()
    return told


SHARES = [1.0, 0.99999994, 0.9999, 0.9949, 0.96, 0.501]


@pytest.mark.parametrize("score", [None, 1.0, 0.9999, 0.54])
@pytest.mark.parametrize("share", SHARES)
def test_one_share_and_one_score_are_worded_alike_everywhere(
    share: float, score: float | None
) -> None:
    model = Fixed(share, score)
    for where, words in shown(model).items():
        numbers = re.findall(r"[<>]?\d+%", words)
        assert numbers[0] == percent(share), (where, words)
        assert numbers[-1] == percent(score) if score is not None else True, (where, words)
        # What a model cannot tell is not told, by no dash either.
        assert ("like a digit" in words) == (score is not None), (where, words)
        assert "\N{EN DASH}" not in words
    pad = DigitPad(model, ink=SEVEN)
    assert find_one(pad.chart, bqplot.Label).text[7] == percent(share)
    reading = read(SEVEN, model)
    said = {
        "pad": describe_prediction(reading),
        "comparison": describe_comparison({"M": reading}),
        "number": describe_number(read_number(SEVEN, model)),
        "chart": describe_chart(reading.labels, reading.probabilities),
    }
    assert all(spoken_percent(share) in words for words in said.values()), said
    pad.close()


def test_two_that_are_rounded_alike_are_told_in_their_order() -> None:
    words = shown(Fixed(0.5001))
    assert words["str"] == "7, 50% (then 1, 50%)"
    assert words["headline"] == "7 50% then 1, 50%"


@pytest.mark.parametrize("score", [0.0, 0.12, 0.4949])
def test_what_is_rejected_is_said_alike_with_its_score(score: float) -> None:
    for where, words in shown(Fixed(0.82, score)).items():
        assert "not a digit" in words.lower(), (where, words)
        assert re.findall(r"[<>]?\d+%", words)[-1] == percent(score), (where, words)


def test_what_is_rejected_is_grey_in_every_widget() -> None:
    pad = DigitPad(Fixed(0.82, 0.1), ink=SEVEN)
    line = InkTimeline(pad)
    line.wait()
    models = {"No": Fixed(0.82, 0.1), "Yes": Fixed(0.82, 0.9)}
    comparison = ModelComparison(models, ink=SEVEN)
    number = NumberPad(Fixed(0.82, 0.1), ink=SEVEN)
    explorer = ConfusionExplorer(models, pad.image[np.newaxis], np.array([7]), selected=0)
    for chart in (pad.chart, find_one(line, ProbabilityChart)):
        assert set(find_one(chart, bqplot.Bars).colors) == {MUTED}
        assert find_one(chart, bqplot.Bars).opacities == [FAINT]
        spoken = chart.children[-1].names[".bqplot"]["aria-label"]
        assert spoken.startswith("Probabilities of what is not a digit: 7, 82 percent")
    leader = mark(figure(line, "digit-widgets-stream"), bqplot.Lines, stroke_width=3.0)
    assert len(leader.x) == 0
    for widget in (comparison, find_one(explorer.gallery, ImageCard)):
        assert find_one(widget, bqplot.Bars).colors == [MUTED, PALETTE[1]]
        assert find_one(widget, bqplot.Bars).opacities == [FAINT, 1.0]
    assert readings(comparison).count('<tr class="rejected">') == 1
    assert "rejected" in number.canvas.children[1].value
    # And as before once it is taken again.
    comparison.clear()
    assert find_one(comparison, bqplot.Bars).colors == list(PALETTE[:2])
    for widget in (line, pad, comparison, number, explorer):
        widget.close()


@pytest.mark.parametrize(
    ("ink", "answer"), [(Ink(), "nothing drawn"), (DOT, "only a dot")], ids=["nothing", "dot"]
)
def test_nothing_and_a_dot_are_told_apart_in_the_same_words(ink: Ink, answer: str) -> None:
    model = Fixed(0.9, 0.9)
    reading = read(ink, model)
    assert (reading.reason, reading.score, str(reading)) == ("blank", None, answer)
    spoken = answer[0].upper() + answer[1:]
    assert describe_prediction(reading) == spoken
    assert describe_number(read_number(ink, model)) == str(read_number(ink, model)).capitalize()
    assert str(read_number(ink, model)) == answer
    assert describe_comparison({"M": reading}) == spoken
    pad, comparison = DigitPad(model, ink=ink), ModelComparison({"M": model}, ink=ink)
    number = NumberPad(model, ink=ink)
    for seen in (headline(pad), plain_text(readings(comparison)), number_line(number)):
        # What is empty is asked to be drawn on instead.
        assert (answer in seen.lower()) == (answer == "only a dot")
    number.close()
    assert pad.prediction == comparison.predictions["M"] == reading
    pad.close()
    comparison.close()


def test_a_model_that_failed_is_told_in_the_same_words() -> None:
    def broken(_: NDArray[np.float32]) -> NDArray[np.float32]:
        raise RuntimeError("no")

    failed = Prediction.failed(Fixed.labels)
    assert str(failed) == "no reading"
    assert describe_prediction(failed) == "No reading"
    pad, number = DigitPad(broken, ink=SEVEN), NumberPad(broken, ink=SEVEN)
    comparison = ModelComparison({"M": broken}, ink=SEVEN)
    assert headline(pad) == "No reading"
    assert number_line(number) == "No reading"
    assert "no reading" in plain_text(readings(comparison))
    assert find_one(comparison, HTML, "digit-widgets-agreement").value == "No reading"
    for widget in (pad, number, comparison):
        widget.close()


def test_a_comparison_has_a_column_of_scores_only_if_a_model_scores() -> None:
    heading = "Looks like a digit"
    one = ModelComparison({"A": Fixed(0.9), "B": Fixed(0.9, 0.7)}, ink=SEVEN)
    assert heading in readings(one)
    assert plain_text(readings(one)).count("70%") == 1
    none = ModelComparison({"A": Fixed(0.9)}, ink=SEVEN)
    assert heading not in readings(none)
    one.clear()
    assert heading in readings(one)  # nothing jumps
    one.close()
    none.close()


def test_the_tooltips_of_images_tell_what_each_model_answers() -> None:
    models = {"A": Fixed(0.9999), "B": Fixed(0.9, 0.2)}
    images = np.zeros((1, 28, 28), np.float32)
    images[0, 8:20, 10:14] = 1
    explorer = ConfusionExplorer(models, images, np.array([7]), cell=(7, 7))
    thumb, *_ = find_all(explorer.gallery, Button, "digit-widgets-thumb")
    assert thumb.tooltip == "Image 0, true digit 7; A: 7, >99%; B: not a digit"
    explorer.close()
