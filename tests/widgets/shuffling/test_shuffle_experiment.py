"""The shuffle experiment: what is learnt from, what is said of it, stopping and failing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from ipywidgets import HTML, Button

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ArgumentError, DataError
from digit_widgets.evaluation.disturbances import disturb
from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.training import measure_learning
from digit_widgets.widgets import ShuffleExperiment
from digit_widgets.widgets.parts.page_widgets import PixelImage
from tests.support.widget_tree import button, find_all, find_one, plain_text
from tests.widgets.conftest import press

SHUFFLE, IN_PLACE = "Shuffle the pixels, and train", "Pixels in place, and train"
LONG = 60.0


class Learner:
    """Learns nothing: it reads as many rightly as it is told to, and keeps what it was given."""

    def __init__(self, hits: dict[tuple[str, bool], int], original: ImageDataset) -> None:
        self.hits, self.original = hits, original
        self.given: list[ImageDataset] = []

    def __call__(self, model: str, data: ImageDataset, *, callbacks: Any) -> Proportion:
        assert len(callbacks) == 1
        self.given.append(data)
        in_place = np.array_equal(data.x_train, self.original.x_train)
        return Proportion(self.hits[model, in_place], 1000)


@pytest.fixture
def data(tiny_mnist: ImageDataset) -> ImageDataset:
    return tiny_mnist


@pytest.fixture
def learner(data: ImageDataset) -> Learner:
    hits = {("ann", True): 940, ("cnn", True): 975, ("ann", False): 945, ("cnn", False): 910}
    return Learner(hits, data)


@pytest.fixture
def experiment(learner: Learner, data: ImageDataset) -> Iterator[ShuffleExperiment]:
    experiment = ShuffleExperiment(learner, data)
    yield experiment
    experiment.close()


def press_and_wait(experiment: ShuffleExperiment, name: str) -> None:
    pressed = button(experiment, name)
    assert not pressed.disabled
    press(pressed)
    experiment.wait(LONG)


def table(experiment: ShuffleExperiment) -> str:
    (found,) = (each for each in find_all(experiment, HTML) if "<table" in each.value)
    return plain_text(found.value)


def told(experiment: ShuffleExperiment) -> str:
    return " ".join(
        plain_text(each.value)
        for each in find_all(experiment, HTML)
        if each.value.startswith('<div role="status"')
    )


def shown(experiment: ShuffleExperiment) -> list[bytes]:
    return [bytes(image.grey) for image in find_all(experiment, PixelImage)]


def test_all_images_are_shuffled_in_one_way_and_both_networks_learn_from_them(
    experiment: ShuffleExperiment, learner: Learner, data: ImageDataset
) -> None:
    before = shown(experiment)
    press_and_wait(experiment, SHUFFLE)
    assert len(learner.given) == 2
    for given in learner.given:
        np.testing.assert_array_equal(given.x_train, disturb(data.x_train, "shuffled pixels", 100))
        np.testing.assert_array_equal(given.x_test, disturb(data.x_test, "shuffled pixels", 100))
    assert shown(experiment) != before
    press_and_wait(experiment, IN_PLACE)
    np.testing.assert_array_equal(learner.given[-1].x_train, data.x_train)
    assert shown(experiment) == before


def test_the_lead_is_told_and_its_reason_only_after_the_shuffled_training(
    experiment: ShuffleExperiment,
) -> None:
    assert "%" not in table(experiment).replace("95%", "")
    press_and_wait(experiment, IN_PLACE)
    assert told(experiment) == "Pixels in place: CNN leads ANN by 3.5 points."
    press_and_wait(experiment, SHUFFLE)
    assert "Pixels shuffled: ANN leads CNN by 3.5 points." in told(experiment)
    assert "windows of neighbours" in told(experiment)
    for share in ("94.0%", "97.5%", "94.5%", "91.0%"):
        assert share in table(experiment)
    assert experiment.results["shuffled"]["CNN"] == Proportion(910, 1000)


def test_no_reason_is_given_for_what_may_be_chance(
    experiment: ShuffleExperiment, learner: Learner
) -> None:
    learner.hits["cnn", False] = 942
    press_and_wait(experiment, SHUFFLE)
    assert told(experiment) == "Pixels shuffled: ANN and CNN read about as many."


def test_no_reason_is_given_for_what_did_not_happen(
    experiment: ShuffleExperiment, learner: Learner
) -> None:
    learner.hits["cnn", False] = 946
    press_and_wait(experiment, SHUFFLE)
    assert told(experiment) == "Pixels shuffled: CNN and ANN read about as many."


def test_a_stopped_training_leaves_no_result(data: ImageDataset) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def learn(_: str, __: ImageDataset, *, callbacks: Any) -> Proportion:
        begun.set()
        assert go_on.wait(LONG)
        return Proportion(1, 1)

    experiment = ShuffleExperiment(learn, data)
    press(button(experiment, SHUFFLE))
    assert begun.wait(LONG)
    assert all(button(experiment, name).disabled for name in (SHUFFLE, IN_PLACE))
    with pytest.raises(ArgumentError, match="under way"):
        experiment.start("in place")
    press(button(experiment, "Stop"))
    go_on.set()
    experiment.wait(LONG)
    assert experiment.results == {}
    assert [each.disabled for each in find_all(experiment, Button)] == [False, False, True]


def test_a_training_that_fails_is_told_and_another_can_begin(data: ImageDataset) -> None:
    def learn(*_: Any, **__: Any) -> Proportion:
        raise DataError("Too few images.")

    experiment = ShuffleExperiment(learn, data)
    press(button(experiment, SHUFFLE))
    with pytest.raises(DataError):
        experiment.wait(LONG)
    assert experiment.error == "Too few images."
    assert "Too few images." in find_one(experiment, HTML, "digit-widgets-message").value
    assert not button(experiment, SHUFFLE).disabled


def test_wrong_arguments_are_told(learner: Learner, data: ImageDataset) -> None:
    for wrong in (None, data.x_train):
        with pytest.raises(ArgumentError, match="ImageDataset"):
            ShuffleExperiment(learner, wrong)
    with pytest.raises(DataError, match="no training images"):
        ShuffleExperiment(learner, data.subset(0, 10))
    with pytest.raises(ArgumentError, match="'in place' or 'shuffled'"):
        ShuffleExperiment(learner, data).start("sorted")


def test_real_networks_learn_from_shuffled_pixels(data: ImageDataset) -> None:
    experiment = ShuffleExperiment(measure_learning, data.subset(256, 50))
    press_and_wait(experiment, SHUFFLE)
    assert {name: share.n for name, share in experiment.results["shuffled"].items()} == {
        "ANN": 50,
        "CNN": 50,
    }
