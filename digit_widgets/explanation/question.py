"""Question: what speaks for a label, or for one label rather than another, as a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError

__all__ = ["Question"]

#: Probabilities below this count as this: a model that says exactly 0 means at most that it never
#: saw such an image, and float32 rounds what lies far below.
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Question:
    """What speaks for a label: "why 9?", or "why 9 rather than 4?".

    The answer is measured as the weight of evidence (I. J. Good, "Probability and the weighing of
    evidence", 1950), in natural units: the logarithm of the odds of the label against all others,
    or against the one other label. Unlike a probability near 1, it still changes visibly when a
    certain model becomes a little less so. 0.69 is a factor of 2 in the odds, 2.3 a factor of 10.

    Parameters
    ----------
    label
        The label asked about.
    rather_than
        The label that it is compared with; None for all others together.

    Raises
    ------
    ArgumentError
        Both are the same label.
    """

    label: str
    rather_than: str | None = None

    def __post_init__(self) -> None:
        if self.label == self.rather_than:
            raise ArgumentError(
                f"Nothing speaks for {self.label!r:.40} rather than for itself: give two labels."
            )

    def __str__(self) -> str:
        """Return "9", or "9 rather than 4"."""
        return (
            self.label
            if self.rather_than is None
            else f"{self.label} rather than {self.rather_than}"
        )

    def indices(self, labels: Sequence[str]) -> tuple[int, int | None]:
        """Return the places of both labels among a model's; None if there is no second one.

        Raises
        ------
        ArgumentError
            The model has no such label.
        """
        for name in (self.label, self.rather_than):
            if name is not None and name not in labels:
                raise ArgumentError(
                    f"There is no label {name!r:.40}; the model's labels are "
                    f"{', '.join(labels):.200}."
                )
        places = list(labels)
        other = None if self.rather_than is None else places.index(self.rather_than)
        return places.index(self.label), other

    def weigh(
        self, labels: Sequence[str], probabilities: NDArray[np.floating]
    ) -> NDArray[np.float64]:
        """Return the evidence for the label in each of some predictions.

        Parameters
        ----------
        labels
            The model's labels.
        probabilities
            (N, labels), each row summing to 1.

        Returns
        -------
        (N,) float64, within ±21.

        Raises
        ------
        ArgumentError
            The model has no such label.
        """
        place, other = self.indices(labels)
        values = np.asarray(probabilities, np.float64)
        against = (
            np.delete(values, place, axis=1).sum(axis=1) if other is None else values[:, other]
        )
        # The others are added up, because 1 - p is rounded away where p is near 1.
        return np.log(np.maximum(values[:, place], _LEAST)) - np.log(np.maximum(against, _LEAST))

    def weigh_parts(
        self,
        labels: Sequence[str],
        whole: NDArray[np.floating],
        without: NDArray[np.floating],
    ) -> NDArray[np.float64]:
        """Return how much evidence each of some parts gave: above 0 if it speaks for the label.

        That is the prediction difference of M. Robnik-Šikonja and I. Kononenko ("Explaining
        classifications for individual instances", IEEE Transactions on Knowledge and Data
        Engineering 20(5), 2008).

        Parameters
        ----------
        labels
            The model's labels.
        whole
            (labels,): the probabilities for the whole.
        without
            (N, labels): the probabilities with one part missing each.

        Returns
        -------
        (N,) float64.
        """
        return self.weigh(labels, whole[np.newaxis]) - self.weigh(labels, without)
