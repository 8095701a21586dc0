"""Calibration: fits a temperature for the probabilities and a threshold for the score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Calibration", "Labelled", "apply", "calibrate", "fit_temperature"]

#: (N, 28, 28) float32 images in 0..1 and their labels, (N,) in 0..9.
Labelled = tuple[NDArray[np.float32], NDArray[np.int64]]

#: Temperatures tried, and the share of any held-out set of digits that the threshold may reject:
#: digits of other people are rejected more often than those it was fitted on.
_TEMPERATURES = np.geomspace(0.25, 4.0, 401)
_REJECTED = 0.004


@dataclass(frozen=True, slots=True)
class Calibration:
    """Parameters fitted on held-out digits.

    Attributes
    ----------
    temperature
        Divisor of the logits of the ten outputs (Guo et al., arXiv 1706.04599).
    threshold
        The network's raw score, in 0..1, that calibration maps to one half.
    """

    temperature: float
    threshold: float


def fit_temperature(probabilities: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Return the temperature at which (N, 10) probabilities best fit (N,) labels.

    It minimises the mean cross-entropy. Probabilities determine the logits up to a constant.
    """
    logits = np.log(np.maximum(probabilities.astype(np.float64), 1e-30))
    right = logits[np.arange(len(labels)), labels]

    def loss(temperature: float) -> float:
        highest = logits.max(axis=1) / temperature
        scaled = np.exp(logits / temperature - highest[:, np.newaxis]).sum(axis=1)
        return float((np.log(scaled) + highest - right / temperature).mean())

    return float(min(_TEMPERATURES, key=loss))


def calibrate(network: Any, scored: Any, *sets: Labelled) -> Calibration:
    """Fit temperature and threshold on images of digits, and build them into the last layers.

    The temperature goes into the weights of the ten outputs' layer, the threshold into those of the
    score's layer: the model file then needs no extra parameters.

    Parameters
    ----------
    network, scored
        The two networks that `fit` trains together, with shared layers.
    sets
        Held-out digits, one set per source. The temperature is fitted on all of them together; the
        threshold rejects at most 0.4 % of each.
    """
    read = [
        scored.predict(images[..., np.newaxis], batch_size=500, verbose=0) for images, _ in sets
    ]
    calibration = Calibration(
        fit_temperature(
            np.concatenate([probabilities for probabilities, _ in read]),
            np.concatenate([labels for _, labels in sets]),
        ),
        min(float(np.quantile(scores[:, 0], _REJECTED)) for _, scores in read),
    )
    apply(calibration, network, scored)
    return calibration


def apply(calibration: Calibration, network: Any, scored: Any) -> None:
    """Build a calibration, perhaps that of another training, into the last layers' weights."""
    last = network.layers[-1]
    last.set_weights([weights / calibration.temperature for weights in last.get_weights()])
    score = scored.get_layer("score")
    threshold = min(max(calibration.threshold, 1e-6), 1 - 1e-6)
    kernel, bias = score.get_weights()
    score.set_weights([kernel, bias - np.log(threshold / (1 - threshold))])
