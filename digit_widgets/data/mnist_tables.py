"""MNIST tables: CSV with one line per image, the label and then its pixels."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.files import open_unpacked
from digit_widgets.errors import DataError
from digit_widgets.imaging.mnist_format import IMAGE_SIZE

__all__ = ["DigitSet", "load_table", "table_and_sibling", "tables_in"]

_NAMES = ("mnist_{}.csv", "mnist_{}.csv.gz", "{}.csv", "{}.csv.gz")
_PIXELS = IMAGE_SIZE**2

#: (N, 28, 28) images and (N,) labels.
DigitSet = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def tables_in(folder: Path) -> dict[str, Path]:
    """Return the tables in a folder by "train" and "test"."""
    found: dict[str, Path] = {}
    for part in ("train", "test"):
        for name in _NAMES:
            file = folder / name.format(part)
            if part not in found and file.is_file() and (part == "train" or _has_labels(file)):
                found[part] = file
    return found


def table_and_sibling(file: Path) -> dict[str, Path]:
    """Return a table and its counterpart, if there is one, by "train" and "test"."""
    for part, other in (("train", "test"), ("test", "train")):
        if part in file.name.lower():
            sibling = file.with_name(re.sub(part, other, file.name, flags=re.IGNORECASE))
            # Kaggle's test.csv has no labels: its train.csv is used alone.
            if sibling.is_file() and _has_labels(sibling):
                return {part: file, other: sibling}
            return {part: file}
    return {"train": file}


def _has_labels(file: Path) -> bool:
    with open_unpacked(file) as stream:
        return len(_first_line(stream)) == _PIXELS + 1


def _first_line(stream: IO[bytes]) -> list[str]:
    return stream.readline(100_000).decode("latin-1").strip("\ufeffï»¿\r\n ").split(",")


def load_table(file: Path) -> DigitSet:
    """Read a table as (N, 28, 28) images and (N,) labels.

    Raises
    ------
    DataError
        Another number of columns, values that are not whole numbers in 0..255, labels above 9, no
        images, or a file that cannot be read.
    """
    with open_unpacked(file) as stream:
        first = _first_line(stream)
    if len(first) != _PIXELS + 1:
        without = " It has no labels: MNIST's" if len(first) == _PIXELS else " A table of MNIST's"
        raise DataError(
            f"{file.name} has {len(first):,} columns.{without} images has {_PIXELS + 1}: the "
            f"label, and then {_PIXELS} values in 0..255."
        )
    named = not all(cell.strip().strip('"').isdecimal() for cell in first)
    if named and first[-1].strip('" ').lower() in {"label", "class"}:
        raise DataError(f"{file.name} has the label in its last column; it should be the first.")
    try:
        with (
            warnings.catch_warnings(),
            open_unpacked(file) as stream,
            io.TextIOWrapper(stream, "utf-8-sig") as text,
        ):
            warnings.simplefilter("ignore")  # about an empty table, which is reported below
            # Before NumPy 2, numbers that do not fit are changed, with this warning.
            warnings.simplefilter("error", DeprecationWarning)
            values = np.loadtxt(
                text,
                np.uint8,
                comments=None,
                delimiter=",",
                quotechar='"',
                skiprows=int(named),
                ndmin=2,
            )
    except ValueError as error:
        # NumPy's message names row and column, counted from the first line of numbers.
        raise DataError(f"{file.name} is no table of whole numbers in 0..255: {error}") from None
    if not len(values):
        raise DataError(f"{file.name} holds no images.")
    labels = values[:, 0]
    if labels.max() > 9:
        row = int((labels > 9).argmax()) + 1 + named
        raise DataError(
            f"{file.name} has the label {labels[row - 1 - named]} in line {row}; labels are 0 to "
            "9, and stand in the first column."
        )
    return values[:, 1:].reshape(-1, IMAGE_SIZE, IMAGE_SIZE), labels.copy()
