"""What is read, in words for the ear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digit_widgets.ink import Bounds
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import GlyphReading, NumberReading, Prediction
from digit_widgets.recognition.signs import Sign
from digit_widgets.widgets.parts.spoken import (
    describe_comparison,
    describe_number,
    describe_prediction,
)


def shares(**each: float) -> tuple[float, ...]:
    return tuple(each.get(f"d{label}", 0.0) for label in DIGITS)


def read(first: int, share: float, second: int = 1, rest: float | None = None) -> Prediction:
    rest = 1 - share if rest is None else rest
    both = shares(**{f"d{first}": share, f"d{second}": rest})
    return Prediction(str(first), both, DIGITS, "digit")


def refused(nearest: int) -> Prediction:
    return Prediction(None, shares(**{f"d{nearest}": 0.6}), DIGITS, "not a digit", 0.0, 0.1)


def scored(first: int) -> Prediction:
    return replace(read(first, 0.96), score=0.9999)


BOX = Bounds(0.0, 0.0, 10.0, 10.0)


def sign(text: Sign) -> GlyphReading:
    return GlyphReading(Prediction.sign(DIGITS), BOX, sign=text)


def unclear(nearest: int) -> Prediction:
    return replace(read(nearest, 0.9), label=None, reason="unclear")


def number(*predictions: Prediction) -> NumberReading:
    return NumberReading(tuple(GlyphReading(each, BOX, (0,)) for each in predictions))


@pytest.mark.parametrize(
    ("prediction", "words"),
    [
        (read(7, 0.96, rest=0.03), "7, 96 percent; then 1, 3 percent"),
        (read(7, 0.999), "7, over 99 percent; then 1, under 1 percent"),
        (
            scored(7),
            "7, 96 percent; then 1, 4 percent; looks like a digit, over 99 percent",
        ),
        (refused(7), "Not a digit; the nearest is 7; looks like a digit, 10 percent"),
        (
            replace(read(7, 0.96), left_out=("dot",)),
            "7, 96 percent; then 1, 4 percent; left out: 1 dot",
        ),
        (Prediction.blank(DIGITS), "Nothing drawn"),
        (Prediction.blank(DIGITS, dot=True), "Only a dot"),
        (Prediction.blank(DIGITS, in_image=True), "No digit found"),
        (Prediction.failed(DIGITS), "No reading"),
    ],
)
def test_a_reading_is_said_answer_first(prediction: Prediction, words: str) -> None:
    assert describe_prediction(prediction) == words


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (
            number(read(2, 0.97), read(0, 0.99), read(2, 0.91), read(6, 0.98)),
            "2026; 4 digits, the least sure 91 percent",
        ),
        (number(read(7, 0.96)), "7; 1 digit, 96 percent"),
        (
            number(read(2, 0.97), refused(1), read(6, 0.9)),
            "2?6; 2 digits, 1 not a digit, the least sure 90 percent; "
            "the least looks like a digit, 10 percent",
        ),
        (number(refused(1)), "Not a digit; looks like a digit, 10 percent"),
        (
            number(refused(1), refused(2)),
            "2 shapes, none of them a digit; the least looks like a digit, 10 percent",
        ),
        (number(unclear(1)), "Unclear"),
        (
            number(read(4, 0.97), unclear(1), read(2, 0.9)),
            "4?2; 2 digits, 1 unclear, the least sure 90 percent",
        ),
        (
            NumberReading((*number(read(3, 0.97)).glyphs, sign("."), *number(read(5, 0.9)).glyphs)),
            "3.5; 2 digits, a point, the least sure 90 percent",
        ),
        (
            NumberReading(
                (GlyphReading(read(3, 0.97), BOX), GlyphReading(read(2, 0.9), BOX, row=1)),
                left_out=("dot", "dot", "line"),
            ),
            "3 above 2; 2 digits, in 2 rows, the least sure 90 percent; left out: 2 dots, 1 line",
        ),
        (
            NumberReading(
                (GlyphReading(read(3, 0.97), BOX, grouping=0.3), GlyphReading(read(2, 0.9), BOX)),
                in_image=True,
            ),
            "32; 2 digits, the least sure 90 percent; digits may be missing or parted wrongly",
        ),
        (NumberReading(), "Nothing drawn"),
        (NumberReading(in_image=True), "No digit found"),
        (NumberReading(n_dots=1), "Only a dot"),
        (NumberReading(n_dots=2), "Only dots"),
    ],
)
def test_a_number_is_said_with_how_sure_it_is(reading: NumberReading, words: str) -> None:
    assert describe_number(reading) == words


def test_of_several_models_each_ones_answer_is_said() -> None:
    failed = Prediction.failed(DIGITS)
    assert describe_comparison({"CNN": read(7, 0.96), "ANN": refused(1), "RNN": failed}) == (
        "CNN: 7, 96 percent; ANN: not a digit; RNN: no reading"
    )
    assert describe_comparison({"CNN": Prediction.blank(DIGITS), "RNN": failed}) == "Nothing drawn"
