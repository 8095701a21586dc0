"""Other tutorials: models of scikit-learn, ONNX files and functions, each trained in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import BernoulliNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC

from benchmarks._tutorial import Digits, Tutorial

__all__ = ["other_tutorials"]


def other_tutorials(digits: Digits, folder: Path) -> Iterator[Tutorial]:
    """Train and yield the models, one after another."""
    unit, bytes_ = _Flat(digits, 1), _Flat(digits, 255)
    linear = LogisticRegression(max_iter=100)
    yield unit.fit("LogisticRegression, 0..1", linear)
    yield bytes_.fit("LogisticRegression, 0..255", LogisticRegression(max_iter=40))
    yield bytes_.fit("SVC without probabilities, 0..255", SVC())
    yield unit.fit("SGDClassifier (hinge), 0..1", SGDClassifier(random_state=1))
    yield bytes_.fit("KNeighborsClassifier, 0..255", KNeighborsClassifier(3))
    yield bytes_.fit("RandomForestClassifier, 0..255", RandomForestClassifier(random_state=1))
    yield unit.fit("RandomForestClassifier, 0..1", RandomForestClassifier(50, random_state=1))
    yield unit.fit("BernoulliNB, 0..1", BernoulliNB(binarize=0.5))
    perceptron = MLPClassifier((64,), max_iter=30, random_state=1)
    yield unit.fit("MLPClassifier, 0..1", perceptron)
    yield bytes_.fit(
        "StandardScaler and LogisticRegression, 0..255",
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=100)),
    )
    flatten = FunctionTransformer(_flatten)
    pictures = make_pipeline(flatten, LogisticRegression(max_iter=60))
    pictures.fit(255 * digits.x_train, digits.y_train)
    own = float(pictures.score(255 * digits.x_test, digits.y_test))
    yield Tutorial("scikit-learn: pipeline of images, 0..255", pictures, own)
    yield _table(digits)
    yield _small_digits()
    yield from _onnx(unit, bytes_, linear, perceptron, folder)
    forest = RandomForestClassifier(30, random_state=2)
    own = bytes_.fit("", forest).own
    yield Tutorial("function: predict_proba of a forest, 0..255", forest.predict_proba, own)
    yield Tutorial(
        "function: one image at a time, logits",
        lambda image: linear.decision_function(image.reshape(1, 784)),
        float(linear.score(unit.x_test, unit.digits.y_test)),
    )


class _Flat:
    """The digits as rows of 784 values up to a highest one."""

    def __init__(self, digits: Digits, high: float) -> None:
        self.digits = digits
        self.x_train = high * digits.x_train.reshape(-1, 784)
        self.x_test = high * digits.x_test.reshape(-1, 784)

    def fit(self, name: str, classifier: Any) -> Tutorial:
        """Train a classifier of scikit-learn."""
        classifier.fit(self.x_train, self.digits.y_train)
        own = float(classifier.score(self.x_test, self.digits.y_test))
        return Tutorial(f"scikit-learn: {name}", classifier, own)


def _flatten(images: np.ndarray) -> np.ndarray:
    if images.ndim != 3:
        raise ValueError(f"images of shape (N, 28, 28) are expected, not {images.shape}")
    return images.reshape(len(images), -1)


def _table(digits: Digits) -> Tutorial:
    """Train on a table with named columns and labels of text, as fetch_openml returns them."""
    import pandas as pd

    names = [f"pixel{i}" for i in range(1, 785)]
    x = pd.DataFrame(np.round(255 * digits.x_train.reshape(-1, 784)), columns=names)
    test = pd.DataFrame(np.round(255 * digits.x_test.reshape(-1, 784)), columns=names)
    classifier = RandomForestClassifier(50, random_state=1).fit(x, digits.y_train.astype(str))
    own = float(classifier.score(test, digits.y_test.astype(str)))
    return Tutorial("scikit-learn: forest of OpenML's table, labels of text", classifier, own)


def _small_digits() -> Tutorial:
    """Train as scikit-learn's example on its own digits, 8×8 in 0..16."""
    x, y = load_digits(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.5, shuffle=False)
    classifier = SVC(gamma=0.001).fit(x_train, y_train)
    own = float(classifier.score(x_test, y_test))
    return Tutorial("scikit-learn: SVC of load_digits, 8×8 in 0..16", classifier, own)


def _onnx(
    unit: _Flat, bytes_: _Flat, linear: Any, perceptron: Any, folder: Path
) -> Iterator[Tutorial]:
    from skl2onnx import to_onnx

    scaled = make_pipeline(StandardScaler(), LogisticRegression(max_iter=60))
    bytes_.fit("", scaled)
    for name, classifier, data, options in (
        ("LogisticRegression with a table of labels", linear, unit, {}),
        ("MLPClassifier, array of probabilities", perceptron, unit, {"zipmap": False}),
        ("scaled LogisticRegression, 0..255", scaled, bytes_, {"zipmap": False}),
    ):
        path = folder / f"{len(name)}.onnx"
        sample = data.x_train[:1].astype(np.float32)
        graph = to_onnx(classifier, sample, options={id(classifier): options} if options else None)
        path.write_bytes(graph.SerializeToString())
        own = float(classifier.score(data.x_test, data.digits.y_test))
        yield Tutorial(f"ONNX: {name}", path, own)
