"""Sweep: many trainings with varied settings, in the background, on all cores or a cluster."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.errors import ArgumentError, DataError, SweepError
from digit_widgets.sweeps.record import RunRecord
from digit_widgets.sweeps.record_files import RecordReader, read_plan, write_plan
from digit_widgets.training.sweeping.cores import count_cores
from digit_widgets.training.sweeping.plan import GridPlan, Plan
from digit_widgets.training.sweeping.processes import Processes, is_process_of_sweep
from digit_widgets.training.sweeping.running_sweep import Sweep
from digit_widgets.training.sweeping.search_plan import SearchPlan
from digit_widgets.training.sweeping.space import load_space
from digit_widgets.training.sweeping.sweep_data import SweepData
from digit_widgets.training.sweeping.sweep_folder import SweepFolder, describe_unwritable
from digit_widgets.training.sweeping.workers import ExecutorWorkers, Workers

__all__ = ["begin_sweep", "read_done", "sweep"]


def sweep(
    space: Mapping[str, Any] | str | Path,
    data: ImageDataset,
    executor: Executor | Any = None,
    *,
    folder: str | Path = "sweep",
    workers: int | None = None,
) -> Sweep:
    """Train many networks with varied settings, in the background.

    It returns at once; `Sweep.wait` waits for the end. Each run is trained on images of its own
    and measured on 5,000 held-out ones, or a twelfth of the images if that is less, which are the
    same for all runs; the test images of `data` are not used. A run with the same settings and seed
    gives the same figures on any executor, with the same versions, machine and threads.

    A run whose worker is lost is tried again; one that fails is recorded, with the reason. What is
    recorded in the folder is not run again, unless it has failed: a sweep that was stopped goes on
    by the same call, and another space may be tried in the same folder.

    Parameters
    ----------
    space
        The settings to try: a mapping, or the path of a TOML file with the table "space". The
        settings are "architecture" ("cnn", "ann", "reader"), "filters", "dense", "dropout",
        "optimizer" ("adam", "sgd"), "learning_rate", "weight_decay", "batch_size", "augmentation"
        (0 for none, 1 for as much as the package's own networks learn from), "epochs", "n_images",
        "seed". A list is several values (of "filters" and "dense", a list of lists is), and a
        mapping of "low", "high" and "step" a range. All combinations are tried, unless a second
        table "search", with "trials", "sampler" ("tpe", "random"), "pruner" ("none", "median",
        "halving") and "seed", lets Optuna choose; ranges then need no step, and may be "log".
    data
        The images. They travel to each worker once.
    executor
        Where to run: by default processes of this machine, each with its share of the cores; or an
        executor of ``concurrent.futures``, a ``distributed.Client`` or its executor, or the address
        of a Dask scheduler, as "tcp://10.0.0.1:8786". In the threads of one process, runs take
        turns.
    folder
        Where to keep records and models; created if it is missing.
    workers
        Number of processes, without `executor`; by default one for each core.

    Returns
    -------
    The sweep, which runs.

    Raises
    ------
    DataError
        The space or the data are wrong, or the folder holds runs on other images.
    SweepError
        The folder cannot be written or another sweep runs in it; the scheduler does not answer; a
        package is missing.
    ArgumentError
        There is no such executor.
    """
    checked = load_space(space)

    def plan(images: SweepData, where: Path) -> Plan:
        done = read_done(where)
        if checked.search is not None:
            return SearchPlan(checked, images.key, images.n_available, where, done)
        return GridPlan(checked.grid(images.n_available), images.key, done)

    return begin_sweep(plan, data, executor, folder=folder, workers=workers)


def begin_sweep(
    make_plan: Callable[[SweepData, Path], Plan],
    data: ImageDataset,
    executor: Executor | Any = None,
    *,
    folder: str | Path,
    workers: int | None = None,
) -> Sweep:
    """Begin the sweep of a plan, which is made from the split data and the folder.

    The other parameters, and what is raised, are as for `sweep`.
    """
    if is_process_of_sweep():
        # A script without `if __name__ == "__main__"`, which the process imports; the process that
        # has started this one says so, once.
        sys.exit(1)
    images = SweepData.split(data)
    own, hands = SweepFolder(Path(folder).expanduser()), None
    where = own.path
    try:
        _check_images(where, images, data.source)
        plan = make_plan(images, where)
        hands = _make_workers(executor, images, where, workers)
        write_plan(where, {"data": images.key, "source": data.source, "total": plan.total})
        return Sweep(own, plan, hands)
    except BaseException as error:
        if hands is not None:
            hands.close()
        own.undo()
        if isinstance(error, OSError):
            raise describe_unwritable(where, error) from error
        raise


def read_done(folder: Path) -> dict[str, RunRecord]:
    """Return the records of a folder by key, but for those of failed runs."""
    records, _ = RecordReader(folder).read()
    return {record.key: record for record in records if record.ended != "failed"}


def _check_images(folder: Path, images: SweepData, source: str) -> None:
    """Raise an error if a folder holds runs on other images.

    Raises
    ------
    DataError
        It does.
    """
    if (known := read_plan(folder)).get("data", images.key) != images.key:
        raise DataError(
            f"{folder} holds runs on other images ({known.get('source', 'of unknown source')}) "
            f"than those given now ({source}). Name another folder."
        )


def _make_workers(executor: Any, images: SweepData, folder: Path, count: int | None) -> Workers:
    if executor is None:
        if count is not None and count < 1:
            raise ArgumentError(f"workers is {count}: give a number from 1.")
        return Processes(images, folder, count or count_cores())
    if count is not None:
        raise ArgumentError("workers is the number of processes: leave it out with an executor.")
    is_dask = type(executor).__module__.partition(".")[0] == "distributed"
    if isinstance(executor, str):
        if find_spec("distributed") is None:
            raise SweepError("A scheduler needs Dask: pip install 'digit-widgets[sweep]'")
        from digit_widgets.training.sweeping.dask_workers import DaskWorkers, connect

        hands = DaskWorkers(images, connect(executor))
        hands.take_over()
        return hands
    if is_dask:
        from digit_widgets.training.sweeping.dask_workers import DaskWorkers

        # An executor does not tell publicly whose it is.
        return DaskWorkers(images, getattr(executor, "_client", executor))
    if isinstance(executor, Executor):
        return ExecutorWorkers(images, folder, executor)
    raise ArgumentError(
        "Give an executor of concurrent.futures, a Dask client or the address of a scheduler, not "
        f"an object of type {type(executor).__name__}."
    )
