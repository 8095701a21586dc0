"""Trainer: fits a network to images and drawings, in notebooks and on the command line."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import keras

from digit_widgets.best_weights import BestWeights
from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.data.ink_dataset import InkDataset, hash_ink
from digit_widgets.errors import DataError, ModelError
from digit_widgets.ink import Ink
from digit_widgets.progress import TerminalProgress
from digit_widgets.training.architectures import ARCHITECTURES
from digit_widgets.training.callbacks import BestWeightsCheckpoint
from digit_widgets.training.checkpoint import Progress, load_checkpoint
from digit_widgets.training.checks import check_data, check_network, check_settings
from digit_widgets.training.ema import AveragedAdam
from digit_widgets.training.input_pipeline.dataset import (
    make_training_batches,
    make_validation_batches,
)
from digit_widgets.training.input_pipeline.rendered_ink import RenderedEpochs
from digit_widgets.training.input_pipeline.validation_split import split_indices
from digit_widgets.training.rejection_head import with_scores
from digit_widgets.training.settings import DEFAULT_SETTINGS, FitSettings
from digit_widgets.training_listener import TrainingListener

__all__ = ["FitResult", "fit"]


@dataclass(frozen=True, slots=True)
class FitResult:
    """Result of a training: the network and its history.

    Attributes
    ----------
    model
        The trained ``keras.Model`` with the best weights, as chosen by `BestWeightsCheckpoint`.
    epochs
        Number of complete epochs, including those before it was resumed.
    seconds
        Wall-clock time of this call of `fit`.
    history
        "accuracy" and "loss" of the training, "val_accuracy" and "val_loss" of the held-out
        images: lists of one float per epoch.
    ended
        "finished"; "stopped" by Ctrl-C or a callback; "diverged" if the loss was NaN or infinite.
    problem
        The last problem, as a sentence; "" if there was none.
    checkpoint
        The file to resume from, or None.
    scored
        The network with a second output, the score of being a digit, (N, 1) in 0..1; it shares its
        layers with `model`. None if it was trained without ink.
    """

    model: Any
    epochs: int
    seconds: float
    history: dict[str, list[float]]
    ended: Literal["finished", "stopped", "diverged"]
    problem: str
    checkpoint: Path | None
    scored: Any = None


def fit(
    model: Any,
    data: ImageDataset,
    settings: FitSettings | None = None,
    *,
    seed: int = 0,
    ink: InkDataset | None = None,
    not_digits: Sequence[Ink] = (),
    callbacks: Sequence[Any] = (),
    checkpoint: str | Path | None = None,
    resume: bool = False,
) -> FitResult:
    """Train a network on `data`'s training set.

    Ctrl-C (KeyboardInterrupt), a callback that sets ``model.stop_training``, or a loss that is NaN
    or infinite end the training early. In every case the network ends up with the best weights of
    any epoch's end, and the function returns normally.

    Parameters
    ----------
    model
        "ann" or "cnn" for a new network, or a ``keras.Model`` with the same input and output,
        which is trained in place.
    data
        The images and labels; the test set is not used.
    settings
        By default the architecture's `DEFAULT_SETTINGS`, or those of the CNN for a custom model.
    seed
        Seeds a new network's initial weights, the order of the images, their distortions and
        the dropout. On one machine, with the same versions, a seed gives the same weights.
    ink
        Digits drawn with a pen, to train on as well: rendered anew in every epoch. The network then
        also learns to score how much an image looks like a digit, from these digits, from
        `not_digits` and from random non-digits.
    not_digits
        Drawings that are not digits.
    callbacks
        Keras callbacks, such as a `TrainingMonitor`; a `TrainingListener` receives additional
        facts. Without callbacks, bars and metrics are written to standard error.
    checkpoint
        A file to write after every epoch, to resume from. If it exists already, it must be resumed;
        otherwise it is an error. `save_trained` removes it after saving a finished training.
    resume
        Continue from `checkpoint` as if the training had not been interrupted.

    Raises
    ------
    ModelError
        An unknown architecture, a model that cannot be trained on digits, a checkpoint of another
        training, or an existing checkpoint without `resume`.
    DataError
        Data or settings that are invalid for training, or no checkpoint to resume from.
    """
    check_data(data)
    keras.utils.set_random_seed(seed)
    network = _network(model)
    if settings is None:
        settings = DEFAULT_SETTINGS.get(network.name, DEFAULT_SETTINGS["cnn"])
    check_settings(settings)
    held, learnt = split_indices(len(data.x_train), settings.held_out, seed)
    rendered = None
    trained, n_images = network, len(learnt)
    if ink is not None:
        rendered = RenderedEpochs(ink, not_digits, settings.ink, seed)
        trained, n_images = with_scores(network), n_images + len(rendered)
    steps = -(-n_images // settings.batch_size)
    optimizer = _optimizer(settings, settings.epochs * steps)
    if rendered is None:
        # By its name alone, it would be built in the first step, which is then traced twice.
        accuracy = keras.metrics.SparseCategoricalAccuracy("accuracy")
        trained.compile(optimizer, "sparse_categorical_crossentropy", metrics=[accuracy])
    else:
        trained.compile(optimizer)  # it has a loss of its own
    optimizer.build(trained.trainable_variables)
    identity = {**asdict(settings), "seed": seed, "data": _data_identity(data, ink, not_digits)}
    path = None if checkpoint is None else Path(checkpoint)
    progress = Progress(BestWeights(trained.get_weights()))
    if resume:
        progress = _resume(path, trained, identity)
    elif path is not None and path.exists():
        raise ModelError(
            f"{path} holds a training that can go on: resume it, or remove the file to begin anew."
        )
    watching = list(callbacks) or [TerminalProgress()]
    keeper = BestWeightsCheckpoint(
        progress,
        steps=steps,
        batch_size=settings.batch_size,
        n_held=len(held),
        path=path,
        identity=identity,
        listeners=[each for each in watching if isinstance(each, TrainingListener)],
    )
    keeper.set_model(trained)
    every_callback = [keeper, *watching]
    epochs = range(progress.epochs, settings.epochs)
    start = time.perf_counter()
    try:
        if epochs:
            trained.fit(
                make_training_batches(
                    data.x_train[learnt],
                    data.y_train[learnt],
                    settings.augmentation,
                    batch_size=settings.batch_size,
                    seed=seed,
                    epochs=epochs,
                    rendered=rendered,
                ),
                epochs=epochs.stop,
                initial_epoch=epochs.start,
                steps_per_epoch=steps,
                validation_data=make_validation_batches(
                    data.x_train[held], data.y_train[held], batch_size=500
                ),
                callbacks=every_callback,
                shuffle=False,  # the data set shuffles itself
                verbose=0,
            )
    except KeyboardInterrupt:
        # Keras calls no callback in this case.
        for callback in every_callback:
            callback.on_train_end()
    finally:
        if rendered is not None:
            rendered.close()
    keeper.restore()
    ended: Literal["finished", "stopped"]
    ended = "finished" if progress.epochs == settings.epochs else "stopped"
    return FitResult(
        network,
        progress.epochs,
        time.perf_counter() - start,
        progress.history,
        "diverged" if keeper.diverged else ended,
        keeper.problem,
        path,
        None if rendered is None else trained,
    )


def _data_identity(
    data: ImageDataset, ink: InkDataset | None, not_digits: Sequence[Ink]
) -> list[Any]:
    drawn = () if ink is None else ink.inks
    return [data.sha256, *data.x_train.shape, len(drawn), hash_ink((*drawn, *not_digits))]


def _network(model: Any) -> Any:
    if not isinstance(model, str):
        check_network(model)
        return model
    if model not in ARCHITECTURES:
        known = " or ".join(ARCHITECTURES)
        raise ModelError(f"There is no architecture {model!r}: choose {known}.")
    return ARCHITECTURES[model]()


def _optimizer(settings: FitSettings, total: int) -> AveragedAdam:
    warmup = min(100, total // 10)
    rate = keras.optimizers.schedules.CosineDecay(
        settings.learning_rate / 10,
        total - warmup,
        warmup_target=settings.learning_rate,
        warmup_steps=warmup,
    )
    return AveragedAdam(rate, settings.ema_momentum)


def _resume(path: Path | None, network: Any, identity: dict[str, Any]) -> Progress:
    if path is None:
        raise ModelError("Name the checkpoint to resume from.")
    if not path.exists():
        raise DataError(f"There is nothing to resume at {path}: begin anew.")
    values, progress = load_checkpoint(path, identity)
    variables = [*network.variables, *network.optimizer.variables]
    if [tuple(v.shape) for v in variables] != [v.shape for v in values]:
        raise ModelError(f"{path.name} is of another network. Begin anew.")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
    return progress
