"""Training batches: shuffled and distorted images, the same for the same seed and epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from digit_widgets.training.input_pipeline.image_augmentation import Augmentation
from digit_widgets.training.input_pipeline.rendered_ink import RenderedEpochs

__all__ = ["Batch", "feed_keras", "make_training_batches", "make_validation_data"]

#: (B, 28, 28, 1) float32 images in 0..1, and their (B,) int64 labels.
Batch = tuple[NDArray[np.float32], NDArray[np.int64]]


def make_training_batches(
    images: NDArray[np.float32],
    labels: NDArray[np.int64],
    augmentation: Augmentation,
    *,
    unchanged: float,
    batch_size: int,
    seed: int,
    epochs: range,
    rendered: RenderedEpochs | None = None,
) -> Iterator[Batch]:
    """Yield the batches of some epochs, one after the other.

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
    unchanged
        Share of the images, in 0..1, that are left as they are.
    batch_size
        Images per batch; the last batch of an epoch may be smaller.
    seed
        Any integer from 0.
    epochs
        Numbers of the epochs.
    rendered
        Further images, mixed in with the others but not distorted.
    """
    n = len(images)
    total = n + (0 if rendered is None else len(rendered))
    for epoch in epochs:
        further = None if rendered is None else rendered.epoch(epoch)
        order = np.random.default_rng((seed, epoch)).permutation(total)
        for number, start in enumerate(range(0, total, batch_size)):
            chosen = order[start : start + batch_size]
            is_own = chosen < n
            own = chosen[is_own]
            rng = np.random.default_rng((seed, epoch, number))
            batch = np.empty((len(chosen), *images.shape[1:]), np.float32)
            distorted = augmentation(images[own], rng)
            kept = rng.random(len(own)) < unchanged
            distorted[kept] = images[own[kept]]
            batch[is_own] = distorted
            label = np.empty(len(chosen), np.int64)
            label[is_own] = labels[own]
            if further is not None:
                others = chosen[~is_own] - n
                batch[~is_own] = further[0][others] / np.float32(255)
                label[~is_own] = further[1][others]
            yield batch[..., np.newaxis], label


def feed_keras(make: Callable[[], Iterator[Batch]]) -> Any:
    """Return what Keras' `fit` takes for the batches that a function yields.

    With TensorFlow, it can be iterated again; with Keras' other backends, once.
    """
    if keras.backend.backend() != "tensorflow":
        return make()
    import tensorflow as tf

    signature = (tf.TensorSpec((None, 28, 28, 1), tf.float32), tf.TensorSpec((None,), tf.int64))
    options = tf.data.Options()
    # There is nothing to tune. The tuner's thread may miss its cancellation, and then the end of
    # an iteration waits for it: 20 to 100 s were seen with TensorFlow 2.21.
    options.autotune.enabled = False
    fed = tf.data.Dataset.from_generator(make, output_signature=signature)
    return fed.prefetch(4).with_options(options)


def make_validation_data(
    images: NDArray[np.float32], labels: NDArray[np.int64], batch_size: int
) -> Any:
    """Return what Keras' `fit` takes for (N, 28, 28) images and (N,) labels to validate on."""
    images = images[..., np.newaxis]
    if keras.backend.backend() != "tensorflow":
        return images, labels
    import tensorflow as tf

    starts = range(0, len(images), batch_size)
    batches = feed_keras(
        lambda: ((images[i : i + batch_size], labels[i : i + batch_size]) for i in starts)
    )
    # Keras warns at the end of data whose number of batches it does not know.
    return batches.apply(tf.data.experimental.assert_cardinality(len(starts)))
