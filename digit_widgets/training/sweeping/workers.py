"""Workers: where runs are trained; here, what all kinds have in common, and any executor."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
)
from pathlib import Path
from typing import Any, Protocol

from digit_widgets.errors import SweepError
from digit_widgets.training.sweeping.cores import count_cores
from digit_widgets.training.sweeping.data_places import DataPlace, InMemory, MappedFiles
from digit_widgets.training.sweeping.sweep_data import SweepData

__all__ = ["ExecutorWorkers", "Workers"]


class Workers(Protocol):
    """Where runs are trained. It is used by one thread at a time, but for `close_place`."""

    @property
    def place(self) -> DataPlace:
        """Where the workers find the images."""
        ...

    @property
    def slots(self) -> int:
        """Number of runs at a time; 0 while there are no workers."""
        ...

    def check(self) -> str:
        """Make ready for runs; return what it is waiting for, as a sentence, or "".

        Raises
        ------
        SweepError
            There is nothing to wait for any more.
        """
        ...

    def submit(self, function: Callable[[Any], Any], argument: Any) -> Any:
        """Begin a call, and return a future of it that has ``add_done_callback``.

        Raises
        ------
        SweepError
            There is nobody any more to do it.
        """
        ...

    def blames_run(self, error: BaseException) -> bool:
        """Return True if the run may be the cause of such a loss; False if a scheduler was lost."""
        ...

    def is_loss(self, error: BaseException) -> bool:
        """Return True if an error of a future means that its worker was lost."""
        ...

    def close_place(self) -> None:
        """Tell runs in flight that nobody waits for them; from any thread."""
        ...

    def close(self) -> None:
        """Let go of the workers, and of the images."""
        ...


class ExecutorWorkers:
    """Any executor; the images are in memory for threads, and else in files of the sweep's folder.

    Parameters
    ----------
    data
        The images.
    folder
        The sweep's folder.
    executor
        The executor; it is left open.

    Raises
    ------
    OSError
        The images cannot be written.
    """

    def __init__(self, data: SweepData, folder: Path, executor: Executor) -> None:
        is_threads = isinstance(executor, ThreadPoolExecutor)
        self._place = InMemory(data) if is_threads else MappedFiles.write(data, folder)
        self._executor = executor
        # Executors do not tell publicly how many calls they run at a time.
        self.slots = int(getattr(executor, "_max_workers", count_cores()))

    @property
    def place(self) -> DataPlace:
        """Where the workers find the images."""
        return self._place

    def check(self) -> str:
        """Return ""."""
        return ""

    def submit(self, function: Callable[[Any], Any], argument: Any) -> Future[Any]:
        """Begin a call.

        Raises
        ------
        SweepError
            The executor is broken or has been shut down.
        """
        try:
            return self._executor.submit(function, argument)
        except RuntimeError as error:  # a broken executor's is one, too
            raise SweepError(
                f"The executor takes no more runs: {error}. Start the sweep again with a new one: "
                "it goes on from its records."
            ) from error

    def is_loss(self, error: BaseException) -> bool:
        """Return True if the executor is broken, or the call was cancelled."""
        return isinstance(error, BrokenExecutor | CancelledError)

    def blames_run(self, error: BaseException) -> bool:  # noqa: ARG002
        """Return True: nothing is known of the executor."""
        return True

    def close_place(self) -> None:
        """Close the images."""
        self._place.close()

    def close(self) -> None:
        """Close the images."""
        self.close_place()
