"""Training: a short real one, its seeds, and its interruption."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

import keras
import numpy as np
import pytest
from numpy.typing import NDArray
from tensorflow.python.framework.func_graph import FuncGraph

from digit_widgets.data import ImageDataset, InkDataset
from digit_widgets.errors import DataError, ModelError
from digit_widgets.evaluation import evaluate
from digit_widgets.predictors import KerasPredictor
from digit_widgets.training import (
    ARCHITECTURES,
    DEFAULT_SETTINGS,
    Augmentation,
    FitResult,
    FitSettings,
    build_ann,
    fit,
)
from digit_widgets.training.checks import check_settings
from digit_widgets.training.input_pipeline.training_data import Drawings, TrainingData
from digit_widgets.training.settings import FINE_TUNING, INK_TRAINING

Train = Callable[[str, int], FitResult]

#: Quick settings, with which the average does not lag behind such a short training.
QUICK = FitSettings(
    epochs=2,
    batch_size=16,
    ema_momentum=0.9,
    augmentation=Augmentation(rotation=5, scale=0.05, shear=0.05, shift=0.5, bend=0.1),
)


def interrupt_at(hook: str, epoch: int = 0) -> keras.callbacks.Callback:
    """Press Ctrl-C when a hook of the training is called, in the given epoch."""
    done = 0

    def press(*_: object, **__: object) -> None:
        if done == epoch:
            raise KeyboardInterrupt

    def count(*_: object, **__: object) -> None:
        nonlocal done
        done += 1

    return keras.callbacks.LambdaCallback(on_epoch_end=count, **{hook: press})


@pytest.fixture(scope="module")
def train(tiny_mnist: ImageDataset) -> Train:
    """Return a function that trains an architecture with a seed, once for all tests."""
    return cache(lambda architecture, seed: fit(architecture, tiny_mnist, QUICK, seed=seed))


@pytest.fixture(params=["ann", "cnn"])
def trained(request: pytest.FixtureRequest, train: Train) -> FitResult:
    return train(request.param, 0)


def count_kept() -> tuple[int, int]:
    """Return how many graphs of steps, and how many sources of batches, are in memory."""
    gc.collect()
    found = [type(each) for each in gc.get_objects()]
    return found.count(FuncGraph), found.count(TrainingData)


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_the_process_keeps_neither_the_images_nor_the_graph_of_a_training(
    optimizer: Literal["adam", "sgd"], tiny_mnist: ImageDataset
) -> None:
    graphs, sources = count_kept()
    fit("ann", tiny_mnist, replace(QUICK, epochs=1, batch_size=128, optimizer=optimizer))
    graphs_after, sources_after = count_kept()
    assert graphs_after <= graphs
    assert sources_after <= sources


def accuracy(result: FitResult, data: ImageDataset) -> float:
    return evaluate(KerasPredictor(result.model), data).metrics.accuracy


def test_a_short_training_learns_far_more_than_chance(
    trained: FitResult, tiny_mnist: ImageDataset
) -> None:
    assert accuracy(trained, tiny_mnist) > 0.5
    assert trained.epochs == 2
    assert trained.seconds > 0
    assert trained.ended == "finished"
    assert trained.problem == ""


def test_the_history_holds_a_figure_an_epoch(trained: FitResult) -> None:
    assert set(trained.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert {len(values) for values in trained.history.values()} == {2}


def test_a_training_is_repeated_by_its_seed(tiny_mnist: ImageDataset, train: Train) -> None:
    results = train("cnn", 0), fit("cnn", tiny_mnist, QUICK, seed=0), train("cnn", 1)
    once, again, other = (result.model.get_weights() for result in results)
    for first, second in zip(once, again, strict=True):
        np.testing.assert_array_equal(second, first)
    assert np.abs(other[0] - once[0]).max() > 0.01


def test_weights_decay_as_far_as_they_are_set_to(tiny_mnist: ImageDataset, train: Train) -> None:
    decayed = fit("ann", tiny_mnist, replace(QUICK, weight_decay=1.0), seed=0)
    sizes = [np.abs(each.model.get_weights()[0]).sum() for each in (train("ann", 0), decayed)]
    assert sizes[1] < 0.95 * sizes[0]


def test_an_interrupted_training_gives_its_best_weights(tiny_mnist: ImageDataset) -> None:
    result = fit("ann", tiny_mnist, QUICK, callbacks=[interrupt_at("on_train_batch_end", epoch=1)])
    assert result.ended == "stopped"
    assert result.epochs == 1
    assert accuracy(result, tiny_mnist) > 0.4


@pytest.mark.parametrize("hook", ["on_train_begin", "on_train_batch_end"])
def test_a_training_interrupted_in_its_first_epoch_has_none(
    tiny_mnist: ImageDataset, hook: str
) -> None:
    result = fit("ann", tiny_mnist, QUICK, callbacks=[interrupt_at(hook)])
    assert result.ended == "stopped"
    assert result.epochs == 0


class StopAt(keras.callbacks.Callback):
    """Stops in the middle of an epoch, like a Stop button."""

    def __init__(self, epoch: int) -> None:
        super().__init__()
        self._epoch, self._now = epoch, 0

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002
        self._now = epoch

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:  # noqa: ARG002
        if self._now == self._epoch and batch == 3:
            self.model.stop_training = True


def test_a_stopped_training_returns_with_its_whole_epochs(tiny_mnist: ImageDataset) -> None:
    result = fit("ann", tiny_mnist, QUICK, callbacks=[StopAt(1)])
    assert result.ended == "stopped"
    assert result.epochs == len(result.history["val_accuracy"]) == 1
    assert accuracy(result, tiny_mnist) > 0.4


@pytest.mark.parametrize(
    "stop", [lambda: StopAt(1), lambda: interrupt_at("on_train_batch_end", epoch=1)]
)
def test_a_resumed_training_ends_as_an_unbroken_one(
    stop: Callable[[], keras.callbacks.Callback],
    tiny_mnist: ImageDataset,
    tmp_path: Path,
    train: Train,
) -> None:
    file = tmp_path / "checkpoint.npz"
    unbroken = train("ann", 0)
    assert fit("ann", tiny_mnist, QUICK, checkpoint=file, callbacks=[stop()]).epochs == 1
    resumed = fit("ann", tiny_mnist, QUICK, checkpoint=file, resume=True)
    assert resumed.epochs == 2
    assert resumed.history == unbroken.history
    assert len(resumed.backends) == 1
    assert resumed.backends == unbroken.backends
    for one, other in zip(resumed.model.get_weights(), unbroken.model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_finished_training_can_be_had_again_from_its_checkpoint(
    tiny_mnist: ImageDataset, tmp_path: Path
) -> None:
    """As after a full disk prevented saving the model."""
    file = tmp_path / "checkpoint.npz"
    first = fit("ann", tiny_mnist, QUICK, checkpoint=file)
    again = fit("ann", tiny_mnist, QUICK, checkpoint=file, resume=True)
    assert again.ended == "finished"
    assert again.history == first.history
    for one, other in zip(again.model.get_weights(), first.model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_drawn_digits_are_learnt_beside_the_images_and_no_others_go_on(
    tiny_mnist: ImageDataset, pen: InkDataset, tmp_path: Path
) -> None:
    file = tmp_path / "checkpoint.npz"
    settings = replace(QUICK, epochs=3, batch_size=32)
    result = fit("ann", tiny_mnist, settings, drawings=Drawings(pen), checkpoint=file)
    assert evaluate(KerasPredictor(result.model), pen).metrics.accuracy > 0.8
    for drawings in (None, Drawings(replace(pen, inks=pen.inks[::-1]))):
        with pytest.raises(ModelError, match="other images"):
            fit("ann", tiny_mnist, settings, drawings=drawings, checkpoint=file, resume=True)


@pytest.fixture(scope="module")
def begun(tiny_mnist: ImageDataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the checkpoint of a training of "ann" that was stopped in its second epoch."""
    file = tmp_path_factory.mktemp("begun") / "checkpoint.npz"
    fit("ann", tiny_mnist, QUICK, checkpoint=file, callbacks=[StopAt(1)])
    return file


def test_a_checkpoint_of_another_training_is_refused(tiny_mnist: ImageDataset, begun: Path) -> None:
    with pytest.raises(ModelError, match="seed 0, not 5"):
        fit("ann", tiny_mnist, QUICK, seed=5, checkpoint=begun, resume=True)
    with pytest.raises(ModelError, match="another network"):
        fit("cnn", tiny_mnist, QUICK, checkpoint=begun, resume=True)
    assert begun.exists()


def test_resuming_from_no_checkpoint_is_an_error(tiny_mnist: ImageDataset, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nothing to resume"):
        fit("ann", tiny_mnist, QUICK, checkpoint=tmp_path / "none.npz", resume=True)
    with pytest.raises(ModelError, match="Name the checkpoint"):
        fit("ann", tiny_mnist, QUICK, resume=True)


def test_a_full_disk_does_not_end_the_training(
    tiny_mnist: ImageDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    result = fit("ann", tiny_mnist, QUICK, checkpoint=tmp_path / "checkpoint.npz")
    assert result.ended == "finished"
    assert "No space left on device" in result.problem
    assert list(tmp_path.iterdir()) == []


def test_a_loss_that_is_no_number_ends_the_training_with_the_last_good_weights(
    tiny_mnist: ImageDataset,
) -> None:
    def poison(epoch: int, logs: object = None) -> None:
        if epoch == 1:
            model = watch.model
            model.set_weights([np.full_like(w, np.nan) for w in model.get_weights()])

    watch = keras.callbacks.LambdaCallback(on_epoch_begin=poison)
    result = fit("ann", tiny_mnist, QUICK, callbacks=[watch])
    assert result.ended == "diverged"
    assert "loss became nan in epoch 2" in result.problem
    assert accuracy(result, tiny_mnist) > 0.4


def test_a_model_of_ones_own_is_trained_in_place(tiny_mnist: ImageDataset) -> None:
    model = build_ann()
    result = fit(model, tiny_mnist, QUICK)
    assert result.model is model
    assert accuracy(result, tiny_mnist) > 0.4


def test_a_model_that_does_not_fit_the_labels_is_refused(tiny_mnist: ImageDataset) -> None:
    model = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(5)]
    )
    with pytest.raises(ModelError, match=r"gives \(None, 5\)"):
        fit(model, tiny_mnist)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"x_train": np.zeros((0, 28, 28), np.float32), "y_train": np.zeros(0, np.int64)},
            "There are no images",
        ),
        (
            {"x_train": np.zeros((1, 28, 28), np.float32), "y_train": np.zeros(1, np.int64)},
            "nothing to learn from",
        ),
        ({"x_train": np.full((500, 28, 28), 255, np.float32)}, "Divide them by 255"),
        ({"x_train": np.full((500, 28, 28), np.nan, np.float32)}, "values of nan to nan"),
        ({"y_train": np.full(500, 10)}, "labels are 10 to 10, not in 0..9"),
        ({"y_train": np.full(500, 2.5)}, "labels are float64"),
        ({"x_train": np.full((500, 28, 28), 255, np.uint8)}, "images are uint8"),
        ({"y_train": np.zeros(499, np.int64)}, "500 images and 499 labels"),
    ],
)
def test_data_that_cannot_be_learnt_from_are_refused(
    tiny_mnist: ImageDataset, change: dict[str, NDArray[np.generic]], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        fit("ann", replace(tiny_mnist, **change), QUICK)


def test_callbacks_see_every_epoch(tiny_mnist: ImageDataset) -> None:
    accuracies = []
    watch = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda _, logs: accuracies.append(logs["accuracy"])
    )
    fit("ann", tiny_mnist, QUICK, callbacks=[watch])
    assert len(accuracies) == 2
    assert accuracies[1] > accuracies[0]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (5, "FitSettings"),
        (FitSettings(epochs="2"), "epochs is '2'"),  # type: ignore[arg-type]
        (FitSettings(epochs=0), "epochs is 0"),
        (FitSettings(epochs=2, batch_size=0), "batch_size is 0"),
        (FitSettings(epochs=2, learning_rate=-1), "learning_rate is -1"),
        (FitSettings(epochs=2, optimizer="lion"), "optimizer is 'lion'; give 'adam' or 'sgd'"),  # type: ignore[arg-type]
        (FitSettings(epochs=2, held_out=1.0), "held_out is 1"),
        (FitSettings(epochs=2, unchanged=1.5), "unchanged is 1.5"),
    ],
)
def test_settings_that_cannot_be_followed_are_refused(
    settings: FitSettings, message: str, tiny_mnist: ImageDataset
) -> None:
    with pytest.raises(DataError, match=message):
        fit("ann", tiny_mnist, settings)


def test_data_in_another_form_are_refused(tiny_mnist: ImageDataset) -> None:
    with pytest.raises(DataError, match="Give an ImageDataset"):
        fit("ann", tiny_mnist.x_train, tiny_mnist.y_train)  # type: ignore[arg-type]


def test_a_model_that_is_not_ready_is_refused(tiny_mnist: ImageDataset) -> None:
    with pytest.raises(ModelError, match="no built Keras model"):
        fit(keras.Sequential([keras.layers.Dense(10)]), tiny_mnist)
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)]
    layers[-1].bias_initializer = keras.initializers.Ones()
    with pytest.raises(ModelError, match="lack a softmax"):
        fit(keras.Sequential(layers), tiny_mnist)


def test_a_checkpoint_that_is_there_is_not_written_over(
    tiny_mnist: ImageDataset, begun: Path
) -> None:
    before = begun.read_bytes()
    with pytest.raises(ModelError, match="resume it, or remove the file"):
        fit("ann", tiny_mnist, QUICK, checkpoint=begun)
    assert begun.read_bytes() == before


def test_an_unknown_architecture_is_refused_with_the_choices(tiny_mnist: ImageDataset) -> None:
    with pytest.raises(ModelError, match="no architecture 'rnn': choose ann, cnn, reader, scorer"):
        fit("rnn", tiny_mnist)


def test_every_architecture_has_settings() -> None:
    readers = {"ann", "cnn", "reader"}
    assert DEFAULT_SETTINGS.keys() == readers
    every = {*readers, "scorer"}
    assert INK_TRAINING.keys() == FINE_TUNING.keys() == ARCHITECTURES.keys() == every
    for settings in (*DEFAULT_SETTINGS.values(), *INK_TRAINING.values(), *FINE_TUNING.values()):
        check_settings(settings)


def test_few_steps_are_averaged_over_few(tiny_mnist: ImageDataset) -> None:
    """An average over 1,000 steps would, after 16, still be mostly the initial random weights."""
    settings = replace(DEFAULT_SETTINGS["ann"], epochs=4, augmentation=Augmentation(0, 0, 0, 0, 0))
    model = fit("ann", tiny_mnist, settings).model
    right = model.predict(tiny_mnist.x_train[..., None], verbose=0).argmax(axis=1)
    assert (right == tiny_mnist.y_train).mean() > 0.6
