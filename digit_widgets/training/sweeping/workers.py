"""Workers: where runs are trained: processes of this machine, or any executor."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Protocol

from digit_widgets.errors import SweepError
from digit_widgets.training.sweeping.data_places import DataPlace, InMemory, MappedFiles
from digit_widgets.training.sweeping.sweep_data import SweepData

__all__ = ["ExecutorWorkers", "Processes", "Workers", "count_cores", "prepare_tensorflow"]


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


class Processes:
    """Processes of this machine, each with one run at a time and its share of the cores.

    Each is an executor of its own: a lost one costs its run and no other.

    Parameters
    ----------
    data
        The images, which are written once and mapped by all processes.
    folder
        The sweep's folder.
    count
        Number of processes.

    Raises
    ------
    OSError
        The images cannot be written.
    """

    def __init__(self, data: SweepData, folder: Path, count: int) -> None:
        self.place = MappedFiles.write(data, folder)
        self.slots = count
        self._threads = max(1, count_cores() // count)
        self._free: list[ProcessPoolExecutor] = []
        self._busy: dict[Future[Any], ProcessPoolExecutor] = {}

    def check(self) -> str:
        """Return "": a process is started when it is needed."""
        return ""

    def submit(self, function: Callable[[Any], Any], argument: Any) -> Future[Any]:
        """Begin a call in a free process; a broken one is replaced by a new one.

        Raises
        ------
        SweepError
            The program ends.
        """
        self._collect()
        while True:
            process = self._free.pop() if self._free else self._start()
            try:
                future = process.submit(function, argument)
            except BrokenProcessPool:  # it ended while it was idle
                process.shutdown(wait=False)
                continue
            except RuntimeError as error:
                raise SweepError(
                    "The program has ended before its sweep, which goes on with the next start: "
                    "call wait() to wait for it."
                ) from error
            self._busy[future] = process
            return future

    def is_loss(self, error: BaseException) -> bool:
        """Return True if the process has ended."""
        return isinstance(error, BrokenProcessPool)

    def blames_run(self, error: BaseException) -> bool:  # noqa: ARG002
        """Return True: it may have taken all memory."""
        return True

    def close_place(self) -> None:
        """Remove the images."""
        self.place.close()

    def close(self) -> None:
        """Let the processes end, as soon as their runs have seen that nobody waits."""
        self.close_place()
        for process in [*self._free, *self._busy.values()]:
            process.shutdown(wait=False, cancel_futures=True)

    def _collect(self) -> None:
        """Find the processes that are free again."""
        for future in [each for each in self._busy if each.done()]:
            process = self._busy.pop(future)
            if isinstance(future.exception(), BrokenProcessPool):
                process.shutdown(wait=False)
            else:
                self._free.append(process)

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare_process,
            initargs=(self._threads,),
        )


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


def count_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def prepare_tensorflow() -> None:
    """Let TensorFlow, once it is imported, write errors only and share a GPU with others."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")


def _prepare_process(threads: int) -> None:
    """Give a new process its share of the cores, before TensorFlow reads it, and quiet logs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
        os.environ[name] = str(threads)
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    prepare_tensorflow()
    threading.Thread(target=_end_with_parent, name="digit-widgets-parent", daemon=True).start()


def _end_with_parent() -> None:
    """End this process once the one that started it is gone, even if that was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
