"""The training images as batches, shuffled and distorted, the same for the same seed and epoch."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from digit_widgets.training.augmentation import Augmentation

__all__ = ["training_batches"]


def training_batches(
    images: NDArray[np.float32],
    labels: NDArray[np.int64],
    augmentation: Augmentation,
    *,
    batch_size: int,
    seed: int,
    epochs: range,
) -> tf.data.Dataset:
    """Give the batches of some epochs, one after the other.

    The order and the distortions depend on nothing but the seed, the epoch and the batch's
    number in it, so that a resumed training sees what an unbroken one would have seen.

    Parameters
    ----------
    images
        (N, 28, 28) float32 in 0..1.
    labels
        (N,) integers.
    augmentation
        The distortions.
    batch_size
        Images a batch; the last one of an epoch may hold fewer.
    seed
        Any integer that fits 31 bits.
    epochs
        The numbers of the epochs.

    Returns
    -------
    A data set of (B, 28, 28, 1) float32 and (B,) int64.
    """
    n = len(images)
    every_image, every_label = tf.constant(images[..., np.newaxis]), tf.constant(labels)

    def one_epoch(epoch: Any) -> tf.data.Dataset:
        order = tf.random.experimental.stateless_shuffle(tf.range(n), seed=(seed, epoch))
        return (
            tf.data.Dataset.from_tensor_slices(order)
            .batch(batch_size)
            .enumerate()
            .map(lambda number, chosen: (epoch * n + number, chosen))
        )

    def drawn(number: Any, chosen: Any) -> tuple[Any, Any]:
        distorted = augmentation(tf.gather(every_image, chosen), (seed, number))
        return distorted, tf.gather(every_label, chosen)

    numbers = tf.data.Dataset.from_tensor_slices(np.array(epochs, np.int64))
    return numbers.flat_map(one_epoch).map(drawn).prefetch(4)
