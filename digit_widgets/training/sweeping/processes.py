"""Processes: the workers of this machine, each with its share of the cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from typing import Any

from digit_widgets.errors import SweepError
from digit_widgets.training.sweeping.cores import count_cores, prepare_tensorflow
from digit_widgets.training.sweeping.data_places import MappedFiles
from digit_widgets.training.sweeping.sweep_data import SweepData

__all__ = ["Processes", "is_process_of_sweep"]

#: The name of all processes, which a new one has before it imports the program's main module.
_NAME = "digit-widgets-run"

#: The signals of Ctrl-C, of a terminal that is closed, and of who ends all processes of a job.
_NOT_HEARD = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


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
        # Temporary files of runs that are given up are removed with it.
        self._scratch = tempfile.TemporaryDirectory(prefix="digit-widgets-runs-")
        self._free: list[_Process] = []
        self._busy: dict[Future[Any], _Process] = {}

    def check(self) -> str:
        """Return "": a process is started when it is needed."""
        return ""

    def submit(self, function: Callable[[Any], Any], argument: Any) -> Future[Any]:
        """Begin a call in a free process; a broken one is replaced by a new one.

        Raises
        ------
        SweepError
            The program ends, or a new process has ended while it imported the main module.
        """
        self._collect()
        while True:
            process = self._free.pop() if self._free else self._make()
            try:
                future = process.submit(function, argument)
            except BrokenProcessPool:  # it ended while it was idle
                process.end()
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
        """End the processes at once: nobody waits for their runs. They are gone when it returns."""
        self.close_place()
        for process in [*self._free, *self._busy.values()]:
            process.end()
        self._scratch.cleanup()

    def _collect(self) -> None:
        """Find the processes that are free again."""
        for future in [each for each in self._busy if each.done()]:
            process = self._busy.pop(future)
            if not isinstance(future.exception(), BrokenProcessPool):
                self._free.append(process)
                continue
            process.end()
            if process.has_failed_to_begin:
                raise SweepError(
                    "A process has ended before its first run: in a script, call sweep below "
                    "`if __name__ == '__main__':`, for each process imports the script. If it is "
                    "there, look at the process's own message."
                )

    def _make(self) -> _Process:
        return _Process(self._threads, Path(self._scratch.name))


class _Process(ProcessPoolExecutor):
    """One process, which is started by the first call.

    Parameters
    ----------
    threads
        Its number of threads.
    scratch
        A folder for its temporary files, which exists.
    """

    def __init__(self, threads: int, scratch: Path) -> None:
        self._context, self._scratch = _Context(), scratch
        super().__init__(
            1,
            mp_context=self._context,
            initializer=_prepare_process,
            initargs=(threads, scratch),
        )

    @property
    def has_failed_to_begin(self) -> bool:
        """True if it has ended by itself before it was prepared: the main module has ended it."""
        process = self._context.process
        if process is None or not process.exitcode or process.exitcode < 0:
            return False
        return not _mark_of(self._scratch, process.pid).exists()

    def end(self) -> None:
        """Kill it, and wait until it is gone.

        An executor that is still about to end when the program does may write to a closed pipe.
        """
        if self._context.process is not None:
            self._context.process.kill()
        self.shutdown(wait=True, cancel_futures=True)


class _Context(SpawnContext):
    """Starts a process, and keeps it.

    Attributes
    ----------
    process
        The process; None before it is started.
    """

    process: _DeafProcess | None = None

    def Process(self, **options: Any) -> _DeafProcess:  # type: ignore[override]  # noqa: N802
        """Make the process, as an executor asks for it."""
        self.process = _DeafProcess(name=_NAME, **options)
        return self.process


class _DeafProcess(SpawnProcess):
    """A process that never hears what is for the one that waits, and is sent to all of a terminal.

    That one ends it, and it ends with that one.
    """

    def start(self) -> None:
        """Start it with the signals blocked: it inherits that from the thread which starts it."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _NOT_HEARD)
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_process_of_sweep() -> bool:
    """Return True in a process that a sweep has started, also while it imports the main module."""
    return multiprocessing.current_process().name == _NAME


def _mark_of(scratch: Path, number: int | None) -> Path:
    """Return the file that says that the process of a number was prepared."""
    return scratch / f"prepared-{number}"


def _prepare_process(threads: int, scratch: Path) -> None:
    """Give a new process its share of the cores, before TensorFlow reads it, and quiet logs."""
    threading.Thread(target=_end_with_parent, name="digit-widgets-parent", daemon=True).start()
    _mark_of(scratch, os.getpid()).touch()
    tempfile.tempdir = str(scratch)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
        os.environ[name] = str(threads)
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    prepare_tensorflow()


def _end_with_parent() -> None:
    """End this process once the one that started it is gone, even if that was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
