"""The weights with which a training ends, despite the chance in single epochs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from digit_widgets.best_weights import BestWeights
from digit_widgets.training import callbacks
from digit_widgets.training.callbacks import BestWeightsCheckpoint
from digit_widgets.training.checkpoint import Progress


class Network:
    """Holds the number of the epoch as its weights."""

    trainable_variables: tuple[Any, ...] = ()
    optimizer = SimpleNamespace(swap=lambda _: None)
    epoch = 0

    def get_weights(self) -> list[np.ndarray]:
        return [np.array(self.epoch)]


def kept(accuracies: list[float], n_held: int) -> int:
    network, progress = Network(), Progress(BestWeights([np.array(-1)]))
    keeper = BestWeightsCheckpoint(
        progress, steps=1, batch_size=1, distorts=True, n_held=n_held, path=None, identity={}
    )
    keeper.set_model(network)
    for network.epoch, accuracy in enumerate(accuracies):
        keeper.on_train_batch_end(0, {"loss": 1.0})
        keeper.on_epoch_end(network.epoch, {"loss": 1.0, "val_accuracy": accuracy})
    assert progress.best.highest == max(accuracies)
    return int(progress.best.weights[0])


@pytest.mark.parametrize(
    ("accuracies", "n_held", "epoch"),
    [
        ([0.90, 0.95, 0.99], 2500, 2),
        ([0.90, 0.994, 0.993, 0.993], 2500, 3),  # a difference of two images in 2,500 is chance
        ([0.90, 0.994, 0.980, 0.970], 2500, 1),  # one of sixty is not
        ([0.90, 0.994, 0.993, 0.993], 250_000, 1),
        ([1.0, 0.999], 2500, 0),
        ([1.0, 1.0], 2500, 1),
    ],
)
def test_the_newest_weights_that_are_no_worse_than_chance_are_kept(
    accuracies: list[float], n_held: int, epoch: int
) -> None:
    assert kept(accuracies, n_held) == epoch


def test_the_backends_that_ran_the_epochs_are_noted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    progress = Progress(BestWeights([np.array(-1)]), seconds=100.0, backends=["before"])
    keeper = BestWeightsCheckpoint(
        progress, steps=1, batch_size=1, distorts=True, n_held=10, path=None, identity={}
    )
    keeper.set_model(Network())
    for backend in ("now", "now"):
        monkeypatch.setattr(callbacks, "describe_backend", lambda backend=backend: backend)
        keeper.on_epoch_begin(0)
        keeper.on_train_batch_end(0, {"loss": 1.0})
        keeper.on_epoch_end(0, {"loss": 1.0, "val_accuracy": 0.5})
    assert progress.backends == ["before", "now"]
    assert 100 < progress.seconds < 160


def test_a_slow_decline_is_not_followed_down() -> None:
    assert kept([0.95 - 0.001 * step for step in range(40)], 2500) <= 5
