"""Rows: the main figures of each data set that was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.metrics import Proportion

__all__ = ["DigitsRow", "NonDigitsRow", "count_writers"]


@dataclass(frozen=True, slots=True)
class DigitsRow:
    """The figures of a set of digits.

    Attributes
    ----------
    name
        Name of the set.
    writers
        Number of writers; None if unknown.
    accuracy
        The share whose most probable label is right, rejected or not.
    ece
        Expected calibration error, in 0..1.
    rejected
        The share that gets no label; None for a model without scores.
    """

    name: str
    writers: int | None
    accuracy: Proportion
    ece: float
    rejected: Proportion | None

    def as_dict(self) -> dict[str, Any]:
        """Return the figures by name, for JSON."""
        return {
            "n": self.accuracy.n,
            "writers": self.writers,
            **_share("accuracy", self.accuracy),
            "ece": self.ece,
            **_share("rejected", self.rejected),
        }


@dataclass(frozen=True, slots=True)
class NonDigitsRow:
    """The figures of a set of non-digits.

    Attributes
    ----------
    name
        Name of the set.
    writers
        Number of writers; None if unknown.
    accepted
        The share that is taken for a digit.
    auroc
        The area under the ROC curve of the scores, against all digits; None without digits.
    like_digits
        True if the row is of the set's letters like digits, which no other figure counts.
    """

    name: str
    writers: int | None
    accepted: Proportion
    auroc: float | None
    like_digits: bool = False

    @property
    def title(self) -> str:
        """The name, and which part of the set it is."""
        return f"{self.name}, letters like digits (left out)" if self.like_digits else self.name

    def as_dict(self) -> dict[str, Any]:
        """Return the figures by name, for JSON."""
        shares = _share("accepted", self.accepted)
        return {"n": self.accepted.n, "writers": self.writers, **shares, "auroc": self.auroc}


def count_writers(writers: NDArray[Any] | None) -> int | None:
    """Count the different (N,) writers; None if some are unknown."""
    if writers is None or "" in writers.tolist():
        return None
    return len(np.unique(writers))


def _share(name: str, share: Proportion | None) -> dict[str, Any]:
    if share is None:
        return {name: None, f"{name}_interval": None}
    return {name: share.value, f"{name}_interval": list(share.interval)}
