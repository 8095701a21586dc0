"""Rejection head: a second output that scores how much an image looks like a digit at all."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

__all__ = ["NOT_A_DIGIT", "ScoredNetwork", "with_scores"]

#: Label of images that are not digits.
NOT_A_DIGIT = -1


@keras.saving.register_keras_serializable("digit_widgets")
class ScoredNetwork(keras.Model):  # type: ignore[misc]
    """A network with two outputs, (N, 10) probabilities and (N, 1) scores, trained together.

    Labels are 0-9 and `NOT_A_DIGIT`. The loss is the sum of two cross-entropies: that of the ten
    outputs, for digits only, and that of the score. "accuracy" counts only digits.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._accuracy = keras.metrics.Mean(name="accuracy")

    @property
    def metrics(self) -> list[Any]:
        """The loss and the accuracy, under the names that all trainings here use."""
        return [each for each in super().metrics if each.name == "loss"] + [self._accuracy]

    def compute_loss(
        self,
        x: Any = None,  # noqa: ARG002
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,  # noqa: ARG002
        training: bool = True,  # noqa: ARG002
    ) -> Any:
        """Return the sum of both losses."""
        probabilities, scores = y_pred
        digit, label = _split(y)
        right = ops.sparse_categorical_crossentropy(label, probabilities)
        known = ops.binary_crossentropy(digit, scores[:, 0])
        return ops.mean(right * digit + known)

    def compute_metrics(
        self,
        x: Any,  # noqa: ARG002
        y: Any,
        y_pred: Any,
        sample_weight: Any = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        """Update the accuracy on digits, and return both metrics."""
        digit, label = _split(y)
        right = ops.cast(ops.equal(ops.argmax(y_pred[0], axis=-1), label), "float32")
        self._accuracy.update_state(right, sample_weight=digit)
        return {each.name: each.result() for each in self.metrics}


def with_scores(network: Any) -> ScoredNetwork:
    """Add a score output to a built network, sharing its layers.

    The score comes from a separate small network on the same image: Conv2D 16 3×3 ReLU, MaxPooling
    2×2, Conv2D 32 3×3 ReLU, MaxPooling 2×2, Dense 64 ReLU, Dropout 0.3, Dense 1 sigmoid; 56,129
    parameters. Training it does not affect the ten outputs.
    """
    # Named, because the names that Keras gives may be those of layers of a network from a file.
    head = [
        layers.Conv2D(16, 3, activation="relu", name="score_conv2d"),
        layers.MaxPooling2D(2, name="score_max_pooling2d"),
        layers.Conv2D(32, 3, activation="relu", name="score_conv2d_1"),
        layers.MaxPooling2D(2, name="score_max_pooling2d_1"),
        layers.Flatten(name="score_flatten"),
        layers.Dense(64, activation="relu", name="score_dense"),
        layers.Dropout(0.3, name="score_dropout"),
        layers.Dense(1, activation="sigmoid", name="score"),
    ]
    score = network.inputs[0]
    for layer in head:
        score = layer(score)
    return ScoredNetwork(network.inputs[0], [network.outputs[0], score], name=network.name)


def _split(y: Any) -> tuple[Any, Any]:
    """Return 1 for digits and 0 for non-digits, and the labels, 0 for non-digits."""
    label = ops.cast(ops.reshape(y, (-1,)), "int64")
    return ops.cast(label >= 0, "float32"), ops.maximum(label, 0)
