"""The studio: one drawing through views that are built when they are first opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ipywidgets import HTML, Button, Widget
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
from digit_widgets.widgets.parts.model_bars import ModelBars
from digit_widgets.widgets.studio.fooling import FoolTheNetworks
from digit_widgets.widgets.studio.number_offer import NumberOffer
from digit_widgets.widgets.studio.offer import Offer
from digit_widgets.widgets.studio.view_tabs import ViewTabs
from tests.support.digits import DIGITS, finely
from tests.support.waiting import new_threads, wait_for_end
from tests.support.widget_tree import find_all, find_one, walk
from tests.widgets.conftest import Page, press, press_tool, send_custom

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)
FOUR = Ink.from_strokes([finely(stroke) for stroke in DIGITS["4"]], width=16)
SCRAWL = Ink.from_strokes([finely([(30, 120), (120, 160), (250, 130)])], width=16)
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


def beside(*names: str) -> Ink:
    """Return digits side by side, on 400 × 400."""
    strokes = [
        [(0.7 * x + 190 * at - 40, 0.9 * y + 60) for x, y in finely(stroke)]
        for at, name in enumerate(names)
        for stroke in DIGITS[name]
    ]
    return Ink.from_strokes(strokes, width=16)


def number_offer(studio: Studio) -> list[NumberOffer]:
    find_one(studio, NumberOffer).wait()
    return find_all(studio, NumberOffer, shown=True)


def test_several_digits_are_taken_to_where_numbers_are_read(studio: Studio) -> None:
    for ink in (Ink(), SEVEN, FOUR, SCRAWL):
        studio.pad.ink = ink
        assert number_offer(studio) == []
    studio.pad.ink = beside("4", "2")
    assert studio.pad.value is None
    (line,) = number_offer(studio)
    press(line.children[1])
    assert studio.view == "A whole number"
    sheet = find_one(studio, NumberPad)
    assert sheet.value == "42"
    bounds = sheet.ink.bounds
    assert 0 <= bounds.left < bounds.right <= sheet.canvas.width
    sheet.undo()
    assert sheet.ink.is_blank
    assert studio.pad.ink == beside("4", "2")
    studio.pad.clear()
    assert number_offer(studio) == []


def offer(studio: Studio, *, shown: bool = True) -> list[Offer]:
    return find_all(studio, Offer, shown=shown)


def read_digits(studio: Studio, count: int) -> None:
    """Draw so many digits, one after the other on a blank pad."""
    for _ in range(count):
        studio.pad.clear()
        studio.pad.ink = SEVEN


def answer(studio: Studio, name: str) -> None:
    (line,) = offer(studio)
    press(find_one(line, Button, description=name))


def test_after_the_third_digit_a_line_offers_to_fool_them_once(studio: Studio) -> None:
    read_digits(studio, 2)
    # More of the same drawing is no other digit, and what is rejected is none.
    studio.pad.ink = FOUR
    studio.pad.clear()
    studio.pad.ink = SCRAWL
    assert studio.pad.value is None
    assert offer(studio) == []
    read_digits(studio, 1)
    (line,) = offer(studio)
    assert 'role="status">Three read' in find_one(line, HTML).value
    answer(studio, "Now try to fool it")
    assert studio.view == "Fool it"
    choose(studio, "Read")
    read_digits(studio, 4)
    assert offer(studio) == []


def test_the_offer_is_dismissed_and_not_made_to_who_has_found_the_view(studio: Studio) -> None:
    read_digits(studio, 3)
    answer(studio, "Not now")
    assert offer(studio) == []
    assert studio.view == "Read"
    other = Studio()
    choose(other, "Fool it")
    choose(other, "Read")
    read_digits(other, 3)
    assert offer(other) == []
    other.close()


def test_nothing_is_counted_while_the_pen_is_down(studio: Studio) -> None:
    read_digits(studio, 2)
    studio.pad.clear()
    page = Page(studio.pad.canvas)
    first, *rest = finely(DIGITS["7"][0])
    page.mouse("down", *first)
    for point in rest:
        page.mouse("move", *point)
    studio.pad.wait()
    assert studio.pad.value == "7"
    assert offer(studio) == []
    page.mouse("up", *rest[-1])
    studio.pad.wait()
    assert len(offer(studio)) == 1


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
