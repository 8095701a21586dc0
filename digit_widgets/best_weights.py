"""Best weights: a network's weights after its best epoch, kept while it goes on learning."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

__all__ = ["BestWeights", "Weights"]

#: Weights as `keras.Model.get_weights` gives them.
Weights = list[NDArray[Any]]


@dataclass(slots=True)
class BestWeights:
    """Keeps the weights of the epoch with the highest figure, without Keras.

    Attributes
    ----------
    weights
        The best yet; before any epoch, the first.
    highest
        The highest figure yet: an accuracy, or a loss with its sign changed; minus infinity before
        any epoch. That of `weights` may be lower by what chance makes of it.
    """

    weights: Weights
    highest: float = -math.inf

    @property
    def is_of_an_epoch(self) -> bool:
        """True once an epoch had a figure."""
        return self.highest > -math.inf

    def is_best(self, figure: float, n: int | None = None) -> bool:
        """Take note of an epoch's figure, and tell whether its weights are the best.

        Parameters
        ----------
        figure
            The higher, the better; NaN is never the best.
        n
            Number of images that a figure which is an accuracy was measured on. Then, of weights
            that a standard error or less lies between, the newest are the best: what few images
            more or less say is chance, and the learning rate has fallen since (the rule of Breiman
            et al., "Classification and Regression Trees", 1984). Without, of equal ones the newest.
        """
        highest = self.highest = max(self.highest, figure)
        margin = 0.0 if n is None else math.sqrt(highest * (1 - highest) / n)
        return figure >= highest - margin
