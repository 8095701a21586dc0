"""Fit settings: epochs, rates and distortions, with those that made the shipped models."""

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
        Images a step.
    learning_rate
        Adam's highest rate. It is reached along a line in the first 100 steps, or the first tenth
        of a shorter run, and falls to zero along a cosine (Loshchilov and Hutter,
        arXiv 1608.03983).
    ema_momentum
        The weights kept are an average of those of the newest steps; see `AveragedAdam`.
    held_out
        Share of the training images, chosen by the seed, that are not learnt from: the curves
        of validation and the choice of the best weights are made on them, and the test images
        stay untouched.
    augmentation
        The random distortions of images.
    ink
        How drawings are mixed in, if there are any.
    """

    epochs: int
    batch_size: int = 128
    learning_rate: float = 3e-3
    ema_momentum: float = 0.999
    held_out: float = 1 / 24
    augmentation: Augmentation = field(default_factory=Augmentation)
    ink: InkSettings = field(default_factory=InkSettings)


#: The settings of trainings from scratch, by architecture.
DEFAULT_SETTINGS: Mapping[str, FitSettings] = {
    "cnn": FitSettings(epochs=24),
    "ann": FitSettings(
        epochs=40, augmentation=Augmentation(rotation=8.0, scale=0.1, shear=0.15, shift=1.5)
    ),
}
#: The settings of trainings that go on from a trained network.
FINE_TUNING: Mapping[str, FitSettings] = {
    "cnn": FitSettings(
        epochs=20, learning_rate=2e-3, ink=InkSettings(non_digit_renderings=6, invented=0.5)
    ),
    "ann": FitSettings(
        epochs=12, learning_rate=2e-3, augmentation=DEFAULT_SETTINGS["ann"].augmentation
    ),
}
