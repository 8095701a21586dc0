"""Training batches: shuffled and distorted images, the same for the same seed and epoch."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from digit_widgets.training.input_pipeline.image_augmentation import Augmentation
from digit_widgets.training.input_pipeline.rendered_ink import RenderedEpochs

__all__ = ["make_training_batches", "make_validation_batches"]


def make_training_batches(
    images: NDArray[np.float32],
    labels: NDArray[np.int64],
    augmentation: Augmentation,
    *,
    batch_size: int,
    seed: int,
    epochs: range,
    rendered: RenderedEpochs | None = None,
) -> tf.data.Dataset:
    """Return the batches of some epochs, one after the other.

    The order and the distortions depend only on the seed, the epoch and the batch's number in it: a
    resumed training gets the same batches as an uninterrupted one.

    Parameters
    ----------
    images
        (N, 28, 28) float32 in 0..1.
    labels
        (N,) integers.
    augmentation
        The distortions.
    batch_size
        Images per batch; the last batch of an epoch may be smaller.
    seed
        Any integer that fits into 31 bits.
    epochs
        Numbers of the epochs.
    rendered
        Further images, mixed in with the others but not distorted.

    Returns
    -------
    A data set of (B, 28, 28, 1) float32 and (B,) int64.
    """
    n = len(images)
    total = n + (0 if rendered is None else len(rendered))
    every_image, every_label = tf.constant(images[..., np.newaxis]), tf.constant(labels)

    def one_epoch(epoch: Any) -> tf.data.Dataset:
        further = None if rendered is None else _load_rendered(rendered, epoch)
        order = tf.random.experimental.stateless_shuffle(tf.range(total), seed=(seed, epoch))
        return (
            tf.data.Dataset.from_tensor_slices(order)
            .batch(batch_size)
            .enumerate()
            .map(lambda number, chosen: draw(epoch * total + number, chosen, further))
        )

    def draw(number: Any, chosen: Any, further: tuple[Any, Any] | None) -> tuple[Any, Any]:
        own = tf.minimum(chosen, n - 1)
        distorted = augmentation(tf.gather(every_image, own), (seed, number))
        label = tf.gather(every_label, own)
        if further is None:
            return distorted, label
        is_own = chosen < n
        others = tf.maximum(chosen - n, 0)
        return (
            tf.where(is_own[:, None, None, None], distorted, tf.gather(further[0], others)),
            tf.where(is_own, label, tf.gather(further[1], others)),
        )

    numbers = tf.data.Dataset.from_tensor_slices(np.array(epochs, np.int64))
    return _without_autotuning(numbers.flat_map(one_epoch).prefetch(4))


def make_validation_batches(
    images: NDArray[np.float32], labels: NDArray[np.int64], batch_size: int
) -> tf.data.Dataset:
    """Return the batches of a validation set, (B, 28, 28, 1) float32 and (B,) int64, in order."""
    batches = tf.data.Dataset.from_tensor_slices((images[..., np.newaxis], labels))
    return _without_autotuning(batches.batch(batch_size))


def _without_autotuning(batches: tf.data.Dataset) -> tf.data.Dataset:
    # There is nothing to tune. The tuner's thread may miss its cancellation, and then the end of
    # an iteration waits for it: 20 to 100 s were seen with TensorFlow 2.21.
    options = tf.data.Options()
    options.autotune.enabled = False
    return batches.with_options(options)


def _load_rendered(rendered: RenderedEpochs, epoch: Any) -> tuple[Any, Any]:
    rendered_images, labels = tf.numpy_function(
        lambda number: rendered.epoch(int(number)), [epoch], [tf.float32, tf.int64]
    )
    rendered_images = tf.ensure_shape(rendered_images, (len(rendered), 28, 28))
    return rendered_images[..., tf.newaxis], tf.ensure_shape(labels, (len(rendered),))
