"""Stand-ins for the training of a run, for tests of what hands out runs; processes import them."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import Any

import numpy as np
import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.training.sweeping.run import RunOutcome, RunTask
from digit_widgets.training.sweeping.running_sweep import Sweep
from digit_widgets.training.sweeping.versions import installed_versions

__all__ = [
    "die_always",
    "die_once",
    "few_images",
    "quick_run",
    "slow_run",
    "stand_in",
    "tell_process",
    "wait_for_stop",
]


def stand_in(monkeypatch: pytest.MonkeyPatch, train: Any) -> None:
    """Let sweeps call a function in place of the training."""
    monkeypatch.setattr("digit_widgets.training.sweeping.sweep.Sweep", partial(Sweep, train=train))


def few_images(n: int = 240, seed: int = 0) -> ImageDataset:
    """Return noise with labels: enough for a split, and for nothing else."""
    rng = np.random.default_rng(seed)
    images, labels = rng.integers(0, 256, (n, 28, 28), np.uint8), rng.integers(0, 10, n)
    return ImageDataset.from_grey_levels(
        images, labels, images[:0], labels[:0], source=f"noise {seed}", name="noise"
    )


def quick_run(task: RunTask, seconds: float = 0.01) -> RunOutcome:
    """Return figures that depend on the settings: less dropout is better, and so is a low seed."""
    assert task.place.open().n_available
    epochs = int(str(task.settings["epochs"]))
    done = epochs if task.until is None else task.until
    accuracy = 1 - float(str(task.settings.get("dropout", 0))) - task.seed / 100
    figures = {
        "epochs": done,
        "n_held_out": 20,
        "accuracy": accuracy * done / epochs,
        "loss": 0.5,
        "seconds": seconds,
        "busy_seconds": seconds,
        "versions": installed_versions(),
        "machine": f"process {os.getpid()}",
    }
    if done < epochs:
        return RunOutcome("paused", figures, checkpoint=f"{done}".encode())
    return RunOutcome("finished", figures, {".tflite": b"a model", ".keras": b"the same"})


def slow_run(task: RunTask) -> RunOutcome:
    """Take a while."""
    time.sleep(0.3)
    return quick_run(task, 0.3)


def die_once(task: RunTask) -> RunOutcome:
    """End the process without a word, the first time that a run of an even seed is tried."""
    folder = getattr(task.place, "folder").parent  # noqa: B009 - the protocol has none
    mark = folder / f"died-{task.seed}"
    if task.seed % 2 == 0 and not mark.exists():
        mark.touch()
        os._exit(1)
    return quick_run(task)


def die_always(task: RunTask) -> RunOutcome:
    """End the process without a word if the seed is 1."""
    if task.seed == 1:
        os._exit(1)
    return quick_run(task)


def tell_process(task: RunTask) -> RunOutcome:
    """Write the number of this process beside the records, and do not end."""
    folder = getattr(task.place, "folder").parent  # noqa: B009 - the protocol has none
    (folder / "process").write_text(str(os.getpid()))
    time.sleep(600)
    return quick_run(task)


def wait_for_stop(task: RunTask) -> RunOutcome:
    """Train until nobody waits; seed 0 is done at once."""
    if task.seed == 0:
        return quick_run(task)
    while task.place.is_open:
        time.sleep(0.01)
    return RunOutcome("stopped")
