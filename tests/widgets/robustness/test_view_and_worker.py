"""The robustness explorer's view and its worker, each without the other or without the widget."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from ipywidgets import HTML, Box, FloatSlider, ToggleButtons
from numpy.typing import NDArray

from digit_widgets.evaluation.disturbances import DISTURBANCES
from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.robustness import RobustnessCurve
from digit_widgets.widgets.robustness.choice_worker import Choice, ChoiceWorker
from digit_widgets.widgets.robustness.view import RobustnessView
from tests.support.waiting import LONG
from tests.support.widget_tree import button, find_one, text_of
from tests.widgets.conftest import press, set_from_page

LABELS = np.arange(20) % 10
IMAGES = np.ones((20, 28, 28), np.float32)


class Zeros:
    """Reads a 0 in everything, if it works."""

    labels = tuple("0123456789")
    works = True

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        if not self.works:
            raise RuntimeError("out of order")
        return np.tile(np.eye(1, 10, dtype=np.float32), (len(images), 1))


@pytest.fixture
def chosen() -> list[Any]:
    return []


@pytest.fixture
def view(chosen: list[Any]) -> RobustnessView:
    return RobustnessView(
        ["zeros"],
        LABELS,
        is_own_data=False,
        choose_disturbance=chosen.append,
        choose_strength=chosen.append,
        show_others=lambda: chosen.append("others"),
    )


def test_the_view_tells_each_choice_once_and_makes_none(
    view: RobustnessView, chosen: list[Any]
) -> None:
    box = Box(view.parts)
    view.begin(DISTURBANCES["shift"])
    view.place(0.0)
    assert chosen == []
    set_from_page(find_one(box, ToggleButtons), index=1)
    set_from_page(find_one(box, FloatSlider, shown=True), value=3.0)
    press(button(box, "Ten others"))
    assert chosen == ["turn", 3.0, "others"]


def test_the_view_shows_what_is_known_and_who_failed(view: RobustnessView) -> None:
    kind, share = DISTURBANCES["noise"], Proportion(15, 20)
    view.begin(kind)
    curves = {"zeros": RobustnessCurve("noise", (0.0,), (share,))}
    view.show_accuracies(kind, 0.0, curves, {"zeros": share}, ())
    assert "zeros 75.0%" in text_of(Box(view.parts))
    view.show_accuracies(kind, 0.0, curves, {}, ["zeros"])
    assert "zeros no reading" in text_of(Box(view.parts))


def test_the_worker_reports_whole_curves_and_tries_a_failed_model_with_another_disturbance(
    view: RobustnessView,
) -> None:
    reports: list[tuple[dict[str, RobustnessCurve], dict[str, str]]] = []
    model = Zeros()
    model.works = False
    worker = ChoiceWorker(view, {"zeros": model}, IMAGES, LABELS, lambda *it: reports.append(it))
    worker.choose(Choice(DISTURBANCES["shift"], 0.0, 1))
    worker.skip_announcement()
    assert worker.wait(LONG)
    curves, problems = reports[-1]
    assert curves["zeros"].strengths == ()
    assert "out of order" in problems["zeros"]
    model.works = True
    worker.choose(Choice(DISTURBANCES["turn"], 0.0, 1))
    worker.skip_announcement()
    assert worker.wait(LONG)
    curves, problems = reports[-1]
    assert curves["zeros"].strengths == DISTURBANCES["turn"].strengths
    assert set(curves["zeros"].accuracies) == {Proportion(2, 20)}
    assert problems == {}
    assert view.announcement.value == ""
    worker.close()


def test_the_worker_announces_a_choice_after_a_pause(
    view: RobustnessView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digit_widgets.widgets.robustness.choice_worker._PAUSE", 0.02)
    worker = ChoiceWorker(view, {"zeros": Zeros()}, IMAGES, LABELS, lambda *_: None)
    worker.choose(Choice(DISTURBANCES["turn"], 0.0, 1))
    assert worker.wait(LONG)
    assert isinstance(view.announcement, HTML)
    assert "zeros 10 percent of 20 images" in view.announcement.value
    worker.close()
