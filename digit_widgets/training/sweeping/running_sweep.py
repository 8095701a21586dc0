"""Running sweep: trains the runs of a plan in a thread of its own, and keeps their records."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import fmean
from types import TracebackType

from digit_widgets.errors import DigitWidgetsError, SweepError
from digit_widgets.sweeps.record import MODELS, RunRecord
from digit_widgets.sweeps.record_files import RecordReader, write_record, write_whole
from digit_widgets.sweeps.subscribers import Subscribers
from digit_widgets.sweeps.sweep_state import SweepProgress, SweepState
from digit_widgets.training.sweeping.driver import Driver
from digit_widgets.training.sweeping.plan import Plan
from digit_widgets.training.sweeping.run import RunOutcome, RunTask, describe_error, train_run
from digit_widgets.training.sweeping.sweep_folder import SweepFolder
from digit_widgets.training.sweeping.versions import compare_versions, installed_versions
from digit_widgets.training.sweeping.workers import Workers

__all__ = ["Sweep"]


class Sweep:
    """A sweep that runs in the background; a `SweepSource`. Made by `sweep`.

    Attributes
    ----------
    folder
        The folder with its records and models.
    """

    def __init__(
        self,
        folder: SweepFolder,
        plan: Plan,
        workers: Workers,
        train: Callable[[RunTask], RunOutcome] = train_run,
    ) -> None:
        self.folder: Path = folder.path
        self._plan, self._workers, self._own_folder = plan, workers, folder
        self._subscribers = Subscribers()
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._records, problem = RecordReader(self.folder).read()
        self._warnings = [problem]
        self._before = {(record.key, record.ended_at) for record in self._records}
        self._state: SweepState = "running"
        self._message, self._total, self._keys = "", plan.total, frozenset(plan.keys)
        self._driver = Driver(plan, workers, self._keep, self._change, train)
        # Not the thread is waited for: one whose `join` is interrupted by Ctrl-C counts as ended.
        self._ended = threading.Event()
        threading.Thread(target=self._run, name="digit-widgets-sweep", daemon=True).start()

    @property
    def records(self) -> tuple[RunRecord, ...]:
        """The records so far, in the order in which the runs ended."""
        return self._records

    @property
    def progress(self) -> SweepProgress:
        """How far it is."""
        with self._lock:
            own = [record for record in self._records if self.has(record)]
            running = self._driver.began if self._state in ("running", "stopping") else ()
            return SweepProgress(
                self._state,
                total=self._total,
                done=len(own),
                running=len(running),
                failed=sum(record.ended == "failed" for record in own),
                seconds_left=self._estimate(self._total - len(own), running),
                message=" ".join(filter(None, [self._message, *self._warnings])),
            )

    def has(self, record: RunRecord) -> bool:
        """Return True if a record is one of this sweep's runs, and not one to be tried again."""
        is_tried_again = record.ended == "failed" and not self._is_new(record)
        return record.key in self._keys and not is_tried_again

    def stop(self) -> None:
        """Give up the runs in flight and begin no more; no effect on a sweep that has ended.

        The same call of `sweep` goes on from the records.
        """
        with self._lock:
            if self._state != "running":
                return
            self._state = "stopping"
        self._stop.set()
        self._workers.close_place()
        self._subscribers.call()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call a function after each change, from another thread; return what unsubscribes it."""
        return self._subscribers.add(callback)

    def wait(self, timeout: float | None = None) -> SweepProgress:
        """Wait until it has ended; Ctrl-C stops it, and keeps what is done.

        Once it was stopped, Ctrl-C raises `KeyboardInterrupt`: it does not wait any more.

        Parameters
        ----------
        timeout
            Most seconds to wait; None to wait to the end.

        Raises
        ------
        SweepError
            It has failed; the message says what to do.
        """
        until = None if timeout is None else time.monotonic() + timeout
        try:
            while not self._ended.wait(0.1):
                if until is not None and time.monotonic() >= until:
                    break
        except KeyboardInterrupt:
            if self._stop.is_set():
                raise
            self.stop()
            self._ended.wait()
        progress = self.progress
        if progress.state == "failed":
            raise SweepError(progress.message)
        return progress

    def __enter__(self) -> Sweep:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.stop()
        self._ended.wait()

    def __repr__(self) -> str:
        progress = self.progress
        return f"<Sweep: {progress.done} of {progress.total} runs, {progress.state}>"

    def _run(self) -> None:
        state: SweepState = "failed"
        try:
            is_done = self._driver.run(self._stop)
            state = "finished" if is_done else "stopped"
            message = "" if is_done else "Stopped: the same call goes on from the records."
        except DigitWidgetsError as error:
            message = str(error)
        except Exception as error:  # a mistake of ours must not be silent
            logging.getLogger(__name__).exception("A sweep failed.")
            message = describe_error(error)
        self._driver.give_up()
        self._workers.close()
        if state == "failed" and not self._records:
            self._own_folder.undo()
        else:
            self._own_folder.release()
        with self._lock:
            self._state, self._message = state, message
        self._ended.set()
        self._subscribers.call()

    def _keep(self, record: RunRecord, files: Mapping[str, bytes]) -> None:
        """Write a model's files, and then its record: what has a record is complete."""
        try:
            for name, content in files.items():
                write_whole(self.folder / MODELS / name, content)
            write_record(self.folder, record)
        except OSError as error:
            raise SweepError(
                f"The results cannot be written to {self.folder}: {error.strerror or error}; "
                f"{shutil.disk_usage(self.folder).free / 1e6:,.0f} MB are free there. Make room, "
                "and start the sweep again: it goes on from its records."
            ) from error
        worker = f"The worker on {record.machine}"
        difference = compare_versions(installed_versions(), record.versions, worker)
        with self._lock:
            others = [each for each in self._records if each.key != record.key]
            self._records = (*others, record)
            if record.versions and difference and difference not in self._warnings:
                self._warnings.append(difference)

    def _is_new(self, record: RunRecord) -> bool:
        """Return True if a record was made by this start of the sweep."""
        return (record.key, record.ended_at) not in self._before

    def _change(self, message: str) -> None:
        with self._lock:
            self._message = message
            self._total, self._keys = self._plan.total, frozenset(self._plan.keys)
        self._subscribers.call()

    def _estimate(self, n_left: int, began: tuple[float, ...]) -> float | None:
        """Return the seconds left, by the mean time of the runs of this start that have ended."""
        new = filter(self._is_new, self._records)
        timed = [each.busy_seconds for each in new if each.busy_seconds]
        slots = self._workers.slots
        if not timed or not slots or self._state != "running":
            return None
        mean, now = fmean(timed), time.monotonic()
        in_flight = sum(max(0.0, mean - (now - each)) for each in began)
        return (in_flight + mean * max(0, n_left - len(began))) / slots
