"""Non-digits: what a model makes of drawings that are not digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.metrics import Proportion, area_under_roc
from digit_widgets.evaluation.rows import NonDigitsRow, count_writers

__all__ = ["NonDigits", "is_accepted"]


@dataclass(frozen=True, eq=False)
class NonDigits:
    """Scores and predictions of drawings that are not digits.

    Attributes
    ----------
    images
        (N, 28, 28) float32 in 0..1: the model's input; zeros where nothing is drawn.
    scores
        (N,) float64 in 0..1: how much each looks like a digit; 0 where nothing is drawn.
    probabilities
        (N, 10) float32: class probabilities; 0 where nothing is drawn.
    accepted
        (N,) bool: True if the drawing is taken for a digit, that is, not rejected.
    sets
        (N,) str: the name of each drawing's set.
    alphabets
        (N,) names or numbers of each drawing's alphabet, or None.
    writers
        (N,) names or numbers of each drawing's writer, "" where unknown, or None.
    """

    images: NDArray[np.float32]
    scores: NDArray[np.float64]
    probabilities: NDArray[np.float32]
    accepted: NDArray[np.bool_]
    sets: NDArray[Any]
    alphabets: NDArray[Any] | None = None
    writers: NDArray[Any] | None = None

    def select(self, chosen: NDArray[np.bool_]) -> NonDigits:
        """Return those of some drawings, (N,) booleans."""
        return NonDigits(
            self.images[chosen],
            self.scores[chosen],
            self.probabilities[chosen],
            self.accepted[chosen],
            self.sets[chosen],
            None if self.alphabets is None else self.alphabets[chosen],
            None if self.writers is None else self.writers[chosen],
        )

    def by_set(self) -> dict[str, NonDigits]:
        """Return those of each set, by its name."""
        names = dict.fromkeys(self.sets.tolist())
        return {name: self.select(self.sets == name) for name in names}

    def rows(
        self, digits: NDArray[np.float32], *, like_digits: bool = False
    ) -> Iterator[NonDigitsRow]:
        """Yield the row of each set.

        Parameters
        ----------
        digits
            (K,) scores of the digits to compare with.
        like_digits
            True if these are letters like digits.
        """
        for name, own in self.by_set().items():
            yield NonDigitsRow(
                name,
                count_writers(own.writers),
                Proportion.of(own.accepted, own.writers),
                area_under_roc(digits.astype(np.float64), own.scores),
                like_digits,
            )


def is_accepted(scores: NDArray[np.floating[Any]], threshold: float) -> NDArray[np.bool_]:
    """Return (N,) bool, True where a score in 0..1 is not rejected, as in `read`.

    Compares in double precision: the float32 nearest to 0.7 is below 0.7.
    """
    accepted: NDArray[np.bool_] = scores.astype(np.float64) >= threshold
    return accepted
