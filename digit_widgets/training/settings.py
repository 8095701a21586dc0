"""Fit settings: epochs, rates and distortions, and the values used for the shipped models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from typing import Literal

from digit_widgets.training.architectures import SCORER
from digit_widgets.training.input_pipeline.image_augmentation import Augmentation
from digit_widgets.training.input_pipeline.rendered_ink import InkSettings

__all__ = ["DEFAULT_SETTINGS", "FINE_TUNING", "INK_TRAINING", "FitSettings"]


@dataclass(frozen=True, slots=True)
class FitSettings:
    """Settings of a training.

    Parameters
    ----------
    epochs
        Passes over the training set.
    batch_size
        Images per step.
    optimizer
        "adam"; or "sgd" for gradient descent with Nesterov's momentum of 0.9, which takes a
        higher learning rate: 0.05.
    learning_rate
        The optimizer's highest rate. It rises linearly over the first 100 steps, or the first
        tenth of a shorter run, and then falls to zero along a cosine (Loshchilov and Hutter,
        arXiv 1608.03983).
    weight_decay
        Share by which each step shrinks the weights, times the learning rate (Loshchilov and
        Hutter, arXiv 1711.05101); 0 for none.
    ema_momentum
        Highest momentum of the moving average of the weights; see `Averaging`.
    held_out
        Share of the training images, chosen by the seed, to hold out for validation: the best
        weights are chosen on them, and the test images stay untouched.
    augmentation
        Random distortions of images.
    unchanged
        Share of the images, in 0..1, that are not distorted.
    ink
        Settings for mixing in drawings, if there are any.
    """

    epochs: int
    batch_size: int = 128
    optimizer: Literal["adam", "sgd"] = "adam"
    learning_rate: float = 3e-3
    weight_decay: float = 0.0
    ema_momentum: float = 0.999
    held_out: float = 1 / 24
    augmentation: Augmentation = field(default_factory=Augmentation)
    unchanged: float = 0.0
    ink: InkSettings = field(default_factory=InkSettings)

    @property
    def distorts(self) -> bool:
        """True if any image is distorted: not all stay unchanged, and some range is not 0."""
        return self.unchanged < 1.0 and any(astuple(self.augmentation))


#: A dense network cannot learn from images that are distorted more.
_MILD = Augmentation(rotation=8.0, scale=0.1, shear=0.15, shift=1.5, bend=0.5)
_PLAIN = FitSettings(epochs=24, unchanged=1 / 3)
#: Settings for training on images alone, by architecture. A third of the images stay as they are: a
#: network that sees only resampled ones is less accurate on MNIST.
DEFAULT_SETTINGS: Mapping[str, FitSettings] = {
    "cnn": replace(_PLAIN, weight_decay=0.05),
    "ann": replace(_PLAIN, epochs=40, augmentation=_MILD),
    "reader": _PLAIN,
}
_WITH_INK = FitSettings(epochs=40, batch_size=256, unchanged=1 / 3)
#: Settings for training on images and drawings, by architecture. The scorer learns what a digit
#: looks like: elastic distortions would teach it that bent ones do. Of the rare ways to write one,
#: it learns more: letters look like some of them.
INK_TRAINING: Mapping[str, FitSettings] = {
    "cnn": _WITH_INK,
    "ann": replace(_WITH_INK, epochs=80, augmentation=_MILD),
    "reader": replace(_WITH_INK, epochs=30),
    SCORER: replace(
        _WITH_INK, epochs=24, augmentation=Augmentation(bend=0.0), ink=InkSettings(rare=0.2)
    ),
}
#: Settings for fine-tuning a trained network on drawings.
FINE_TUNING: Mapping[str, FitSettings] = {
    name: replace(settings, epochs=12, learning_rate=1e-3)
    for name, settings in INK_TRAINING.items()
}
