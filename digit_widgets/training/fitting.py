"""One way to train: the settings that made the shipped models, and the fit itself."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from digit_widgets.errors import ModelError
from digit_widgets.training.architectures import ARCHITECTURES
from digit_widgets.training.augmentation import Augmentation
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
        Adam's rate at the start; it falls to zero along a cosine (Loshchilov and Hutter,
        arXiv 1608.03983).
    ema_momentum
        The weights kept are an exponential moving average of those of the steps (Polyak and
        Juditsky 1992), with this momentum, or a lower one where that would average over more
        than a tenth of the run.
    augmentation
        The random distortions.
    """

    epochs: int
    batch_size: int = 128
    learning_rate: float = 2e-3
    ema_momentum: float = 0.999
    augmentation: Augmentation = field(default_factory=Augmentation)


#: The settings behind the models in `models/`, by architecture.
DEFAULT_SETTINGS: Mapping[str, FitSettings] = {
    "cnn": FitSettings(epochs=24),
    "ann": FitSettings(
        epochs=60, augmentation=Augmentation(rotation=8.0, scale=0.1, shear=0.15, shift=1.5)
    ),
}


@dataclass(frozen=True, slots=True)
class FitResult:
    """A trained network and how the training went.

    Attributes
    ----------
    model
        The trained ``keras.Model``.
    epochs
        Epochs finished: fewer than asked for if the training was interrupted.
    seconds
        Wall-clock time of the fit.
    interrupted
        True if it was stopped by Ctrl-C.
    """

    model: Any
    epochs: int
    seconds: float
    interrupted: bool


def fit(
    architecture: str,
    data: Mnist,
    settings: FitSettings | None = None,
    *,
    seed: int = 0,
    callbacks: Sequence[Any] = (),
) -> FitResult:
    """Train a network on all of `data`'s training set.

    Ctrl-C (KeyboardInterrupt) ends the training early and returns what it has so far.

    Parameters
    ----------
    architecture
        "ann" or "cnn".
    data
        The images and labels; only the training set is used.
    settings
        By default the `DEFAULT_SETTINGS` of the architecture.
    seed
        Seeds the first weights, the order of the images and their distortions.
    callbacks
        Further Keras callbacks.

    Raises
    ------
    ModelError
        An unknown architecture.
    """
    if architecture not in ARCHITECTURES:
        known = " or ".join(ARCHITECTURES)
        raise ModelError(f"There is no architecture {architecture!r}: choose {known}.")
    settings = settings or DEFAULT_SETTINGS[architecture]
    keras.utils.set_random_seed(seed)
    model = ARCHITECTURES[architecture]()
    steps = -(-len(data.x_train) // settings.batch_size)
    total = settings.epochs * steps
    momentum = min(settings.ema_momentum, max(0.0, 1.0 - 10.0 / total))
    optimizer = keras.optimizers.Adam(
        keras.optimizers.schedules.CosineDecay(settings.learning_rate, total),
        use_ema=True,
        ema_momentum=momentum,
    )
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    counter = _EpochCounter()
    start = time.perf_counter()
    interrupted = False
    try:
        model.fit(
            _batches(data, settings, seed),
            epochs=settings.epochs,
            callbacks=[counter, *callbacks],
            shuffle=False,  # the data set shuffles itself
        )
    except KeyboardInterrupt:
        interrupted = True
        # Keras puts the averaged weights in place only where its own fit ends. Early on they still
        # hold much of the first, random ones: then the newest weights are the better.
        if optimizer.built and float(optimizer.iterations) * (1.0 - momentum) > 5.0:
            optimizer.finalize_variable_values(model.trainable_variables)
    return FitResult(model, counter.epochs, time.perf_counter() - start, interrupted)


class _EpochCounter(keras.callbacks.Callback):  # type: ignore[misc]
    epochs = 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        self.epochs = epoch + 1


def _batches(data: Mnist, settings: FitSettings, seed: int) -> tf.data.Dataset:
    generator = keras.random.SeedGenerator(seed)

    def distort(images: Any, labels: Any) -> tuple[Any, Any]:
        return settings.augmentation(images, generator), labels

    images = data.x_train[..., np.newaxis]
    return (
        tf.data.Dataset.from_tensor_slices((images, data.y_train))
        .shuffle(len(images), seed=seed)
        .batch(settings.batch_size)
        # One call at a time keeps the seed generator's order, and so the run reproducible.
        .map(distort)
        .prefetch(4)
    )
