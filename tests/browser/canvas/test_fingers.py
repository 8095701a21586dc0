"""Fingers in every order, on the layer's scripts alone, with a simulated kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from digit_widgets.widgets.canvas.page_parts import DrawingLayer
from tests.support.hand import Hand
from tests.support.page_scripts import LAYER, answer, hosted, sent, wait_for_frames
from tests.support.pages import wait_until

_PAD_TOP = 300
#: Milliseconds after which a second finger no longer joins the first.
_LATE = 400
_UP = (0.0, -120.0)


@pytest.fixture
def layer(window: Page) -> Page:
    """Return a page three times as high as its window, with the pad in its middle."""
    page = hosted(window, DrawingLayer, LAYER)
    page.evaluate(
        """top => {
            document.body.style.height = '2700px';
            document.querySelector('#pad').style.top = `${top}px`;
            scrollTo(0, 0);
        }""",
        _PAD_TOP,
    )
    answer(page)
    return page


def at(x: float, y: float) -> tuple[float, float]:
    """Return the window position of a point of the pad, before the page scrolls."""
    return x, _PAD_TOP + y


def strokes(page: Page) -> list[Any]:
    """Return each stroke's end as received by the kernel, False if it has not ended."""
    wait_for_frames(page)
    ends = {content["stroke"]: content["end"] for content in sent(page, "ink")}
    return list(ends.values())


def expect_strokes(page: Page, *ends: Any) -> None:
    """Wait until the kernel has received strokes with these ends and no others, or fail."""
    wait_until(page, lambda: strokes(page) == [*ends], f"The strokes do not end with {ends}.")


def scrolled(page: Page) -> float:
    wait_for_frames(page)
    offset: float = page.evaluate("scrollY")
    return offset


def scale(page: Page) -> float:
    """Return how far the page is zoomed."""
    value: float = page.evaluate("visualViewport.scale")
    return value


def at_once(hand: Hand) -> None:
    hand.put(1, at(80, 200))
    hand.put(2, at(180, 200))


def after_the_first_has_moved(hand: Hand) -> None:
    hand.put(1, at(80, 224))
    hand.move({1: (0, -24)}, events=3)
    hand.put(2, at(180, 200))


def after_the_first_has_rested(hand: Hand) -> None:
    hand.put(1, at(80, 200))
    hand.rest(_LATE)
    hand.put(2, at(180, 200))


def beside_the_pad(hand: Hand) -> None:
    hand.put(1, at(250, 200))
    hand.put(2, at(350, 200))


@pytest.mark.parametrize(
    "put", [at_once, after_the_first_has_moved, after_the_first_has_rested, beside_the_pad]
)
@pytest.mark.parametrize("first", [1, 2])
def test_a_second_finger_discards_what_has_barely_begun_and_both_scroll(
    layer: Page, put: Callable[[Hand], None], first: int
) -> None:
    hand = Hand(layer)
    put(hand)
    hand.move({1: _UP, 2: _UP})
    hand.lift(first, 3 - first)
    expect_strokes(layer, "discarded")
    # The fingers moved by 120; they may fling the page further, but do not scroll it twice.
    wait_until(layer, lambda: scrolled(layer) >= 60, "The page does not scroll.")
    assert scrolled(layer) <= 200
    # The next finger draws again.
    hand.put(1, at(80, 40))
    hand.move({1: (60, 0)})
    hand.lift(1)
    expect_strokes(layer, "discarded", True)


def test_three_fingers_scroll_too(layer: Page) -> None:
    hand = Hand(layer)
    at_once(hand)
    hand.put(3, at(240, 220))
    hand.move({1: _UP, 2: _UP, 3: _UP})
    hand.lift(3, 1, 2)
    expect_strokes(layer, "discarded")
    wait_until(layer, lambda: scrolled(layer) >= 60, "The page does not scroll.")


def test_fingers_that_part_zoom_the_page(layer: Page) -> None:
    for put in (at_once, after_the_first_has_moved):
        hand = Hand(layer)
        put(hand)
        hand.move({1: (-40, 0), 2: (60, 0)})
        hand.lift(1, 2)
        wait_until(layer, lambda: scale(layer) > 1.2, "The page is not zoomed.")
        hand = Hand(layer)
        hand.put(1, (20, 400))
        hand.put(2, (270, 400))
        hand.move({1: (120, 0), 2: (-120, 0)})
        hand.lift(1, 2)
        wait_until(layer, lambda: scale(layer) == 1, "The page stays zoomed.")
    wait_until(layer, lambda: set(strokes(layer)) == {"discarded"}, "A finger has drawn.")


def test_a_finger_that_stays_after_the_other_does_not_draw(layer: Page) -> None:
    hand = Hand(layer)
    at_once(hand)
    hand.move({1: _UP, 2: _UP})
    hand.lift(1)
    hand.move({2: (-100, 0)})
    hand.put(3, at(200, 200))
    hand.move({3: (0, 60)})
    hand.lift(2)
    hand.move({3: (0, 60)})
    hand.lift(3)
    expect_strokes(layer, "discarded")


def test_a_second_finger_does_not_spoil_a_stroke_that_is_under_way(layer: Page) -> None:
    hand = Hand(layer)
    hand.put(1, at(80, 220))
    hand.move({1: (0, -60)})
    hand.rest(_LATE)
    hand.put(2, at(180, 200))
    hand.move({1: (0, -60), 2: (60, 0)})
    hand.lift(2)
    hand.put(2, at(240, 200))
    hand.move({1: (0, -20)})
    hand.lift(1)
    hand.move({2: (-50, 50)})
    hand.lift(2)
    expect_strokes(layer, True)
    points = [point for batch in sent(layer, "ink") for point in batch["points"]]
    assert (points[:2], points[-2:], set(points[::2])) == ([80, 220], [80, 80], {80})
    assert (scrolled(layer), scale(layer)) == (0, 1)


def test_a_quick_stroke_is_kept_though_its_hand_comes_down_after_it(layer: Page) -> None:
    hand = Hand(layer)
    hand.put(1, at(80, 220))
    hand.move({1: (0, -100)}, events=4)
    hand.put(2, at(200, 260))
    hand.move({1: (0, -60)}, events=4)
    hand.lift(1, 2)
    expect_strokes(layer, True)
    assert scrolled(layer) == 0
