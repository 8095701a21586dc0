"""Run: one training of a sweep, as a worker does it; the first one imports Keras."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from digit_widgets.errors import DigitWidgetsError
from digit_widgets.sweeps.record import Setting
from digit_widgets.training.sweeping.data_places import DataPlace
from digit_widgets.training.sweeping.sweep_data import SweepData
from digit_widgets.training.sweeping.versions import describe_machine, installed_versions
from digit_widgets.training_listener import KerasHooks

__all__ = ["RunOutcome", "RunTask", "describe_error", "train_run"]

#: Keras' randomness and TensorFlow's threads are the process's: runs in its threads take turns.
_turn = threading.Lock()
#: Seconds between two looks whether anybody still waits for the run.
_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class RunTask:
    """What a worker needs to know of a run.

    Attributes
    ----------
    settings, seed
        As in `RunRecord`.
    place
        Where the images are.
    until
        Number of epochs after which to come back with a checkpoint; None for all.
    checkpoint
        The checkpoint to go on from; None to begin.
    """

    settings: Mapping[str, Setting]
    seed: int
    place: DataPlace
    until: int | None = None
    checkpoint: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What a worker returns.

    Attributes
    ----------
    ended
        "finished"; "paused" after the epochs that were asked for; "stopped" if nobody waits;
        "diverged" if the loss became NaN or infinite; "failed" if it cannot be trained, measured or
        converted.
    figures
        The fields of `RunRecord` that the worker knows, by name; of a failed run, the problem,
        versions and machine.
    files
        The network's files, by their suffixes ".tflite" and ".keras"; of a finished or
        a diverged run.
    checkpoint
        That of a paused run.
    """

    ended: Literal["finished", "paused", "stopped", "diverged", "failed"]
    figures: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    checkpoint: bytes | None = field(default=None, repr=False)


def train_run(task: RunTask) -> RunOutcome:
    """Train, measure and convert a network; what goes wrong in that is part of the outcome.

    Raises
    ------
    DataError
        This worker cannot find the images, for no run.
    """
    with _turn:
        data = task.place.open()
        logger = logging.getLogger("tensorflow")
        logger.addFilter(_is_no_retracing)
        try:
            return _train(task, data)
        except Exception as error:  # noqa: BLE001 - it must not end the sweep
            return RunOutcome("failed", {"problem": describe_error(error), **_describe_worker()})
        finally:
            logger.removeFilter(_is_no_retracing)


def _is_no_retracing(message: logging.LogRecord) -> bool:
    """Return False for TensorFlow's warning that each network is traced anew, as it has to be."""
    return "tf.function retracing" not in message.getMessage()


def describe_error(error: BaseException) -> str:
    """Return an error as a sentence of its first line, with its type unless it is one of ours."""
    lines = str(error).strip().splitlines() or ["no message"]
    own = isinstance(error, DigitWidgetsError)
    return lines[0][:300] if own else f"{type(error).__name__}: {lines[0][:300]}"


def _train(task: RunTask, data: SweepData) -> RunOutcome:
    from digit_widgets.training.calibration import predict_images
    from digit_widgets.training.sweeping.networks import build_network, make_fit_settings
    from digit_widgets.training.trainer import fit

    began = time.perf_counter()
    images, labels = data.held_out
    with tempfile.TemporaryDirectory(prefix="digit-widgets-run-") as scratch:
        path = Path(scratch) / "checkpoint.npz"
        if task.checkpoint is not None:
            path.write_bytes(task.checkpoint)
        in_parts = task.until is not None or task.checkpoint is not None
        result = fit(
            build_network(task.settings, task.seed),
            data.choose(int(str(task.settings["n_images"])), task.seed),
            make_fit_settings(task.settings),
            seed=task.seed,
            callbacks=[_Watch(task.place, task.until)],
            checkpoint=path if in_parts else None,
            resume=task.checkpoint is not None,
        )
        if not task.place.is_open:
            return RunOutcome("stopped")
        probabilities = predict_images(result.model, images).astype(np.float64)
        is_paused = result.ended == "stopped"
        files = {} if is_paused else _write(result.model, Path(scratch))
        checkpoint = path.read_bytes() if is_paused else None
    right = probabilities[np.arange(len(labels)), labels]
    figures = {
        "epochs": result.epochs,
        "n_held_out": len(labels),
        "accuracy": float((probabilities.argmax(axis=1) == labels).mean()),
        "loss": float(-np.log(np.maximum(right, 1e-12)).mean()),
        "parameters": int(result.model.count_params()),
        "seconds": result.seconds,
        "busy_seconds": time.perf_counter() - began,
        "history": tuple(result.history.get("val_accuracy", ())),
        "problem": result.problem,
        **_describe_worker(),
    }
    figures["machine"] += f"; {result.backends[-1]}" if result.backends else ""
    ended = "paused" if result.ended == "stopped" else result.ended
    return RunOutcome(ended, figures, files, checkpoint)


def _describe_worker() -> dict[str, Any]:
    return {"versions": installed_versions(), "machine": describe_machine()}


class _Watch(KerasHooks):
    """Ends a training after some epochs, or when nobody waits for it any more."""

    def __init__(self, place: DataPlace, until: int | None) -> None:
        self._place, self._until = place, until
        self._looked = time.monotonic()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Look now and then whether anybody waits."""
        if time.monotonic() - self._looked >= _LOOK:
            self._looked = time.monotonic()
            if not self._place.is_open:
                self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
        """Stop after the epochs that were asked for."""
        if self._until is not None and epoch + 1 >= self._until:
            self.model.stop_training = True


def _write(network: Any, scratch: Path) -> dict[str, bytes]:
    """Return the files of a network by their suffixes."""
    from digit_widgets.training.export.conversion import convert
    from digit_widgets.training.saving import copy_without_optimizer

    files = {suffix: scratch / f"model{suffix}" for suffix in (".tflite", ".keras")}
    convert(network, files[".tflite"], "tflite")
    copy_without_optimizer(network).save(files[".keras"])
    return {suffix: file.read_bytes() for suffix, file in files.items()}
