"""Rendered drawings: mixed evenly, renewed by quarters, and the same for a seed and an epoch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import InkDataset, UnlabeledInk
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.training import InkAugmentation
from digit_widgets.training.input_pipeline.rendered_ink import (
    NOT_A_DIGIT,
    InkSettings,
    RenderedEpochs,
)

STILL = InkAugmentation(rotation=0, slant=0, aspect=0, jitter=0, thinning=1, pen=0)
UNCHANGED = InkSettings(
    digits=1,
    drawn_non_digits=1,
    invented=0,
    varied=0,
    rare=0,
    scanned=0,
    augmentation=STILL,
    non_digit_augmentation=STILL,
)
CHANGED = InkSettings(digits=1, drawn_non_digits=0.5, invented=0.25)


@contextmanager
def rendered(
    settings: InkSettings,
    n_images: int,
    digits: InkDataset,
    *non_digits: UnlabeledInk,
    seed: int = 4,
) -> Iterator[RenderedEpochs]:
    epochs = RenderedEpochs(settings, n_images, digits, non_digits, seed=seed)
    yield epochs
    epochs.close()


@cache
def image_of(ink: Ink) -> NDArray[np.uint8]:
    return np.rint(255 * normalize_ink(ink)).astype(np.uint8)


def count(images: NDArray[np.uint8], ink: Ink) -> int:
    return int((images == image_of(ink)).all(axis=(1, 2)).sum())


def test_an_epoch_has_its_shares_of_each_kind(pen: InkDataset, letters: UnlabeledInk) -> None:
    with rendered(CHANGED, 40, pen, letters) as epochs:
        images, labels = epochs.epoch(0)
    assert images.shape == (len(epochs), 28, 28) == (40 + 20 + 10, 28, 28)
    assert images.dtype == np.uint8
    assert (labels[:40] >= 0).all()
    assert (labels[40:] == NOT_A_DIGIT).all()
    # Ink is 255, and every drawing has some.
    assert (images.max(axis=(1, 2)) > 200).all()


def test_digits_alone_are_rendered_without_non_digits(pen: InkDataset) -> None:
    epochs = RenderedEpochs(CHANGED, 40, pen, seed=4)
    assert len(epochs) == 40
    assert (epochs.epoch(0)[1] >= 0).all()
    epochs.close()


def test_without_drawn_non_digits_there_are_random_ones(pen: InkDataset) -> None:
    for none in ((), (UnlabeledInk(()),)):
        with rendered(CHANGED, 40, pen, *none) as epochs:
            assert len(epochs) == 40 + 10


def test_each_epoch_renews_a_quarter_and_leaves_the_one_before_alone(
    pen: InkDataset, letters: UnlabeledInk
) -> None:
    with rendered(CHANGED, 40, pen, letters) as epochs, rendered(CHANGED, 40, pen, letters) as one:
        before, _ = epochs.epoch(0)
        first = before
        for epoch in range(1, 6):
            now, _ = epochs.epoch(epoch)
            changed = (now != before).any(axis=(1, 2))
            np.testing.assert_array_equal(changed, np.arange(len(now)) % 4 == epoch % 4)
            before = now
        np.testing.assert_array_equal(one.epoch(0)[0], first)


@pytest.mark.parametrize("begun", [1, 3, 6])
def test_an_epoch_to_resume_with_is_that_of_an_unbroken_training(
    begun: int, pen: InkDataset, letters: UnlabeledInk
) -> None:
    with rendered(CHANGED, 20, pen, letters) as epochs, rendered(CHANGED, 20, pen, letters) as late:
        for epoch in range(begun):
            epochs.epoch(epoch)
        for epoch in range(begun, begun + 3):
            for reached, afresh in zip(epochs.epoch(epoch), late.epoch(epoch), strict=True):
                np.testing.assert_array_equal(reached, afresh)


def test_another_seed_gives_other_images(pen: InkDataset) -> None:
    with rendered(CHANGED, 20, pen) as epochs, rendered(CHANGED, 20, pen, seed=5) as others:
        assert (epochs.epoch(0)[0] != others.epoch(0)[0]).any(axis=(1, 2)).all()


def test_every_writer_of_digits_is_used_equally_often(pen: InkDataset) -> None:
    # Writer 2 drew one digit, a 7, and the others eight each.
    few = InkDataset(pen.inks[:17], np.where(np.arange(17) == 7, 7, 0), np.array([1] * 17))
    assert few.writers is not None
    few.writers[7], few.writers[:4] = 2, 3
    with rendered(replace(UNCHANGED, drawn_non_digits=0), 60, few) as epochs:
        images, labels = epochs.epoch(0)
    assert (labels == 7).sum() == count(images, few.inks[7]) == 20


def test_every_set_of_non_digits_and_every_writer_in_it_is_used_equally_often(
    pen: InkDataset, letters: UnlabeledInk
) -> None:
    inks = letters.inks
    many = UnlabeledInk(inks[:3], None, np.array(["Ida", "Bo", "Bo"]))
    with rendered(UNCHANGED, 80, pen, many, UnlabeledInk(inks[3:4])) as epochs:
        images, labels = epochs.epoch(0)
    images = images[labels == NOT_A_DIGIT]
    assert len(images) == 80
    assert [count(images, inks[number]) for number in (0, 3)] == [20, 40]
    assert count(images, inks[1]) + count(images, inks[2]) == 20
    assert count(images, inks[1]) > 0 < count(images, inks[2])


def test_a_share_of_the_digits_is_varied_as_between_hands(pen: InkDataset) -> None:
    settings = replace(UNCHANGED, drawn_non_digits=0, varied=0.4)
    with rendered(settings, 200, pen) as epochs:
        images, labels = epochs.epoch(0)
    same = sum(
        (image == image_of(pen.inks[label])).all()
        for image, label in zip(images, labels, strict=True)
    )
    assert 0.5 < same / 200 < 0.7


def test_rare_digits_and_the_look_of_scans_are_learnt_by_all(
    pen: InkDataset, letters: UnlabeledInk
) -> None:
    drawn = list(set(pen.inks + letters.inks))
    for change in ({"rare": 0.25}, {"scanned": 0.25}):
        settings = replace(UNCHANGED, **change)
        with rendered(settings, 200, pen, letters) as epochs:
            images, labels = epochs.epoch(0)
        same = np.array([sum(count(image[None], ink) for ink in drawn) for image in images])
        assert 0.15 < 1 - same[:200].mean() < 0.35
        assert (same[200:].mean() < 0.85) == ("scanned" in change)
        assert labels[:200].min() >= 0
        reader = RenderedEpochs(settings, 200, pen, seed=4)
        as_drawn = sum(count(reader.epoch(0)[0], ink) for ink in set(pen.inks))
        assert 130 < as_drawn < 170
        reader.close()


def test_drawings_are_changed_digits_and_non_digits_each_in_their_way(
    pen: InkDataset, letters: UnlabeledInk
) -> None:
    for kind, kept in (("augmentation", letters), ("non_digit_augmentation", pen)):
        settings = replace(UNCHANGED, **{kind: InkAugmentation()})
        with rendered(settings, 20, pen, letters) as epochs:
            images, _ = epochs.epoch(0)
        assert sum(count(images, ink) for ink in set(pen.inks + letters.inks)) == 20
        assert sum(count(images, ink) for ink in set(kept.inks)) == 20


def test_random_non_digits_to_validate_on_are_in_no_epoch(
    pen: InkDataset, letters: UnlabeledInk
) -> None:
    with rendered(CHANGED, 40, pen, letters) as epochs:
        images, labels = epochs.validation(15)
        learnt = np.concatenate([epochs.epoch(epoch)[0][60:] for epoch in range(5)])
        np.testing.assert_array_equal(epochs.validation(15)[0], images)
    assert images.shape == (15, 28, 28)
    assert labels.tolist() == [NOT_A_DIGIT] * 15
    assert not (images[:, None] == learnt[None]).all(axis=(2, 3)).any()
