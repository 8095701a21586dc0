"""Training data: what a network of the digits, and what a scorer, learns from and is tested on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from digit_widgets.data import ImageDataset, InkDataset, UnlabeledInk
from digit_widgets.training import FitSettings
from digit_widgets.training.input_pipeline.rendered_ink import InkSettings
from digit_widgets.training.input_pipeline.training_data import Drawings, TrainingData
from digit_widgets.training.input_pipeline.validation_split import split_indices

SETTINGS = FitSettings(
    epochs=1, batch_size=50, ink=InkSettings(digits=0.5, drawn_non_digits=0.25, invented=0.25)
)


@pytest.fixture(scope="module")
def drawings(pen: InkDataset, letters: UnlabeledInk) -> Drawings:
    return Drawings(pen, [letters])


@pytest.mark.parametrize(
    ("with_drawings", "scores", "n_images"),
    [(False, False, 479), (True, False, 479 + 240), (True, True, 479 + 240 + 120 + 120)],
)
def test_images_and_drawings_make_an_epoch(
    with_drawings: bool,
    scores: bool,
    n_images: int,
    tiny_mnist: ImageDataset,
    drawings: Drawings,
) -> None:
    data = TrainingData(
        tiny_mnist, drawings if with_drawings else None, SETTINGS, seed=2, scores=scores
    )
    made = list(data.make_batches(range(1)))
    data.close()
    assert data.n_images == sum(map(len, (batch[1] for batch in made))) == n_images
    assert len(made) == -(-n_images // 50)
    assert {int(label) for batch in made for label in batch[1]} == set(range(2 if scores else 10))
    images, targets = data.validation
    assert images.shape == (42 if scores else 21, 28, 28)
    assert images.dtype == np.float32
    held, _ = split_indices(500, SETTINGS.held_out, 2)
    np.testing.assert_array_equal(images[:21], tiny_mnist.x_train[held])
    # For a scorer, all of the images held out are digits, and as many others are not.
    expected = [1] * 21 + [0] * 21 if scores else tiny_mnist.y_train[held]
    np.testing.assert_array_equal(targets, expected)


def test_other_drawings_have_another_hash(pen: InkDataset, letters: UnlabeledInk) -> None:
    hashes = {
        Drawings(pen).sha256,
        Drawings(replace(pen, inks=pen.inks[::-1])).sha256,
        Drawings(pen, [letters]).sha256,
        Drawings(pen, [letters], letters.inks).sha256,
    }
    assert len(hashes) == 4
    assert Drawings(pen, [letters]).sha256 in hashes
