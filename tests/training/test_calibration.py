"""Calibration: the temperature of the probabilities, and the threshold of the score."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.predictors import bundled_model
from digit_widgets.training.calibration import calibrate, calibrate_scores, fit_temperature

Labelled = tuple[NDArray[np.float32], NDArray[np.int64]]


def sharpened(by: float, n: int = 4000, seed: int = 0) -> Labelled:
    """Return the probabilities of random labels, which are right if divided by a temperature."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 2, (n, 10))
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (shares.cumsum(axis=1) < rng.random((n, 1))).sum(axis=1).clip(0, 9)
    sharper = shares**by / (shares**by).sum(axis=1, keepdims=True)
    return sharper.astype(np.float32), labels


def test_a_temperature_is_found_again() -> None:
    assert fit_temperature(sharpened(2.5)) == pytest.approx(2.5, rel=0.05)
    assert fit_temperature(sharpened(1.0)) == pytest.approx(1.0, rel=0.05)


def test_every_set_counts_alike_however_large_it_is() -> None:
    one, other = sharpened(1.0, 1000), sharpened(2.5, 1000, seed=1)
    found = fit_temperature(one, other)
    assert fit_temperature(one) < found < fit_temperature(other)
    five_times = np.tile(one[0], (5, 1)), np.tile(one[1], 5)
    assert fit_temperature(five_times, other) == found


def test_calibrating_keeps_every_label(tiny_mnist: ImageDataset) -> None:
    network = keras.saving.load_model(bundled_model("ann", ".keras"), compile=False)
    *others, kernel, bias = network.get_weights()
    network.set_weights([*others, 1.5 * kernel, 1.5 * bias])
    # Some labels are wrong, so that no network may be sure.
    images, labels = tiny_mnist.x_train, np.where(np.arange(500) % 50, tiny_mnist.y_train, 3)
    before = network.predict(images[..., None], verbose=0)
    temperature = calibrate(network, (images[:100], labels[:100]), (images[100:], labels[100:]))
    after = network.predict(images[..., None], verbose=0)
    assert temperature > 1.5
    np.testing.assert_array_equal(after.argmax(axis=1), before.argmax(axis=1))
    left = fit_temperature((after[:100], labels[:100]), (after[100:], labels[100:]))
    assert left == pytest.approx(1.0, abs=0.02)


def test_the_threshold_rejects_few_digits_of_each_set_and_becomes_one_half(
    tiny_mnist: ImageDataset,
) -> None:
    keras.utils.set_random_seed(3)
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(1, "sigmoid")]
    scorer = keras.Sequential(layers)
    sets = tiny_mnist.x_train[:400], 0.3 * tiny_mnist.x_test
    before = [scorer.predict(each[..., None], verbose=0)[:, 0] for each in sets]
    threshold = calibrate_scores(scorer, *sets)
    after = [scorer.predict(each[..., None], verbose=0)[:, 0] for each in sets]
    rejected = [float((scores < 0.5).mean()) for scores in after]
    assert max(rejected) <= 0.01
    assert sum(rejected) > 0
    assert threshold == pytest.approx(min(np.quantile(scores, 0.004) for scores in before))
    for now, then in zip(after, before, strict=True):
        np.testing.assert_array_equal(now < 0.5, then < threshold)
