"""Drawings to learn from, rendered afresh for every epoch, through what the pad does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink
from digit_widgets.training.ink_augmentation import InkAugmentation
from digit_widgets.training.non_digits import random_non_digit
from digit_widgets.training.pen_strokes import PenDigits
from digit_widgets.training.scoring import NOT_A_DIGIT
from digit_widgets.vision import normalize_ink

__all__ = ["InkSettings", "RenderedEpochs"]

Rendered = tuple[NDArray[np.float32], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class InkSettings:
    """How drawings are mixed into a training.

    Parameters
    ----------
    renderings
        Times that each drawing is rendered in an epoch, changed at random each time.
    invented
        Random non-digits an epoch, as a share of the digits drawn.
    augmentation
        The random changes of digits.
    non_digit_augmentation
        Those of non-digits, which may be larger: however it is turned, a letter stays none.
    """

    renderings: int = 2
    invented: float = 1.0
    augmentation: InkAugmentation = field(default_factory=InkAugmentation)
    non_digit_augmentation: InkAugmentation = field(
        default_factory=lambda: InkAugmentation(rotation=25.0, slant=0.4, aspect=0.35)
    )


class RenderedEpochs:
    """Renders the drawings of one epoch after the other, the next one while one is learnt from.

    What comes depends on nothing but the seed and the epoch.

    Parameters
    ----------
    digits
        Labelled drawings, two or more.
    not_digits
        Drawings that are no digits.
    settings
        How they are mixed in.
    seed
        Any integer from 0.
    """

    def __init__(
        self, digits: PenDigits, not_digits: Sequence[Ink], settings: InkSettings, seed: int
    ) -> None:
        self._digits, self._not_digits = digits, tuple(not_digits)
        self._settings, self._seed = settings, seed
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="digit-widgets-rendering")
        self._next: tuple[int, Future[Rendered]] | None = None
        self._invented = round(settings.invented * len(digits.inks))

    def __len__(self) -> int:
        """Return the number of pictures an epoch."""
        given = len(self._digits.inks) + len(self._not_digits)
        return given * self._settings.renderings + self._invented

    def epoch(self, number: int) -> Rendered:
        """Give (N, 28, 28) float32 pictures in 0..1, and (N,) labels, `NOT_A_DIGIT` for some."""
        if self._next is None or self._next[0] != number:
            self._next = number, self._executor.submit(self._rendered, number)
        rendered = self._next[1].result()
        self._next = number + 1, self._executor.submit(self._rendered, number + 1)
        return rendered

    def close(self) -> None:
        """Render no more."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _rendered(self, epoch: int) -> Rendered:
        pictures = [normalize_ink(ink, pen) for ink, pen in self._changed(epoch)]
        once = np.concatenate(
            [self._digits.labels, np.full(len(self._not_digits), NOT_A_DIGIT, np.int64)]
        )
        labels = np.full(len(self), NOT_A_DIGIT, np.int64)
        labels[: len(once) * self._settings.renderings] = np.tile(once, self._settings.renderings)
        return np.stack(pictures), labels

    def _changed(self, epoch: int) -> Iterator[tuple[Ink, float]]:
        """Give the drawings of an epoch in the order of their labels, and a pen for each.

        Each has a chance of its own.
        """
        settings, numbers = self._settings, count()
        for _ in range(settings.renderings):
            for ink in self._digits.inks:
                rng = self._random(epoch, next(numbers))
                yield settings.augmentation(ink, rng), settings.augmentation.pen_width(rng)
            for ink in self._not_digits:
                rng = self._random(epoch, next(numbers))
                changes = settings.non_digit_augmentation
                yield changes(ink, rng), changes.pen_width(rng)
        for _ in range(self._invented):
            rng = self._random(epoch, next(numbers))
            ink = settings.augmentation(random_non_digit(self._digits, rng), rng)
            yield ink, settings.augmentation.pen_width(rng)

    def _random(self, epoch: int, place: int) -> np.random.Generator:
        return np.random.default_rng((self._seed, epoch, place))
