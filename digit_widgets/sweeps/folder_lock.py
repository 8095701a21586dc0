"""Folder lock: one process at a time runs a sweep in a folder; a crash leaves it free."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from types import TracebackType

from digit_widgets.errors import SweepError

__all__ = ["LOCK", "FolderLock", "who_holds"]

#: Name of the file in a sweep's folder.
LOCK = "sweep.lock"
#: How often to try to get it, and the seconds between.
_TRIES, _PAUSE = 5, 0.02


class FolderLock:
    """A lock of the operating system on a file: it is free again once its process has ended.

    Parameters
    ----------
    folder
        The sweep's folder, which exists.

    Raises
    ------
    SweepError
        Another sweep holds it.
    OSError
        The file cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        import fcntl

        self._path = folder / LOCK
        # Who looks for a holder holds it for a moment.
        for _ in range(_TRIES):
            self._stream = self._path.open("a+")
            try:
                fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self._is_in_place():
                    break
            except BlockingIOError:
                pass
            self._stream.close()
            time.sleep(_PAUSE)
        else:
            holder = who_holds(folder) or "Another process"
            whose = "This program itself" if holder == _describe_process() else holder
            raise SweepError(
                f"{whose} is running a sweep in {folder}: stop that one first, wait for its end "
                "with wait(), or name another folder."
            )
        self._stream.truncate(0)
        self._stream.write(_describe_process())
        self._stream.flush()

    def release(self) -> None:
        """Free the folder for other sweeps."""
        self._stream.close()

    def _is_in_place(self) -> bool:
        """Return False if the file was removed between its opening and its lock."""
        try:
            return os.path.samestat(os.fstat(self._stream.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def _describe_process() -> str:
    return f"Process {os.getpid()} on {socket.gethostname()}"


def who_holds(folder: Path) -> str:
    """Return who runs a sweep in a folder: "Process 123 on name"; "" if nobody does."""
    import fcntl

    try:
        with (folder / LOCK).open() as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return stream.read() or "Another process"
    except OSError:
        return ""
    return ""
