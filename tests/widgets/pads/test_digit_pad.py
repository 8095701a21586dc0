"""The pad: traits that follow the pen, whatever the model does."""

from __future__ import annotations

import io
import re
import threading
import time
from base64 import b64decode
from typing import Any

import bqplot
import numpy as np
import pytest
from ipywidgets import HTML, HBox, ValueWidget, Widget, interactive
from numpy.typing import NDArray
from PIL import Image
from traitlets import TraitError

from digit_widgets.imaging import load_image, normalize_ink, rasterize
from digit_widgets.ink import Ink, ink_to_json
from digit_widgets.predictors import DEFAULT_MODEL, FunctionPredictor, load_predictor
from digit_widgets.recognition import Prediction, read
from digit_widgets.recognition.recognizer import make_model_input
from digit_widgets.widgets import DigitPad, FeatureMaps, InkTimeline, NumberPad
from digit_widgets.widgets.pads import recognizer_pad as model_reader
from digit_widgets.widgets.parts.colors import MUTED
from tests.support.digits import DIGITS, finely
from tests.support.waiting import LONG, Clock
from tests.support.widget_tree import button, find_all, find_one, is_shown, parent_of
from tests.widgets.conftest import Page, choose_file, press, press_tool, send_custom

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)


def uniform(images: np.ndarray) -> np.ndarray:
    return np.full((len(images), 10), 0.1, np.float32)


def test_a_blank_pad_reads_as_none(pad: DigitPad) -> None:
    assert pad.value is None
    assert pad.prediction.reason == "blank"
    assert pad.probabilities == (0.0,) * 10
    assert pad.ink.is_blank
    assert not pad.image.any()
    assert pad.error == ""


@pytest.mark.parametrize("label", DIGITS)
def test_a_digit_drawn_by_the_pointer_is_read(pad: DigitPad, pad_page: Page, label: str) -> None:
    for stroke in DIGITS[label]:
        pad_page.draw(finely(stroke))
    pad.wait()
    assert pad.value == label
    assert pad.prediction.label == label
    assert pad.prediction.confidence == max(pad.probabilities)
    assert sum(pad.probabilities) == pytest.approx(1, abs=1e-4)
    assert pad.image.shape == (28, 28)
    np.testing.assert_array_equal(pad.image, normalize_ink(pad.ink))


def test_the_reading_follows_the_stroke_before_the_pen_lifts(pad: DigitPad, pad_page: Page) -> None:
    read: list[Prediction] = []
    pad.observe(lambda change: read.append(change["new"]), "prediction")
    points = finely(DIGITS["3"][0])
    pad_page.mouse("down", *points[0])
    for point in points[1:]:
        pad_page.mouse("move", *point)
        pad.wait()
    assert pad.value == "3"
    assert len(read) > len(points) / 2
    assert len({prediction.label for prediction in read}) > 1


def test_assigned_ink_is_read_when_the_assignment_returns(pad: DigitPad) -> None:
    pad.ink = SEVEN
    assert pad.value == "7"
    pad.clear()
    assert pad.value is None
    pad.undo()
    assert (pad.value, pad.ink) == ("7", SEVEN)
    pad.undo()
    assert pad.value is None
    pad.redo()
    assert pad.value == "7"


def test_a_pad_can_begin_with_a_drawing_and_a_model() -> None:
    pad = DigitPad("ann", ink=SEVEN, description="Dense")
    assert pad.value == "7"
    assert "Dense" in pad.children[0].value


def test_the_buttons_reset_and_undo(pad: DigitPad, pad_page: Page) -> None:
    pad_page.draw(finely(DIGITS["1"][0]))
    pad_page.draw([(200, 200), (220, 220)])
    press_tool(pad, "undo")
    pad.wait()
    assert (len(pad.ink.strokes), pad.value) == (1, "1")
    press_tool(pad, "clear")
    pad.wait()
    assert (pad.ink.is_blank, pad.value) == (True, None)


def png(ink: Ink) -> bytes:
    file = io.BytesIO()
    Image.fromarray((rasterize(ink, 280) * 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def file(pad: DigitPad, name: str) -> bytes:
    """Ask for the drawing as a file, as a page does, and return what comes."""
    send_custom(pad.canvas, {"kind": "file", "view": 5, "format": name})
    return bytes(pad.canvas.comm.sent[-1]["buffers"][0])


def upload(pad: DigitPad, name: str, content: bytes) -> None:
    """Choose a file, and wait until it is read."""
    choose_file(pad, name, content)
    pad.wait()


def said_of_the_source(pad: DigitPad) -> str:
    """Return what is said of the image that is read, without its tags; "" if it is hidden."""
    source = find_one(pad, HBox, "digit-widgets-source")
    return re.sub("<.*?>", "", find_one(source, HTML).value) if is_shown(source) else ""


def shown_image(pad: DigitPad) -> NDArray[np.uint8] | None:
    """Return the pixels of the image that lies on the pad, if one does."""
    if not (value := pad.canvas.children[2].value):
        return None
    (data,) = re.findall('src="data:image/png;base64,(.*?)"', value)
    return np.asarray(Image.open(io.BytesIO(b64decode(data))))


def headline(pad: DigitPad) -> str:
    """Return what is said beside the image that the network is given, as HTML."""
    return find_one(pad, HTML, "digit-widgets-headline").value


def messages(pad: DigitPad) -> dict[str, str]:
    """Return what is said to be wrong beside the canvas, over the bars and under them, as HTML."""
    beside, reading = parent_of(pad, pad.canvas), parent_of(pad, pad.chart)
    over, _, under = find_all(reading, HTML, "digit-widgets-message")
    assert [each for each in reading.children if each in (over, pad.chart, under)] == [
        over,
        pad.chart,
        under,
    ]
    canvas = find_one(beside, HTML, "digit-widgets-message")
    return {"canvas": canvas.value, "model": over.value, "observer": under.value}


def go_back(pad: DigitPad) -> None:
    """Press "Back to the drawing"."""
    press(button(pad, "Back to the drawing"))
    pad.wait()


def test_a_image_is_read_as_read_reads_it_and_the_drawing_stays(
    pad: DigitPad, pad_page: Page
) -> None:
    one = Ink.from_strokes(DIGITS["1"], width=16)
    pad.ink = one
    content = png(SEVEN)
    upload(pad, "<seven>.png", content)
    expected = read(load_image(content))
    assert (pad.value, pad.prediction.probabilities) == ("7", expected.probabilities)
    np.testing.assert_array_equal(pad.image, make_model_input(load_image(content)))
    assert (
        said_of_the_source(pad)
        == "Read from &lt;seven&gt;.png. Draw to go on with the drawing; Reset clears both."
    )
    assert (pad.ink, pad.error) == (one, "")
    pad_page.draw([(5, 5), (6, 6)])
    pad.wait()
    np.testing.assert_array_equal(pad.image, normalize_ink(pad.ink))
    assert said_of_the_source(pad) == ""


@pytest.mark.parametrize("drawn", [Ink(), SEVEN])
def test_reset_takes_a_image_away(pad: DigitPad, drawn: Ink) -> None:
    pad.ink = drawn
    upload(pad, "seven.png", png(SEVEN))
    assert pad.value == "7"
    pad.clear()
    assert (pad.value, pad.ink.is_blank) == (None, True)


def test_a_image_lies_on_the_pad_until_the_next_stroke_and_again_when_that_is_undone(
    pad: DigitPad, pad_page: Page
) -> None:
    assert shown_image(pad) is None
    upload(pad, "<seven>.png", png(SEVEN))
    expected = np.asarray(Image.open(io.BytesIO(png(SEVEN))))
    pixels = shown_image(pad)
    assert pixels is not None
    np.testing.assert_array_equal(pixels, expected)
    assert 'alt="&lt;seven&gt;.png, which is read' in pad.canvas.children[2].value
    # Two fingers that scroll the page begin a stroke, too.
    pad_page.ink((20, 20))
    assert (shown_image(pad), said_of_the_source(pad)) == (None, "")
    pad_page.ink(end="discarded")
    pad.wait()
    assert pad.value == "7"
    assert shown_image(pad) is not None
    pad_page.draw(DIGITS["1"][0])
    pad.wait()
    assert (pad.value, shown_image(pad)) == ("1", None)
    pad.undo()
    assert pad.value == "7"
    assert shown_image(pad) is not None


def test_no_button_leads_back_while_a_pad_is_disabled(pad: DigitPad) -> None:
    upload(pad, "seven.png", png(SEVEN))
    pad.disabled = True
    assert button(pad, "Back to the drawing").disabled
    go_back(pad)  # as of a page that has not heard of it
    assert pad.value == "7"
    pad.disabled = False
    go_back(pad)
    assert pad.value is None


def test_a_button_leads_back_to_the_drawing(pad: DigitPad) -> None:
    one = Ink.from_strokes(DIGITS["1"], width=16)
    pad.ink = one
    upload(pad, "seven.png", png(SEVEN))
    assert pad.value == "7"
    go_back(pad)
    assert (pad.value, pad.ink) == ("1", one)
    assert (shown_image(pad), said_of_the_source(pad)) == (None, "")
    np.testing.assert_array_equal(pad.image, normalize_ink(one))
    pad.undo()
    pad.redo()
    assert (pad.value, shown_image(pad)) == ("1", None)


@pytest.mark.parametrize(
    ("sides", "shown"),
    [((5000, 2000), (560, 224)), ((300, 1600), (105, 560)), ((28, 28), (28, 28))],
)
def test_pages_are_sent_no_more_of_a_image_than_a_screen_shows(
    pad: DigitPad, sides: tuple[int, int], shown: tuple[int, int]
) -> None:
    file = io.BytesIO()
    Image.new("RGB", sides, "gray").save(file, "PNG")
    upload(pad, "large.png", file.getvalue())
    pixels = shown_image(pad)
    assert pixels is not None
    assert pixels.shape == (shown[1], shown[0])
    assert ("coarse" in pad.canvas.children[2].value) == (sides == (28, 28))


def test_downloads_are_of_the_drawing_and_copies_of_what_is_read(pad: DigitPad) -> None:
    pad.ink = Ink.from_strokes(DIGITS["1"], width=16)
    drawing = file(pad, "png")
    upload(pad, "seven.png", png(SEVEN))
    assert file(pad, "png") == drawing
    copied = np.asarray(Image.open(io.BytesIO(file(pad, "28x28"))))
    np.testing.assert_array_equal(copied, np.round(pad.image * 255))


def test_a_bad_image_is_said_beside_the_canvas_and_changes_nothing_else(pad: DigitPad) -> None:
    pad.ink = SEVEN
    before = pad.prediction.probabilities
    upload(pad, "notes.png", b"digits: 7")
    assert "notes.png cannot be read as an image" in pad.error
    assert pad.error in messages(pad)["canvas"]
    assert (pad.ink, pad.value, pad.prediction.probabilities) == (SEVEN, "7", before)
    upload(pad, "empty.png", b"")
    assert "empty.png is empty" in pad.error
    upload(pad, "one.png", png(Ink.from_strokes(DIGITS["1"], width=16)))
    assert (pad.error, pad.value) == ("", "1")
    upload(pad, "notes.png", b"digits: 7")
    assert "notes.png" in pad.error
    assert (pad.value, said_of_the_source(pad)[:17]) == ("1", "Read from one.png")
    pad.clear()
    assert (pad.error, pad.value) == ("", None)


def test_what_is_wrong_is_said_beside_its_cause(pad: DigitPad, pad_page: Page) -> None:
    def raises(change: Any) -> None:
        raise KeyError("mine")

    assert set(messages(pad).values()) == {""}
    pad.model = "no-such-model.keras"
    assert "no model file" in messages(pad)["model"]
    upload(pad, "notes.png", b"digits: 7")
    pad.observe(raises, "image")
    pad.observe(raises, "ink")
    pad_page.ink((20, 20))
    pad.wait()
    upload(pad, "notes.png", b"digits: 7")
    assert "notes.png cannot be read" in messages(pad)["canvas"]
    assert "no model file" in messages(pad)["model"]
    assert "An observer of the ink raised KeyError" in messages(pad)["observer"]
    assert "An observer raised KeyError" in messages(pad)["observer"]
    # Each is said once, and all of them in the trait.
    assert len(pad.error.splitlines()) == 4
    pad.unobserve_all("ink")


def test_another_model_reads_the_image_too(pad: DigitPad) -> None:
    content = png(SEVEN)
    upload(pad, "seven.png", content)
    pad.model = "ann"
    assert pad.prediction.probabilities == read(load_image(content), "ann").probabilities


def test_traits_agree_with_each_other_whenever_an_observer_looks(
    pad: DigitPad, pad_page: Page
) -> None:
    seen = []

    def look(_: object) -> None:
        seen.append((pad.value == pad.prediction.label, pad.probabilities))

    pad.observe(look, ["value", "probabilities", "prediction", "image"])
    for stroke in DIGITS["4"]:
        pad_page.draw(finely(stroke))
    pad.wait()
    assert seen
    assert all(agrees for agrees, _ in seen)
    assert seen[-1][1] == pad.prediction.probabilities


def test_interact_takes_a_pad(pad: DigitPad) -> None:
    assert isinstance(pad, ValueWidget)
    panel = interactive(lambda digit: digit, digit=pad)
    pad.ink = SEVEN
    assert panel.kwargs == {"digit": "7"}


def test_the_parts_show_what_the_traits_say(pad: DigitPad) -> None:
    pad.ink = SEVEN
    assert pad.chart.probabilities == pad.probabilities
    np.testing.assert_array_equal(pad.preview.image, pad.image)
    assert ">7<" in headline(pad)


def test_a_slow_model_reads_the_newest_ink_and_never_a_queue() -> None:
    calls: list[float] = []

    def slow(images: np.ndarray) -> np.ndarray:
        calls.append(float(images.sum()))
        time.sleep(0.05)
        return uniform(images)

    pad = DigitPad(slow)
    page = Page(pad.canvas)
    page.draw(finely(DIGITS["0"][0]))
    pad.wait()
    assert len(calls) < pad.ink.n_points / 2
    assert calls[-1] == pytest.approx(float(normalize_ink(pad.ink).sum()))


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let events wait for a prediction however long a busy machine takes for it."""
    monkeypatch.setattr("digit_widgets.widgets.pads.patience._PATIENCE", LONG)


@pytest.mark.usefixtures("patience")
def test_an_event_ends_when_a_finished_drawing_is_read_even_by_a_slow_model() -> None:
    """Only until then, an Output widget takes what observers print: `interact` shows it."""

    def slow(images: np.ndarray) -> np.ndarray:
        time.sleep(0.05)
        return load_predictor("cnn").predict_proba(images)

    pad = DigitPad(slow)
    page = Page(pad.canvas)
    page.send({"kind": "backup", "view": 1, "ink": ink_to_json(SEVEN)})
    assert pad.value == "7"
    pad.clear()
    page.draw([(80, 60), (200, 60), (130, 240)])
    assert pad.value == "7"
    page.send({"kind": "command", "view": 1, "what": "clear"})
    assert pad.prediction.reason == "blank"
    page.send({"kind": "command", "view": 1, "what": "undo"})
    assert pad.value == "7"


@pytest.mark.usefixtures("patience")
def test_an_event_waits_for_a_quick_model_that_is_late_for_once_while_the_pen_is_down(
    clock: Clock,
) -> None:
    """Or what `interact` prints would be missing if the label changes no more."""
    is_late = False

    def mostly_quick(images: np.ndarray) -> np.ndarray:
        if is_late:
            time.sleep(0.1)
            clock.now += 0.1
        return load_predictor("cnn").predict_proba(images)

    pad = DigitPad(FunctionPredictor(mostly_quick))
    page = Page(pad.canvas)
    for point in finely([(80, 60), (200, 60), (130, 240)])[:-1]:
        page.ink(point)
    for last in ((130, 240), (120, 262)):
        is_late = True
        page.ink(last)
        assert (pad.prediction.label, pad.canvas.pen_is_down) == ("7", True)
        assert pad._read_last is not None
        assert pad._read_last[0] is pad.ink


@pytest.mark.usefixtures("patience")
def test_an_observer_that_clears_the_pad_does_not_wait_for_the_event(pad: DigitPad) -> None:
    pad.observe(lambda change: change["new"] == "7" and pad.clear(), "value")
    Page(pad.canvas).draw([(80, 60), (200, 60), (130, 240)])
    # All is done within the event, which does not lock the canvas while it waits.
    assert (pad.ink.is_blank, pad.value) == (True, None)


def test_the_pen_draws_on_while_the_model_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digit_widgets.predictors.feeding.probe._FIRST_CALL", 0.05)
    free = threading.Event()

    def busy(images: np.ndarray) -> np.ndarray:
        assert free.wait(LONG)
        return uniform(images)

    pad = DigitPad(busy)
    page = Page(pad.canvas)
    page.draw([(10, 10), (100, 100), (100, 200)])
    assert pad.ink.n_points == 3
    assert pad.value is None
    free.set()
    pad.wait()
    assert pad.value == "0"


def test_a_model_that_raises_is_said_under_the_pad_and_the_drawing_stays() -> None:
    def broken(_: np.ndarray) -> np.ndarray:
        raise RuntimeError("out of <memory>")

    pad = DigitPad(FunctionPredictor(broken))
    pad.ink = SEVEN
    assert pad.value is None
    assert pad.prediction.reason == "failed"
    assert pad.error == "The model raised RuntimeError: out of <memory>"
    assert "out of &lt;memory&gt;" in messages(pad)["model"]
    assert pad.ink == SEVEN
    pad.model = "cnn"
    assert (pad.value, pad.error) == ("7", "")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (np.full((1, 10), np.nan), "NaN"),
        (np.zeros((1, 7)), r"shape \(1, 7\)"),
        (np.ones((1, 10)), "softmax"),
        ("seven", "not an array of numbers"),
    ],
)
def test_an_output_that_is_no_probabilities_is_said(output: object, words: str) -> None:
    pad = DigitPad(FunctionPredictor(lambda _: output))
    pad.ink = SEVEN
    assert pad.value is None
    assert re.search(words, pad.error)


def test_a_model_that_cannot_be_loaded_leaves_a_pad_to_draw_on() -> None:
    pad = DigitPad("no-such-model.keras", ink=SEVEN)
    assert "no model file at no-such-model.keras" in pad.error
    assert (pad.value, pad.ink) == (None, SEVEN)


def test_changing_the_model_reads_the_same_drawing_anew(pad: DigitPad) -> None:
    pad.ink = SEVEN
    pad.model = uniform
    assert (pad.value, pad.ink) == ("0", SEVEN)
    assert pad.error == ""


def test_an_observer_that_raises_is_said_and_the_pad_goes_on(pad: DigitPad) -> None:
    def observer(_: object) -> None:
        raise KeyError("mine")

    pad.observe(observer, "value")
    pad.ink = SEVEN
    assert pad.error == "An observer raised KeyError: 'mine'"
    pad.unobserve(observer, "value")
    pad.clear()
    assert (pad.value, pad.error) == (None, "")


def test_an_observer_of_the_ink_that_raises_is_said_and_the_ink_is_read(
    pad: DigitPad, pad_page: Page
) -> None:
    def observer(_: object) -> None:
        raise KeyError("mine")

    pad.observe(observer, "ink")
    pad_page.draw(finely(DIGITS["7"][0]))
    pad.wait()
    assert pad.value == "7"
    assert pad.error == "An observer of the ink raised KeyError: 'mine'"


def test_pads_without_a_model_have_the_default_one() -> None:
    for pad in (DigitPad(), DigitPad(None), NumberPad()):
        assert pad.model == DEFAULT_MODEL
        assert pad.recognizer is not None
        assert pad.recognizer.predictor is load_predictor(DEFAULT_MODEL)


def test_a_model_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    monkeypatch.setattr(
        model_reader, "load_predictor", lambda model: loaded.append(model) or load_predictor(model)
    )
    for model in ("cnn", "ann", uniform):
        DigitPad(model)
    assert loaded == ["cnn", "ann", uniform]


def test_python_and_pointer_may_draw_at_once(pad: DigitPad, pad_page: Page) -> None:
    seven = [finely(stroke) for stroke in DIGITS["7"]]

    def assign() -> None:
        for _ in range(50):
            pad.ink = Ink.from_strokes(seven, width=16)
            pad.clear()

    thread = threading.Thread(target=assign)
    thread.start()
    for _ in range(50):
        pad_page.draw([(10, 10), (60, 60), (90, 200)])
    thread.join(LONG)
    assert not thread.is_alive()
    # What undo goes back from is what is shown, and what pages keep.
    shown = pad.canvas.ink
    assert pad.canvas.get_state()["_backup"] == ("" if shown.is_blank else ink_to_json(shown))
    pad.canvas.undo()
    pad.canvas.redo()
    assert pad.canvas.ink == shown
    pad.ink = Ink.from_strokes(seven, width=15)
    assert (pad.value, pad.ink) == ("7", pad.canvas.ink)


def test_an_observer_may_clear_the_pad(pad: DigitPad) -> None:
    pad.observe(lambda change: change["new"] == "7" and pad.clear(), "value")
    pad.ink = SEVEN
    deadline = time.monotonic() + 10
    while not pad.ink.is_blank and time.monotonic() < deadline:
        time.sleep(0.01)
    pad.wait()
    assert (pad.value, pad.ink.is_blank) == (None, True)


def test_a_predictor_of_other_labels_gets_a_bar_for_each() -> None:
    class Vowels:
        labels = tuple("AEIOU")

        def predict_proba(self, images: np.ndarray) -> np.ndarray:
            return np.tile(np.float32([0, 0.75, 0.25, 0, 0]), (len(images), 1))

    pad = DigitPad(Vowels())
    pad.ink = SEVEN
    assert (pad.value, pad.probabilities) == ("E", (0, 0.75, 0.25, 0, 0))
    assert pad.chart.labels == tuple("AEIOU")


def test_a_closed_pad_takes_no_more_work(pad: DigitPad) -> None:
    pad.close()
    pad.ink = SEVEN
    assert pad.value is None


def test_two_pads_read_apart() -> None:
    first, second = DigitPad(), DigitPad("ann")
    Page(first.canvas).draw(finely(DIGITS["7"][0]))
    Page(second.canvas).draw(finely(DIGITS["2"][0]))
    first.wait()
    second.wait()
    assert (first.value, second.value) == ("7", "2")


def test_a_model_that_exits_is_said_and_the_pad_goes_on() -> None:
    def leaving(_: np.ndarray) -> np.ndarray:
        raise SystemExit(3)

    pad = DigitPad(FunctionPredictor(leaving), ink=SEVEN)
    assert pad.error == "The model raised SystemExit: 3"
    pad.model = "cnn"
    assert pad.value == "7"


@pytest.mark.parametrize("name", ["value", "prediction", "probabilities", "image", "error"])
def test_what_a_reading_gives_cannot_be_assigned(pad: DigitPad, name: str) -> None:
    with pytest.raises(TraitError, match="read-only"):
        setattr(pad, name, getattr(pad, name))


def test_none_is_the_bundled_network() -> None:
    assert DigitPad(None, ink=SEVEN).value == "7"


def test_a_predictor_without_fit_labels_is_said() -> None:
    class Numbers:
        labels = (0, 1, 2)

        def predict_proba(self, images: np.ndarray) -> np.ndarray:
            return uniform(images)

    assert "two or more strings" in DigitPad(Numbers()).error


class Doubtful:
    """Reads a 7 in everything, and is not sure that it is a digit."""

    labels = tuple("0123456789")

    def predict_proba(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        return self.predict_scored(images)[0]

    def predict_scored(
        self, images: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        probabilities = np.full((len(images), 10), 0.02, np.float32)
        probabilities[:, 7] = 0.82
        return probabilities, np.full(len(images), 0.3, np.float32)


def test_what_is_no_digit_has_muted_bars_and_the_reason_in_words(seven: Ink) -> None:
    pad = DigitPad(Doubtful(), ink=seven)
    assert pad.value is None
    assert pad.prediction.reason == "not a digit"
    assert pad.prediction.score == pytest.approx(0.3)
    assert pad.probabilities[7] == pytest.approx(0.82)
    assert pad.chart.muted
    assert "Not a digit" in headline(pad)
    assert "nearest is 7" in headline(pad)
    assert set(find_one(pad.chart, bqplot.Bars).colors) == {MUTED}


def test_the_threshold_decides_and_may_be_changed(seven: Ink) -> None:
    pad = DigitPad(Doubtful(), ink=seven)
    pad.threshold = 0.2
    assert pad.value == "7"
    assert not pad.chart.muted
    assert find_one(pad.chart, bqplot.Bars).colors[7] != MUTED
    with pytest.raises(TraitError):
        pad.threshold = 1.5
    with pytest.raises(TraitError, match="a score from 0 to 1, not nan"):
        pad.threshold = float("nan")


def test_the_first_dot_of_a_stroke_flashes_no_verdict(seven: Ink) -> None:
    pad = DigitPad(Doubtful())
    pad.ink = Ink.from_strokes([[(100, 100), (110, 105)]], width=16)
    assert pad.prediction.reason == "blank"
    assert pad.image.any()  # what is drawn is seen all the same
    pad.ink = Ink.from_strokes([[(100, 100), (150, 105)]], width=16)
    assert pad.prediction.reason == "not a digit"


def test_ink_that_is_none_is_refused_with_the_way_to_make_one(pad: DigitPad) -> None:
    with pytest.raises(TraitError, match=r"expected an Ink, such as Ink\.from_strokes.*not the"):
        pad.ink = [[(80, 60), (200, 60)]]


@pytest.mark.parametrize("follower", [InkTimeline, FeatureMaps])
def test_what_follows_a_pad_says_what_it_takes(follower: type[Widget], pad: DigitPad) -> None:
    with pytest.raises(TypeError, match=r"A DigitPad.* is followed, not Ink"):
        follower(pad.ink)


def is_inviting(pad: DigitPad) -> bool:
    return bool(pad.canvas.get_state()["_is_inviting"])


def test_only_a_pad_that_was_never_drawn_on_shows_the_faint_digit(pad: DigitPad) -> None:
    assert is_inviting(pad)
    assert pad.ink.is_blank
    assert not pad.image.any()
    pad.ink = SEVEN
    assert not is_inviting(pad)
    pad.clear()
    assert not is_inviting(pad)
    with_ink = DigitPad(ink=SEVEN)
    assert not is_inviting(with_ink)
    with_ink.close()


def test_a_pad_for_letters_shows_no_digit() -> None:
    letters = DigitPad(lambda images: np.full((len(images), 2), 0.5), labels=("a", "b"))
    assert not is_inviting(letters)
    letters.model = "cnn"
    assert is_inviting(letters)
    letters.close()
