"""A cell that waits for a drawing: what ends it, what it returns, and how the waiting ends."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from digit_widgets.errors import ArgumentError, DigitWidgetsError
from digit_widgets.ink import Ink
from digit_widgets.predictors import FunctionPredictor
from digit_widgets.recognition import NumberReading, Prediction
from digit_widgets.widgets import DigitPad, ModelComparison, NumberPad
from digit_widgets.widgets.pads.drawing_pad import DrawingPad
from tests.support.digits import DIGITS, finely
from tests.support.waiting import LONG, let_time_fly
from tests.widgets.conftest import Page, press_tool, run_on_loop


def kept_events() -> set[asyncio.Event]:
    """Return the events that somebody waits for, or that are kept by mistake."""
    gc.collect()
    return {each for each in gc.get_objects() if type(each) is asyncio.Event}


def waited(
    pad: DrawingPad, *acts: Callable[[], object], time_flies: bool = False, **times: Any
) -> Any:
    """Wait for a drawing on an event loop, on which people act one after the other meanwhile.

    Time may fly once they have acted, and what they drew has been read.
    """

    async def run() -> Any:
        waiting = asyncio.ensure_future(pad.next_drawing(**{"timeout": LONG, **times}))
        for act in acts:
            await asyncio.sleep(0)
            assert not waiting.done()
            # As messages of pages come in: on another thread in JupyterLab, where cells wait.
            await asyncio.to_thread(act)
        if time_flies:
            await asyncio.to_thread(pad.wait)
            let_time_fly()
        return await waiting

    return run_on_loop(run())


def test_a_finished_drawing_is_returned_with_its_reading(pad: DigitPad, pad_page: Page) -> None:
    read = waited(pad, lambda: pad_page.draw(finely(DIGITS["3"][0])), pause=0)
    assert isinstance(read, Prediction)
    assert read is pad.prediction
    assert read.label == "3"


def test_strokes_within_the_pause_are_one_drawing(pad: DigitPad, pad_page: Page) -> None:
    first, second = (finely(stroke) for stroke in DIGITS["4"])
    acts = [lambda: pad_page.draw(first), lambda: pad_page.draw(second)]
    read = waited(pad, *acts, time_flies=True, pause=LONG, timeout=None)
    assert read.label == "4"
    assert len(pad.ink.strokes) == 2


def test_the_pen_that_is_down_is_waited_for(pad: DigitPad, pad_page: Page) -> None:
    *most, last = finely(DIGITS["7"][0])
    with pytest.raises(TimeoutError, match="No drawing was finished within 90 s"):
        waited(pad, lambda: pad_page.ink(*most), time_flies=True, pause=0)
    assert pad.canvas.pen_is_down
    assert waited(pad, lambda: pad_page.ink(last, end=True), pause=0).label == "7"


def test_what_was_drawn_before_does_not_count_nor_does_a_wiped_pad(
    pad: DigitPad, pad_page: Page, seven: Ink
) -> None:
    pad.ink = seven
    with pytest.raises(TimeoutError):
        waited(pad, time_flies=True, pause=0)
    with pytest.raises(TimeoutError):
        waited(pad, lambda: press_tool(pad, "clear"), time_flies=True, pause=0)
    # Back to what it was: nothing was drawn.
    with pytest.raises(TimeoutError):
        waited(
            pad,
            lambda: pad_page.ink((10, 10), (250, 250)),
            lambda: press_tool(pad, "undo"),
            time_flies=True,
            pause=0,
        )


def test_a_drawing_that_is_there_when_time_is_up_is_returned(pad: DigitPad, pad_page: Page) -> None:
    draw = partial(pad_page.draw, finely(DIGITS["7"][0]))
    read = waited(pad, draw, time_flies=True, pause=1000 * LONG)
    assert read.label == "7"


def test_a_network_that_reads_again_and_again_does_not_hold_it_up(
    pad: DigitPad, pad_page: Page
) -> None:
    async def run() -> Any:
        waiting = asyncio.ensure_future(pad.next_drawing(timeout=LONG, pause=0.3))
        await asyncio.sleep(0)
        pad_page.draw(finely(DIGITS["7"][0]))
        while not waiting.done():
            pad.refresh()
            await asyncio.sleep(0.02)
        return waiting.result()

    assert run_on_loop(run()).label == "7"


def test_a_model_that_fails_is_no_reason_to_wait_on(pad: DigitPad, pad_page: Page) -> None:
    pad.model = FunctionPredictor(lambda _: 1 / 0)
    read = waited(pad, lambda: pad_page.draw([(10, 10), (200, 200)]), pause=0)
    assert read.reason == "failed"


def test_a_number_and_a_comparison_return_what_they_read(seven: Ink) -> None:
    number, both = NumberPad(), ModelComparison(["ann", "cnn"])
    points = (0.7 * seven.strokes[0].points).tolist()
    read = waited(number, lambda: Page(number.canvas).draw(points), pause=0)
    assert isinstance(read, NumberReading)
    assert read.text == number.value == "7"
    predictions = waited(both, lambda: Page(both.canvas).draw(points), pause=0)
    assert {name: each.label for name, each in predictions.items()} == {"ann": "7", "cnn": "7"}
    number.close()
    both.close()


def test_several_wait_at_once_and_one_that_is_cancelled_leaves_the_others(
    pad: DigitPad, pad_page: Page
) -> None:
    async def run() -> list[Any]:
        waiting = [asyncio.ensure_future(pad.next_drawing(LONG, pause=0)) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.to_thread(pad_page.draw, finely(DIGITS["7"][0]))
        return await asyncio.gather(*waiting, return_exceptions=True)

    before = kept_events()
    cancelled, *read = run_on_loop(run())
    assert isinstance(cancelled, asyncio.CancelledError)
    assert [each.label for each in read] == ["7", "7"]
    # Nothing is kept of those who waited, but in the traceback.
    del cancelled
    assert kept_events() <= before


def test_who_waits_at_a_pad_that_is_closed_is_told(pad: DigitPad) -> None:
    with pytest.raises(DigitWidgetsError, match="closed before a drawing"):
        waited(pad, pad.close)
    with pytest.raises(DigitWidgetsError, match="closed before a drawing"):
        waited(pad)


@pytest.mark.parametrize(
    "times", [{"timeout": -1}, {"timeout": "5"}, {"timeout": 10**400}, {"pause": float("nan")}]
)
def test_what_is_no_time_is_refused(pad: DigitPad, times: Any) -> None:
    with pytest.raises(ArgumentError, match="a number of seconds"):
        waited(pad, **times)
