"""Learning: the accuracy over the number of images to learn from, measured by a sweep."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.errors import ArgumentError
from digit_widgets.sweeps.learning_curves import LearningCurves
from digit_widgets.sweeps.record import Setting
from digit_widgets.training.sweeping.plan import GridPlan, Plan
from digit_widgets.training.sweeping.run_settings import ARCHITECTURE, SETTINGS, complete
from digit_widgets.training.sweeping.sweep import begin_sweep, read_done
from digit_widgets.training.sweeping.sweep_data import SweepData

__all__ = ["learning_curves"]

#: Numbers of images to try, as far as there are so many; all that there are comes last.
_SIZES = (100, 300, 1_000, 3_000, 10_000, 30_000)
#: Passes over the images, and the fewest steps: few images are passed over more often.
_EPOCHS, _FEWEST_STEPS = 3, 200
#: Seconds between two looks at how far it is, and characters that cover what was written before.
_REFRESH, _WIDTH = 0.5, 64


def learning_curves(
    data: ImageDataset,
    sizes: Sequence[int] | None = None,
    models: Sequence[str] = ("ann", "cnn"),
    seeds: int = 3,
    executor: Executor | Any = None,
    *,
    epochs: int | None = None,
    folder: str | Path = "learning-curves",
) -> LearningCurves:
    """Measure the accuracy over the number of images to learn from, by a sweep.

    It waits for the sweep's end, and writes how far it is to standard output. Ctrl-C, or stopping
    the cell, ends it; the same call goes on from the records.

    Parameters
    ----------
    data
        The images. Of the training images, some are held out to measure on; see `sweep`.
    sizes
        Numbers of images to train on; by default 100, 300, 1,000 ... and all that there are.
    models
        Architectures: "ann", "cnn", "reader".
    seeds
        Number of trainings at each point, with the seeds 0, 1 ...
    executor, folder
        As for `sweep`.
    epochs
        Passes over the images; by default 3, or as many more as it takes for 200 steps: with few
        images, a few passes would teach nothing.

    Returns
    -------
    The curves, with an interval over the seeds at each point.

    Raises
    ------
    ArgumentError, DataError, SweepError
        As for `sweep`; no sizes, models or seeds.
    """
    if seeds < 1 or not models or (sizes is not None and not sizes):
        raise ArgumentError("Give one size, one model and one seed at least.")

    def plan(images: SweepData, where: Path) -> Plan:
        every = sizes if sizes is not None else _usual_sizes(images.n_available)
        runs = [
            (_settings(model, size, epochs, images.n_available), seed)
            for seed in range(seeds)
            for size in every
            for model in models
        ]
        return GridPlan(runs, images.key, read_done(where))

    with begin_sweep(plan, data, executor, folder=folder) as running:
        progress, done = running.progress, -1
        while progress.state in ("running", "stopping"):
            # A line for each run: a notebook keeps what is written over, too.
            if progress.done != done:
                done = progress.done
                sys.stdout.write(f"\r{str(progress).ljust(_WIDTH)}")
                sys.stdout.flush()
            progress = running.wait(_REFRESH)
        sys.stdout.write(f"\r{str(progress).ljust(_WIDTH)}\n")
    return LearningCurves([record for record in running.records if running.has(record)])


def _settings(model: str, size: int, epochs: int | None, n_available: int) -> dict[str, Setting]:
    given = {ARCHITECTURE: model, "n_images": size, "epochs": _EPOCHS if epochs is None else epochs}
    checked = {name: SETTINGS[name].check(name, value) for name, value in given.items()}
    settings = complete(checked, n_available)
    if epochs is None:
        steps = math.ceil(size / int(str(settings["batch_size"])))
        settings["epochs"] = max(_EPOCHS, math.ceil(_FEWEST_STEPS / steps))
    return settings


def _usual_sizes(n_available: int) -> tuple[int, ...]:
    return (*(size for size in _SIZES if size < n_available / 1.5), n_available)
