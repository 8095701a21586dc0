"""Rendered ink: normalises drawings for training anew in every epoch, as the pad does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.ink_dataset import InkDataset
from digit_widgets.data.synthetic.non_digits import random_non_digit
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.training.input_pipeline.ink_augmentation import InkAugmentation
from digit_widgets.training.rejection_head import NOT_A_DIGIT

__all__ = ["InkSettings", "RenderedEpochs"]

Rendered = tuple[NDArray[np.float32], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class InkSettings:
    """Settings for mixing drawings into a training.

    Parameters
    ----------
    renderings, non_digit_renderings
        Number of times that each digit, and each non-digit, is rendered per epoch, with different
        random changes.
    invented
        Random non-digits per epoch, as a share of the drawn digits.
    augmentation
        Random changes of digits.
    non_digit_augmentation
        Random changes of non-digits; they may be larger, because a turned letter is still no digit.
    """

    renderings: int = 2
    non_digit_renderings: int = 2
    invented: float = 1.0
    augmentation: InkAugmentation = field(default_factory=InkAugmentation)
    non_digit_augmentation: InkAugmentation = field(
        default_factory=lambda: InkAugmentation(rotation=25.0, slant=0.4, aspect=0.35)
    )


class RenderedEpochs:
    """Renders the drawings epoch by epoch; the next epoch is rendered while one is trained on.

    The result depends only on the seed and the epoch.

    Parameters
    ----------
    digits
        Labelled drawings, two or more.
    not_digits
        Drawings that are not digits.
    settings
        Settings for mixing them in.
    seed
        Any integer from 0.
    """

    def __init__(
        self, digits: InkDataset, not_digits: Sequence[Ink], settings: InkSettings, seed: int
    ) -> None:
        self._digits, self._not_digits = digits, tuple(not_digits)
        self._settings, self._seed = settings, seed
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="digit-widgets-rendering")
        self._next: tuple[int, Future[Rendered]] | None = None
        self._invented = round(settings.invented * len(digits.inks))

    def __len__(self) -> int:
        """Return the number of images per epoch."""
        digits = len(self._digits.inks) * self._settings.renderings
        non_digits = len(self._not_digits) * self._settings.non_digit_renderings
        return digits + non_digits + self._invented

    def epoch(self, number: int) -> Rendered:
        """Return (N, 28, 28) float32 images in 0..1 and (N,) labels, 0-9 or `NOT_A_DIGIT`."""
        if self._next is None or self._next[0] != number:
            self._next = number, self._executor.submit(self._render, number)
        rendered = self._next[1].result()
        self._next = number + 1, self._executor.submit(self._render, number + 1)
        return rendered

    def close(self) -> None:
        """Stop rendering."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _render(self, epoch: int) -> Rendered:
        images, labels = [], []
        for ink, pen, label in self._augment(epoch):
            images.append(normalize_ink(ink, pen))
            labels.append(label)
        return np.stack(images), np.array(labels, np.int64)

    def _augment(self, epoch: int) -> Iterator[tuple[Ink, float, int]]:
        """Yield an epoch's drawings, each changed at random, with a pen width and a label."""
        settings, numbers = self._settings, count()
        for turn in range(max(settings.renderings, settings.non_digit_renderings)):
            if turn < settings.renderings:
                for ink, label in zip(self._digits.inks, self._digits.labels.tolist(), strict=True):
                    rng, changes = self._random(epoch, next(numbers)), settings.augmentation
                    yield changes(ink, rng), changes.pen_width(rng), label
            if turn < settings.non_digit_renderings:
                for ink in self._not_digits:
                    rng = self._random(epoch, next(numbers))
                    changes = settings.non_digit_augmentation
                    yield changes(ink, rng), changes.pen_width(rng), NOT_A_DIGIT
        for _ in range(self._invented):
            rng, changes = self._random(epoch, next(numbers)), settings.augmentation
            ink = changes(random_non_digit(self._digits, rng), rng)
            yield ink, changes.pen_width(rng), NOT_A_DIGIT

    def _random(self, epoch: int, place: int) -> np.random.Generator:
        return np.random.default_rng((self._seed, epoch, place))
