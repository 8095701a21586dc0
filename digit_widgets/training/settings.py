"""Fit settings: epochs, rates and distortions, and the values used for the shipped models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digit_widgets.training.input_pipeline.image_augmentation import Augmentation
from digit_widgets.training.input_pipeline.rendered_ink import InkSettings

__all__ = ["DEFAULT_SETTINGS", "FINE_TUNING", "FitSettings"]


@dataclass(frozen=True, slots=True)
class FitSettings:
    """Settings of a training.

    Parameters
    ----------
    epochs
        Passes over the training set.
    batch_size
        Images per step.
    learning_rate
        Adam's highest rate. It rises linearly over the first 100 steps, or the first tenth of a
        shorter run, and then falls to zero along a cosine (Loshchilov and Hutter,
        arXiv 1608.03983).
    ema_momentum
        Highest momentum of the moving average of the weights; see `AveragedAdam`.
    held_out
        Share of the training images, chosen by the seed, to hold out for validation: the best
        weights are chosen on them, and the test images stay untouched.
    augmentation
        Random distortions of images.
    ink
        Settings for mixing in drawings, if there are any.
    """

    epochs: int
    batch_size: int = 128
    learning_rate: float = 3e-3
    ema_momentum: float = 0.999
    held_out: float = 1 / 24
    augmentation: Augmentation = field(default_factory=Augmentation)
    ink: InkSettings = field(default_factory=InkSettings)


#: Settings for training from scratch, by architecture.
DEFAULT_SETTINGS: Mapping[str, FitSettings] = {
    "cnn": FitSettings(epochs=24),
    "ann": FitSettings(
        epochs=40, augmentation=Augmentation(rotation=8.0, scale=0.1, shear=0.15, shift=1.5)
    ),
}
#: Settings for fine-tuning a trained network.
FINE_TUNING: Mapping[str, FitSettings] = {
    "cnn": FitSettings(
        epochs=20, learning_rate=2e-3, ink=InkSettings(non_digit_renderings=6, invented=0.5)
    ),
    "ann": FitSettings(
        epochs=12, learning_rate=2e-3, augmentation=DEFAULT_SETTINGS["ann"].augmentation
    ),
}
