"""The command ``digit-widgets sweep``: many trainings, with a line for each that has ended."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digit_widgets.app.options import MnistFile
from digit_widgets.app.stop_signals import StopSignals
from digit_widgets.app.terminal import need, say
from digit_widgets.errors import ArgumentError

if TYPE_CHECKING:
    from digit_widgets.sweeps import RunRecord
    from digit_widgets.training import Sweep

__all__ = ["sweep"]

#: Seconds between two updates of the bar.
_REFRESH = 0.5
#: Most seconds in which processes of this machine are gone, once Ctrl-C was pressed again.
_KILLING = 1.0
_STOPPING = "Stopping: the runs in training are given up. "
_WAITING = _STOPPING + "Ctrl-C once more does not wait for their processes to end."
_WAITING_FOR_SCHEDULER = _STOPPING + (
    "Waiting for the scheduler {} to take the images from its workers: Ctrl-C once more does not."
)


def sweep(
    space: Annotated[
        Path,
        typer.Argument(
            metavar="SPACE.toml",
            help="The settings to try: a table [space], and [search] to let Optuna choose.",
            show_default=False,
        ),
    ],
    folder: Annotated[Path, typer.Option(help="Folder for the records and the models.")] = Path(
        "sweep"
    ),
    scheduler: Annotated[
        str | None,
        typer.Option(
            help="Address of a Dask scheduler, as tcp://10.0.0.1:8786; without it, the runs share "
            "the cores of this machine.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Number of processes on this machine; by default one for each core.",
            show_default=False,
        ),
    ] = None,
    mnist: MnistFile = None,
) -> None:
    """Train many networks with varied settings, and rank them.

    Each is measured on the same held-out images. Ctrl-C stops the sweep, as SIGTERM and the end of
    the terminal do, and a second one does not wait for its workers; the same command goes on from
    what is recorded in the folder.
    """
    need("keras", "tensorflow", extra="train", task="A sweep")
    if scheduler is not None:
        need("distributed", extra="sweep", task="A scheduler")
        if workers is not None:
            raise ArgumentError("--workers is for this machine: leave it out with --scheduler.")
    from digit_widgets.data import load_mnist
    from digit_widgets.sweeps.leader_board import leader_board
    from digit_widgets.training import sweep as begin
    from digit_widgets.training.sweeping.space import load_space

    varied = load_space(space).varied
    data = load_mnist(mnist)
    with StopSignals() as signals:
        running = begin(space, data, scheduler, folder=folder, workers=workers)
        runs = "1 run" if running.progress.total == 1 else f"{running.progress.total} runs"
        try:
            try:
                say(f"{runs} on {data!r}; records in {folder}")
                waiting = _WAITING_FOR_SCHEDULER.format(scheduler) if scheduler else _WAITING
                _show(running, varied, signals, waiting)
            except (KeyboardInterrupt, OSError):  # of which one is that nobody reads any more
                running.stop()  # the first signal may not have been seen yet
            progress = running.wait(0.0 if scheduler else _KILLING)
        finally:
            if own := [record for record in running.records if running.has(record)]:
                typer.echo("\n".join(leader_board(own)))
        if progress.state != "finished":
            say(
                f"Stopped: {progress.done} of {progress.total} runs are done. The same command "
                "does the others."
            )
            raise typer.Exit(128 + (signals.number or signal.SIGINT))
        if progress.message:
            say(progress.message)


def _show(running: Sweep, varied: Sequence[str], signals: StopSignals, waiting: str) -> None:
    """Show a bar in a terminal, and a line for each run that has ended, until the sweep has.

    A signal, such as Ctrl-C's, stops the sweep, with the line `waiting`.

    Raises
    ------
    KeyboardInterrupt
        Another signal came before the sweep has ended.
    OSError
        Nobody reads the lines any more.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    news = threading.Event()
    unsubscribe = running.subscribe(news.set)
    bar = Progress(
        TextColumn("Sweep"),
        BarColumn(),
        TextColumn("{task.fields[words]}"),
        console=console,
        auto_refresh=False,
        transient=True,
    )
    task, told = bar.add_task("sweep", words=""), {_mark(record) for record in running.records}
    message = ""
    if console.is_interactive:
        bar.start()
    try:
        while True:
            news.wait(_REFRESH)
            news.clear()
            if signals.number and running.progress.state == "running":
                bar.console.print(waiting, soft_wrap=True, highlight=False)
                running.stop()
            progress = running.progress
            for record in running.records:
                if _mark(record) not in told:
                    told.add(_mark(record))
                    bar.console.print(_line(record, varied), soft_wrap=True, highlight=False)
            is_running = progress.state in ("running", "stopping")
            if progress.message != message and is_running:
                message = progress.message
                bar.console.print(message, soft_wrap=True, highlight=False)
            bar.update(task, completed=progress.done, total=progress.total, words=str(progress))
            if console.is_interactive:
                bar.refresh()
            if not is_running:
                return
    finally:
        unsubscribe()
        bar.stop()


def _mark(record: RunRecord) -> tuple[str, float]:
    """Tell a record from that of an earlier try of the same run."""
    return record.key, record.ended_at


def _line(record: RunRecord, varied: Sequence[str]) -> str:
    """Describe a run by what its sweep varies: "97.31%  dropout 0.2, seed 0  12 s"."""
    from digit_widgets.sweeps.wording import describe_settings, write_accuracy, write_seconds

    words = (describe_settings(record.settings, varied), f"seed {record.seed}")
    settings = ", ".join(filter(None, words))
    if record.ended == "failed":
        return f"failed  {settings}: {record.problem}"
    ended = "" if record.ended == "finished" else f"  {record.ended}"
    return f"{write_accuracy(record.accuracy)}  {settings}  {write_seconds(record.seconds)}{ended}"
