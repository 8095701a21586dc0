"""Trainer: fits a network to images and drawings, in notebooks and on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import keras

from digit_widgets.best_weights import BestWeights
from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.errors import DataError, ModelError
from digit_widgets.progress import TerminalProgress
from digit_widgets.training.architectures import ARCHITECTURES
from digit_widgets.training.callbacks import BestWeightsCheckpoint
from digit_widgets.training.checkpoint import Progress, load_checkpoint
from digit_widgets.training.checks import check_data, check_network, check_settings
from digit_widgets.training.ema import AveragedAdam, AveragedSGD, Averaging
from digit_widgets.training.input_pipeline.batches import feed_keras, make_validation_data
from digit_widgets.training.input_pipeline.training_data import Drawings, TrainingData
from digit_widgets.training.scorer import is_scorer
from digit_widgets.training.settings import DEFAULT_SETTINGS, INK_TRAINING, FitSettings
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
        Wall-clock time of the complete epochs, including those before it was resumed.
    backends
        Keras' backends that ran them, as described in `Progress`.
    history
        "accuracy" and "loss" of the training, "val_accuracy" and "val_loss" of the held-out
        images: lists of one float per epoch.
    ended
        "finished"; "stopped" by Ctrl-C or a callback; "diverged" if the loss was NaN or infinite.
    problem
        The last problem, as a sentence; "" if there was none.
    checkpoint
        The file to resume from, or None.
    """

    model: Any
    epochs: int
    seconds: float
    backends: tuple[str, ...]
    history: dict[str, list[float]]
    ended: Literal["finished", "stopped", "diverged"]
    problem: str
    checkpoint: Path | None


def fit(
    model: Any,
    data: ImageDataset,
    settings: FitSettings | None = None,
    *,
    seed: int = 0,
    drawings: Drawings | None = None,
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
        "ann", "cnn" or "reader" for a new network, or a ``keras.Model`` with the same input and
        output, which is trained in place. "scorer" is the network that scores how much an image
        looks like a digit; it needs `drawings`.
    data
        The images and labels; the test set is not used.
    settings
        By default the architecture's `DEFAULT_SETTINGS`, or its `INK_TRAINING` if there are
        `drawings`; those of the CNN for a custom model.
    seed
        Seeds a new network's initial weights, the order of the images, their distortions and
        the dropout. On one machine, with the same versions, a seed gives the same weights.
    drawings
        Drawings to train on as well, rendered with random changes.
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
    scores = is_scorer(network)
    if scores and drawings is None:
        raise DataError("A scorer learns from drawn digits: give Drawings of some.")
    if settings is None:
        defaults = DEFAULT_SETTINGS if drawings is None else INK_TRAINING
        settings = defaults.get(network.name, defaults["cnn"])
    check_settings(settings)
    training = TrainingData(data, drawings, settings, seed=seed, scores=scores)
    steps = -(-training.n_images // settings.batch_size)
    optimizer = _optimizer(settings, settings.epochs * steps)
    # By their names alone, metrics would be built in the first step, which is then traced twice.
    loss, accuracy = (
        ("binary_crossentropy", keras.metrics.BinaryAccuracy("accuracy"))
        if scores
        else (
            "sparse_categorical_crossentropy",
            keras.metrics.SparseCategoricalAccuracy("accuracy"),
        )
    )
    network.compile(optimizer, loss, metrics=[accuracy])
    optimizer.build(network.trainable_variables)
    origin = [data.sha256, *data.x_train.shape, drawings.sha256 if drawings else None]
    identity = {**asdict(settings), "seed": seed, "data": origin}
    path = None if checkpoint is None else Path(checkpoint)
    progress = Progress(BestWeights(network.get_weights()))
    if resume:
        progress = _resume(path, network, identity)
    elif path is not None and path.exists():
        raise ModelError(
            f"{path} holds a training that can go on: resume it, or remove the file to begin anew."
        )
    watching = list(callbacks) or [TerminalProgress()]
    keeper = BestWeightsCheckpoint(
        progress,
        steps=steps,
        batch_size=settings.batch_size,
        distorts=settings.distorts,
        n_held=len(training.validation[1]),
        path=path,
        identity=identity,
        listeners=[each for each in watching if isinstance(each, TrainingListener)],
    )
    keeper.set_model(network)
    every_callback = [keeper, *watching]
    epochs = range(progress.epochs, settings.epochs)
    try:
        if epochs:
            network.fit(
                feed_keras(lambda: training.make_batches(epochs), len(epochs) * steps),
                epochs=epochs.stop,
                initial_epoch=epochs.start,
                steps_per_epoch=steps,
                validation_data=make_validation_data(*training.validation, batch_size=500),
                validation_batch_size=500,
                callbacks=every_callback,
                shuffle=False,  # the data set shuffles itself
                verbose=0,
            )
    except KeyboardInterrupt:
        # Keras calls no callback in this case.
        for callback in every_callback:
            callback.on_train_end()
    finally:
        training.close()
    keeper.restore()
    ended: Literal["finished", "stopped"]
    ended = "finished" if progress.epochs == settings.epochs else "stopped"
    return FitResult(
        network,
        progress.epochs,
        progress.seconds,
        tuple(progress.backends),
        progress.history,
        "diverged" if keeper.diverged else ended,
        keeper.problem,
        path,
    )


def _network(model: Any) -> Any:
    if not isinstance(model, str):
        if not is_scorer(model):
            check_network(model)
        return model
    if model not in ARCHITECTURES:
        raise ModelError(f"There is no architecture {model!r}: choose {', '.join(ARCHITECTURES)}.")
    return ARCHITECTURES[model]()


def _optimizer(settings: FitSettings, total: int) -> Averaging:
    warmup = min(100, total // 10)
    rate = keras.optimizers.schedules.CosineDecay(
        settings.learning_rate / 10,
        total - warmup,
        warmup_target=settings.learning_rate,
        warmup_steps=warmup,
    )
    decay = settings.weight_decay or None
    if settings.optimizer == "sgd":
        return AveragedSGD(
            rate, settings.ema_momentum, weight_decay=decay, momentum=0.9, nesterov=True
        )
    return AveragedAdam(rate, settings.ema_momentum, weight_decay=decay)


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
