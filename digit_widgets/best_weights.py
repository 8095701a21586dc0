"""Best weights: keeps a network's weights after its best epoch while training goes on."""

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
    """Keeps the weights of the epoch with the highest figure; needs no Keras.

    Attributes
    ----------
    weights
        The best weights so far; before the first epoch, the initial ones.
    highest
        The highest figure so far: an accuracy, or a loss with its sign changed; minus infinity
        before the first epoch. The figure of `weights` may be up to one standard error lower.
    """

    weights: Weights
    highest: float = -math.inf

    @property
    def is_of_an_epoch(self) -> bool:
        """True once an epoch has been measured."""
        return self.highest > -math.inf

    def is_best(self, figure: float, n: int | None = None) -> bool:
        """Record an epoch's figure and return True if its weights are the best so far.

        Parameters
        ----------
        figure
            Higher is better; NaN is never the best.
        n
            Number of images on which the figure, then an accuracy, was measured. Epochs within
            one standard error of the highest count as equal, and the newest wins: a difference of
            a few images is chance, and the learning rate has fallen since (the one-standard-error
            rule of Breiman et al., "Classification and Regression Trees", 1984). Without it, only
            equal figures count as equal.
        """
        highest = self.highest = max(self.highest, figure)
        margin = 0.0 if n is None else math.sqrt(highest * (1 - highest) / n)
        return figure >= highest - margin
