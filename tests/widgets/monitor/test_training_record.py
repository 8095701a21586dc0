"""The record of a training by itself, told what Keras would tell, and a network without Keras."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.training_listener import TrainingFacts
from digit_widgets.widgets.monitor.training_record import TrainingRecord

PARAMS = {"epochs": 3, "steps": 2}


class Network:
    """Weights of one number."""

    def __init__(self) -> None:
        self.value = 0.0

    def get_weights(self) -> list[NDArray[np.float64]]:
        return [np.array(self.value)]

    def set_weights(self, weights: list[NDArray[np.float64]]) -> None:
        self.value = float(weights[0])


@pytest.fixture
def network() -> Network:
    return Network()


def train(record: TrainingRecord, network: Network, epoch: int, loss: float, value: float) -> None:
    """Let an epoch of two batches end with a loss and with these weights."""
    record.pace.begin_epoch(epoch)
    for _ in range(2):
        record.count_batch({"loss": loss})
    network.value = value
    record.end_epoch({"loss": loss})


def test_whole_epochs_count_and_the_weights_of_the_lowest_loss_come_back(network: Network) -> None:
    record = TrainingRecord(network, PARAMS, None)
    for epoch, (loss, value) in enumerate([(0.5, 1.0), (0.2, 2.0), (0.4, 3.0)]):
        train(record, network, epoch, loss, value)
        assert record.is_whole == (epoch == 2)
    assert record.history == {"loss": (0.5, 0.2, 0.4)}
    record.restore_best()
    assert network.value == 2.0


def test_half_an_epoch_is_not_in_the_history(network: Network) -> None:
    record = TrainingRecord(network, PARAMS, None)
    record.pace.begin_epoch(0)
    assert record.count_batch({"loss": 0.5})
    record.end_epoch({"loss": 0.5})
    assert record.history == {}
    assert not record.is_whole


def test_validation_is_what_the_best_are_chosen_by(network: Network) -> None:
    record = TrainingRecord(network, PARAMS, None)
    for value, losses in [(1.0, (0.1, 0.3)), (2.0, (0.3, 0.1))]:
        network.value = value
        record.end_epoch(dict(zip(("loss", "val_loss"), losses, strict=True)))
    record.restore_best()
    assert network.value == 2.0


@pytest.mark.parametrize("loss", [math.nan, math.inf])
def test_after_a_loss_that_is_no_number_no_weights_are_the_best(
    network: Network, loss: float
) -> None:
    record = TrainingRecord(network, PARAMS, None)
    record.pace.begin_epoch(0)
    assert not record.count_batch({"loss": loss})
    network.value = 9.0
    record.end_epoch({"loss": 0.1})
    record.restore_best()
    assert network.value == 0.0


def test_without_an_epoch_the_weights_stay(network: Network) -> None:
    record = TrainingRecord(network, PARAMS, None)
    network.value = 5.0
    record.restore_best()
    assert network.value == 5.0


def test_a_training_by_fit_goes_on_from_its_history_and_keeps_its_own_weights(
    network: Network,
) -> None:
    before = {"loss": (0.9,)}
    record = TrainingRecord(network, PARAMS, TrainingFacts(16, before, distorts=False))
    train(record, network, 1, 0.5, 1.0)
    assert record.history == {"loss": (0.9, 0.5)}
    assert before == {"loss": (0.9,)}
    network.value = 7.0
    record.restore_best()
    assert network.value == 7.0
