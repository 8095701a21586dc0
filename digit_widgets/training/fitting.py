"""One way to train: the settings that made the shipped models, and the fit itself."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import keras
import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import DataError, ModelError
from digit_widgets.training.architectures import ARCHITECTURES
from digit_widgets.training.augmentation import Augmentation
from digit_widgets.training.averaging import AveragedAdam
from digit_widgets.training.batches import training_batches
from digit_widgets.training.checkpoints import Progress, load_checkpoint
from digit_widgets.training.keeping import Keeper
from digit_widgets.training.mnist import Mnist

__all__ = ["DEFAULT_SETTINGS", "FitResult", "FitSettings", "fit"]


@dataclass(frozen=True, slots=True)
class FitSettings:
    """How a network is trained.

    Parameters
    ----------
    epochs
        Passes over the training set.
    batch_size
        Images a step.
    learning_rate
        Adam's highest rate. It is reached along a line in the first 100 steps, or the first tenth
        of a shorter run, and falls to zero along a cosine (Loshchilov and Hutter,
        arXiv 1608.03983).
    ema_momentum
        The weights kept are an average of those of the newest steps; see `AveragedAdam`.
    held_out
        Share of the training images, chosen by the seed, that are not learnt from: the curves
        of validation and the choice of the best weights are made on them, and the test images
        stay untouched.
    augmentation
        The random distortions.
    """

    epochs: int
    batch_size: int = 128
    learning_rate: float = 3e-3
    ema_momentum: float = 0.999
    held_out: float = 1 / 24
    augmentation: Augmentation = field(default_factory=Augmentation)


#: The settings behind the models in `models/`, by architecture.
DEFAULT_SETTINGS: Mapping[str, FitSettings] = {
    "cnn": FitSettings(epochs=24),
    "ann": FitSettings(
        epochs=32, augmentation=Augmentation(rotation=8.0, scale=0.1, shear=0.15, shift=1.5)
    ),
}


@dataclass(frozen=True, slots=True)
class FitResult:
    """A trained network and how the training went.

    Attributes
    ----------
    model
        The trained ``keras.Model``, with the best weights of the run.
    epochs
        Whole epochs done, those before a resumption included.
    seconds
        Wall-clock time of this fit.
    history
        "accuracy" and "loss" of the training, "val_accuracy" and "val_loss" of the images held
        out, to a list of one float an epoch.
    ended
        "finished"; "stopped", by Ctrl-C or by a callback; "diverged", if the loss was no number.
    problem
        What went wrong on the way, in a sentence; "" if nothing did.
    """

    model: Any
    epochs: int
    seconds: float
    history: dict[str, list[float]]
    ended: Literal["finished", "stopped", "diverged"]
    problem: str


def fit(
    model: Any,
    data: Mnist,
    settings: FitSettings | None = None,
    *,
    seed: int = 0,
    callbacks: Sequence[Any] = (),
    checkpoint: str | Path | None = None,
    resume: bool = False,
) -> FitResult:
    """Train a network on `data`'s training set.

    Ctrl-C (KeyboardInterrupt), a callback that sets ``model.stop_training`` and a loss that is no
    number end the training early. In any case the network is left with the best weights there
    have been at the end of an epoch, and the function returns normally.

    Parameters
    ----------
    model
        "ann" or "cnn" for a new network, or a ``keras.Model`` of the same input and output,
        which is trained in place.
    data
        The images and labels; the test set is not looked at.
    settings
        By default the `DEFAULT_SETTINGS` of the architecture, or for a model of one's own those
        of the CNN.
    seed
        Seeds the first weights of a new network, the order of the images, their distortions and
        the dropout. On one machine, with the same versions, a seed gives the same weights.
    callbacks
        Further Keras callbacks. Without, Keras' own progress bar is shown.
    checkpoint
        A file to write after every epoch, to resume from. It is removed when all are done.
    resume
        Go on from `checkpoint`, as if the training had not been interrupted.

    Raises
    ------
    ModelError
        An unknown architecture, a model of other inputs or outputs, or the checkpoint of another
        training.
    DataError
        Images or labels that cannot be trained on, or no checkpoint to resume from.
    """
    keras.utils.set_random_seed(seed)
    network = _network(model)
    settings = settings or DEFAULT_SETTINGS.get(network.name, DEFAULT_SETTINGS["cnn"])
    _check(data, settings)
    held, learnt = _parted(len(data.x_train), settings.held_out, seed)
    steps = -(-len(learnt) // settings.batch_size)
    optimizer = _optimizer(settings, settings.epochs * steps)
    network.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    optimizer.build(network.trainable_variables)
    identity = {"settings": asdict(settings), "seed": seed, "data": data.sha256}
    path = None if checkpoint is None else Path(checkpoint)
    progress = Progress(best=network.get_weights())
    if resume:
        progress = _resumed(path, network, identity)
    keeper = Keeper(progress, steps, settings.batch_size, path, identity)
    first = progress.epochs
    start = time.perf_counter()
    interrupted = False
    try:
        network.fit(
            training_batches(
                data.x_train[learnt],
                data.y_train[learnt],
                settings.augmentation,
                batch_size=settings.batch_size,
                seed=seed,
                epochs=range(first, settings.epochs),
            ),
            epochs=settings.epochs,
            initial_epoch=first,
            steps_per_epoch=steps,
            validation_data=(data.x_train[held, ..., np.newaxis], data.y_train[held]),
            validation_batch_size=500,
            callbacks=[keeper, *callbacks],
            shuffle=False,  # the data set shuffles itself
            verbose=0 if callbacks else "auto",
        )
    except KeyboardInterrupt:
        interrupted = True
    keeper.restore()
    return FitResult(
        network,
        progress.epochs,
        time.perf_counter() - start,
        progress.history,
        "diverged"
        if keeper.diverged
        else "stopped"
        if interrupted or progress.epochs < settings.epochs
        else "finished",
        keeper.problem,
    )


def _parted(n: int, share: float, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the indices of the images held out, and of those learnt from."""
    # At random, because some sets come sorted by their labels.
    order = np.random.default_rng(seed).permutation(n)
    n_held = max(1, round(n * share))
    return order[:n_held], order[n_held:]


def _network(model: Any) -> Any:
    if not isinstance(model, str):
        shapes = getattr(model, "input_shape", None), getattr(model, "output_shape", None)
        if shapes != ((None, 28, 28, 1), (None, 10)):
            raise ModelError(
                f"The model takes {shapes[0]} and gives {shapes[1]}. Labels 0-9 of pictures need "
                "(None, 28, 28, 1) and (None, 10)."
            )
        return model
    if model not in ARCHITECTURES:
        known = " or ".join(ARCHITECTURES)
        raise ModelError(f"There is no architecture {model!r}: choose {known}.")
    return ARCHITECTURES[model]()


def _check(data: Mnist, settings: FitSettings) -> None:
    images, labels = data.x_train, data.y_train
    if len(images) < 2:
        raise DataError(f"{len(images)} training image(s): there is nothing to learn from.")
    if images.shape[1:] != (28, 28) or labels.shape != (len(images),):
        raise DataError(
            f"The images are of shape {images.shape}, the labels of {labels.shape}; "
            "training needs (N, 28, 28) and (N,)."
        )
    low, high = float(images.min()), float(images.max())
    if not (low >= 0.0 and high <= 1.0):
        hint = " Divide them by 255." if 1.0 < high <= 255.0 and low >= 0.0 else ""
        raise DataError(
            f"The images hold values from {low:g} to {high:g}; training needs 0..1.{hint}"
        )
    if labels.min() < 0 or labels.max() > 9:
        raise DataError(f"The labels go from {labels.min()} to {labels.max()}; digits are 0 to 9.")
    if settings.epochs < 1 or not 0.0 < settings.held_out < 1.0:
        raise DataError(
            f"{settings.epochs} epochs with a share of {settings.held_out:g} held out: at least "
            "one epoch, and a share between 0 and 1, are needed."
        )


def _optimizer(settings: FitSettings, total: int) -> AveragedAdam:
    warmup = min(100, total // 10)
    rate = keras.optimizers.schedules.CosineDecay(
        settings.learning_rate / 10,
        total - warmup,
        warmup_target=settings.learning_rate,
        warmup_steps=warmup,
    )
    return AveragedAdam(rate, settings.ema_momentum)


def _resumed(path: Path | None, network: Any, identity: dict[str, Any]) -> Progress:
    if path is None:
        raise ModelError("Name the checkpoint to resume from.")
    values, progress = load_checkpoint(path, identity)
    variables = [*network.variables, *network.optimizer.variables]
    if [tuple(v.shape) for v in variables] != [v.shape for v in values]:
        raise ModelError(f"{path.name} is of another network. Begin anew.")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
    return progress
