"""Training data: the images and drawings that a network learns from, and is validated on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.data.ink_dataset import InkDataset, UnlabeledInk, hash_ink
from digit_widgets.ink import Ink
from digit_widgets.training.input_pipeline.batches import Batch, make_training_batches
from digit_widgets.training.input_pipeline.rendered_ink import NOT_A_DIGIT, RenderedEpochs
from digit_widgets.training.input_pipeline.validation_split import split_indices
from digit_widgets.training.settings import FitSettings

__all__ = ["Drawings", "TrainingData"]


@dataclass(frozen=True)
class Drawings:
    """The drawings to learn from, beside images.

    Attributes
    ----------
    digits
        Digits drawn with a pen.
    non_digits
        For a scorer: sets of drawings that are not digits, each used equally often. It also learns
        from random ones.
    letters
        For a scorer: letters of fonts, for the random non-digits.
    """

    digits: InkDataset
    non_digits: Sequence[UnlabeledInk] = ()
    letters: Sequence[Ink] = ()

    @property
    def sha256(self) -> str:
        """A hash of all drawings and of the digits' labels, in hexadecimal."""
        others = (ink for each in self.non_digits for ink in each.inks)
        strokes = hash_ink((*self.digits.inks, *others, *self.letters))
        return hashlib.sha256(strokes.encode() + self.digits.labels.tobytes()).hexdigest()


class TrainingData:
    """The batches of a training, and its validation set.

    Labels are digits or, for a scorer, 1 for a digit and 0 for anything else.

    Parameters
    ----------
    data
        The images and labels; the test set is not used.
    drawings
        The drawings to mix in; None to train on images alone.
    settings
        The settings of the training.
    seed
        Any integer from 0.
    scores
        True for a scorer; it needs drawings.

    Attributes
    ----------
    n_images
        Number of images per epoch.
    validation
        (N, 28, 28) float32 images in 0..1 and (N,) int64 labels: the images that are held out and,
        for a scorer, as many invented non-digits.
    """

    def __init__(
        self,
        data: ImageDataset,
        drawings: Drawings | None,
        settings: FitSettings,
        *,
        seed: int,
        scores: bool,
    ) -> None:
        held, learnt = split_indices(len(data.x_train), settings.held_out, seed)
        self._images, self._labels = data.x_train[learnt], data.y_train[learnt]
        self._settings, self._seed, self._scores = settings, seed, scores
        self._rendered: RenderedEpochs | None = None
        self.n_images = len(learnt)
        self.validation = data.x_train[held], self._target(data.y_train[held])
        if drawings is None:
            return
        self._rendered = RenderedEpochs(
            settings.ink,
            len(learnt),
            drawings.digits,
            drawings.non_digits if scores else None,
            letters=drawings.letters,
            seed=seed,
        )
        self.n_images += len(self._rendered)
        if scores:
            images, labels = self._rendered.validation(len(held))
            self.validation = (
                np.concatenate([self.validation[0], images / np.float32(255)]),
                np.concatenate([self.validation[1], self._target(labels)]),
            )

    def make_batches(self, epochs: range) -> Iterator[Batch]:
        """Yield the batches of some epochs, as described in `make_training_batches`."""
        batches = make_training_batches(
            self._images,
            self._labels,
            self._settings.augmentation,
            unchanged=self._settings.unchanged,
            batch_size=self._settings.batch_size,
            seed=self._seed,
            epochs=epochs,
            rendered=self._rendered,
        )
        return ((images, self._target(labels)) for images, labels in batches)

    def close(self) -> None:
        """Stop rendering."""
        if self._rendered is not None:
            self._rendered.close()

    def _target(self, labels: NDArray[np.int64]) -> NDArray[Any]:
        return (labels != NOT_A_DIGIT).astype(np.int64) if self._scores else labels
