"""The search for a small change that makes models disagree: on the pad, undone, stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from ipywidgets import Button

from digit_widgets.ink import Ink
from digit_widgets.widgets import DigitPad, ModelComparison
from digit_widgets.widgets.comparison.disagreement_search import DisagreementSearch
from digit_widgets.widgets.comparison.followed_comparison import FollowedComparison
from digit_widgets.widgets.parts.message import Message
from tests.support.digits import DIGITS, finely
from tests.support.waiting import LONG
from tests.support.widget_tree import button, find_all, find_one, plain_text

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)
START = "Move it until they disagree"


def always(images: np.ndarray) -> np.ndarray:
    return np.eye(10, dtype=np.float32)[[7] * len(images)]


def by_weight(images: np.ndarray) -> np.ndarray:
    """Read a 7 in what has as much ink as `SEVEN`, a 1 in what has clearly less."""
    light = images.sum(axis=(1, 2)) < 0.9 * WEIGHT[0]
    return np.eye(10, dtype=np.float32)[np.where(light, 1, 7)]


WEIGHT: list[float] = []


@pytest.fixture(autouse=True)
def _weigh() -> None:
    pad = DigitPad(always, ink=SEVEN)
    WEIGHT[:] = [float(pad.image.sum())]
    pad.close()


@pytest.fixture
def comparison() -> Iterator[ModelComparison]:
    comparison = ModelComparison({"A": always, "B": by_weight}, ink=SEVEN)
    yield comparison
    comparison.close()


def search_of(widget: Any) -> DisagreementSearch:
    return find_one(widget, DisagreementSearch)


def said(widget: Any) -> str:
    return plain_text(find_one(search_of(widget), Message).value)


def search(widget: Any) -> str:
    """Press the button, wait, and return what is said then."""
    button(widget, START).click()
    search_of(widget).wait()
    return said(widget)


def test_what_is_found_is_drawn_and_said_and_undone(comparison: ModelComparison) -> None:
    words = search(comparison)
    assert words.endswith(": A reads 7, B reads 1. Undo brings your drawing back.")
    assert comparison.ink != SEVEN
    assert comparison.predictions["B"].label == "1"
    comparison.undo()
    assert comparison.ink == SEVEN
    assert not button(comparison, START).disabled
    assert button(comparison, "Stop").disabled


def test_what_is_found_stays_on_the_pad(comparison: ModelComparison) -> None:
    search(comparison)
    bounds = comparison.ink.bounds
    assert bounds is not None
    assert min(bounds) >= 0
    assert max(bounds) <= 280


def test_a_followed_pads_drawing_is_changed_as_well() -> None:
    pad = DigitPad(always, ink=SEVEN)
    followed = FollowedComparison(pad, {"A": always, "B": by_weight})
    assert "Undo brings" in search(followed)
    assert pad.ink != SEVEN
    pad.undo()
    assert pad.ink == SEVEN
    followed.close()
    pad.close()


def test_where_nothing_is_found_the_drawing_stays() -> None:
    comparison = ModelComparison({"A": always, "B": always}, ink=SEVEN)
    assert search(comparison).startswith("Nothing found: none of 768 changes")
    assert comparison.ink == SEVEN
    assert not comparison.canvas.can_redo
    comparison.close()


def test_nothing_drawn_and_a_disagreement_that_is_there_are_said(
    comparison: ModelComparison,
) -> None:
    search(comparison)
    assert search(comparison) == "They disagree already: A reads 7, B reads 1."
    comparison.clear()
    assert search(comparison) == "There is nothing to move: draw a digit first."


def test_it_can_be_stopped_and_stops_when_somebody_draws_on() -> None:
    entered, go_on = threading.Event(), threading.Event()

    def waits(images: np.ndarray) -> np.ndarray:
        if threading.current_thread() is not threading.main_thread() and armed:
            entered.set()
            assert go_on.wait(LONG)
        return always(images)

    armed: list[bool] = []
    comparison = ModelComparison({"A": always, "B": waits}, ink=SEVEN)
    armed.append(True)
    button(comparison, START).click()
    assert entered.wait(LONG)
    assert button(comparison, START).disabled
    button(comparison, "Stop").click()
    armed.clear()
    go_on.set()
    search_of(comparison).wait()
    assert said(comparison).startswith("Stopped after 0 of 768 changes.")
    assert comparison.ink == SEVEN
    entered.clear(), go_on.clear(), armed.append(True)
    button(comparison, START).click()
    assert entered.wait(LONG)
    armed.clear()
    comparison.canvas.ink = Ink.from_strokes(DIGITS["1"], width=16)
    go_on.set()
    search_of(comparison).wait()
    assert said(comparison) == "Stopped, because the drawing was changed."
    comparison.close()


def test_a_model_that_raises_ends_it_with_its_words() -> None:
    left = [1000]

    def tired(images: np.ndarray) -> np.ndarray:
        left[0] -= 1
        if left[0] < 0:
            raise RuntimeError("out of <memory>")
        return always(images)

    comparison = ModelComparison({"A": always, "B": tired}, ink=SEVEN)
    left[0] = 3
    assert "RuntimeError: out of <memory>" in search(comparison)
    assert comparison.ink == SEVEN
    comparison.close()


def test_one_model_has_nothing_to_disagree_with_and_a_small_one_no_room() -> None:
    for comparison in (
        ModelComparison({"A": always, "B": "missing.tflite"}),
        ModelComparison({"A": always, "B": always}, compact=True),
    ):
        assert find_all(comparison, Button, description=START) == []
        comparison.close()
