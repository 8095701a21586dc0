"""Sweep folder: made and locked for a sweep, of whose refused start it keeps nothing."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from digit_widgets.errors import SweepError
from digit_widgets.sweeps.folder_lock import LOCK, FolderLock
from digit_widgets.sweeps.leftovers import remove_leftovers
from digit_widgets.sweeps.record import MODELS, RECORDS
from digit_widgets.sweeps.record_files import PLAN
from digit_widgets.training.sweeping.search_study import STUDY

__all__ = ["SweepFolder", "describe_unwritable"]

#: What a start of a sweep may make there.
_NAMES = (RECORDS, MODELS, PLAN, STUDY, LOCK)


class SweepFolder:
    """A sweep's folder, which is created if it is missing, and no other sweep's meanwhile.

    What a sweep that was killed has left there is removed.

    Parameters
    ----------
    path
        The folder.

    Raises
    ------
    SweepError
        Another sweep runs in it, or it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._new_folders = [each for each in (path, *path.parents) if not each.exists()]
        self._new_names = [name for name in _NAMES if not (path / name).exists()]
        try:
            (path / RECORDS).mkdir(parents=True, exist_ok=True)
            self._lock = FolderLock(path)
            remove_leftovers(path)
        except OSError as error:
            self._remove_new()
            raise describe_unwritable(path, error) from error

    def release(self) -> None:
        """Free it for other sweeps."""
        self._lock.release()

    def undo(self) -> None:
        """Remove what was made since, for nothing has come of it, and free it."""
        self._remove_new()
        self.release()

    def _remove_new(self) -> None:
        for name in self._new_names:
            path = self.path / name
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()
        for folder in self._new_folders:
            with suppress(OSError):  # somebody has put something else there
                folder.rmdir()


def describe_unwritable(folder: Path, error: OSError) -> SweepError:
    """Return the error for a folder that cannot be written, which says what to do."""
    return SweepError(
        f"A sweep cannot be written to {folder}: {error.strerror or error}. Name another folder, "
        "or make room."
    )
