"""Groups: the writers and alphabets of drawings, over several sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["join_alphabets", "join_writers"]

#: Of each set, by its name: the number of its drawings, and their groups, (N,), if known.
Groups = Mapping[str, tuple[int, NDArray[Any] | None]]


def join_writers(sets: Groups) -> NDArray[Any] | None:
    """Join the writers of several sets: writer 25 of a set "pen" becomes "pen:25".

    Equal names in two sets are different people. A single set keeps its names.

    Returns
    -------
    (N,) names, "" where unknown; None if all are unknown.
    """
    if len(sets) == 1:
        return next(iter(sets.values()))[1]
    if all(writers is None for _, writers in sets.values()):
        return None
    return np.concatenate(
        [
            np.full(n, "") if writers is None else np.array([f"{name}:{each}" for each in writers])
            for name, (n, writers) in sets.items()
        ]
    )


def join_alphabets(sets: Groups) -> NDArray[Any] | None:
    """Join the alphabets of several sets; equal names in two sets are the same alphabet.

    A single set keeps its names.

    Returns
    -------
    (N,) names, that of the set where unknown; None if all are unknown.
    """
    if len(sets) == 1:
        return next(iter(sets.values()))[1]
    if all(alphabets is None for _, alphabets in sets.values()):
        return None
    return np.concatenate(
        [
            np.full(n, name) if alphabets is None else alphabets.astype(np.str_)
            for name, (n, alphabets) in sets.items()
        ]
    )
