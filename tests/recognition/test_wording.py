"""The rule for writing percentages: monotone, nothing certain, nothing impossible."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digit_widgets.ink import Bounds
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import GlyphReading, NumberReading, Prediction
from digit_widgets.recognition.wording import (
    is_slight,
    likeness,
    percent,
    spoken_likeness,
    spoken_percent,
)

shares = st.floats(0, 1) | st.floats(0, 1, width=32)
_NEARLY_ONE = float(np.nextafter(np.float32(1), np.float32(0)))


def rank(words: str) -> float:
    """Return the number in some words, shifted a little for "over" and "under"."""
    match = re.fullmatch(r"(<|>|under |over )?(\d+)(%| percent)", words)
    assert match, words
    return int(match[2]) + {"<": -0.5, "under ": -0.5}.get(match[1], 0.5 if match[1] else 0)


@pytest.mark.parametrize(
    ("share", "seen", "heard"),
    [
        (1.0, ">99%", "over 99 percent"),
        (_NEARLY_ONE, ">99%", "over 99 percent"),
        (0.995, ">99%", "over 99 percent"),
        (0.994, "99%", "99 percent"),
        (0.9651, "97%", "97 percent"),
        (0.5, "50%", "50 percent"),
        (0.005, "1%", "1 percent"),
        (0.004, "<1%", "under 1 percent"),
        (1e-45, "<1%", "under 1 percent"),
        (0.0, "<1%", "under 1 percent"),
        (1.004, ">99%", "over 99 percent"),  # a softmax in half precision may sum to a little more
    ],
)
def test_a_share_is_in_whole_percent_and_never_certain(share: float, seen: str, heard: str) -> None:
    assert (percent(share), spoken_percent(share)) == (seen, heard)


@given(shares, shares)
@example(0.995, _NEARLY_ONE)
@example(0.0, 1e-300)
def test_a_larger_share_is_worded_no_lower(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for worded in (percent, spoken_percent):
        assert rank(worded(low)) <= rank(worded(high))


@given(shares)
@example(1.0)
@example(0.0)
def test_nothing_is_certain_nothing_impossible_and_all_are_within_one_percent(share: float) -> None:
    for words in (percent(share), spoken_percent(share)):
        assert not re.search(r"\b(0|100)(%| percent)", words)
        assert abs(rank(words) - 100 * share) <= 0.5 + 1e-9
    assert is_slight(share) == percent(share).startswith("<")


@given(st.floats(0, 1, width=32))
def test_float32_and_float_are_worded_alike(share: float) -> None:
    assert percent(np.float32(share)) == percent(share)


@given(shares)
def test_eyes_and_ears_are_given_the_same_number(share: float) -> None:
    spoken = percent(share).replace(">", "over ").replace("<", "under ").replace("%", " percent")
    assert spoken_percent(share) == spoken
    assert likeness(share) == f"looks like a digit: {percent(share)}"
    assert spoken_likeness(share) == f"looks like a digit, {spoken}"


def test_no_number_has_no_words() -> None:
    with pytest.raises(ValueError, match="NaN"):
        percent(float("nan"))


def glyph(share: float, score: float | None = None) -> GlyphReading:
    probabilities = (share, 1 - share, *(0.0,) * 8)
    reading = Prediction.from_scores(DIGITS, probabilities, score, threshold=0.5, latency=0.0)
    return GlyphReading(reading, Bounds(0.0, 0.0, 9.0, 9.0), (0,))


@given(st.lists(st.floats(0.5, 1, width=32), min_size=1, max_size=9))
def test_a_product_of_confidences_is_worded_by_the_same_rule(each: list[float]) -> None:
    reading = NumberReading(tuple(map(glyph, each)))
    assert str(reading) == f"{reading.text}, {percent(reading.confidence)}"


def test_a_number_tells_the_score_of_what_is_least_like_a_digit() -> None:
    assert str(NumberReading((glyph(0.9, 0.75),))) == "0, 90%; looks like a digit: 75%"
    reading = NumberReading((glyph(0.9, 0.75), glyph(1.0, 0.2)))
    assert (reading.text, reading.score) == ("0?", 0.2)
    assert str(reading) == "0?, 90%; the least looks like a digit: 20%"


@given(st.lists(st.floats(0, 1), min_size=2, max_size=10), st.none() | st.floats(0, 1))
def test_every_reading_has_an_answer_and_no_certainty(
    weights: list[float], score: float | None
) -> None:
    total = sum(weights)
    probabilities = [weight / total for weight in weights] if total else [1.0, *weights[1:]]
    labels = DIGITS[: len(weights)]
    reading = Prediction.from_scores(labels, probabilities, score, threshold=0.5, latency=0.0)
    assert reading.is_rejected == (score is not None and score < 0.5)
    assert str(reading).startswith(reading.answer)
    assert ("looks like a digit" in str(reading)) == (score is not None)
    assert not re.search(r"\b(0|100)%", str(reading))
