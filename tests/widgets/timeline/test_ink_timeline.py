"""The time line: a drawing's history read with the pad's own model, to scrub and to play."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import bqplot
import numpy as np
import pytest
from ipywidgets import HTML, IntSlider, Play
from numpy.typing import NDArray

from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.ink.playback import take_prefix
from digit_widgets.predictors import DIGITS as LABELS
from digit_widgets.predictors import FunctionPredictor
from digit_widgets.recognition import read
from digit_widgets.widgets import (
    DigitPad,
    DigitPreview,
    InkTimeline,
    NumberPad,
    ProbabilityChart,
)
from digit_widgets.widgets.parts.colors import (
    MUTED,
    NOT_READ,
    TEXT,
    digit_color,
    digit_color_on_black,
)
from digit_widgets.widgets.parts.headline import Headline
from digit_widgets.widgets.timeline import ink_timeline as timeline
from digit_widgets.widgets.timeline.answer_strip import AnswerStrip
from digit_widgets.widgets.timeline.stretch_table import StretchTable
from tests.support.digits import DIGITS, finely
from tests.support.waiting import LONG, new_threads, wait_for_end
from tests.support.widget_tree import axis, figure, find_one, mark, text_of
from tests.widgets.conftest import Page, set_from_page

FIVE = Ink.from_strokes([finely(stroke) for stroke in DIGITS["5"]], width=16)
LONG_FOUR = Ink.from_strokes([finely(stroke, 1.0) for stroke in DIGITS["4"]], width=16)

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
        self.images = self.ended = 0

    def predict_proba(self, images: Images) -> Images:
        if len(images) > 1:
            self.begun.release()
            try:
                assert self.go_on.acquire(timeout=LONG)
            finally:
                self.ended += 1
            self.images += len(images)
        return np.eye(10, dtype=np.float32)[[4] * len(images)]


@pytest.fixture
def line(pad: DigitPad) -> Iterator[InkTimeline]:
    line = InkTimeline(pad)
    line.wait()
    yield line
    line.close()


def slider(line: InkTimeline) -> IntSlider:
    return find_one(line, IntSlider, description="Time")


def play(line: InkTimeline) -> Play:
    return find_one(line, Play)


def told(line: InkTimeline) -> str:
    """What is said of the drawing as a whole, as HTML."""
    return find_one(line, HTML, "digit-widgets-note").value


def headline(line: InkTimeline) -> Headline:
    return find_one(line, Headline)


def preview(line: InkTimeline) -> DigitPreview:
    return find_one(line, DigitPreview)


def bars(line: InkTimeline) -> ProbabilityChart:
    return find_one(line, ProbabilityChart)


def stream(line: InkTimeline) -> bqplot.Figure:
    """The chart of the probabilities over time."""
    return figure(line, "digit-widgets-stream")


def names(line: InkTimeline) -> bqplot.Label:
    return mark(stream(line), bqplot.Label)


def curves(line: InkTimeline) -> bqplot.Lines:
    """The probabilities, a line for each label."""
    return mark(stream(line), bqplot.Lines, stroke_width=1.4)


def leader(line: InkTimeline) -> bqplot.Lines:
    """The line of the answer at the moment looked at."""
    return mark(stream(line), bqplot.Lines, stroke_width=3.0)


def ground(line: InkTimeline) -> bqplot.Lines:
    """The ground under what is not a digit."""
    return mark(stream(line), bqplot.Lines, fill="bottom")


def strip(line: InkTimeline) -> AnswerStrip:
    return find_one(line, AnswerStrip)


def table(line: InkTimeline) -> str:
    """The answers as a screen reader finds them, as HTML."""
    return find_one(line, StretchTable).value


def stroke_ends(line: InkTimeline) -> bqplot.Lines:
    """The dotted lines where a stroke ended."""
    return mark(stream(line), bqplot.Lines, line_style="dotted")


def cursor(line: InkTimeline) -> bqplot.Lines:
    """The full upright line at the moment looked at."""
    return mark(stream(line), bqplot.Lines, colors=[TEXT], line_style="solid")


def move(line: InkTimeline, value: int) -> None:
    """Move the slider as a page does."""
    set_from_page(slider(line), value=value)


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
    assert 'role="status">Draw a digit: its time line appears here.<' in told(line)
    assert (slider(line).disabled, play(line).disabled) == (True, True)
    assert "Nothing to read yet" in find_one(line, HTML, "digit-widgets-headline").value
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
    assert slider(line).value == slider(line).max == play(line).value == FIVE.n_points
    assert (slider(line).disabled, play(line).disabled) == (False, False)
    np.testing.assert_array_equal(preview(line).image, pad.image)
    np.testing.assert_allclose(bars(line).probabilities, pad.probabilities, atol=1e-5)
    assert headline(line).prediction.label == pad.value == "5"


def test_scrubbing_shows_the_drawing_as_it_was_and_leaves_it(
    pad: DigitPad, line: InkTimeline
) -> None:
    draw(pad, line, FIVE)
    move(line, 20)
    then = take_prefix(FIVE, 20)
    expected = read(then)
    assert expected.label != "5"
    np.testing.assert_array_equal(preview(line).image, normalize_ink(then))
    np.testing.assert_allclose(bars(line).probabilities, expected.probabilities, atol=1e-5)
    assert headline(line).prediction.label == expected.label
    assert "Point 20 of stroke 1, 20 of 68 in all" in text_of(line)
    x, y = then.strokes[-1].points[-1]
    assert f'cx="{x:.1f}" cy="{y:.1f}"' in find_one(line, HTML, "digit-widgets-sketch").value
    assert across(cursor(line)) == [20]
    assert (pad.ink, pad.value) == (FIVE, "5")


def test_the_lines_are_the_probabilities_over_the_points(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    assert np.shape(curves(line).y) == (10, 68)
    np.testing.assert_array_equal(curves(line).x, range(1, 69))
    np.testing.assert_allclose(np.array(curves(line).y)[:, -1], pad.probabilities, atol=1e-5)
    assert curves(line).colors == [digit_color(label) for label in range(10)]
    assert leader(line).colors == [digit_color(5)]
    assert line.timeline is not None
    rejected = [moment.prediction.is_rejected for moment in line.timeline.moments]
    # Thin where it is taken for no digit.
    fives = np.where(rejected, np.nan, np.array(curves(line).y)[5])
    np.testing.assert_array_equal(leader(line).y, fives)
    assert across(stroke_ends(line)) == [56]
    assert axis(stream(line), label="points drawn").scale.max == 68


def test_changes_are_coloured_named_and_told(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    assert line.timeline is not None
    first, *later = stretches = line.timeline.stretches
    assert first.reason == "blank"
    assert set(names(line).text) == {each.answer for each in later}
    changes = line.timeline.n_changes
    assert changes == len(later) - 1 > 1
    assert f"The answer changed {changes} times." in told(line).replace("twice", "2 times")
    texts = [text for _, _, text, _ in strip(line).parts]
    assert texts == [each.label or "" for each in stretches]
    colors = [color for _, _, _, color in strip(line).parts]
    expected = [digit_color(int(each.label)) if each.label else MUTED for each in stretches]
    assert colors == expected
    rows = table(line).count('<th scope="row">')
    assert rows == len(stretches)
    assert '"row">point 1 of stroke 1</th><td>only a dot</td>' in table(line)
    assert table(line).endswith("<td>5</td></tr></table></div>")


def test_the_strip_is_filled_and_a_place_of_it_belongs_to_the_nearest_moment(
    pad: DigitPad, line: InkTimeline
) -> None:
    draw(pad, line, FIVE)
    assert line.timeline is not None
    starts, ends = zip(*((start, end) for start, end, _, _ in strip(line).parts), strict=True)
    assert (starts[0], ends[-1]) == (0.0, 1.0)
    assert starts[1:] == ends[:-1]
    places = np.array(strip(line).places)
    np.testing.assert_allclose(places, np.linspace(0, 1, 68))
    for start, end, stretch in zip(starts, ends, line.timeline.stretches, strict=True):
        inside = np.flatnonzero((places > start) & (places < end))
        assert inside[0] in (stretch.first, stretch.first + 1)
        assert inside[-1] in (stretch.last, stretch.last - 1)
    draw(pad, line, Ink.from_strokes([[(100, 100)]], width=16))
    assert [part[:3] for part in strip(line).parts] == [(0.0, 1.0, "")]


def test_the_ink_has_the_colour_of_what_was_read_of_it(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    assert line.timeline is not None
    read = {each.label for each in line.timeline.stretches}
    drawn = find_one(line, HTML, "digit-widgets-sketch").value
    for label in LABELS:
        assert (f'stroke="{digit_color_on_black(int(label))}"' in drawn) == (label in read)
    assert f'stroke="{NOT_READ}"' in drawn
    move(line, 1)
    assert digit_color_on_black(5) not in find_one(line, HTML, "digit-widgets-sketch").value


def test_a_page_moves_the_slider_and_not_the_strip(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    set_from_page(strip(line), moment=7, parts=())
    assert (strip(line).moment, len(strip(line).parts) > 0) == (1, True)
    assert slider(line).value == 68


def test_a_number_pad_has_a_time_line_of_its_text_and_of_the_digit_being_drawn() -> None:
    strokes = [finely([(60, 40), (60, 180)]), finely([(160, 50), (250, 50), (180, 190)])]
    pad = NumberPad(ink=Ink.from_strokes(strokes, width=10))
    line = InkTimeline(pad)
    line.wait()
    assert pad.value == "17"
    assert line.timeline is not None
    last = line.timeline.moments[-1]
    assert (last.number, last.prediction.label) == ("17", "7")
    assert strip(line).parts[-1][2:] == ("17", digit_color(7))
    assert {"1", "17"} <= {text for _, _, text, _ in strip(line).parts}
    assert headline(line).prediction.label == "7"
    assert "17" in table(line)
    move(line, len(strokes[0]))
    assert headline(line).prediction.label == "1"
    n = pad.ink.n_points
    assert f"Point {len(strokes[0])} of stroke 1, {len(strokes[0])} of {n} in all: 1" in text_of(
        line
    )
    pad.clear()
    line.wait()
    assert (line.timeline, strip(line).parts) == (None, ())
    line.close()
    pad.close()


def test_any_labels_and_what_is_no_digit_are_shown(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, Ink.from_strokes([finely([(40, 40), (40, 100), (240, 100)])], width=16))
    pad.model = Wide()
    line.wait()
    assert list(names(line).text) == ["tall", "none of these"]
    assert np.shape(curves(line).y) == (2, 44)
    x = np.array(ground(line).x)
    assert line.timeline is not None
    since = line.timeline.moments[line.timeline.stretches[-1].first].n_points
    assert (x[0], x[-1], len(x)) == (since, 44, 4)
    assert (bars(line).labels, bars(line).muted) == (("tall", "flat"), True)
    assert len(leader(line).x) == 0
    pad.threshold = 0.2
    line.wait()
    assert list(names(line).text) == ["tall", "flat"]
    assert len(ground(line).x) == 0


def test_another_model_reads_the_same_moment_anew(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    move(line, 30)
    pad.model = "ann"
    line.wait()
    expected = read(take_prefix(FIVE, 30), "ann").probabilities
    assert slider(line).value == 30
    np.testing.assert_allclose(bars(line).probabilities, expected, atol=1e-5)


def test_another_drawing_begins_anew_at_its_end(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    play(line).playing = True
    move(line, 3)
    one = Ink.from_strokes([finely(DIGITS["1"][0])], width=16)
    draw(pad, line, one)
    assert slider(line).value == slider(line).max == play(line).max == one.n_points
    assert not play(line).playing
    draw(pad, line, FIVE)
    assert slider(line).value == slider(line).max == FIVE.n_points


def test_a_larger_range_reaches_the_page_before_a_value_in_it(
    pad: DigitPad, line: InkTimeline
) -> None:
    """Pages would hold the value within the range that was."""
    draw(pad, line, FIVE)
    slider(line).comm.sent = []
    draw(pad, line, LONG_FOUR)
    assert slider(line).value > FIVE.n_points
    sent: list[dict[str, Any]] = [message["state"] for message in slider(line).comm.sent]
    assert [list(state) for state in sent] == [["max"], ["value"]]


def test_a_large_drawing_is_read_at_some_of_its_points(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, LONG_FOUR)
    assert line.timeline is not None
    counts = [moment.n_points for moment in line.timeline.moments]
    assert LONG_FOUR.n_points > 200
    assert 100 < len(counts) <= 120
    assert {len(LONG_FOUR.strokes[0]), LONG_FOUR.n_points} <= set(counts)
    assert slider(line).max == len(counts)
    move(line, 60)
    assert f"{counts[59]} of {LONG_FOUR.n_points} in all" in text_of(line)


def test_reset_empties_it(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, FIVE)
    pad.clear()
    line.wait()
    assert line.timeline is None
    assert "Draw a digit" in told(line)
    assert (slider(line).disabled, play(line).disabled) == (True, True)
    assert not any(bars(line).probabilities)
    assert not preview(line).image.any()
    assert len(names(line).x) == len(strip(line).parts) == len(strip(line).places) == 0
    assert "<table>" not in table(line)


def test_a_dot_is_too_little_to_read(pad: DigitPad, line: InkTimeline) -> None:
    draw(pad, line, Ink.from_strokes([[(100, 100)]], width=16))
    assert "Only a dot." in told(line)
    assert slider(line).max == 1


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
    assert model.begun.acquire(timeout=LONG)
    pad_page.draw([(20, 20), (20, 30), (20, 60)])
    assert model.ended == 0
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
        assert model.begun.acquire(timeout=LONG)
    assert "Reading the drawing: moment 16 of 68." in told(line)
    for _ in range(20):
        model.go_on.release()
    line.wait()
    assert "Reading" not in told(line)


def test_a_model_that_fails_is_said_and_the_pad_goes_on(pad: DigitPad, line: InkTimeline) -> None:
    def model(images: Images) -> Images:
        if len(images) > 1:
            raise RuntimeError("out of <memory>")
        return np.eye(10, dtype=np.float32)[[5]]

    draw(pad, line, FIVE)
    pad.model = FunctionPredictor(model)
    line.wait()
    assert line.error == "The model raised RuntimeError: out of <memory>"
    assert "out of &lt;memory&gt;" in find_one(line, HTML, "digit-widgets-message").value
    assert line.timeline is None
    assert "No reading" in find_one(line, HTML, "digit-widgets-headline").value
    assert (pad.value, pad.error, pad.ink) == ("5", "", FIVE)
    pad.model = "cnn"
    line.wait()
    assert line.error == ""
    assert line.timeline is not None


def test_a_model_that_cannot_be_loaded_is_said() -> None:
    line = InkTimeline(DigitPad("none.keras", ink=FIVE))
    line.wait()
    assert "The pad's model cannot be used" in line.error
    assert line.timeline is None


def test_closing_stops_following_and_ends_the_thread(pad: DigitPad, pad_page: Page) -> None:
    with new_threads() as threads:
        line = InkTimeline(pad)
    pad_page.mouse("down", 10, 10)
    line.close()
    line.close()
    pad.ink = FIVE
    wait_for_end(threads)
    assert line.timeline is None
    assert pad.value == "5"


def test_it_fits_a_narrow_page(line: InkTimeline) -> None:
    assert (stream(line).layout.width, stream(line).layout.min_width) == ("auto", "0")
    assert slider(line).layout.width == "auto"
