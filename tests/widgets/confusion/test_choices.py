"""What the confusion explorer is made of: its choices, and the images that a choice names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from ipywidgets import Dropdown, ToggleButtons
from numpy.typing import NDArray

from digit_widgets.errors import DataError
from digit_widgets.evaluation.confusion import LabeledPredictions
from digit_widgets.widgets.confusion.cell_choice import CellChoice
from digit_widgets.widgets.confusion.chosen_images import find_cell, find_difference
from digit_widgets.widgets.confusion.set_readings import read_with_models
from digit_widgets.widgets.confusion.view_choice import ViewChoice
from tests.widgets.conftest import set_from_page

CLASSES = ("a", "b")


def readings(read: list[int], sureness: list[float]) -> LabeledPredictions:
    """Of four images, two an "a" and two a "b", what a model reads and how surely."""
    shares = np.array([[sure, 1 - sure] for sure in sureness], np.float32)
    shares[np.array(read) == 1] = shares[np.array(read) == 1, ::-1]
    return LabeledPredictions(shares, np.array([0, 0, 1, 1]), None, CLASSES)


TWO = {
    "x": readings([0, 1, 1, 1], [0.9, 0.6, 0.7, 0.8]),
    "y": readings([1, 1, 1, 0], [0.9, 0.8, 0.7, 0.6]),
}


def test_a_cell_names_its_images_the_surest_first() -> None:
    chosen = find_cell(TWO, (1, 1), "x")
    assert chosen.indices.tolist() == [3, 2]
    assert (chosen.title, chosen.reader) == ("b read as b by x", "x")


@pytest.mark.parametrize(
    ("cell", "indices", "title", "reader"),
    [
        ((0, 1), [0], "a read as b by y and not by x", "y"),
        ((1, 1), [3], "b read as b by x and not by y", "x"),
        ((1, 0), [3], "b read as a by y and not by x", "y"),
        ((0, 0), [0], "a read as a by x and not by y", "x"),
    ],
)
def test_a_difference_names_what_only_the_one_with_more_has(
    cell: tuple[int, int], indices: list[int], title: str, reader: str
) -> None:
    chosen = find_difference(TWO, cell, ("x", "y"))
    assert (chosen.indices.tolist(), chosen.title, chosen.reader) == (indices, title, reader)


def test_of_two_with_as_many_in_a_cell_it_is_the_first() -> None:
    assert find_difference({"x": TWO["x"], "y": TWO["x"]}, (0, 0), ("x", "y")).reader == "x"


def test_a_cell_is_told_once_both_are_chosen_and_not_when_it_is_shown() -> None:
    told: list[Any] = []
    choice = CellChoice(CLASSES, told.append)
    true, read = choice.parts
    assert (true.description, read.description) == ("True class", "Read as")
    set_from_page(true, index=2)
    assert told == []
    set_from_page(read, index=1)
    assert told == [(1, 0)]
    choice.show((0, 1))
    assert (true.value, read.value) == (0, 1)
    choice.show(None)
    assert told == [(1, 0)]
    assert true.label == read.label == "choose"


@pytest.mark.parametrize(("names", "display"), [([], "none"), (["x"], "none"), (["x", "y"], "")])
def test_views_and_models_are_a_choice_of_two_or_more(names: list[str], display: str) -> None:
    told: list[str] = []
    choice = ViewChoice(names, told.append, told.append)
    views, models = choice.parts
    assert [part.layout.display for part in choice.parts] == [display] * 2
    assert isinstance(views, ToggleButtons)
    assert isinstance(models, Dropdown)
    assert list(views.options) == ["One", "Two", "Difference"]
    choice.show_view("two")
    assert models.layout.display == "none"
    choice.show_view("one")
    assert models.layout.display == display


def test_a_view_and_a_model_that_are_chosen_are_told() -> None:
    told: list[str] = []
    choice = ViewChoice(["x", "y"], told.append, told.append)
    views, models = choice.parts
    set_from_page(views, index=2)
    set_from_page(models, index=1)
    assert told == ["difference", "y"]


def test_each_model_reads_the_set_once_and_the_others_are_reported() -> None:
    calls = []

    def zeros(images: NDArray[np.float32]) -> NDArray[np.float32]:
        calls.append(len(images))
        return np.tile(np.eye(1, 10, dtype=np.float32), (len(images), 1))

    images = np.ones((3, 28, 28), np.float32)
    read = read_with_models({"zeros": zeros, "gone": "no/such.tflite"}, images, [0, 0, 1])
    assert read.images is images
    assert read.classes == tuple("0123456789")
    assert read.readings["zeros"].right.tolist() == [True, True, False]
    assert "There is no model file" in read.problems["gone"]
    assert calls.count(3) == 1
    with pytest.raises(DataError, match="3 images and 2 labels"):
        read_with_models({"zeros": zeros}, images, [0, 0])
