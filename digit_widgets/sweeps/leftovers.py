"""Leftovers: what a sweep that was killed has left in its folder, and its removal."""

from __future__ import annotations

import shutil
from pathlib import Path

from digit_widgets.errors import SweepError
from digit_widgets.sweeps.folder_lock import FolderLock
from digit_widgets.sweeps.record import IMAGES, MODELS, RECORDS
from digit_widgets.sweeps.record_files import SCRATCH

__all__ = ["clear_leftovers", "remove_leftovers"]


def clear_leftovers(folder: Path) -> None:
    """Remove what a sweep that was killed has left in a folder, unless one is running there.

    Nothing is said of a folder that cannot be written.
    """
    if not _find(folder):
        return
    try:
        with FolderLock(folder):
            remove_leftovers(folder)
    except (SweepError, OSError):
        pass  # they are in use, or somebody else's


def remove_leftovers(folder: Path) -> None:
    """Remove copies of the images, and files half written, from a folder whose lock is held."""
    for path in _find(folder):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _find(folder: Path) -> list[Path]:
    places = {folder: f"{IMAGES}*", folder / RECORDS: f"{SCRATCH}*", folder / MODELS: f"{SCRATCH}*"}
    return [path for place, names in places.items() for path in place.glob(names)]
