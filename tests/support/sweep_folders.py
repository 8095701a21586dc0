"""Folders of sweeps that were never run, and sweeps that run as a test says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from digit_widgets.predictors import bundled_model
from digit_widgets.sweeps import RunRecord, SweepProgress
from digit_widgets.sweeps.record import MODELS, RECORDS
from digit_widgets.sweeps.record_files import write_plan, write_record
from tests.support.sweep_records import make_record

__all__ = ["LiveSweep", "make_records", "write_sweep"]


class LiveSweep:
    """A sweep with the records that a test gives it."""

    def __init__(self, folder: Path, *records: RunRecord, total: int | None = None) -> None:
        self.folder = folder
        self.records = tuple(records)
        self.total = total
        self.progress = SweepProgress("running", total, len(records), running=2, seconds_left=75.0)
        self.callbacks: list[Callable[[], None]] = []
        self.stops = 0

    def end(self, *records: RunRecord) -> None:
        """Let further runs end."""
        self.records += records
        self.say(done=len(self.records), failed=sum(each.ended == "failed" for each in records))

    def say(self, **progress: object) -> None:
        """Change the progress, and tell those who follow it."""
        self.progress = replace(self.progress, **progress)
        for call in self.callbacks:
            call()

    def stop(self) -> None:
        self.stops += 1
        self.say(state="stopping")

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        self.callbacks.append(callback)
        return lambda: self.callbacks.remove(callback)


def make_records() -> list[RunRecord]:
    """Return 9 runs of 5 models, one of which failed with one of its seeds, and one altogether.

    From the best one on: a CNN with dropout 0.1, one with 0.4, an ANN, a wider one with
    0.5 that was pruned, and one that failed. "ann.tflite" is the model of all that have one.
    """
    cnn = {"architecture": "cnn", "filters": (8, 16), "n_images": 1_000}
    wide = {**cnn, "filters": (16, 32), "dropout": 0.5}
    ann = {"architecture": "ann", "n_images": 500, "dropout": 0.1}
    kept = {"model": "ann.tflite"}
    why = {"accuracy": float("nan"), "loss": float("nan"), "problem": "The loss became <nan>."}
    runs = [
        make_record(0, {**cnn, "dropout": 0.1}, accuracy=0.95, parameters=30_000, **kept),
        make_record(1, {**cnn, "dropout": 0.1}, accuracy=0.97, parameters=30_000, **kept),
        make_record(0, {**cnn, "dropout": 0.4}, accuracy=0.94, parameters=30_000, **kept),
        make_record(1, {**cnn, "dropout": 0.4}, ended="failed", parameters=0, **why),
        make_record(0, ann, accuracy=0.9, parameters=9_000, seconds=70.0, **kept),
        make_record(1, ann, accuracy=0.92, parameters=9_000, seconds=80.0, **kept),
        make_record(0, wide, ended="pruned", accuracy=0.8, **kept),
        make_record(1, wide, ended="pruned", accuracy=0.82, **kept),
        make_record(0, {**cnn, "dropout": 0.9}, ended="failed", parameters=0, **why),
    ]
    for run in runs:
        if run.settings["architecture"] == "ann":
            del run.settings["filters"]  # type: ignore[attr-defined]
    return [replace(run, ended_at=float(at)) for at, run in enumerate(runs)]


def write_sweep(folder: Path, records: Iterable[RunRecord], total: int | None = None) -> Path:
    """Write records, and the model files that they name, as a sweep leaves them."""
    for name in (RECORDS, MODELS):
        (folder / name).mkdir(parents=True)
    for record in records:
        write_record(folder, record)
        if record.model:
            shutil.copy(bundled_model("ann"), folder / MODELS / record.model)
    write_plan(folder, {"total": total})
    return folder
