"""Recorded sweep: a sweep opened from its records, also while another process runs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from digit_widgets.errors import DataError
from digit_widgets.sweeps.folder_lock import who_holds
from digit_widgets.sweeps.leftovers import clear_leftovers
from digit_widgets.sweeps.record import RECORDS, RunRecord
from digit_widgets.sweeps.record_files import RecordReader, read_plan
from digit_widgets.sweeps.subscribers import Subscribers
from digit_widgets.sweeps.sweep_state import SweepProgress

__all__ = ["RecordedSweep", "load_sweep"]

#: Seconds between two looks for new records.
_PERIOD = 1.0


class RecordedSweep:
    """A sweep's records in a folder; a `SweepSource` that nothing can stop.

    While somebody has subscribed, it looks every second for new records.

    Parameters
    ----------
    folder
        The sweep's folder, as `load_sweep` checks it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._reader = RecordReader(folder)
        self._subscribers = Subscribers()
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None
        self._left = threading.Event()
        self._records: tuple[RunRecord, ...] = ()
        self._progress = SweepProgress("recorded")
        self.refresh()

    @property
    def records(self) -> tuple[RunRecord, ...]:
        """The records so far, in the order in which the runs ended."""
        return self._records

    @property
    def progress(self) -> SweepProgress:
        """How many runs are recorded, and of how many."""
        return self._progress

    def refresh(self) -> None:
        """Look for new records, and call the subscribers if anything has changed."""
        with self._lock:
            before = self._records, self._progress
            self._records, problem = self._reader.read()
            total = read_plan(self.folder).get("total")
            # Runs of an earlier space may be there too: then nobody knows how many are left.
            is_known = isinstance(total, int) and total >= len(self._records)
            holder = who_holds(self.folder)
            running = f"{holder} is running this sweep: stop it there." if holder else ""
            self._progress = SweepProgress(
                "recorded",
                total=total if is_known else None,
                done=len(self._records),
                failed=sum(record.ended == "failed" for record in self._records),
                message=" ".join(filter(None, [running, problem])),
            )
            changed = before != (self._records, self._progress)
        if changed:
            self._subscribers.call()

    def stop(self) -> None:
        """Do nothing: this process does not run the sweep."""

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call a function after each change, from another thread; return what unsubscribes it."""
        unsubscribe = self._subscribers.add(callback)
        with self._lock:
            if self._watcher is None or self._left.is_set():
                self._left = threading.Event()
                self._watcher = threading.Thread(
                    target=self._watch,
                    args=(self._left,),
                    name="digit-widgets-records",
                    daemon=True,
                )
                self._watcher.start()

        def leave() -> None:
            unsubscribe()
            if not self._subscribers:
                self._left.set()

        return leave

    def _watch(self, left: threading.Event) -> None:
        while not left.wait(_PERIOD):
            self.refresh()

    def __repr__(self) -> str:
        return f"<RecordedSweep: {len(self._records)} runs in {self.folder}>"


def load_sweep(folder: str | Path) -> RecordedSweep:
    """Open the records of a sweep.

    What a sweep that was killed has left there, such as its copy of the images, is removed.

    Parameters
    ----------
    folder
        The folder that was given to `digit_widgets.training.sweep`, or to the command
        ``digit-widgets sweep``. The sweep may still be running, in this process or another.

    Raises
    ------
    DataError
        There is no sweep in that folder.
    """
    path = Path(folder).expanduser()
    if not (path / RECORDS).is_dir():
        raise DataError(
            f"There are no records of a sweep in {path}: name the folder that a sweep was given."
        )
    clear_leftovers(path)
    return RecordedSweep(path)
