"""The base class of the adapters: the features that a new format gets for free."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors import (
    DIGITS,
    BundledPredictor,
    DigitPredictor,
    Ensemble,
    FunctionPredictor,
    LiteRTPredictor,
    Predictor,
    ScoringDigitPredictor,
    ScoringPredictor,
    bundled_model,
    load_predictor,
    predict_with_scores,
)

Images = NDArray[np.float32]


def images(n: int) -> Images:
    """Make images with their own number in the first pixel, as a share of 1,000."""
    numbered = np.zeros((n, 28, 28), np.float32)
    numbered[:, 0, 0] = np.arange(n) / 1000
    return numbered


class Adapter(ScoringDigitPredictor):
    """Scores an image by its first pixel, and records the sizes of its batches."""

    def __init__(self, score: float = 1.0) -> None:
        self.batches: list[int] = []
        self._score = score

    def _run(self, images: Images) -> tuple[NDArray[np.float64], Images]:
        self.batches.append(len(images))
        return np.full((len(images), 10), 0.1), images[:, 0, 0] * self._score


class Unscored(DigitPredictor):
    def _run(self, images: Images) -> tuple[Images, None]:
        return np.full((len(images), 10), 0.1, np.float32), None


def test_an_adapter_that_runs_a_batch_is_a_predictor_of_the_digits() -> None:
    assert isinstance(Adapter(), ScoringPredictor)
    assert isinstance(Unscored(), Predictor)
    assert not isinstance(Unscored(), ScoringPredictor)
    assert Adapter().labels == Unscored().labels == DIGITS
    own = Unscored()
    assert load_predictor(own) is own


def test_each_kind_is_written_in_a_line_that_says_which_it_is(tmp_path: Path) -> None:
    path = Path(shutil.copy(bundled_model("ann"), tmp_path / "own.tflite"))
    bundled = BundledPredictor("cnn")
    assert repr(bundled) == "<BundledPredictor: cnn, 10 classes>"
    assert "_network" not in vars(bundled)  # nothing was loaded for that
    assert repr(LiteRTPredictor(path)) == "<LiteRTPredictor: own.tflite, 10 classes>"
    assert repr(load_predictor(path)) == "<ModelPredictor: own.tflite, 10 classes>"
    assert repr(FunctionPredictor(images)) == "<FunctionPredictor: function images, 10 classes>"
    ensemble = Ensemble({"one": "cnn", "two\nlines": path})
    assert repr(ensemble) == "<Ensemble: the mean of 2 (one, two lines), 10 classes>"
    many = Ensemble({f"{place} {'x' * 30}": "cnn" for place in range(20)})
    assert len(repr(many)) < 120
    assert repr(Adapter()) == "<Adapter: 10 classes>"
    assert repr(LiteRTPredictor.__new__(LiteRTPredictor)) == "<LiteRTPredictor: not complete>"


def test_more_images_than_a_batch_are_run_in_several_and_put_together() -> None:
    adapter = Adapter()
    probabilities, scores = adapter.predict_scored(images(600))
    assert adapter.batches == [256, 256, 88]
    assert (probabilities.shape, probabilities.dtype) == ((600, 10), np.float32)
    assert scores is not None
    np.testing.assert_allclose(scores, np.arange(600) / 1000)
    np.testing.assert_array_equal(adapter.predict_proba(images(600)), probabilities)


@pytest.mark.parametrize("predictor", [Adapter(), Unscored()])
def test_without_images_nothing_is_run(predictor: DigitPredictor) -> None:
    probabilities, scores = predict_with_scores(predictor, images(0))
    assert (probabilities.shape, probabilities.dtype) == ((0, 10), np.float32)
    assert scores is None
    assert getattr(predictor, "batches", []) == []


def test_what_an_adapter_gives_is_checked_once_for_all() -> None:
    class Odd(DigitPredictor):
        def _run(self, images: Images) -> tuple[Images, None]:
            return np.ones((len(images), 10), np.float32), None

    with pytest.raises(ModelError, match="lack a softmax"):
        Odd().predict_proba(images(1))
    with pytest.raises(ModelError, match="lack a softmax"):
        predict_with_scores(Odd(), images(300))
    with pytest.raises(ModelError, match=r"scores of shape \(3,\) for 3 .* one in 0\.\.1 each"):
        predict_with_scores(Adapter(score=1e6), images(3))


def test_a_function_is_given_all_images_at_once() -> None:
    given: list[int] = []

    def even(images: Images) -> Images:
        given.append(len(images))
        return np.full((len(images), 10), 0.1, np.float32)

    assert load_predictor(even).predict_proba(images(257)).shape == (257, 10)
    assert given[-1] == 257
