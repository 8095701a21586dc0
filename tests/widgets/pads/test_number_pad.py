"""The wide pad: the number, its boxes and its glyphs, whatever the model does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from ipywidgets import HTML, interactive
from traitlets import TraitError

from digit_widgets.ink import Ink
from digit_widgets.recognition import read_number
from digit_widgets.widgets import NumberPad
from tests.support.digits import DIGITS, Strokes, finely
from tests.support.widget_tree import find_one
from tests.widgets.conftest import Page, press_tool


def placed(label: str, left: float, top: float, scale: float = 0.55) -> Strokes:
    return [
        finely([(left + x * scale, top + y * scale) for x, y in stroke]) for stroke in DIGITS[label]
    ]


FORTY_SEVEN = Ink.from_strokes([*placed("4", 40, 40), *placed("7", 140, 40)], width=10)


def two_rows() -> Ink:
    """Return 1/2 over 7, and a stray dot."""
    strokes = [
        *placed("1", 20, 5, 0.35), finely([(150, 14), (112, 94)]), *placed("2", 140, 5, 0.35),
        *placed("7", 20, 105, 0.4), [(300.0, 20.0)],
    ]  # fmt: skip
    return Ink.from_strokes(strokes, width=8)


@pytest.fixture
def number_pad() -> Iterator[NumberPad]:
    pad = NumberPad()
    yield pad
    pad.close()


def line(pad: NumberPad) -> str:
    """What is said under the drawing, as HTML."""
    return find_one(pad, HTML, "digit-widgets-number").value


def boxes(pad: NumberPad) -> list[tuple[str, dict[str, float]]]:
    """Labels of the boxes, and their sides in shares of the canvas."""
    html = pad.canvas.children[1].value
    found = re.findall(r'<div class="(?:over|under|within)[^>]* style="(.*?)"><b>(.*?)</b>', html)
    return [
        (label, {key: float(value) / 100 for key, value in re.findall(r"(\w+): ([\d.]+)%", style)})
        for style, label in found
    ]


def test_a_blank_pad_reads_as_none(number_pad: NumberPad) -> None:
    assert number_pad.value is None
    assert number_pad.glyphs == number_pad.reading.glyphs == ()
    assert boxes(number_pad) == []
    assert "Draw a number" in line(number_pad)
    assert (number_pad.canvas.width, number_pad.canvas.height) == (560, 220)


def test_a_number_drawn_by_the_pointer_is_read_and_boxed(number_pad: NumberPad) -> None:
    page = Page(number_pad.canvas)
    page.connect()
    for stroke in [*placed("2", 20, 30), *placed("0", 120, 30), *placed("4", 240, 40)]:
        page.draw(stroke)
    number_pad.wait()
    assert number_pad.value == number_pad.reading.text == "204"
    assert number_pad.reading.glyphs == number_pad.glyphs
    assert [glyph.strokes for glyph in number_pad.glyphs] == [(0,), (1,), (2, 3)]
    assert all(glyph.confidence > 0.5 for glyph in number_pad.glyphs)
    shown = boxes(number_pad)
    assert [label for label, _ in shown] == ["2", "0", "4"]
    for glyph, (_, box) in zip(number_pad.glyphs, shown, strict=True):
        assert box["left"] * 560 < glyph.bounds.left - 5
        assert (box["left"] + box["width"]) * 560 > glyph.bounds.right + 5
        assert box["top"] * 220 < glyph.bounds.top - 5


def test_signs_rows_and_what_is_left_out_are_shown(number_pad: NumberPad) -> None:
    number_pad.ink = two_rows()
    assert number_pad.value == "1/2\n7"
    assert [label for label, _ in boxes(number_pad)] == ["1", "/", "2", "7"]
    assert "rejected" not in number_pad.canvas.children[1].value
    shown = line(number_pad)
    assert shown.count('class="glyphs"') == 2
    assert "Left out: 1 dot." in shown
    # A sign has neither confidence nor score.
    cells = re.findall(r'<div class="label">(.*?)</div>(.*?)</div></div>', shown)
    assert ["%" in rest for label, rest in cells if label == "/"] == [False]
    svg = number_pad._repr_mimebundle_()["image/svg+xml"]
    assert ">1/2</text>" in svg
    assert ">7</text>" in svg


def test_labels_of_two_rows_keep_apart(number_pad: NumberPad) -> None:
    """The upper row has no room above, and the lower one none below."""
    number_pad.ink = two_rows()
    html = number_pad.canvas.children[1].value
    assert re.findall(r'<div class="(over|under|within)', html) == [*["within"] * 3, "over"]
    number_pad.ink = two_rows().transform(0.8, 0.0, 0.0)
    html = number_pad.canvas.children[1].value
    assert re.findall(r'<div class="(over|under|within)', html) == [*["within"] * 3, "under"]


def test_what_may_be_a_sign_or_a_digit_is_said(number_pad: NumberPad) -> None:
    strokes = [*placed("4", 20, 40), finely([(217, 62), (177, 172)]), *placed("2", 220, 40)]
    number_pad.ink = Ink.from_strokes(strokes, width=10)
    assert number_pad.value == "4?2"
    assert "? may be a sign or a digit." in line(number_pad)
    assert "rejected" in number_pad.canvas.children[1].value


def test_the_boxes_follow_the_stroke_and_are_no_ink(number_pad: NumberPad) -> None:
    page = Page(number_pad.canvas)
    page.connect()
    widths = []
    page.mouse("down", 100, 50)
    page.drawn()
    for x in range(120, 300, 10):
        page.mouse("move", x, 50)
        number_pad.wait()
        widths.append(boxes(number_pad)[-1][1]["width"])
    assert widths == sorted(widths)
    curve = {"set", "beginPath", "moveTo", "bezierCurveTo", "stroke"}
    assert {name for name, _ in page.drawn()} == curve
    assert number_pad.ink.n_points == 19


def test_undo_and_reset_take_boxes_with_them(number_pad: NumberPad) -> None:
    number_pad.ink = FORTY_SEVEN
    assert number_pad.value == "47"
    press_tool(number_pad, "clear")
    number_pad.wait()
    assert (number_pad.value, boxes(number_pad)) == (None, [])
    press_tool(number_pad, "undo")
    number_pad.wait()
    assert (number_pad.value, len(boxes(number_pad))) == ("47", 2)


def test_the_pad_reads_as_read_number_does(number_pad: NumberPad) -> None:
    number_pad.ink = FORTY_SEVEN
    alone = read_number(FORTY_SEVEN)
    assert number_pad.value == alone.text
    for one, other in zip(number_pad.glyphs, alone.glyphs, strict=True):
        assert (one.bounds, one.strokes) == (other.bounds, other.strokes)
        assert one.confidence == pytest.approx(other.confidence, abs=1e-5)


def test_interact_takes_the_pad(number_pad: NumberPad) -> None:
    panel = interactive(lambda number: number, number=number_pad)
    number_pad.ink = FORTY_SEVEN
    assert panel.kwargs == {"number": "47"}


class Doubting:
    """Reads all as sevens, and scores 0.4."""

    labels = tuple("0123456789")

    def predict_proba(self, images: np.ndarray) -> np.ndarray:
        return np.tile(np.float32([0.0] * 7 + [1.0] + [0.0] * 2), (len(images), 1))

    def predict_scored(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.predict_proba(images), np.full(len(images), 0.4, np.float32)


def test_what_is_no_digit_is_a_question_mark_up_to_the_threshold() -> None:
    pad = NumberPad(Doubting(), ink=FORTY_SEVEN, description="No digits")
    assert pad.value == "??"
    assert [label for label, _ in boxes(pad)] == ["?", "?"]
    assert "rejected" in pad.canvas.children[1].value
    pad.threshold = 0.3
    assert pad.value == "77"
    assert "No digits" in pad.children[0].value


def test_a_model_that_raises_is_said_and_another_reads_the_drawing() -> None:
    def broken(_: np.ndarray) -> np.ndarray:
        raise RuntimeError("out of <memory>")

    pad = NumberPad(broken, ink=FORTY_SEVEN)
    assert (pad.value, pad.glyphs, boxes(pad)) == (None, (), [])
    assert pad.error.startswith("The function broken raised RuntimeError for images of shape")
    assert ": out of <memory>." in pad.error
    assert "No reading" in line(pad)
    assert pad.ink == FORTY_SEVEN
    pad.model = "cnn"
    assert (pad.value, pad.error) == ("47", "")


def test_a_model_that_cannot_be_loaded_leaves_a_pad_to_draw_on() -> None:
    pad = NumberPad("no-such-model.keras", ink=FORTY_SEVEN)
    assert "no model file at no-such-model.keras" in pad.error
    assert (pad.value, pad.ink) == (None, FORTY_SEVEN)


def test_traits_agree_with_each_other_whenever_an_observer_looks(number_pad: NumberPad) -> None:
    seen = []

    def look(_: object) -> None:
        seen.append((number_pad.value or "") == number_pad.reading.text)

    number_pad.observe(look, ["value", "reading", "glyphs"])
    number_pad.ink = FORTY_SEVEN
    number_pad.clear()
    assert len(seen) >= 6
    assert all(seen)


def test_labels_are_text_and_no_markup() -> None:
    class Marked(Doubting):
        labels = ("<i>", *"123456", "<b>&", "8", "9")

    pad = NumberPad(Marked(), ink=FORTY_SEVEN, threshold=0.0)
    assert pad.value == "<b>&<b>&"
    assert "&lt;b&gt;&amp;" in pad.canvas.children[1].value
    assert "&lt;b&gt;&amp;" in line(pad)


@pytest.mark.parametrize("name", ["value", "reading", "glyphs", "error"])
def test_what_a_reading_gives_cannot_be_assigned(number_pad: NumberPad, name: str) -> None:
    with pytest.raises(TraitError, match="read-only"):
        setattr(number_pad, name, getattr(number_pad, name))


def test_each_digit_has_its_ten_bars_and_a_sign_has_none() -> None:
    minus = [(20, 110), (60, 110)]
    strokes = [minus, *(finely([(x / 2 + 100, y / 2 + 40) for x, y in s]) for s in DIGITS["7"])]
    pad = NumberPad(ink=Ink.from_strokes(strokes, width=10))
    assert pad.value == "-7"
    shown = line(pad)
    assert shown.count('class="glyph"') == 2
    assert shown.count('tabindex="0"') == shown.count('class="bars"') == 1
    assert re.search(r'aria-label="7\. Probabilities: 7, (over )?9\d percent', shown)
    heights = [float(each) for each in re.findall(r'<i style="height: ([\d.]+)%', shown)]
    np.testing.assert_allclose(
        heights, 100 * np.array(pad.glyphs[1].prediction.probabilities), atol=0.06
    )
    assert shown.count('<div class="winner">') == 1
    pad.close()


def test_a_compact_pad_leaves_the_bars_out() -> None:
    pad = NumberPad(ink=Ink.from_strokes([finely([(60, 20), (60, 90)])], width=6), compact=True)
    assert pad.value == "1"
    assert "tabindex" not in line(pad)
    assert 'class="bars' not in line(pad)
    pad.close()
