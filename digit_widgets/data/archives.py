"""Files that somebody else made: arrays from an ``.npz``, and what gzip has packed."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import DataError

__all__ = ["expand_path", "load_arrays", "open_archive"]


def expand_path(path: str | Path) -> Path:
    """Put a home folder in the place of a leading ``~``, where there is one of that name.

    Unlike pathlib's own, it does not raise where there is none.
    """
    return Path(os.path.expanduser(path))


def load_arrays(
    file: Path, keys: Sequence[str], what: str, *, optional: Sequence[str] = ()
) -> dict[str, NDArray[Any]]:
    """Load named arrays.

    Parameters
    ----------
    file
        An ``.npz`` file. Pickled objects in it are not loaded.
    keys
        Names of the arrays; further arrays are left alone.
    what
        What the file should hold, for messages.
    optional
        Names of arrays that are loaded too if the file has them.

    Raises
    ------
    DataError
        A missing or unreadable file, or one that lacks an array.
    """
    if not file.is_file():
        raise DataError(f"There is no file of {what} at {file}. Name an .npz file.")
    try:
        # Opened here, because NumPy leaves files that it cannot read open.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            missing = [key for key in keys if key not in archive.files]
            wanted = [key for key in (*keys, *optional) if key in archive.files]
            arrays = {key: archive[key] for key in wanted}
    except Exception:  # noqa: BLE001 - NumPy raises whatever the parsers of damaged files raise
        raise DataError(
            f"{file.name} cannot be read as an .npz file of arrays, as {what} should be."
        ) from None
    if missing:
        raise DataError(
            f"{file.name} does not hold {what}: it lacks {', '.join(missing)}. "
            f"It needs the arrays {', '.join(keys)}."
        )
    return arrays


@contextmanager
def open_archive(file: Path) -> Iterator[IO[bytes]]:
    """Open a file, unpacked if gzip has packed it.

    Raises
    ------
    DataError
        It cannot be read, or not be unpacked to its end: also within the ``with`` statement.
    """
    try:
        with file.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if packed:
                with gzip.open(raw) as unpacked:
                    yield cast(IO[bytes], unpacked)
            else:
                yield raw
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DataError(
            f"{file.name} is damaged: it cannot be unpacked to its end. Download it again."
        ) from None
    except OSError as error:
        raise DataError(f"{file.name} cannot be read: {error.strerror or error}.") from None
