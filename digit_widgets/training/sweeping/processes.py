"""Processes: the workers of this machine, each with its share of the cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from digit_widgets.errors import SweepError
from digit_widgets.training.sweeping.cores import count_cores, prepare_tensorflow
from digit_widgets.training.sweeping.data_places import MappedFiles
from digit_widgets.training.sweeping.sweep_data import SweepData

__all__ = ["Processes"]


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
