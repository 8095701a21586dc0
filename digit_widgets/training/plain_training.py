"""Plain training: a short one without distortions, and the accuracy of what is learnt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from digit_widgets.evaluation.metrics import Proportion

if TYPE_CHECKING:
    from digit_widgets.data.image_dataset import ImageDataset

__all__ = ["measure_learning"]


def measure_learning(
    model: str,
    data: ImageDataset,
    *,
    epochs: int = 3,
    seed: int = 0,
    callbacks: Sequence[Any] = (),
) -> Proportion:
    """Train a new network on images as they are, and measure what it reads of the test images.

    Nothing of the images is changed, neither to learn from them nor to read them, so that they need
    not look like digits: their pixels may be shuffled.

    Parameters
    ----------
    model
        "ann", "cnn" or "reader".
    data
        The images and labels.
    epochs, seed, callbacks
        As for `fit`, which also says what is raised.

    Returns
    -------
    The share of the test images that the trained network reads rightly.
    """
    from digit_widgets.training.calibration import predict_images
    from digit_widgets.training.input_pipeline.image_augmentation import Augmentation
    from digit_widgets.training.settings import FitSettings
    from digit_widgets.training.trainer import fit

    settings = FitSettings(epochs=epochs, augmentation=Augmentation(0, 0, 0, 0, 0))
    network = fit(model, data, settings, seed=seed, callbacks=callbacks).model
    return Proportion.of(predict_images(network, data.x_test).argmax(axis=1) == data.y_test)
