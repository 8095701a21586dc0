"""Batches: each image once an epoch, in an order and with distortions of the seed and the epoch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset, InkDataset
from digit_widgets.training import Augmentation
from digit_widgets.training.input_pipeline.batches import (
    Batch,
    feed_keras,
    make_training_batches,
    make_validation_data,
)
from digit_widgets.training.input_pipeline.rendered_ink import InkSettings, RenderedEpochs

#: Makes batches of 32, of the first epoch unless it says otherwise.
PLAIN: dict[str, Any] = {"unchanged": 0.0, "batch_size": 32, "seed": 3, "epochs": range(1)}


@pytest.fixture(scope="module")
def digits(tiny_mnist: ImageDataset) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    return tiny_mnist.x_test, tiny_mnist.y_test


def batches(
    digits: tuple[NDArray[np.float32], NDArray[np.int64]], **options: Any
) -> Iterator[Batch]:
    return make_training_batches(*digits, Augmentation(), **PLAIN | options)


def joined(made: Iterator[Batch]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    images, labels = zip(*made, strict=True)
    return np.concatenate(images)[..., 0], np.concatenate(labels)


def unchanged(images: NDArray[np.float32], originals: NDArray[np.float32]) -> int:
    kept = {image.tobytes() for image in originals}
    return sum(image.tobytes() in kept for image in images)


def test_every_image_is_in_an_epoch_once_with_its_label(digits: Any) -> None:
    made = list(batches(digits, unchanged=1.0))
    assert [images.shape for images, _ in made] == [(32, 28, 28, 1)] * 3 + [(4, 28, 28, 1)]
    assert {images.dtype for images, _ in made} == {np.dtype(np.float32)}
    assert {labels.dtype for _, labels in made} == {np.dtype(np.int64)}
    pairs = [
        sorted((i.tobytes(), int(n)) for i, n in zip(*each, strict=True))
        for each in (joined(iter(made)), digits)
    ]
    assert pairs[0] == pairs[1]


def test_a_share_of_the_images_stays_as_it_is(digits: Any) -> None:
    shares = [
        unchanged(joined(batches(digits, unchanged=share, epochs=range(3)))[0], digits[0]) / 300
        for share in (0.0, 1 / 3, 1.0)
    ]
    assert shares == pytest.approx([0, 1 / 3, 1], abs=0.1)
    assert shares[0] == 0


def test_a_later_epoch_is_the_same_whether_or_not_it_follows_others(digits: Any) -> None:
    whole, _ = joined(batches(digits, epochs=range(3)))
    late, _ = joined(batches(digits, epochs=range(2, 3)))
    np.testing.assert_array_equal(whole[200:], late)
    assert unchanged(late, whole[:200]) == 0
    assert unchanged(joined(batches(digits, seed=4))[0], whole) == 0


def test_rendered_drawings_are_mixed_in_as_they_are(digits: Any, pen: InkDataset) -> None:
    epochs, same = (RenderedEpochs(InkSettings(digits=0.5), 100, pen, seed=1) for _ in range(2))
    made = list(batches(digits, epochs=range(2), rendered=epochs))
    assert len(made) == 2 * 5
    assert all(unchanged(images, images) == len(images) for images, _ in made)
    for number in range(2):
        images, labels = joined(iter(made[5 * number : 5 * number + 5]))
        drawn, drawn_labels = same.epoch(number)
        assert len(images) == 150
        for image, label in zip(drawn / np.float32(255), drawn_labels, strict=True):
            found = np.flatnonzero((images == image).all(axis=(1, 2)))
            assert labels[found] == label
        # They are mixed in, not at the end.
        assert 0 < unchanged(images[:75], drawn / np.float32(255)) < 50
    epochs.close()
    same.close()


def test_validation_data_come_in_order_and_end_quietly(digits: Any) -> None:
    made = make_validation_data(*digits, batch_size=30)
    assert int(made.cardinality()) == 4
    for _ in range(2):
        images, labels = joined((image.numpy(), label.numpy()) for image, label in made)
        np.testing.assert_array_equal(images, digits[0])
        np.testing.assert_array_equal(labels, digits[1])


def test_batches_can_be_iterated_again(digits: Any) -> None:
    fed = feed_keras(lambda: iter([(digits[0][:5, ..., None], digits[1][:5])] * 3), 3)
    assert int(fed.cardinality()) == 3
    for _ in range(2):
        images, labels = joined((image.numpy(), label.numpy()) for image, label in fed)
        assert images.shape == (15, 28, 28)
        np.testing.assert_array_equal(labels, np.tile(digits[1][:5], 3))


def test_other_backends_are_fed_without_tensorflow(
    digits: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keras.backend, "backend", lambda: "torch")
    images, _ = next(feed_keras(lambda: batches(digits), 1))
    assert isinstance(images, np.ndarray)
    images, labels = make_validation_data(*digits, batch_size=30)
    assert images.shape == (100, 28, 28, 1)
    assert labels is digits[1]
