"""Ink data sets: drawings as pen strokes, with or without labels, from ``.npz`` files."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.files import expand_path
from digit_widgets.data.npz import load_arrays
from digit_widgets.errors import DataError, InkError
from digit_widgets.ink import Ink

__all__ = ["InkDataset", "UnlabeledInk", "hash_ink", "load_ink_dataset", "load_unlabeled_ink"]

_KEYS = ("points", "stroke_offsets", "glyph_offsets")


@dataclass(frozen=True, slots=True)
class InkDataset:
    """Drawings of digits with their labels and, if known, their writers.

    Attributes
    ----------
    inks
        One drawing per digit.
    labels
        (N,) int64 in 0..9.
    writers
        (N,) int64 or str: the writer of each digit; None if unknown.
    """

    inks: tuple[Ink, ...]
    labels: NDArray[np.int64]
    writers: NDArray[Any] | None = None

    def split_by_writer(self, writers: Collection[str]) -> tuple[InkDataset, InkDataset]:
        """Split off the digits of some writers, named as text; return the others first.

        Raises
        ------
        DataError
            The writers are unknown, or one of the two sets would be empty.
        """
        if self.writers is None:
            raise DataError("The digits do not say who drew them: there are no writers to part.")
        theirs = np.isin(self.writers.astype(np.str_), list(writers))
        if theirs.all() or not theirs.any():
            raise DataError(
                f"Of the writers {', '.join(sorted(writers))}, "
                f"{'all' if theirs.all() else 'none'} drew these digits: no two sets come of it."
            )
        return self._only(~theirs), self._only(theirs)

    def _only(self, chosen: NDArray[np.bool_]) -> InkDataset:
        assert self.writers is not None
        inks = tuple(compress(self.inks, chosen))
        return InkDataset(inks, self.labels[chosen], self.writers[chosen])


@dataclass(frozen=True, slots=True)
class UnlabeledInk:
    """Drawings without labels, such as letters or scribbles.

    Attributes
    ----------
    inks
        The drawings.
    alphabets
        (N,) int64 or str: the alphabet of each drawing; None if unknown.
    writers
        (N,) int64 or str: the writer of each drawing; None if unknown.
    """

    inks: tuple[Ink, ...]
    alphabets: NDArray[Any] | None = None
    writers: NDArray[Any] | None = None

    def split_by_alphabet(self, alphabets: Collection[str]) -> tuple[UnlabeledInk, UnlabeledInk]:
        """Split off the drawings of some alphabets, named as text; return the others first.

        Raises
        ------
        DataError
            The alphabets are unknown, or one of the named ones has no drawings.
        """
        if self.alphabets is None:
            raise DataError("The drawings do not say which alphabet they are of: none can part.")
        known = set(self.alphabets.astype(np.str_).tolist())
        if unknown := set(alphabets) - known:
            raise DataError(
                f"There is no alphabet {', '.join(sorted(unknown))}: there are "
                f"{', '.join(sorted(known))}."
            )
        theirs = np.isin(self.alphabets.astype(np.str_), list(alphabets))
        return self._only(~theirs), self._only(theirs)

    def _only(self, chosen: NDArray[np.bool_]) -> UnlabeledInk:
        alphabets, writers = (
            None if each is None else each[chosen] for each in (self.alphabets, self.writers)
        )
        return UnlabeledInk(tuple(compress(self.inks, chosen)), alphabets, writers)


def hash_ink(inks: Iterable[Ink]) -> str:
    """Return a hash of drawings, in hexadecimal; it does not depend on their file."""
    digest = hashlib.sha256()
    for stroke in (stroke for ink in inks for stroke in ink.strokes):
        digest.update(stroke.points.tobytes() + b"/")
    return digest.hexdigest()


def load_ink_dataset(path: str | Path, *more: str | Path) -> InkDataset:
    """Load labelled digits drawn as strokes; several files form one set.

    Parameters
    ----------
    path, more
        ``.npz`` files with ``points`` (P, 2), x right and y down in any unit;
        ``stroke_offsets`` (S + 1,) into points; ``glyph_offsets`` (N + 1,) into strokes;
        ``labels`` (N,) in 0..9; and optionally ``writers`` (N,), whole numbers or names. Other
        arrays are ignored. If two files name the same writer, they count as two writers, and the
        file's name is added to all writers' names. If only some files have writers, the digits of
        a file without go under the file's name.

    Raises
    ------
    DataError
        A file is missing, unreadable or given twice, or its arrays do not fit together.
    """
    files = _files(path, *more)
    loaded = [
        _load(file, "labelled pen strokes", required=("labels",), groups=("writers",))
        for file in files
    ]
    return InkDataset(
        tuple(ink for inks, _ in loaded for ink in inks),
        np.concatenate([arrays["labels"] for _, arrays in loaded]).astype(np.int64),
        _join("writers", files, loaded, own=True),
    )


def load_unlabeled_ink(path: str | Path, *more: str | Path) -> UnlabeledInk:
    """Load drawings without labels; several files form one set.

    Parameters
    ----------
    path, more
        ``.npz`` files of strokes as in `load_ink_dataset`, without labels. They may have
        ``alphabets`` and ``writers``, (N,) names or whole numbers. If two files name the same
        alphabet, it counts as one.

    Raises
    ------
    DataError
        For the reasons given in `load_ink_dataset`.
    """
    files = _files(path, *more)
    loaded = [_load(file, "pen strokes", groups=("alphabets", "writers")) for file in files]
    return UnlabeledInk(
        tuple(ink for inks, _ in loaded for ink in inks),
        _join("alphabets", files, loaded),
        _join("writers", files, loaded, own=True),
    )


_Loaded = tuple[tuple[Ink, ...], dict[str, NDArray[Any]]]


def _files(*paths: str | Path) -> list[Path]:
    files = [expand_path(path) for path in paths]
    places = [file.resolve() for file in files]
    for number, file in enumerate(files):
        if places[number] in places[:number]:
            raise DataError(f"{file.name} is given twice: its drawings would count twice.")
    return files


def _load(path: Path, what: str, *, groups: Sequence[str], required: Sequence[str] = ()) -> _Loaded:
    arrays = load_arrays(path, (*_KEYS, *required), what, optional=groups)
    for problem in _find_problems(arrays, groups):
        raise DataError(f"{path.name} does not hold {what}: {problem}.")
    try:
        return tuple(_split_inks(*(arrays[key] for key in _KEYS))), arrays
    except InkError as error:
        raise DataError(f"{path.name}: {error}") from None


def _join(
    key: str, files: Sequence[Path], loaded: Sequence[_Loaded], *, own: bool = False
) -> NDArray[Any] | None:
    """Join the groups of several files; if `own`, equal names in two files stay different."""
    parts = [arrays.get(key) for _, arrays in loaded]
    known = [part for part in parts if part is not None]
    if not known:
        return None
    apart = sum(len(np.unique(part)) for part in known) == len(
        {name for part in known for name in part.tolist()}
    )
    kinds = {part.dtype.kind in "iu" for part in known}
    if len(known) == len(parts) and len(kinds) == 1 and (apart or not own):
        return np.concatenate(known).astype(np.int64 if kinds == {True} else np.str_)
    names = [
        np.full(len(inks), file.name)
        if part is None
        else np.array(
            [f"{name} ({file.name})" if own and not apart else f"{name}" for name in part]
        )
        for (inks, _), part, file in zip(loaded, parts, files, strict=True)
    ]
    return np.concatenate(names)


def _split_inks(
    points: NDArray[np.generic], strokes: NDArray[np.generic], glyphs: NDArray[np.generic]
) -> Iterator[Ink]:
    cuts = strokes.astype(np.int64)
    for first, last in np.lib.stride_tricks.sliding_window_view(glyphs.astype(np.int64), 2):
        yield Ink.from_strokes(points[cuts[s] : cuts[s + 1]] for s in range(first, last))


def _find_problems(arrays: dict[str, NDArray[Any]], groups: Sequence[str]) -> Iterator[str]:
    points, strokes, glyphs = (arrays[key] for key in _KEYS)
    if points.ndim != 2 or points.shape[1] != 2:
        yield f"points are of shape {points.shape}, not (P, 2)"
    for name, offsets, end in (
        ("stroke_offsets", strokes, len(points)),
        ("glyph_offsets", glyphs, strokes.size - 1),
    ):
        if offsets.ndim != 1 or not np.issubdtype(offsets.dtype, np.integer) or len(offsets) < 2:
            yield f"{name} are not a list of whole numbers"
        elif offsets[0] != 0 or offsets[-1] != end or not (np.diff(offsets.astype(int)) > 0).all():
            yield f"{name} do not rise from 0 to {end}"
    n = len(glyphs) - 1
    if (labels := arrays.get("labels")) is not None:
        if labels.shape != (n,) or not np.issubdtype(labels.dtype, np.integer):
            yield f"labels are of shape {labels.shape}, not ({n},) whole numbers"
        elif labels.min() < 0 or labels.max() > 9:
            yield f"labels go from {labels.min()} to {labels.max()}, not 0..9"
    for name in groups:
        group = arrays.get(name)
        if group is not None and (group.shape != (n,) or group.dtype.kind not in "iuU"):
            yield f"{name} are {group.dtype} of shape {group.shape}, not ({n},) names or numbers"
