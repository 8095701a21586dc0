"""Rendered ink: normalises drawings for training, as the pad does, with random changes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.ink_dataset import InkDataset, UnlabeledInk
from digit_widgets.data.synthetic.non_digits import random_non_digit
from digit_widgets.data.synthetic.rare_digits import random_rare_digit
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.training.input_pipeline.hand_variation import HandVariation
from digit_widgets.training.input_pipeline.ink_augmentation import InkAugmentation
from digit_widgets.training.input_pipeline.scanned_look import draw_scanned

__all__ = ["NOT_A_DIGIT", "InkSettings", "RenderedEpochs"]

#: Label of images that are not digits.
NOT_A_DIGIT = -1
#: An epoch renders every n-th drawing anew, and keeps the images of the others: rendering all of
#: them takes longer than training on them does.
_RENEWAL = 4

Rendered = tuple[NDArray[np.uint8], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class InkSettings:
    """Settings for mixing drawings into a training.

    Parameters
    ----------
    digits
        Drawn digits per image of the training set.
    drawn_non_digits, invented
        Drawings that people made, and random ones, that are not digits, per image of the training
        set; for the scorer alone.
    varied
        Share of the drawn digits, in 0..1, that `variation` changes.
    rare
        Share of the digits, in 0..1, that rules draw in ways that few people have.
    scanned
        Share of all drawings, in 0..1, that look scanned: digits in images do.
    augmentation
        Random changes of all drawn digits and invented non-digits.
    variation
        Further changes of some digits.
    non_digit_augmentation
        Random changes of drawn non-digits; they may be larger: a turned letter is still no digit.
    """

    digits: float = 0.54  # 35 % of a batch
    drawn_non_digits: float = 0.5
    invented: float = 0.5
    varied: float = 0.4
    rare: float = 0.08
    scanned: float = 0.3
    augmentation: InkAugmentation = field(default_factory=InkAugmentation)
    variation: HandVariation = field(default_factory=HandVariation)
    non_digit_augmentation: InkAugmentation = field(
        default_factory=lambda: InkAugmentation(rotation=25.0, slant=0.4, aspect=0.35)
    )


class RenderedEpochs:
    """Renders drawings epoch by epoch; the next epoch is rendered while one is trained on.

    Every set of non-digits is used equally often, and so is every writer in it, and every writer
    of digits, however many they drew. The result depends only on the seed and the epoch.

    Parameters
    ----------
    settings
        Settings for mixing them in.
    n_images
        Number of images that they are mixed with.
    digits
        Labelled drawings, two or more.
    non_digits
        Sets of drawings that are not digits; None if no non-digits are mixed in, not even random
        ones.
    letters
        Letters of fonts, for random non-digits.
    seed
        Any integer from 0.
    """

    def __init__(
        self,
        settings: InkSettings,
        n_images: int,
        digits: InkDataset,
        non_digits: Sequence[UnlabeledInk] | None = None,
        *,
        letters: Sequence[Ink] = (),
        seed: int,
    ) -> None:
        self._settings, self._seed = settings, seed
        self._digits, self._letters = digits, letters
        self._hands = _group_by_writer(digits)
        self._others = [(each, _group_by_writer(each)) for each in non_digits or () if each.inks]
        self._n_digits = round(settings.digits * n_images)
        self._n_drawn = round(settings.drawn_non_digits * n_images) if self._others else 0
        self._n_invented = 0 if non_digits is None else round(settings.invented * n_images)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="digit-widgets-rendering")
        self._images = np.empty((0, 28, 28), np.uint8)
        self._labels = np.empty(0, np.int64)
        self._rendered: int | None = None
        self._next: tuple[int, Future[Rendered]] | None = None

    def __len__(self) -> int:
        """Return the number of images per epoch."""
        return self._n_digits + self._n_drawn + self._n_invented

    def epoch(self, number: int) -> Rendered:
        """Return (N, 28, 28) uint8 images, 255 for ink, and (N,) labels, 0-9 or `NOT_A_DIGIT`."""
        if self._next is None or self._next[0] != number:
            self._next = number, self._executor.submit(self._render, number)
        rendered = self._next[1].result()
        self._next = number + 1, self._executor.submit(self._render, number + 1)
        return rendered

    def validation(self, count: int) -> Rendered:
        """Return invented non-digits that are in no epoch, in the form of `epoch`."""
        places = range(len(self) - self._n_invented, len(self) - self._n_invented + count)
        images, labels = zip(*(self._draw(place, 2**31) for place in places), strict=True)
        return np.stack(images), np.array(labels, np.int64)

    def close(self) -> None:
        """Stop rendering."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _render(self, epoch: int) -> Rendered:
        places = range(epoch % _RENEWAL, len(self), _RENEWAL)
        if epoch == 0 or self._rendered != epoch - 1:
            # The first epoch, or one to resume with.
            places = range(len(self))
            self._images = np.empty((len(self), 28, 28), np.uint8)
            self._labels = np.empty(len(self), np.int64)
        else:
            # The epoch before is still trained on.
            self._images, self._labels = self._images.copy(), self._labels.copy()
        for place in places:
            version = max(0, epoch - (epoch - place) % _RENEWAL)
            self._images[place], self._labels[place] = self._draw(place, version)
        self._rendered = epoch
        return self._images, self._labels

    def _draw(self, place: int, version: int) -> tuple[NDArray[np.uint8], int]:
        """Return the image and the label at a place among an epoch's images."""
        rng = np.random.default_rng((self._seed, version, place))
        settings, label = self._settings, NOT_A_DIGIT
        changes = settings.augmentation
        if place < self._n_digits and rng.random() < settings.rare:
            ink, label = random_rare_digit(rng)
        elif place < self._n_digits:
            chosen = rng.choice(self._hands[place % len(self._hands)])
            ink, label = self._digits.inks[chosen], int(self._digits.labels[chosen])
            if rng.random() < settings.varied:
                ink = settings.variation(ink, rng)
        elif place < self._n_digits + self._n_drawn:
            drawings, hands = self._others[place % len(self._others)]
            hand = hands[place // len(self._others) % len(hands)]
            ink, changes = drawings.inks[rng.choice(hand)], settings.non_digit_augmentation
        else:
            ink = random_non_digit(self._digits, rng, letters=self._letters)
        if rng.random() < settings.scanned:
            image = draw_scanned(changes(ink, rng), rng)
        else:
            image = normalize_ink(changes(ink, rng), changes.pen_width(rng))
        return np.rint(255 * image).astype(np.uint8), label


def _group_by_writer(drawings: InkDataset | UnlabeledInk) -> list[NDArray[np.int64]]:
    """Return the indices of each writer's drawings; those of unknown writers are one group."""
    if drawings.writers is None:
        return [np.arange(len(drawings.inks))]
    return [np.flatnonzero(drawings.writers == writer) for writer in np.unique(drawings.writers)]
