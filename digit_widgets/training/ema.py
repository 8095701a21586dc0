"""Weights averaged over the newest steps: they read better than those of any one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

__all__ = ["AveragedAdam"]


@keras.saving.register_keras_serializable("digit_widgets")
class AveragedAdam(keras.optimizers.Adam):  # type: ignore[misc]
    """Adam (Kingma and Ba, arXiv 1412.6980) that averages the weights as it goes.

    The average (Polyak and Juditsky 1992) is exponential; its momentum after t steps is
    (1 + t) / (10 + t), or `ema_momentum` where that is lower. So it spans about a tenth of the
    steps there have been, and is of use from the first epoch on.
    """

    def __init__(self, learning_rate: Any, ema_momentum: float, **config: Any) -> None:
        super().__init__(learning_rate, ema_momentum=ema_momentum, **{**config, "use_ema": True})

    def _update_model_variables_moving_average(self, trainable_variables: Sequence[Any]) -> None:
        steps = ops.cast(self.iterations, "float32")
        momentum = ops.minimum(self.ema_momentum, (1.0 + steps) / (10.0 + steps))
        for variable, average in zip(
            trainable_variables, self._model_variables_moving_average, strict=True
        ):
            average.assign(momentum * average + (1.0 - momentum) * variable)

    def swap(self, variables: Sequence[Any]) -> None:
        """Put the averages in the place of the weights, and the weights in theirs."""
        for variable, average in zip(variables, self._model_variables_moving_average, strict=True):
            value = ops.copy(variable)
            variable.assign(average)
            average.assign(value)
