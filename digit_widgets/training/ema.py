"""Averaged weights: optimizers with a moving average, more accurate than single steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
from keras import ops

__all__ = ["AveragedAdam", "AveragedSGD", "Averaging"]


class Averaging(keras.optimizers.Optimizer):  # type: ignore[misc]
    """Makes an optimizer of Keras average the weights: the first base of a class, before it.

    The average (Polyak and Juditsky 1992) is exponential. Its momentum in step t, from 1, is
    t / (9 + t), capped at `ema_momentum`: it spans about a tenth of the steps so far, and is useful
    from the first epoch on. Keras' own average has a constant momentum, and no public way to change
    it during training.
    """

    def __init__(self, learning_rate: Any, ema_momentum: float, **config: Any) -> None:
        super().__init__(learning_rate, ema_momentum=ema_momentum, **config)

    def build(self, variables: Sequence[Any]) -> None:
        """Create an average of zeros for each variable, and the optimizer's own variables."""
        if not self.built:
            # In a function, because Keras takes the variables in a list for the optimizer's own.
            self._averaged: Callable[[], Sequence[Any]] = lambda: variables
            self._averages = [
                self.add_variable_from_reference(variable, "average") for variable in variables
            ]
        super().build(variables)

    def apply(self, grads: Sequence[Any], trainable_variables: Sequence[Any] | None = None) -> None:
        """Take a step, and update the averages."""
        super().apply(grads, trainable_variables)
        step = ops.cast(self.iterations, "float32")
        momentum = ops.minimum(self.ema_momentum, step / (9.0 + step))
        for variable, average in zip(self._averaged(), self._averages, strict=True):
            average.assign(momentum * average + (1.0 - momentum) * variable)

    def _all_reduce_sum_gradients(
        self, grads_and_vars: Sequence[tuple[Any, Any]]
    ) -> Sequence[tuple[Any, Any]]:
        """Return the gradients themselves, unless there are several replicas to sum them over.

        Keras calls it with TensorFlow, and lets that sum them for one replica, too. The sum has a
        gradient of its own, which TensorFlow registers for as long as the process lives, and with
        it the graph of the whole step, for each training.
        """
        import tensorflow as tf

        if tf.distribute.get_strategy().num_replicas_in_sync == 1:
            return grads_and_vars
        summed: Sequence[tuple[Any, Any]] = super()._all_reduce_sum_gradients(grads_and_vars)
        return summed

    def swap(self, variables: Sequence[Any]) -> None:
        """Swap the weights and their averages."""
        for variable, average in zip(variables, self._averages, strict=True):
            value = ops.copy(variable)
            variable.assign(average)
            average.assign(value)


@keras.saving.register_keras_serializable("digit_widgets")
class AveragedAdam(Averaging, keras.optimizers.Adam):  # type: ignore[misc]
    """Adam (Kingma and Ba, arXiv 1412.6980) that also averages the weights."""


@keras.saving.register_keras_serializable("digit_widgets")
class AveragedSGD(Averaging, keras.optimizers.SGD):  # type: ignore[misc]
    """Gradient descent, which also averages the weights; as it is made, with Nesterov's momentum.

    See I. Sutskever et al., "On the importance of initialization and momentum in deep learning",
    ICML 2013.
    """
