"""Training batches: shuffled and distorted images, the same for the same seed and epoch."""

from __future__ import annotations

import weakref
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


def feed_keras(make: Callable[[], Iterator[Batch]], count: int) -> Any:
    """Return what Keras' `fit` takes for the `count` batches that a function yields.

    With TensorFlow, it can be iterated again, though not twice at a time, as long as it is kept
    itself; with Keras' other backends, once.
    """
    if keras.backend.backend() != "tensorflow":
        return make()
    import tensorflow as tf

    source = _Source(make)
    known = weakref.ref(source)

    # TensorFlow keeps this function as long as the process lives, and must not keep the images.
    def draw(number: int) -> Batch:
        own = known()
        assert own is not None
        return own.draw(number)

    def load(number: Any) -> tuple[Any, Any]:
        images, labels = tf.numpy_function(draw, [number], [tf.float32, tf.int64])
        return tf.ensure_shape(images, (None, 28, 28, 1)), tf.ensure_shape(labels, (None,))

    # Not from_generator: with it, the C library returned the memory of each step to the system, and
    # half of the processors' time went into getting it back.
    fed = _without_autotuning(tf.data.Dataset.range(count).map(load).prefetch(4))
    fed.source = source
    return fed


class _Source:
    """Draws one batch after another, and begins anew with number 0."""

    def __init__(self, make: Callable[[], Iterator[Batch]]) -> None:
        self._make = make
        self._batches: Iterator[Batch] = iter(())

    def draw(self, number: int) -> Batch:
        if number == 0:
            self._batches = self._make()
        return next(self._batches)


def make_validation_data(
    images: NDArray[np.float32], labels: NDArray[np.int64], batch_size: int
) -> Any:
    """Return what Keras' `fit` takes for (N, 28, 28) images and (N,) labels to validate on."""
    images = images[..., np.newaxis]
    if keras.backend.backend() != "tensorflow":
        return images, labels
    import tensorflow as tf

    every = tf.data.Dataset.from_tensor_slices((images, labels))
    return _without_autotuning(every.batch(batch_size))


def _without_autotuning(batches: Any) -> Any:
    # There is nothing to tune. The tuner's thread may miss its cancellation, and then the end of
    # an iteration waits for it: 20 to 100 s were seen with TensorFlow 2.21.
    import tensorflow as tf

    options = tf.data.Options()
    options.autotune.enabled = False
    return batches.with_options(options)
