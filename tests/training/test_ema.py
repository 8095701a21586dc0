"""Optimizers that average the weights."""

from __future__ import annotations

from unittest.mock import Mock

import keras
import numpy as np
import pytest

from digit_widgets.training import FitSettings
from digit_widgets.training.ema import AveragedAdam, AveragedSGD
from digit_widgets.training.trainer import _optimizer


def test_gradient_descent_averages_the_weights_too() -> None:
    optimizer, variable = AveragedSGD(0.5, 0.999), keras.Variable([2.0])
    optimizer.build([variable])
    optimizer.apply([np.array([1.0], np.float32)], [variable])
    assert variable.numpy() == pytest.approx([1.5])
    optimizer.swap([variable])
    # The momentum of the first step is a tenth, and the average was 0.
    assert variable.numpy() == pytest.approx([0.9 * 1.5])


def test_the_gradients_of_one_replica_are_not_summed_and_those_of_several_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import tensorflow as tf

    pairs = [(np.array([1.0], np.float32), "a variable")]
    optimizer = AveragedAdam(0.5, 0.999)
    assert optimizer._all_reduce_sum_gradients(pairs) is pairs
    monkeypatch.setattr(tf.distribute, "get_strategy", lambda: Mock(num_replicas_in_sync=2))
    ((summed, variable),) = optimizer._all_reduce_sum_gradients(pairs)
    assert summed is not pairs[0][0]
    assert (summed.numpy(), variable) == (pytest.approx([1.0]), "a variable")


def test_the_settings_choose_the_optimizer() -> None:
    optimizer = _optimizer(FitSettings(1, optimizer="sgd", weight_decay=0.1), 100)
    assert isinstance(optimizer, AveragedSGD)
    assert (optimizer.momentum, optimizer.nesterov, optimizer.weight_decay) == (0.9, True, 0.1)
    assert not isinstance(_optimizer(FitSettings(1), 100), AveragedSGD)
