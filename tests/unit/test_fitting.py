"""Training: a short real one, its seeds, and its interruption."""

from __future__ import annotations

from dataclasses import replace

import keras
import numpy as np
import pytest

from digit_widgets.errors import ModelError
from digit_widgets.predictors import KerasPredictor
from digit_widgets.training import (
    DEFAULT_SETTINGS,
    Augmentation,
    FitResult,
    FitSettings,
    Mnist,
    evaluate_mnist,
    fit,
)

#: Quick settings: small steps' average would lag behind a training as short as this.
QUICK = FitSettings(
    epochs=2,
    batch_size=16,
    ema_momentum=0.9,
    augmentation=Augmentation(rotation=5, scale=0.05, shear=0.05, shift=0.5),
)


def interrupt_at(hook: str, epoch: int = 0) -> keras.callbacks.Callback:
    """Press Ctrl-C when a part of the training is reached, in the epoch asked for."""
    done = 0

    def press(*_: object, **__: object) -> None:
        if done == epoch:
            raise KeyboardInterrupt

    def count(*_: object, **__: object) -> None:
        nonlocal done
        done += 1

    return keras.callbacks.LambdaCallback(on_epoch_end=count, **{hook: press})


@pytest.fixture(scope="module", params=["ann", "cnn"])
def trained(request: pytest.FixtureRequest, tiny_mnist: Mnist) -> FitResult:
    return fit(request.param, tiny_mnist, QUICK, seed=1)


def accuracy(result: FitResult, data: Mnist) -> float:
    return evaluate_mnist(KerasPredictor(result.model), data).accuracy


def test_a_short_training_learns_far_more_than_chance(
    trained: FitResult, tiny_mnist: Mnist
) -> None:
    assert accuracy(trained, tiny_mnist) > 0.5
    assert trained.epochs == 2
    assert trained.seconds > 0
    assert not trained.interrupted


def test_a_training_is_repeated_by_its_seed(tiny_mnist: Mnist) -> None:
    once, again, other = (
        fit("ann", tiny_mnist, QUICK, seed=seed).model.get_weights()[0] for seed in (1, 1, 2)
    )
    np.testing.assert_allclose(again, once, atol=1e-4)
    assert np.abs(other - once).max() > 0.01


def test_an_interrupted_training_gives_what_it_has(tiny_mnist: Mnist) -> None:
    result = fit("ann", tiny_mnist, QUICK, callbacks=[interrupt_at("on_train_batch_end", epoch=1)])
    assert result.interrupted
    assert result.epochs == 1
    assert accuracy(result, tiny_mnist) > 0.4


@pytest.mark.parametrize("hook", ["on_train_begin", "on_train_batch_end"])
def test_a_training_interrupted_in_its_first_epoch_has_none(tiny_mnist: Mnist, hook: str) -> None:
    result = fit("ann", tiny_mnist, QUICK, callbacks=[interrupt_at(hook)])
    assert result.interrupted
    assert result.epochs == 0


def test_callbacks_see_every_epoch(tiny_mnist: Mnist) -> None:
    accuracies = []
    watch = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda _, logs: accuracies.append(logs["accuracy"])
    )
    fit("ann", tiny_mnist, QUICK, callbacks=[watch])
    assert len(accuracies) == 2
    assert accuracies[1] > accuracies[0]


def test_an_unknown_architecture_is_refused_with_the_choices(tiny_mnist: Mnist) -> None:
    with pytest.raises(ModelError, match="no architecture 'rnn': choose ann or cnn"):
        fit("rnn", tiny_mnist)


def test_both_architectures_have_settings() -> None:
    assert set(DEFAULT_SETTINGS) == {"ann", "cnn"}


def test_few_steps_are_averaged_over_few(tiny_mnist: Mnist) -> None:
    """An average over 1,000 steps would, after 16, still be the random weights of the start."""
    settings = replace(DEFAULT_SETTINGS["ann"], epochs=4, augmentation=Augmentation(0, 0, 0, 0))
    model = fit("ann", tiny_mnist, settings).model
    right = model.predict(tiny_mnist.x_train[..., None], verbose=0).argmax(axis=1)
    assert (right == tiny_mnist.y_train).mean() > 0.6
