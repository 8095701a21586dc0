"""Calibration: fits a temperature for the probabilities, and a threshold for the score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Calibration", "Labelled", "apply", "calibrate", "fit_temperature"]

#: (N, 28, 28) float32 images in 0..1 and their labels, (N,) in 0..9.
Labelled = tuple[NDArray[np.float32], NDArray[np.int64]]

#: Temperatures tried, and the share of any set of digits that the threshold may reject: others'
#: digits are rejected more often than those on which it was fitted.
_TEMPERATURES = np.geomspace(0.25, 4.0, 401)
_REJECTED = 0.004


@dataclass(frozen=True, slots=True)
class Calibration:
    """Parameters fitted on digits that were held out.

    Attributes
    ----------
    temperature
        By which the logits of the ten outputs are divided (Guo et al., arXiv 1706.04599).
    threshold
        The network's own score, in 0..1, that becomes one half.
    """

    temperature: float
    threshold: float


def fit_temperature(probabilities: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Return the temperature at which (N, 10) probabilities fit (N,) labels best.

    It minimises the mean cross-entropy. Logits are known up to a constant from probabilities.
    """
    logits = np.log(np.maximum(probabilities.astype(np.float64), 1e-30))
    right = logits[np.arange(len(labels)), labels]

    def loss(temperature: float) -> float:
        highest = logits.max(axis=1) / temperature
        scaled = np.exp(logits / temperature - highest[:, np.newaxis]).sum(axis=1)
        return float((np.log(scaled) + highest - right / temperature).mean())

    return float(min(_TEMPERATURES, key=loss))


def calibrate(network: Any, scored: Any, *sets: Labelled) -> Calibration:
    """Fit both on images of digits, and change the weights of the last layers by them.

    The temperature goes into the layer of the ten outputs, the threshold into that of the score,
    so that nothing has to be known beside the model file.

    Parameters
    ----------
    network, scored
        The two that `fit` trains together, of shared layers.
    sets
        Digits that were not learnt from, from one source each. The temperature is fitted on all,
        the threshold so that too large a share of none is rejected.
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
    """Change the weights of the last layers by what was fitted, perhaps for another training."""
    last = network.layers[-1]
    last.set_weights([weights / calibration.temperature for weights in last.get_weights()])
    score = scored.get_layer("score")
    threshold = min(max(calibration.threshold, 1e-6), 1 - 1e-6)
    kernel, bias = score.get_weights()
    score.set_weights([kernel, bias - np.log(threshold / (1 - threshold))])
