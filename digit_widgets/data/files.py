"""User-supplied files: expands ``~`` in their paths, and unpacks gzip."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from digit_widgets.errors import DataError

__all__ = ["expand_path", "open_unpacked"]


def expand_path(path: str | Path) -> Path:
    """Replace a leading ``~`` by the home folder, if there is one of that name.

    Unlike `pathlib.Path.expanduser`, it does not raise an error if there is none.
    """
    return Path(os.path.expanduser(path))


@contextmanager
def open_unpacked(file: Path) -> Iterator[IO[bytes]]:
    """Open a file, unpacking it if it is gzipped.

    Raises
    ------
    DataError
        The file cannot be read or fully unpacked; may also be raised within the ``with`` block.
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
