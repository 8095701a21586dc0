"""Ink files: data sets of pen strokes from ``.npz`` files, as one set or each file as its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.files import expand_path
from digit_widgets.data.ink_arrays import load_ink_arrays
from digit_widgets.data.ink_dataset import InkDataset, UnlabeledInk
from digit_widgets.errors import DataError

__all__ = ["load_ink_dataset", "load_ink_files", "load_unlabeled_files", "load_unlabeled_ink"]


def load_ink_dataset(path: str | Path, *more: str | Path) -> InkDataset:
    """Load labelled digits drawn as strokes; several files form one set.

    Parameters
    ----------
    path, more
        ``.npz`` files with ``points`` (P, 2), x right and y down in any unit;
        ``stroke_offsets`` (S + 1,) into points; ``glyph_offsets`` (N + 1,) into strokes;
        ``labels`` (N,) in 0..9; and optionally ``writers`` (N,), whole numbers or names. Other
        arrays are ignored. With several files, the name of a writer follows that of the file:
        writer 25 of ``pen_digits.npz`` becomes "pen_digits:25".

    Raises
    ------
    DataError
        A file is missing, unreadable or given twice, or its arrays do not fit together.
    """
    return InkDataset.join(load_ink_files(path, *more))


def load_ink_files(path: str | Path, *more: str | Path) -> dict[str, InkDataset]:
    """Load labelled digits drawn as strokes, each file as a set of its own.

    The files are those of `load_ink_dataset`.

    Returns
    -------
    The sets by the names of their files, without ``.npz``; by their paths if two names are equal.

    Raises
    ------
    DataError
        For the reasons given in `load_ink_dataset`.
    """
    sets = {}
    for name, file in _name_files(path, *more).items():
        inks, arrays = load_ink_arrays(
            file, "labelled pen strokes", required=("labels",), groups=("writers",)
        )
        labels = arrays["labels"].astype(np.int64)
        sets[name] = InkDataset(inks, labels, _plain(arrays.get("writers")))
    return sets


def load_unlabeled_ink(path: str | Path, *more: str | Path) -> UnlabeledInk:
    """Load drawings without labels; several files form one set, as in `UnlabeledInk.join`.

    Parameters
    ----------
    path, more
        ``.npz`` files as in `load_ink_dataset`, without labels. They may have ``alphabets`` and
        ``writers``, (N,) names or whole numbers, and ``like_digits``, (N,) bool, true for drawings
        that nobody can tell from a digit by their shape.

    Raises
    ------
    DataError
        For the reasons given in `load_ink_dataset`.
    """
    return UnlabeledInk.join(load_unlabeled_files(path, *more))


def load_unlabeled_files(path: str | Path, *more: str | Path) -> dict[str, UnlabeledInk]:
    """Load drawings without labels, each file as a set of its own.

    The files are those of `load_unlabeled_ink`.

    Returns
    -------
    The sets, named as in `load_ink_files`.

    Raises
    ------
    DataError
        For the reasons given in `load_ink_dataset`.
    """
    sets = {}
    for name, file in _name_files(path, *more).items():
        inks, arrays = load_ink_arrays(
            file, "pen strokes", groups=("alphabets", "writers"), marks=("like_digits",)
        )
        sets[name] = UnlabeledInk(
            inks,
            _plain(arrays.get("alphabets")),
            _plain(arrays.get("writers")),
            arrays.get("like_digits"),
        )
    return sets


def _name_files(*paths: str | Path) -> dict[str, Path]:
    files = [expand_path(path) for path in paths]
    places = [file.resolve() for file in files]
    for number, file in enumerate(files):
        if places[number] in places[:number]:
            raise DataError(f"{file.name} is given twice: its drawings would count twice.")
    named = {file.stem: file for file in files}
    return named if len(named) == len(files) else {str(file): file for file in files}


def _plain(groups: NDArray[Any] | None) -> NDArray[Any] | None:
    """Return groups as int64 or as text, of whatever integers they are."""
    if groups is None or groups.dtype.kind == "U":
        return groups
    return groups.astype(np.int64)
