"""Predictions point by point, the changes of the answer, and their wording."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.ink.playback import take_prefix
from digit_widgets.predictors import DIGITS, load_predictor
from digit_widgets.predictors.function import FunctionPredictor
from digit_widgets.recognition import Prediction, Recognizer
from digit_widgets.recognition.timeline import Timeline, TimelinePoint, read_timeline

#: Possible answers of a model: only a dot, a rejection, or one of three labels.
answers = st.lists(st.sampled_from(["", "x", "1", "7", "9"]), min_size=1, max_size=30)
_BLACK = np.zeros((28, 28), np.float32)


class Scoring:
    """Predicts 3 for bright images, and rejects dark ones."""

    labels = DIGITS

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        return self.predict_scored(images)[0]

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return np.eye(10, dtype=np.float32)[[3] * len(images)], images.mean(axis=(1, 2))


def predicted(answer: str) -> Prediction:
    if not answer:
        return Prediction.blank(DIGITS)
    label, reason = (None, "not a digit") if answer == "x" else (answer, "digit")
    return Prediction(label, (0.1,) * 10, DIGITS, reason)  # type: ignore[arg-type]


def timeline(answers: list[str], *lengths: int) -> Timeline:
    """Make a timeline with one answer per point, over strokes with these numbers of points."""
    strokes = [[(x, 0) for x in range(n)] for n in (lengths or (len(answers),))]
    moments = [
        TimelinePoint(count, _BLACK, predicted(answer))
        for count, answer in enumerate(answers, start=1)
    ]
    return Timeline(Ink.from_strokes(strokes, width=1), tuple(moments))


def test_each_moment_is_read_as_the_pad_reads_such_a_drawing(four: Ink) -> None:
    cnn = load_predictor("cnn")
    moments = read_timeline(Recognizer(cnn), four, [3, 4, 5])
    assert [moment.n_points for moment in moments] == [3, 4, 5]
    for moment in moments:
        image = normalize_ink(take_prefix(four, moment.n_points))
        np.testing.assert_array_equal(moment.image, image)
        alone = Recognizer(cnn).read_image(image)
        assert moment.prediction.label == alone.label
        np.testing.assert_allclose(moment.prediction.probabilities, alone.probabilities, atol=1e-5)


def test_the_model_is_called_once_and_given_no_dots(seven: Ink) -> None:
    given: list[int] = []

    def model(images: NDArray[np.float32]) -> NDArray[np.float32]:
        given.append(len(images))
        return np.eye(10, dtype=np.float32)[[7] * len(images)]

    moments = read_timeline(Recognizer(FunctionPredictor(model)), seven, [1, 2, 3, 4])
    assert [moment.prediction.reason for moment in moments] == ["blank", *["digit"] * 3]
    assert given == [3]
    read_timeline(Recognizer(FunctionPredictor(model)), seven, [1])
    assert given == [3]


def test_what_scores_below_the_threshold_is_not_a_digit(seven: Ink) -> None:
    def labels(threshold: float) -> list[str | None]:
        moments = read_timeline(Recognizer(Scoring(), threshold), seven, [2, 4])
        return [moment.prediction.label for moment in moments]

    assert labels(0.0) == ["3", "3"]
    assert labels(1.0) == [None, None]


def test_an_output_that_is_no_probabilities_is_refused(seven: Ink) -> None:
    with pytest.raises(ModelError, match="is not probabilities"):
        read_timeline(Recognizer(FunctionPredictor(lambda x: np.ones((len(x), 10)))), seven, [4])


def test_the_probabilities_are_a_row_a_moment(four: Ink) -> None:
    moments = read_timeline(Recognizer(load_predictor("cnn")), four, [1, 3, 5])
    shares = Timeline(four, moments).probabilities
    np.testing.assert_allclose(shares.sum(axis=1), [0, 1, 1], atol=1e-5)


def test_strokes_end_where_the_pen_was_lifted(four: Ink) -> None:
    assert Timeline(four, ()).stroke_ends == (3, 5)


@given(answers)
def test_stretches_follow_one_another_and_each_differs_from_the_last(answers: list[str]) -> None:
    stretches = timeline(answers).stretches
    assert [i for each in stretches for i in range(each.first, each.last + 1)] == list(
        range(len(answers))
    )
    for each in stretches:
        assert len(set(answers[each.first : each.last + 1])) == 1
    for before, after in itertools.pairwise(stretches):
        assert before.answer != after.answer


@given(answers)
def test_the_last_answer_is_told_last(answers: list[str]) -> None:
    line = timeline(answers)
    told = str(line)
    assert told.count(" until point ") == (len(line.stretches) - 1 if any(answers) else 0)
    assert told.lower().endswith(f"{line.stretches[-1].answer}.")


@pytest.mark.parametrize(
    ("answers", "lengths", "told"),
    [
        (["7", "7", "9"], (3,), "The answer changed once: 7 until point 2 of stroke 1, then 9."),
        (["7", "7"], (2,), "The answer never changed: 7."),
        (
            ["", "7"],
            (2,),
            "The answer never changed: only a dot until point 1 of stroke 1, then 7.",
        ),
        (["", ""], (2,), "Only a dot."),
        (
            ["1", "x", "x", "7", "4"],
            (3, 2),
            "The answer changed 3 times: 1 until point 1 of stroke 1, then not a digit until "
            "point 3, then 7 until point 1 of stroke 2, then 4.",
        ),
        (
            ["1", "7", "1"],
            (1, 2),
            "The answer changed twice: 1 until point 1 of stroke 1, then 7 until point 1 of "
            "stroke 2, then 1.",
        ),
    ],
)
def test_changes_of_mind_are_told_in_words(
    answers: list[str], lengths: tuple[int, ...], told: str
) -> None:
    assert str(timeline(answers, *lengths)) == told
