"""The weights that a training must not lose."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

__all__ = ["BestWeights"]


class BestWeights:
    """Keeps a Keras model's weights of the epoch with the lowest loss.

    The loss of validation counts, if there is one, else the training's own.

    Parameters
    ----------
    model
        The ``keras.Model``; its weights of now are kept until an epoch is done.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._weights = model.get_weights()
        self._lowest = math.inf

    def note(self, logs: Mapping[str, float]) -> None:
        """Keep the weights of the epoch just done, if they are the best."""
        loss = logs.get("val_loss", logs.get("loss", math.nan))
        if loss <= self._lowest:  # never true of NaN
            self._lowest, self._weights = loss, self._model.get_weights()

    def restore(self, *, before_any: bool) -> None:
        """Give the model its best weights; its first ones only if `before_any` epoch's will do."""
        if before_any or self._lowest < math.inf:
            self._model.set_weights(self._weights)
