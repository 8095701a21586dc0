"""Keras callback: validates the averaged weights, keeps the best, and writes checkpoints."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras

from digit_widgets.training.backend import describe_backend
from digit_widgets.training.checkpoint import Progress, save_checkpoint
from digit_widgets.training_listener import TrainingFacts, TrainingListener

__all__ = ["BestWeightsCheckpoint"]


class BestWeightsCheckpoint(keras.callbacks.Callback):  # type: ignore[misc]
    """Callback that validates the averaged weights, keeps the best, and writes checkpoints.

    The best weights are chosen by `BestWeights`, by the validation accuracy.

    A loss that is NaN or infinite ends the training; a checkpoint that cannot be written does not.

    Parameters
    ----------
    progress
        Progress of the training; updated in place.
    steps
        Batches per complete epoch.
    batch_size
        Images per batch.
    distorts
        Whether training images are distorted, for the listeners.
    n_held
        Number of held-out images.
    path
        Path of the checkpoint, or None for no checkpoint.
    identity
        Identity of the training, stored in the checkpoint.
    listeners
        Other callbacks, which receive what Keras does not pass on.

    Attributes
    ----------
    diverged
        True once the loss was NaN or infinite.
    problem
        The last problem, as a sentence; "" if there was none.
    """

    def __init__(
        self,
        progress: Progress,
        *,
        steps: int,
        batch_size: int,
        distorts: bool,
        n_held: int,
        path: Path | None,
        identity: dict[str, Any],
        listeners: Sequence[TrainingListener] = (),
    ) -> None:
        super().__init__()
        self._progress, self._steps = progress, steps
        self._batch_size, self._distorts = batch_size, distorts
        self._n_held, self._path, self._identity = n_held, path, identity
        self._listeners = tuple(listeners)
        self._done = 0
        self._start = time.perf_counter()
        self._swapped = False
        self.diverged = False
        self.problem = ""

    def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Pass the listeners what Keras does not."""
        history = {name: tuple(values) for name, values in self._progress.history.items()}
        for listener in self._listeners:
            listener.on_facts(TrainingFacts(self._batch_size, history, self._distorts))

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Count the epoch's batches from 0, and its time."""
        self._done, self._start = 0, time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """End the training if the loss is NaN or infinite."""
        self._done = batch + 1
        if not math.isfinite((logs or {}).get("loss", 0.0)):
            self.diverged = self.model.stop_training = True
            self.problem = (
                f"The loss became {logs['loss']} in epoch {self._progress.epochs + 1}: the "
                "training was stopped, and the best weights before it are kept. A lower learning "
                "rate may help."
            )

    def on_test_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        """Swap in the averaged weights for validation."""
        self._swap()

    def on_test_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Swap the newest weights back in for training."""
        self._swap()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Store the metrics, the best weights and the checkpoint."""
        if self.diverged:
            return
        figures = {key: float(value) for key, value in (logs or {}).items()}
        progress = self._progress
        if progress.best.is_best(figures["val_accuracy"], self._n_held):
            self._swap()
            progress.best.weights = self.model.get_weights()
            self._swap()
        if self._done < self._steps:
            return  # stopped early: resuming repeats this epoch
        progress.epochs += 1
        progress.seconds += time.perf_counter() - self._start
        if (backend := describe_backend()) not in progress.backends:
            progress.backends.append(backend)
        for key, value in figures.items():
            progress.history.setdefault(key, []).append(value)
        self._save()

    def on_train_end(self, logs: Any = None) -> None:  # noqa: ARG002
        """Leave the network with its best weights."""
        self.restore()

    def restore(self) -> None:
        """Give the network its best weights, or its initial ones before the first epoch.

        Also called after an interruption, when Keras calls no callback.
        """
        if self._swapped:
            self._swap()
        self.model.set_weights(self._progress.best.weights)

    def _swap(self) -> None:
        self.model.optimizer.swap(self.model.trainable_variables)
        self._swapped = not self._swapped

    def _save(self) -> None:
        if self._path is None:
            return
        variables = [*self.model.variables, *self.model.optimizer.variables]
        try:
            save_checkpoint(
                self._path,
                [keras.ops.convert_to_numpy(variable) for variable in variables],
                self._progress,
                self._identity,
            )
        except OSError as error:
            self.problem = (
                f"The checkpoint {self._path} cannot be written: {error.strerror or error}. "
                "The training goes on; interrupted, it could not be resumed."
            )
            for listener in self._listeners:
                listener.on_problem(self.problem)
