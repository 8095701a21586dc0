"""Custom image data sets: usable like MNIST for training and evaluation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.errors import DataError
from digit_widgets.evaluation import evaluate
from digit_widgets.predictors import load_predictor


def own(**changes: Any) -> ImageDataset:
    """Make twelve training and six test images of random grey levels."""
    levels = np.random.default_rng(0).integers(0, 256, (18, 28, 28)).astype(np.uint8)
    labels = np.arange(18) % 10
    arrays = {"x_train": levels[:12], "y_train": labels[:12]}
    arrays |= {"x_test": levels[12:], "y_test": labels[12:]} | changes
    return ImageDataset.from_grey_levels(**arrays, source="a folder of scans", name="my digits")


def test_grey_levels_become_shares_and_labels_integers() -> None:
    data = own()
    assert (data.x_train.dtype, data.y_test.dtype) == (np.float32, np.int64)
    assert data.x_train.max() == 1
    assert (data.name, data.source, data.credit) == ("my digits", "a folder of scans", "")
    assert repr(data) == "<ImageDataset: 12 training and 6 test images, a folder of scans>"
    assert len(data.sha256) == 64
    assert data.sha256 != own(y_test=np.zeros(6, int)).sha256


def test_a_subset_says_where_it_is_from() -> None:
    few = own().subset(5, 2)
    assert (len(few.x_train), len(few.x_test)) == (5, 2)
    assert (few.name, few.sha256) == (own().name, own().sha256)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"x_train": np.zeros((12, 28, 28))}, "x_train is of type float64, not uint8"),
        ({"x_test": [[1, 2]]}, r"x_test is of shape \(1, 2\), not \(N, 28, 28\)"),
        ({"y_train": [1, 2]}, r"y_train is of shape \(2,\), not \(12,\)"),
    ],
)
def test_arrays_that_are_no_images_of_digits_are_refused(
    changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(DataError, match=says):
        own(**changes)


def test_a_model_is_measured_on_ones_own_images() -> None:
    assert evaluate(load_predictor("ann"), own()).metrics.n == 6
