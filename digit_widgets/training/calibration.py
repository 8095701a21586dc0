"""Calibration: fits a temperature for the probabilities and a threshold for the score."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Labelled", "calibrate", "calibrate_scores", "fit_temperature", "predict_images"]

#: (N, 28, 28) float32 images in 0..1 and their labels, (N,) in 0..9.
Labelled = tuple[NDArray[np.float32], NDArray[np.int64]]

#: Temperatures tried, and the share of digits that the threshold may reject.
_TEMPERATURES = np.geomspace(0.25, 4.0, 401)
_REJECTED = 0.004


def fit_temperature(*sets: tuple[NDArray[np.float32], NDArray[np.int64]]) -> float:
    """Return the temperature at which probabilities best fit labels.

    It divides the logits, and minimises the mean cross-entropy (Guo et al., arXiv 1706.04599).
    Probabilities determine the logits up to a constant.

    Parameters
    ----------
    sets
        (N, 10) probabilities and (N,) labels; the mean of each set counts alike.
    """
    logits = [np.log(np.maximum(each.astype(np.float64), 1e-30)) for each, _ in sets]
    right = [
        each[np.arange(len(each)), labels] for each, (_, labels) in zip(logits, sets, strict=True)
    ]

    def loss(temperature: float) -> float:
        losses = []
        for values, best in zip(logits, right, strict=True):
            highest = values.max(axis=1) / temperature
            scaled = np.exp(values / temperature - highest[:, np.newaxis]).sum(axis=1)
            losses.append(float((np.log(scaled) + highest - best / temperature).mean()))
        return sum(losses)

    return float(min(_TEMPERATURES, key=loss))


def calibrate(network: Any, *sets: Labelled) -> float:
    """Fit a temperature on (N, 28, 28) images, and build it into the weights of the last layer.

    Parameters
    ----------
    network
        A network of the ten digits that ends in a softmax.
    sets
        Held-out digits, one set per source; every set counts alike, however large it is.

    Returns
    -------
    The temperature.
    """
    temperature = fit_temperature(
        *((predict_images(network, images), labels) for images, labels in sets)
    )
    last = network.layers[-1]
    last.set_weights([weights / temperature for weights in last.get_weights()])
    return temperature


def calibrate_scores(scorer: Any, *sets: NDArray[np.float32]) -> float:
    """Fit a threshold, and build it into the weights of the last layer: it becomes one half.

    Parameters
    ----------
    scorer
        A scorer that ends in a sigmoid.
    sets
        Held-out digits, (N, 28, 28) images; the threshold rejects at most 0.4 % of each set,
        rounded up to a whole digit. Sets should be large: one digit that looks like none decides
        for a set of 100.

    Returns
    -------
    The raw score, in 0..1, that becomes one half.
    """
    threshold = min(
        float(np.quantile(predict_images(scorer, images)[:, 0], _REJECTED)) for images in sets
    )
    threshold = min(max(threshold, 1e-6), 1 - 1e-6)
    last = scorer.layers[-1]
    kernel, bias = last.get_weights()
    last.set_weights([kernel, bias - np.log(threshold / (1 - threshold))])
    return threshold


def predict_images(network: Any, images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a network's output, (N, ...) float32, for (N, 28, 28) images."""
    predicted: NDArray[np.float32] = network.predict(
        images[..., np.newaxis], batch_size=500, verbose=0
    )
    return predicted
