"""The time line: a drawing's history read with the pad's own model, to scrub and to play."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.ink.playback import take_prefix
from digit_widgets.predictors import DIGITS as LABELS
from digit_widgets.recognition import read
from digit_widgets.widgets import DigitPad, InkTimeline
from digit_widgets.widgets.parts.colors import ACCENT
from digit_widgets.widgets.timeline import ink_timeline as timeline
from tests.support.digits import DIGITS, finely
from tests.widgets.conftest import Page

FIVE = Ink.from_strokes([finely(stroke) for stroke in DIGITS["5"]], width=16)
LONG = Ink.from_strokes([finely(stroke, 1.0) for stroke in DIGITS["4"]], width=16)

Images = NDArray[np.float32]


class Wide:
    """Takes what is wider than high for a "flat", and the rest for a "tall"; sure of the rest."""

    labels = ("tall", "flat")

    def predict_proba(self, images: Images) -> Images:
        return self.predict_scored(images)[0]

    def predict_scored(self, images: Images) -> tuple[Images, Images]:
        is_wide = images.any(axis=1).sum(axis=1) > images.any(axis=2).sum(axis=1)
        return (
            np.stack([~is_wide, is_wide], axis=1).astype(np.float32),
            np.where(is_wide, 0.3, 0.9).astype(np.float32),
        )


class Held:
    """A model that waits, each time, until it is let go on."""

    labels = LABELS

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.images = 0

    def predict_proba(self, images: Images) -> Images:
        if len(images) > 1:
            self.begun.release()
            assert self.go_on.acquire(timeout=10)
            self.images += len(images)
        return np.eye(10, dtype=np.float32)[[4] * len(images)]


@pytest.fixture
def line(pad: DigitPad) -> Iterator[InkTimeline]:
    line = InkTimeline(pad)
    line.wait()
    yield line
    line.close()


def move(line: InkTimeline, value: int) -> None:
    """Move the slider as a page does."""
    data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
    line._slider.comm.handle_msg({"content": {"data": data}, "buffers": []})


def across(lines: Any) -> list[int]:
    """Where the upright lines are, in points."""
    starts, ends = np.reshape(lines.x, (-1, 2)).T.tolist()
    assert starts == ends
    return starts


def draw(pad: DigitPad, line: InkTimeline, ink: Ink) -> None:
    pad.ink = ink
    line.wait()


def test_a_blank_pad_has_no_time_line_and_says_what_to_do(line: InkTimeline) -> None:
    assert line.timeline is None
    assert 'role="status">Draw a digit: its time line appears here.<' in line._told.value
    assert (line._slider.disabled, line._play.disabled) == (True, True)
    assert "Nothing to read yet" in line._headline.children[0].value
    assert line.error == ""


def test_it_begins_with_what_the_pad_holds() -> None:
    pad = DigitPad(ink=FIVE)
    line = InkTimeline(pad)
    line.wait()
    assert line.timeline is not None
    assert line.timeline.ink is pad.ink
    line.close()
    pad.close()


def test_the_end_is_what_the_pad_shows(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    assert line._slider.value == line._slider.max == line._play.value == FIVE.n_points
    assert (line._slider.disabled, line._play.disabled) == (False, False)
    np.testing.assert_array_equal(line._preview.image, pad.image)
    np.testing.assert_allclose(line._chart.probabilities, pad.probabilities, atol=1e-5)
    assert line._headline.prediction.label == pad.value == "5"


def test_scrubbing_shows_the_drawing_as_it_was_and_leaves_it(
    pad: DigitPad, line: InkTimeline
) -> None:
    draw(pad, line, FIVE)
    move(line, 20)
    then = take_prefix(FIVE, 20)
    expected = read(then)
    assert expected.label != "5"
    np.testing.assert_array_equal(line._preview.image, normalize_ink(then))
    np.testing.assert_allclose(line._chart.probabilities, expected.probabilities, atol=1e-5)
    assert line._headline.prediction.label == expected.label
    assert "Point 20 of stroke 1, 20 of 68 in all" in line._place.value
    x, y = then.strokes[-1].points[-1]
    assert f'cx="{x:.1f}" cy="{y:.1f}"' in line._sketch.value
    assert across(line._stream._cursor) == [20]
    assert (pad.ink, pad.value) == (FIVE, "5")


def test_the_lines_are_the_probabilities_over_the_points(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    stream = line._stream
    assert np.shape(stream._lines.y) == (10, 68)
    np.testing.assert_array_equal(stream._lines.x, range(1, 69))
    np.testing.assert_allclose(np.array(stream._lines.y)[:, -1], pad.probabilities, atol=1e-5)
    assert stream._leader.colors == [ACCENT]
    assert line.timeline is not None
    rejected = [moment.prediction.is_rejected for moment in line.timeline.moments]
    # Grey alone where it is taken for no digit.
    fives = np.where(rejected, np.nan, np.array(stream._lines.y)[5])
    np.testing.assert_array_equal(stream._leader.y, fives)
    assert across(stream._strokes) == [56]
    assert stream._points.max == 68


def test_changes_are_marked_named_and_told(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    assert line.timeline is not None
    first, *later = line.timeline.stretches
    starts = [line.timeline.moments[each.first].n_points for each in later]
    assert first.reason == "blank"
    assert across(line._stream._changes) == starts
    assert set(line._stream._names.text) == {each.answer for each in later}
    assert str(line.timeline) in line._told.value
    assert f"only a dot until point {starts[0] - 1} of stroke 1" in line._told.value


def test_any_labels_and_what_is_no_digit_are_shown(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, Ink.from_strokes([finely([(40, 40), (40, 100), (240, 100)])], width=16))
    pad.model = Wide()
    line.wait()
    assert list(line._stream._names.text) == ["tall", "not a digit"]
    assert np.shape(line._stream._lines.y) == (2, 44)
    x = np.array(line._stream._refused.x)
    assert (x[0], x[-1], len(x)) == (across(line._stream._changes)[-1], 44, 4)
    assert (line._chart.labels, line._chart.muted) == (("tall", "flat"), True)
    assert len(line._stream._leader.x) == 0
    pad.threshold = 0.2
    line.wait()
    assert list(line._stream._names.text) == ["tall", "flat"]
    assert len(line._stream._refused.x) == 0


def test_another_model_reads_the_same_moment_anew(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    move(line, 30)
    pad.model = "ann"
    line.wait()
    expected = read(take_prefix(FIVE, 30), "ann").probabilities
    assert line._slider.value == 30
    np.testing.assert_allclose(line._chart.probabilities, expected, atol=1e-5)


def test_another_drawing_begins_anew_at_its_end(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    line._play.playing = True
    move(line, 3)
    one = Ink.from_strokes([finely(DIGITS["1"][0])], width=16)
    draw(pad, line, one)
    assert line._slider.value == line._slider.max == line._play.max == one.n_points
    assert not line._play.playing
    draw(pad, line, FIVE)
    assert line._slider.value == line._slider.max == FIVE.n_points


def test_a_larger_range_reaches_the_page_before_a_value_in_it(
    pad: DigitPad, line: InkTimeline
) -> None:
    """Pages would hold the value within the range that was."""
    draw(pad, line, FIVE)
    line._slider.comm.sent = []
    draw(pad, line, LONG)
    assert line._slider.value > FIVE.n_points
    sent: list[dict[str, Any]] = [message["state"] for message in line._slider.comm.sent]
    assert [list(state) for state in sent] == [["max"], ["value"]]


def test_a_large_drawing_is_read_at_some_of_its_points(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, LONG)
    assert line.timeline is not None
    counts = [moment.n_points for moment in line.timeline.moments]
    assert LONG.n_points > 200
    assert 100 < len(counts) <= 120
    assert {len(LONG.strokes[0]), LONG.n_points} <= set(counts)
    assert line._slider.max == len(counts)
    move(line, 60)
    assert f"{counts[59]} of {LONG.n_points} in all" in line._place.value


def test_reset_empties_it(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    pad.clear()
    line.wait()
    assert line.timeline is None
    assert "Draw a digit" in line._told.value
    assert (line._slider.disabled, line._play.disabled) == (True, True)
    assert not any(line._chart.probabilities)
    assert not line._preview.image.any()
    assert len(line._stream._names.x) == len(line._stream._changes.x) == 0


def test_a_dot_is_too_little_to_read(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, Ink.from_strokes([[(100, 100)]], width=16))
    assert "Only a dot." in line._told.value
    assert line._slider.max == 1


def test_it_waits_until_the_pen_is_lifted(pad: DigitPad, pad_page: Page, line: InkTimeline) -> None:
    points = finely(DIGITS["1"][0])
    pad_page.mouse("down", *points[0])
    for point in points[1:]:
        pad_page.mouse("move", *point)
    pad.wait()
    assert pad.value == "1"
    line.wait(0.2)
    assert line.timeline is None
    pad_page.mouse("up", *points[-1])
    line.wait()
    assert line.timeline is not None
    assert line.timeline.ink is pad.ink


def test_the_pen_overtakes_a_slow_model(pad: DigitPad, pad_page: Page, line: InkTimeline) -> None:
    model = Held()
    pad.model = model
    pad.ink = FIVE
    assert model.begun.acquire(timeout=10)
    start = time.monotonic()
    pad_page.draw([(20, 20), (20, 30), (20, 60)])
    assert time.monotonic() - start < 5
    assert pad.ink.n_points == FIVE.n_points + 3
    for _ in range(20):
        model.go_on.release()
    line.wait()
    assert line.timeline is not None
    assert line.timeline.ink is pad.ink
    # One batch of the drawing before, and the new one: of it all but the dots.
    assert model.images < 16 + pad.ink.n_points


def test_a_slow_model_says_how_far_it_has_come(
    pad: DigitPad, line: InkTimeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "_SLOW", 0.0)
    model = Held()
    pad.model = model
    pad.ink = FIVE
    model.go_on.release()
    for _ in range(2):
        assert model.begun.acquire(timeout=10)
    assert "Reading the drawing: moment 16 of 68." in line._told.value
    for _ in range(20):
        model.go_on.release()
    line.wait()
    assert "Reading" not in line._told.value


def test_a_model_that_fails_is_said_and_the_pad_goes_on(pad: DigitPad, line: InkTimeline) -> None:
    def model(images: Images) -> Images:
        if len(images) > 1:
            raise RuntimeError("out of <memory>")
        return np.eye(10, dtype=np.float32)[[5]]

    draw(pad, line, FIVE)
    pad.model = model
    line.wait()
    assert line.error == "The model raised RuntimeError: out of <memory>"
    assert "out of &lt;memory&gt;" in line._message.value
    assert line.timeline is None
    assert "No reading" in line._headline.children[0].value
    assert (pad.value, pad.error, pad.ink) == ("5", "", FIVE)
    pad.model = "cnn"
    line.wait()
    assert line.error == ""
    assert line.timeline is not None


def test_a_model_that_cannot_be_loaded_is_said(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    pad.model = "none.keras"
    line.wait()
    assert "The pad's model cannot be used" in line.error
    assert line.timeline is None


def test_closing_stops_following_and_ends_the_thread(pad: DigitPad, pad_page: Page) -> None:
    line = InkTimeline(pad)
    pad_page.mouse("down", 10, 10)
    line.close()
    line.close()
    pad.ink = FIVE
    deadline = time.monotonic() + 5
    while any(thread.is_alive() for thread in line._worker._executor._threads):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert line.timeline is None
    assert pad.value == "5"


def test_it_fits_a_narrow_page(line: InkTimeline) -> None:
    assert (line._stream.layout.width, line._stream.layout.min_width) == ("auto", "0")
    assert line._slider.layout.width == "auto"
