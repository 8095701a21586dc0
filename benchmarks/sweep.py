"""Speed of a sweep: ``python -m benchmarks.sweep [MNIST_NPZ] [--runs N] [--images N]``.

The same runs of a small CNN are trained on one core, by two processes, and by two workers of a Dask
scheduler, which have joined over TCP. Each worker has one thread. The seconds in all include the
start of the processes, and that each worker loads TensorFlow once. After the start means from the
first run's begin to the last one's end; the overhead is the share of that time, on all workers,
that is spent on no run. A run's own time is that of choosing its images, training, measuring, and
writing the model's file; how much of it is training is a column of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from distributed import Client

from benchmarks._table import print_table
from digit_widgets.data import ImageDataset, load_mnist
from digit_widgets.sweeps import RunRecord
from digit_widgets.training import sweep

#: Cores that are used; each worker has one thread.
CORES = sorted(os.sched_getaffinity(0))[:2]


def main() -> None:
    """Measure; print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep")
    parser.add_argument("mnist", nargs="?", metavar="MNIST_NPZ")
    parser.add_argument("--runs", type=int, default=16)
    parser.add_argument("--images", type=int, default=3_000)
    given = parser.parse_args()
    data = load_mnist(given.mnist)
    space = {
        "filters": [[8, 16], [16, 16]],
        "dropout": [0.2, 0.5],
        "n_images": given.images,
        "seed": list(range(-(-given.runs // 4))),
    }
    rows, figures = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("one core", "two processes", "Dask, two workers"):
            workers = 1 if name == "one core" else 2
            os.sched_setaffinity(0, CORES[:workers])
            records, seconds = _measure(name, space, data, Path(folder) / name)
            rows.append([name, *_describe(records, seconds, workers)])
            figures.append({record.key: (record.accuracy, record.loss) for record in records})
    for column in (1, 2):
        first = float(rows[0][column])
        for row in rows:
            row.append(f"{first / float(row[column]):.2f}")
    head = ["where", "in all, s", "after the start, s", "training / own time", "overhead"]
    print_table([*head, "times faster", "after the start"], rows)
    print(f"\n{len(figures[0])} runs; same figures: {figures[0] == figures[1] == figures[2]}")


def _measure(
    name: str, space: dict[str, Any], data: ImageDataset, folder: Path
) -> tuple[tuple[RunRecord, ...], float]:
    """Return the records, and the seconds in all, in which a cluster is there already."""
    with _cluster() if name.startswith("Dask") else nullcontext() as client:
        began = time.perf_counter()
        running = sweep(space, data, client, folder=folder)
        running.wait()
        return running.records, time.perf_counter() - began


@contextmanager
def _cluster() -> Iterator[Client]:
    """Start a scheduler and two workers; yield a client of them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scheduler.json"
        common = ["--scheduler-file", str(file), "--no-dashboard"]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", *common]
        worker = ["worker", "--nthreads", "1", "--local-directory", folder, *common]
        dask = [sys.executable, "-m", "dask"]
        started = [
            subprocess.Popen([*dask, *each], **quiet) for each in (scheduler, worker, worker)
        ]
        try:
            while not file.exists():
                time.sleep(0.05)
            with Client(json.loads(file.read_text())["address"]) as client:
                client.wait_for_workers(2)
                yield client
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def _describe(records: tuple[RunRecord, ...], seconds: float, workers: int) -> list[str]:
    begin = min(record.ended_at - record.busy_seconds for record in records)
    after = max(record.ended_at for record in records) - begin
    busy = sum(record.busy_seconds for record in records)
    trained = sum(record.seconds for record in records)
    return [
        f"{seconds:.1f}",
        f"{after:.1f}",
        f"{trained / busy:.0%}",
        f"{1 - busy / (workers * after):.1%}",
    ]


if __name__ == "__main__":
    main()
