"""Ink data sets: drawings as pen strokes, with or without labels, joined and split."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.groups import join_alphabets, join_writers
from digit_widgets.data.like_digits import LIKE_DIGITS
from digit_widgets.errors import DataError
from digit_widgets.ink import Ink

__all__ = ["InkDataset", "UnlabeledInk", "hash_ink"]


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
        (N,) int64 or str: the writer of each digit, "" where unknown; None if all are unknown.
    """

    inks: tuple[Ink, ...]
    labels: NDArray[np.int64]
    writers: NDArray[Any] | None = None

    @classmethod
    def join(cls, sets: Mapping[str, InkDataset]) -> InkDataset:
        """Join one or more sets, by their names; writer 25 of a set "pen" becomes "pen:25".

        A single set is returned as it is.
        """
        return cls(
            tuple(ink for each in sets.values() for ink in each.inks),
            np.concatenate([each.labels for each in sets.values()]),
            join_writers({name: (len(each.inks), each.writers) for name, each in sets.items()}),
        )

    def split_by_writer(self, writers: Collection[str]) -> tuple[InkDataset, InkDataset]:
        """Split off the digits of some writers, named as text; return the others first.

        Raises
        ------
        DataError
            The writers or one of them are unknown, or one of the two sets would be empty.
        """
        if self.writers is None:
            raise DataError("The digits do not say who drew them: there are no writers to part.")
        names = self.writers.astype(np.str_)
        _check_known(writers, names.tolist(), "writer")
        theirs = np.isin(names, list(writers))
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
        (N,) int64 or str: the writer of each drawing, "" where unknown; None if all are unknown.
    marked_like_digits
        (N,) bool: the drawings that nobody can tell from a digit; None if none are marked.
    """

    inks: tuple[Ink, ...]
    alphabets: NDArray[Any] | None = None
    writers: NDArray[Any] | None = None
    marked_like_digits: NDArray[np.bool_] | None = None

    @classmethod
    def join(cls, sets: Mapping[str, UnlabeledInk]) -> UnlabeledInk:
        """Join one or more sets, by their names; writer 25 of a set "pen" becomes "pen:25".

        An alphabet that two sets name is one. Drawings of unknown alphabet go under their set's
        name, unless all are unknown. A single set is returned as it is.
        """
        sizes = {name: len(each.inks) for name, each in sets.items()}
        return cls(
            tuple(ink for each in sets.values() for ink in each.inks),
            join_alphabets({name: (sizes[name], each.alphabets) for name, each in sets.items()}),
            join_writers({name: (sizes[name], each.writers) for name, each in sets.items()}),
            np.concatenate([each.like_digits for each in sets.values()]),
        )

    @property
    def like_digits(self) -> NDArray[np.bool_]:
        """(N,) bool: the drawings that are like digits, as marked or as letters (`LIKE_DIGITS`)."""
        like = np.zeros(len(self.inks), bool)
        if self.alphabets is not None:
            like |= np.isin(self.alphabets.astype(np.str_), list(LIKE_DIGITS))
        return like if self.marked_like_digits is None else like | self.marked_like_digits

    def split_by_group(self, groups: Collection[str]) -> tuple[UnlabeledInk, UnlabeledInk]:
        """Split off the drawings of some writers or alphabets, named as text, the others first.

        Raises
        ------
        DataError
            One of them is unknown.
        """
        chosen, known = np.zeros(len(self.inks), bool), set()
        for names in (self.writers, self.alphabets):
            if names is not None:
                chosen |= np.isin(names.astype(np.str_), list(groups))
                known |= set(names.astype(np.str_).tolist())
        _check_known(groups, known, "writer or alphabet")
        return self._only(~chosen), self._only(chosen)

    def without_like_digits(self) -> UnlabeledInk:
        """Return the drawings that are not like digits."""
        return self._only(~self.like_digits)

    def _only(self, chosen: NDArray[np.bool_]) -> UnlabeledInk:
        alphabets, writers, marked = (
            None if each is None else each[chosen]
            for each in (self.alphabets, self.writers, self.marked_like_digits)
        )
        return UnlabeledInk(tuple(compress(self.inks, chosen)), alphabets, writers, marked)


def _check_known(groups: Iterable[str], known: Iterable[str], called: str) -> None:
    if unknown := set(groups) - set(known):
        raise DataError(
            f"There is no {called} {', '.join(sorted(unknown))}: there are "
            f"{', '.join(sorted(set(known))) or 'none'}."
        )


def hash_ink(inks: Iterable[Ink]) -> str:
    """Return a hash of drawings, in hexadecimal; it does not depend on their file."""
    digest = hashlib.sha256()
    for stroke in (stroke for ink in inks for stroke in ink.strokes):
        digest.update(stroke.points.tobytes() + b"/")
    return digest.hexdigest()
