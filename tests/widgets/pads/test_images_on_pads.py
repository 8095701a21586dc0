"""Images on both pads: read instead of the drawing, with a box around each digit."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.dom import minidom

import numpy as np
import pytest
from ipywidgets import HTML, HBox
from PIL import Image

from digit_widgets import read, read_number
from digit_widgets.errors import ImageError
from digit_widgets.imaging import load_image, rasterize
from digit_widgets.ink import Ink
from digit_widgets.widgets import DigitPad, NumberPad
from digit_widgets.widgets.canvas.image_parts import LARGEST_IMAGE
from tests.support.digits import DIGITS, finely
from tests.support.scenes import draw_lines, page, write
from tests.support.widget_tree import button, find_all, find_one, is_shown
from tests.widgets.conftest import Page, choose_file, press, press_tool, send_custom

SEVEN = Ink.from_strokes(DIGITS["7"], width=16)
Shown = list[tuple[str, dict[str, float]]]


def png(labels: str, side: int = 140) -> bytes:
    """Draw digits in a row, dark on white, each in a square of some pixels."""
    strokes = [
        finely([((column + x / 280) * side, y / 280 * side) for x, y in stroke])
        for column, label in enumerate(labels)
        for stroke in DIGITS[label]
    ]
    ink = rasterize(Ink.from_strokes(strokes, width=side / 18), side * len(labels))[:side]
    file = io.BytesIO()
    Image.fromarray(np.round((1 - ink) * 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def upload(pad: DigitPad | NumberPad, content: bytes, name: str = "some.png") -> None:
    choose_file(pad, name, content)
    pad.wait()


def boxes(pad: DigitPad | NumberPad) -> Shown:
    """Return labels and sides, in CSS pixels, of the boxes on a pad."""
    html = next(each.value for each in pad.canvas.children if "boxes" in getattr(each, "value", ""))
    found = re.findall(r'<div class="(?:over|under|within)[^>]* style="(.*?)"><b>(.*?)</b>', html)
    whole = {"left": pad.canvas.width, "top": pad.canvas.height}
    whole |= {"width": pad.canvas.width, "height": pad.canvas.height}
    return [
        (label, {k: float(v) / 100 * whole[k] for k, v in re.findall(r"(\w+): ([\d.]+)%", style)})
        for style, label in found
    ]


def has_image(pad: DigitPad | NumberPad) -> bool:
    return any("<img" in getattr(each, "value", "") for each in pad.canvas.children)


def source(pad: DigitPad | NumberPad) -> str:
    """Return what is said of the image that is read; "" if it is hidden."""
    line = find_one(pad, HBox, "digit-widgets-source")
    return re.sub("<.*?>", "", find_one(line, HTML).value) if is_shown(line) else ""


@pytest.fixture(params=[DigitPad, NumberPad])
def any_pad(request: pytest.FixtureRequest) -> Iterator[DigitPad | NumberPad]:
    pad = request.param()
    yield pad
    pad.close()


@pytest.fixture
def number_pad() -> Iterator[NumberPad]:
    pad = NumberPad()
    yield pad
    pad.close()


def test_a_number_pad_reads_an_image_as_read_number_does(number_pad: NumberPad) -> None:
    content = png("4719")
    upload(number_pad, content, "room.png")
    alone = read_number(load_image(content))
    assert number_pad.value == alone.text == "4719"
    assert [each.bounds for each in number_pad.glyphs] == [each.bounds for each in alone.glyphs]
    assert source(number_pad).startswith("Read from room.png.")
    assert number_pad.ink.is_blank
    line = find_one(number_pad, HTML, "digit-widgets-number").value
    assert all(f'<div class="label">{label}</div>' in line for label in "4719")


def test_boxes_lie_around_the_digits_where_the_image_is_shown(number_pad: NumberPad) -> None:
    # 280 × 140 pixels on 560 × 220: as high as the pad, and in its middle.
    upload(number_pad, png("47"))
    scale, left = 220 / 140, (560 - 440) / 2
    shown = boxes(number_pad)
    assert [label for label, _ in shown] == ["4", "7"]
    for column, (label, box) in enumerate(shown):
        points = np.concatenate(DIGITS[label]) / 2 + (140 * column, 0)
        (low_x, low_y), (high_x, high_y) = points.min(axis=0) * scale, points.max(axis=0) * scale
        assert box["left"] == pytest.approx(left + low_x, abs=14)
        assert box["top"] == pytest.approx(low_y, abs=14)
        assert box["left"] + box["width"] == pytest.approx(left + high_x, abs=14)
        assert box["top"] + box["height"] == pytest.approx(high_y, abs=14)


def test_a_digit_pad_shows_one_box_for_one_digit(pad: DigitPad) -> None:
    upload(pad, png("7"))
    assert pad.value == "7"
    assert [label for label, _ in boxes(pad)] == ["7"]


def test_a_digit_pad_chooses_none_of_several_digits(pad: DigitPad) -> None:
    content = png("47")
    upload(pad, content)
    assert pad.prediction.reason == read(load_image(content)).reason == "several digits"
    assert (pad.value, pad.image.any(), any(pad.probabilities)) == (None, False, False)
    assert [label for label, _ in boxes(pad)] == ["4", "7"]
    words = find_one(pad, HTML, "digit-widgets-headline").value
    assert "Several digits<" in words
    assert "NumberPad" in words


def test_the_glyphs_of_a_large_image_are_in_the_files_pixels_and_boxed_where_they_are() -> None:
    pad, small = NumberPad(), NumberPad()
    upload(small, png("47"))
    with Image.open(io.BytesIO(png("47"))) as image:
        file = io.BytesIO()
        image.resize((10 * image.width, 10 * image.height)).save(file, "PNG")
    upload(pad, file.getvalue())
    assert pad.value == "47"
    for glyph, other in zip(pad.glyphs, small.glyphs, strict=True):
        assert glyph.bounds == pytest.approx([10 * side for side in other.bounds], abs=40)
    for (_, box), (_, expected) in zip(boxes(pad), boxes(small), strict=True):
        assert box == pytest.approx(expected, abs=8)


def test_a_number_pad_says_that_digits_may_be_missing() -> None:
    pad = NumberPad()
    whole = write(page(900), "474", 80, 170, size=100, step=1.1)
    cut = draw_lines(whole, [[(480, 120), (480, 280)]], 8)[:, :480]
    for image, words in ((whole, ""), (cut, "Digits may be missing or parted wrongly.")):
        file = io.BytesIO()
        Image.fromarray(np.round(255 * image).astype(np.uint8)).save(file, "PNG")
        upload(pad, file.getvalue())
        line = find_one(pad, HTML, "digit-widgets-number").value
        assert pad.reading.is_doubtful == bool(words)
        assert ("may be missing" in line) == bool(words)
        assert words in line
    pad.clear()
    assert not pad.reading.is_doubtful


def test_an_image_without_a_digit_says_that_none_is_found(any_pad: DigitPad | NumberPad) -> None:
    file = io.BytesIO()
    Image.new("L", (200, 200), 255).save(file, "PNG")
    upload(any_pad, file.getvalue())
    words = " ".join(each.value for each in find_all(any_pad, HTML, shown=True))
    assert "No digit found" in words
    assert "Draw a" not in words
    assert any_pad.value is None
    any_pad.clear()
    words = " ".join(each.value for each in find_all(any_pad, HTML, shown=True))
    assert "No digit found" not in words
    assert "Draw a" in words


def test_the_next_stroke_takes_image_and_boxes_away_and_undo_brings_them_back(
    any_pad: DigitPad | NumberPad,
) -> None:
    upload(any_pad, png("7"))
    assert has_image(any_pad)
    page = Page(any_pad.canvas)
    page.ink((5, 5))
    assert not has_image(any_pad)
    page.ink((6, 200), (6, 201), end=True)
    any_pad.wait()
    assert [box["left"] < 60 for _, box in boxes(any_pad)] in ([], [True])
    any_pad.undo()
    assert (any_pad.value, has_image(any_pad)) == ("7", True)
    assert [label for label, _ in boxes(any_pad)] == ["7"]


def test_a_drop_never_loses_the_drawing(any_pad: DigitPad | NumberPad) -> None:
    any_pad.ink = SEVEN
    before = boxes(any_pad)
    upload(any_pad, png("3"))
    assert (any_pad.value, any_pad.ink) == ("3", SEVEN)
    press(button(any_pad, "Back to the drawing"))
    any_pad.wait()
    assert (any_pad.value, any_pad.ink, has_image(any_pad)) == ("7", SEVEN, False)
    assert (boxes(any_pad), source(any_pad)) == (before, "")
    # The pressed button is hidden: pages give the focus to the image button.
    sent = [message.get("content") for message in any_pad.canvas.comm.sent]
    assert {"kind": "focus"} in sent


def test_reset_takes_an_image_away(any_pad: DigitPad | NumberPad) -> None:
    upload(any_pad, png("3"))
    press_tool(any_pad, "clear")
    any_pad.wait()
    assert (any_pad.value, has_image(any_pad), boxes(any_pad)) == (None, False, [])


def test_a_disabled_pad_takes_no_image(any_pad: DigitPad | NumberPad) -> None:
    any_pad.disabled = True
    upload(any_pad, png("3"))
    send_custom(any_pad.canvas, {"kind": "no_image", "view": 1, "name": "", "why": "several"})
    assert (any_pad.value, any_pad.error, has_image(any_pad)) == (None, "", False)


@pytest.mark.parametrize("make", [DigitPad, NumberPad])
@pytest.mark.parametrize("options", [{"tools": ("pen", "undo")}, {"compact": True}])
def test_a_pad_without_the_image_tool_takes_none(
    make: Callable[..., Any], options: dict[str, Any]
) -> None:
    pad = make(**options)
    upload(pad, png("3"))
    assert (pad.value, pad.canvas.get_state()["_largest_image"]) == (None, 0)
    pad.close()
    pad = make(**{**options, "tools": ("image",)})
    upload(pad, png("3"))
    assert (pad.value, pad.canvas.get_state()["_largest_image"]) == ("3", LARGEST_IMAGE)
    pad.close()


def test_what_a_page_does_not_send_is_said_until_the_next_image_or_stroke(
    any_pad: DigitPad | NumberPad,
) -> None:
    message = {"kind": "no_image", "view": 1, "name": "huge.png", "why": "large"}
    send_custom(any_pad.canvas, message)
    assert "huge.png is larger than 32 MiB" in any_pad.error
    upload(any_pad, png("3"))
    assert (any_pad.error, any_pad.value) == ("", "3")
    send_custom(any_pad.canvas, {**message, "why": "several"})
    # The image is still read.
    assert ("Only one image" in any_pad.error, any_pad.value) == (True, "3")
    Page(any_pad.canvas).draw([(5, 5), (6, 60)])
    assert any_pad.error == ""


def test_an_image_that_cannot_be_read_is_said_and_is_no_fault_of_the_model(
    any_pad: DigitPad | NumberPad, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> Any:
        raise ImageError("Install what reads photographs.")

    monkeypatch.setattr("digit_widgets.recognition.image_glyphs.find_image_strokes", fails)
    upload(any_pad, png("3"))
    assert (any_pad.error, any_pad.value) == ("Install what reads photographs.", None)
    any_pad.clear()
    any_pad.ink = SEVEN
    assert (any_pad.error, any_pad.value) == ("", "7")


class Doubting:
    """A model that takes everything for a 7, and hardly for a digit."""

    labels = tuple("0123456789")

    def predict_proba(self, images: np.ndarray) -> np.ndarray:
        return self.predict_scored(images)[0]

    def predict_scored(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        sevens = np.tile(np.float32([0.0] * 7 + [1.0] + [0.0] * 2), (len(images), 1))
        return sevens, np.full(len(images), 0.3, np.float32)


def test_another_model_and_threshold_read_the_image_too(number_pad: NumberPad) -> None:
    content = png("47")
    upload(number_pad, content)
    number_pad.model = "ann"
    alone = read_number(load_image(content), "ann")
    assert [each.prediction.probabilities for each in number_pad.glyphs] == [
        each.prediction.probabilities for each in alone.glyphs
    ]
    number_pad.model = Doubting()
    assert number_pad.value == "??"
    number_pad.threshold = 0.0
    assert number_pad.value == "77"


def test_where_no_widgets_run_the_image_is_shown_with_its_boxes(
    any_pad: DigitPad | NumberPad,
) -> None:
    upload(any_pad, png("47"))
    svg = minidom.parseString(any_pad._repr_mimebundle_()["image/svg+xml"])
    assert len(svg.getElementsByTagName("image")) == 1
    around = [each for each in svg.getElementsByTagName("rect") if each.getAttribute("rx") == "3"]
    assert len(around) == 2


@pytest.mark.parametrize("kind", [DigitPad, NumberPad])
def test_an_array_is_put_on_a_pad_as_a_file_is(kind: type[DigitPad | NumberPad]) -> None:
    pad = kind(ink=SEVEN)
    image = np.asarray(Image.open(io.BytesIO(png("4"))).convert("L"), np.float32) / 255
    pad.put_image(1 - image, "Image <12>")
    assert pad.value == "4"
    assert source(pad).startswith("Read from Image &lt;12&gt;.")
    assert has_image(pad)
    with pytest.raises(ImageError, match=r"\(h, w\) numbers in 0..1, not \(2, 28, 28\)"):
        pad.put_image(np.zeros((2, 28, 28), np.float32))
    with pytest.raises(ImageError, match=r"numbers in 0\.\.1"):
        pad.put_image(np.full((28, 28), 2.0))
    assert pad.value == "4"
    pad.close()
