"""Time to 99 % of the test images: ``python -m benchmarks.to_99 [MNIST_NPZ] [--repeats N]``.

The convolutional network is trained by `digit_widgets.training.fit` with its default settings,
and by plain Keras: ``Model.fit`` on all training images, unchanged, with Adam's defaults and the
same batches of 128. Both clocks start before the network is built, and stand still while the
test images are predicted after each epoch. `fit` is measured with the weights that it would end
with if it were stopped there; its learning rate falls as in a run of all its epochs. Both end after
the first epoch above 99 %.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from benchmarks._table import print_table
from digit_widgets.data import ImageDataset, load_mnist
from digit_widgets.training import build_cnn, fit
from digit_widgets.training.ema import AveragedAdam

GOAL = 0.99
#: Epochs after which a training is given up.
CAP = 15

#: Seconds and test accuracy after each epoch.
Curve = list[tuple[float, float]]


class Watch(keras.callbacks.Callback):  # type: ignore[misc]
    """Predicts the test images after each epoch, and ends the training above the goal."""

    def __init__(self, data: ImageDataset, cap: int = CAP) -> None:
        super().__init__()
        self._data, self._cap = data, cap
        self.curve: Curve = []
        self._apart = 0.0
        self._began = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Predict them while the clock stands still."""
        start = time.perf_counter()
        accuracy = self._accuracy()
        self.curve.append((start - self._began - self._apart, accuracy))
        if accuracy >= GOAL or epoch + 1 == self._cap:
            self.model.stop_training = True
        self._apart += time.perf_counter() - start

    def _accuracy(self) -> float:
        self._swap()
        right = 0
        for start in range(0, len(self._data.x_test), 1000):
            chosen = slice(start, start + 1000)
            given = np.asarray(self.model(self._data.x_test[chosen, ..., np.newaxis]))
            right += int((given.argmax(axis=1) == self._data.y_test[chosen]).sum())
        self._swap()
        return right / len(self._data.x_test)

    def _swap(self) -> None:
        """Swap the newest weights with their averages, or back, if there are averages."""
        if isinstance(self.model.optimizer, AveragedAdam):
            self.model.optimizer.swap(self.model.trainable_variables)


def main() -> None:
    """Measure; print a table for each run, and one for all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.to_99")
    parser.add_argument("mnist", nargs="?", metavar="MNIST_NPZ")
    parser.add_argument("--repeats", type=int, default=1)
    given = parser.parse_args()
    data = load_mnist(given.mnist)
    print(f"{data}\n")
    _warm_up(data)
    rows = []
    for run in range(given.repeats):
        # The order alternates between runs.
        order = (_by_keras, _by_fit) if run % 2 == 0 else (_by_fit, _by_keras)
        curves = {train: _curve(train, data, run) for train in order}
        plain, ours = curves[_by_keras], curves[_by_fit]
        _print_curves(plain, ours)
        seconds = [curve[-1][0] if curve[-1][1] >= GOAL else None for curve in (plain, ours)]
        reached = [f"not in {CAP} epochs" if s is None else f"{s:.1f}" for s in seconds]
        faster = "-" if None in seconds else f"{seconds[0] / seconds[1]:.2f}"
        rows.append([str(run + 1), *reached, faster])
    print_table(["run", "plain Keras to 99 %, s", "fit to 99 %, s", "times faster"], rows)


def _by_keras(data: ImageDataset, seed: int, watch: Watch) -> None:
    keras.utils.set_random_seed(seed)
    network = build_cnn()
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    images = data.x_train[..., np.newaxis]
    network.fit(images, data.y_train, batch_size=128, epochs=CAP, callbacks=[watch], verbose=0)


def _by_fit(data: ImageDataset, seed: int, watch: Watch) -> None:
    fit("cnn", data, seed=seed, callbacks=[watch])


def _curve(
    train: Callable[[ImageDataset, int, Watch], None], data: ImageDataset, seed: int
) -> Curve:
    watch = Watch(data)
    train(data, seed, watch)
    return watch.curve


def _warm_up(data: ImageDataset) -> None:
    """Make TensorFlow start up and load everything, for both."""
    few = replace(data, x_train=data.x_train[:512], y_train=data.y_train[:512])
    for train in (_by_keras, _by_fit):
        train(few, 0, Watch(few, cap=1))


def _print_curves(plain: Curve, ours: Curve) -> None:
    rows = []
    for epoch, pair in enumerate(zip_longest(plain, ours), start=1):
        cells = [("", "") if at is None else (f"{at[0]:.1f}", f"{at[1]:.2%}") for at in pair]
        rows.append([str(epoch), *cells[0], *cells[1]])
    print_table(["epoch", "plain Keras, s", "test accuracy", "fit, s", "test accuracy"], rows)
    print()


if __name__ == "__main__":
    main()
