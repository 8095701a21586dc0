"""NumPy archives: loads named arrays from a user-supplied ``.npz`` file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import DataError

__all__ = ["load_arrays"]


def load_arrays(
    file: Path, keys: Sequence[str], what: str, *, optional: Sequence[str] = ()
) -> dict[str, NDArray[Any]]:
    """Load named arrays from an ``.npz`` file.

    Parameters
    ----------
    file
        The file. Pickled objects in it are not loaded.
    keys
        Names of the required arrays; arrays that are not named are ignored.
    what
        The file's expected content, for messages.
    optional
        Names of arrays that are loaded if the file has them.

    Raises
    ------
    DataError
        The file is missing or unreadable, or lacks a required array.
    """
    if not file.is_file():
        raise DataError(f"There is no file of {what} at {file}. Name an .npz file.")
    try:
        # Opened here, because NumPy does not close files that it cannot read.
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
