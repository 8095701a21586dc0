"""Questions: evidence for a label, against all others or against one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_widgets.errors import ArgumentError
from digit_widgets.explanation import Question

LABELS = ("a", "b", "c")
shares = st.lists(st.floats(0, 1, width=32), min_size=3, max_size=3).filter(lambda s: sum(s) > 0.1)


def test_the_evidence_is_the_logarithm_of_the_odds() -> None:
    probabilities = np.array([[0.8, 0.1, 0.1], [0.5, 0.25, 0.25]])
    np.testing.assert_allclose(Question("a").weigh(LABELS, probabilities), [math.log(4), 0])
    compared = Question("a", "b").weigh(LABELS, probabilities)
    np.testing.assert_allclose(compared, [math.log(8), math.log(2)])


def test_a_sure_model_still_has_evidence_to_lose() -> None:
    sure = np.array([[1.0, 1e-8, 0.0], [1.0, 1e-7, 0.0]], np.float32)
    more, less = Question("a").weigh(LABELS, sure)
    assert more - less == pytest.approx(math.log(10), rel=1e-3)


@given(shares)
def test_evidence_is_finite_and_turns_round_with_the_question(given: list[float]) -> None:
    probabilities = np.array([given]) / sum(given)
    (for_a,) = Question("a", "b").weigh(LABELS, probabilities)
    (for_b,) = Question("b", "a").weigh(LABELS, probabilities)
    assert for_a == pytest.approx(-for_b)
    assert abs(for_a) < 21
    assert np.isfinite(Question("a").weigh(LABELS, probabilities)).all()


def test_what_is_lost_without_a_part_is_what_it_gave() -> None:
    whole, without = np.array([0.8, 0.1, 0.1]), np.array([[0.8, 0.1, 0.1], [0.5, 0.25, 0.25]])
    lost = Question("a").weigh_parts(LABELS, whole, without)
    np.testing.assert_allclose(lost, [0, math.log(4)])


def test_a_question_is_written_as_it_is_asked() -> None:
    assert (str(Question("9")), str(Question("9", "4"))) == ("9", "9 rather than 4")


def test_a_label_that_is_not_there_is_named() -> None:
    with pytest.raises(ArgumentError, match="no label 'z'; the model's labels are a, b, c"):
        Question("a", "z").indices(LABELS)
    with pytest.raises(ArgumentError, match="rather than for itself"):
        Question("a", "a")
