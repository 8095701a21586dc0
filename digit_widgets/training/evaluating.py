"""How well a model reads, measured."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors import Predictor
from digit_widgets.predictors.confusion import read_set
from digit_widgets.training.mnist import Mnist
from digit_widgets.training.pen_strokes import PenDigits
from digit_widgets.vision import normalize_ink

__all__ = ["Score", "evaluate_images", "evaluate_ink", "evaluate_mnist"]


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of a model on a labelled set.

    Attributes
    ----------
    accuracy
        Share of images whose most probable label is the right one, in 0..1.
    loss
        Mean cross-entropy, in nats.
    n
        Number of images.
    """

    accuracy: float
    loss: float
    n: int

    def as_dict(self) -> dict[str, float | int]:
        """Return the figures by name, for JSON."""
        return asdict(self)


def evaluate_images(
    predictor: Predictor, images: NDArray[np.float32], labels: NDArray[np.int64]
) -> Score:
    """Measure on (N, 28, 28) float32 images in 0..1, used as they are, and (N,) labels in 0..9."""
    readings = read_set(predictor, images, labels)
    given = readings.probabilities[np.arange(len(labels)), labels]
    return Score(
        accuracy=float(readings.right.mean()),
        # A probability rounded to 0 would make the mean infinite; Keras clips at the same value.
        loss=float(-np.log(np.maximum(given, 1e-7)).mean()),
        n=len(labels),
    )


def evaluate_mnist(predictor: Predictor, data: Mnist) -> Score:
    """Measure on MNIST's test images."""
    return evaluate_images(predictor, data.x_test, data.y_test)


def evaluate_ink(predictor: Predictor, digits: PenDigits) -> Score:
    """Measure on drawn digits, each through the normalising that the pad uses."""
    images = np.stack([normalize_ink(ink) for ink in digits.inks])
    return evaluate_images(predictor, images, digits.labels)
