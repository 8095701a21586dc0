"""The studio: one drawing through views that are built when they are first opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ipywidgets import Widget
from traitlets import TraitError

from digit_widgets.errors import ArgumentError
from digit_widgets.ink import Ink
from digit_widgets.widgets import (
    DigitPad,
    FeatureMaps,
    InkTimeline,
    NumberPad,
    Studio,
    WhyThisDigit,
)
from digit_widgets.widgets.comparison.followed_comparison import FollowedComparison
from digit_widgets.widgets.comparison.model_bars import ModelBars
from digit_widgets.widgets.studio.fooling import FoolTheNetworks
from digit_widgets.widgets.studio.view_tabs import ViewTabs
from tests.support.digits import DIGITS, finely
from tests.support.waiting import new_threads, wait_for_end
from tests.support.widget_tree import find_all, find_one, walk
from tests.widgets.conftest import press_tool, send_custom

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)
FOUR = Ink.from_strokes([finely(stroke) for stroke in DIGITS["4"]], width=16)
#: What each view shows, besides the pad.
SHOWN = {
    "Compare": ModelBars,
    "Look inside": FeatureMaps,
    "Fool it": FoolTheNetworks,
    "A whole number": NumberPad,
}


@pytest.fixture
def studio() -> Iterator[Studio]:
    studio = Studio()
    yield studio
    studio.close()


def choose(studio: Studio, view: str) -> None:
    """Press a tab, as a person does on the page."""
    tabs = find_one(studio, ViewTabs)
    send_custom(tabs, {"choose": tabs.names.index(view)})


def shown(studio: Studio, kind: type[Widget]) -> list[Any]:
    return find_all(studio, kind, shown=True)


def test_at_first_there_is_the_pad_and_what_is_read_alone(studio: Studio) -> None:
    assert studio.view == "Read"
    for kind in (*SHOWN.values(), InkTimeline, WhyThisDigit):
        assert find_all(studio, kind) == []
    parts = list(walk(studio, shown=True))
    assert {studio.pad.canvas, studio.pad.chart, studio.pad.preview} <= set(parts)


def test_the_time_line_comes_once_a_page_shows_the_pad(studio: Studio) -> None:
    for _ in range(2):
        send_custom(find_one(studio, ViewTabs), {"shown": True})
        (timeline,) = shown(studio, InkTimeline)
    studio.pad.ink = SEVEN
    timeline.wait()
    assert timeline.timeline.ink is studio.pad.ink


@pytest.mark.parametrize("view", SHOWN)
def test_a_tab_shows_its_view_which_is_built_once(studio: Studio, view: str) -> None:
    choose(studio, view)
    assert studio.view == view
    assert find_one(studio, ViewTabs).names[find_one(studio, ViewTabs).chosen] == view
    (widget,) = shown(studio, SHOWN[view])
    for other in SHOWN.values():
        assert bool(shown(studio, other)) == (other is SHOWN[view])
    choose(studio, "Read")
    assert shown(studio, SHOWN[view]) == []
    studio.view = view
    assert shown(studio, SHOWN[view]) == [widget]


def test_one_drawing_goes_through_all_views_and_the_pad_keeps_it(studio: Studio) -> None:
    studio.pad.ink = SEVEN
    for view in ("Compare", "Look inside", "Fool it"):
        choose(studio, view)
        assert studio.pad.canvas in list(walk(studio, shown=True))
        assert studio.pad.ink == SEVEN
        for comparison in shown(studio, FollowedComparison):
            comparison.wait()
            read = {name: each.label for name, each in comparison.predictions.items()}
            assert read == {"CNN": "7", "ANN": "7", "Reader": "7"}
        for maps in shown(studio, FeatureMaps):
            assert maps.maps[0].any()
            assert maps.error == ""
    choose(studio, "A whole number")
    assert studio.pad.canvas not in list(walk(studio, shown=True))
    assert find_one(studio, NumberPad).value is None
    choose(studio, "Read")
    assert studio.pad.value == "7"


def test_a_view_that_nobody_looks_at_rests_and_catches_up(studio: Studio) -> None:
    studio.pad.ink = SEVEN
    choose(studio, "Compare")
    comparison = find_one(studio, FollowedComparison)
    comparison.wait()
    before = comparison.predictions
    choose(studio, "Read")
    studio.pad.ink = FOUR
    comparison.wait()
    assert comparison.predictions is before
    choose(studio, "Compare")
    comparison.wait()
    assert {each.label for each in comparison.predictions.values()} == {"4"}


def test_a_dot_is_read_by_no_model(studio: Studio) -> None:
    choose(studio, "Compare")
    comparison = find_one(studio, FollowedComparison)
    studio.pad.ink = Ink.from_strokes([[(140, 140)]], width=16)
    comparison.wait()
    assert {each.reason for each in comparison.predictions.values()} == {"blank"}
    assert all(each.dot for each in comparison.predictions.values())


@pytest.mark.parametrize(
    "message",
    [
        None,
        {},
        {"choose": 5},
        {"choose": -1},
        {"choose": "1"},
        {"choose": 1.0},
        {"shown": "no"},
        ["choose", 1],
    ],
)
def test_what_no_page_sends_chooses_nothing(studio: Studio, message: Any) -> None:
    send_custom(find_one(studio, ViewTabs), message)
    assert studio.view == "Read"
    assert find_all(studio, InkTimeline) == []


def test_a_view_that_there_is_not_is_refused(studio: Studio) -> None:
    with pytest.raises(TraitError, match="Compare"):
        studio.view = "Everything"
    with pytest.raises(ArgumentError, match="Studio takes no size="):
        Studio(size=280)


def test_a_drawing_may_be_given_and_where_no_widget_runs_there_is_its_image() -> None:
    studio = Studio(ink=SEVEN)
    assert studio.pad.value == "7"
    bundle = studio._repr_mimebundle_()
    assert bundle["image/svg+xml"] == studio.pad._repr_mimebundle_()["image/svg+xml"]
    assert bundle["text/plain"] == "Studio(view='Read', value='7', strokes=1)"


def test_undo_and_reset_of_the_pad_work_in_every_view(studio: Studio) -> None:
    studio.pad.ink = SEVEN
    choose(studio, "Compare")
    press_tool(studio.pad, "clear")
    studio.pad.wait()
    assert studio.pad.ink.is_blank
    press_tool(studio.pad, "undo")
    studio.pad.wait()
    assert studio.pad.value == "7"


def test_closing_ends_all_threads() -> None:
    with new_threads() as threads:
        studio = Studio(ink=SEVEN)
        send_custom(find_one(studio, ViewTabs), {"shown": True})
        for view in SHOWN:
            choose(studio, view)
    studio.close()
    wait_for_end(threads)


def test_a_pad_in_another_layout_is_still_a_pad() -> None:
    pad = DigitPad()
    assert {pad.surface, pad.answer} <= set(walk(pad))
    assert find_one(pad.surface, type(pad.canvas)) is pad.canvas
    assert find_one(pad.answer, type(pad.chart)) is pad.chart
