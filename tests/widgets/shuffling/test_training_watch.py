"""The watch over two trainings by itself, told what Keras would tell."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from digit_widgets.widgets.shuffling.training_watch import TrainingWatch


@pytest.fixture(autouse=True)
def _tell_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digit_widgets.widgets.shuffling.training_watch._REFRESH", 0.0)


def train(watch: TrainingWatch, epochs: int, steps: int) -> None:
    watch.set_params({"epochs": epochs, "steps": steps})
    watch.set_model(SimpleNamespace(stop_training=False))
    watch.on_train_begin()
    for epoch in range(epochs):
        watch.on_epoch_begin(epoch)
        for batch in range(steps):
            watch.on_train_batch_end(batch)


def test_each_training_is_its_share_of_all() -> None:
    told: list[float] = []
    watch = TrainingWatch(lambda done, _: told.append(done))
    watch.begin(0.0, 0.5)
    train(watch, 2, 2)
    watch.begin(0.5, 0.5)
    train(watch, 1, 2)
    assert told == [0.125, 0.25, 0.375, 0.5, 0.75, 1.0]
    assert not watch.model.stop_training


def test_once_stopped_a_training_ends_after_its_batch() -> None:
    watch = TrainingWatch(lambda *_: None)
    watch.is_stopped = True
    train(watch, 1, 1)
    assert watch.model.stop_training
