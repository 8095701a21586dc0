"""Digits in images: found, boxed, read one by one and in rows; and one, several or none."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import digit_widgets as dw
from digit_widgets.errors import ImageError
from digit_widgets.ink import Bounds
from digit_widgets.predictors import FunctionPredictor
from digit_widgets.recognition import NumberReader, Recognizer
from tests.support.scenes import Grey, draw_lines, page, write


def inside(inner: Bounds, outer: Bounds) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


@pytest.mark.parametrize("label", list("0123456789"))
def test_one_digit_is_read_and_boxed(label: str) -> None:
    image = write(page(), label, 240, 150, size=140)
    assert dw.read(image).label == label
    (glyph,) = dw.find_digits(image)
    assert glyph.prediction.label == label
    assert glyph.row == 0
    assert glyph.strokes == ()
    assert inside(glyph.bounds, Bounds(200, 120, 420, 340))
    assert glyph.bounds.height > 110


@pytest.mark.parametrize("slope", [-0.25, 0.0, 0.25])
def test_a_row_is_read(slope: float) -> None:
    image = write(page(900), "20264", 80, 170, size=100, slope=slope, step=0.95)
    reading = dw.read_number(image)
    assert reading.text == "20264"
    assert reading.latency > 0
    lefts = [glyph.bounds.left for glyph in reading.glyphs]
    assert lefts == sorted(lefts)


def test_rows_are_lines() -> None:
    image = write(write(page(), "47", 150, 270, size=100), "318", 80, 60, size=100, step=0.95)
    reading = dw.read_number(image)
    assert reading.text == "318\n47"
    assert [glyph.row for glyph in reading.glyphs] == [0, 0, 0, 1, 1]


def test_several_digits_are_not_one() -> None:
    prediction = dw.read(write(page(), "47", 150, 150, step=1.2))
    assert prediction.reason == "several digits"
    assert prediction.label is None
    assert "use read_number" in str(prediction)


def test_nothing_is_blank() -> None:
    assert dw.read(page()).reason == "blank"
    assert dw.find_digits(page()) == ()
    reading = dw.read_number(page())
    assert (reading.text, reading.answer) == ("", "no digit found")


def test_boxes_are_in_the_pixels_of_the_image_that_was_given() -> None:
    grey = write(page(), "7", 240, 150, size=140)
    (glyph,) = dw.find_digits(grey)
    large = Image.fromarray((255 * grey).astype(np.uint8)).resize((3000, 2250))
    (again,) = dw.find_digits(large)
    np.testing.assert_allclose(np.array(again.bounds), 5 * np.array(glyph.bounds), atol=20)
    upright = large.rotate(90, expand=True)
    upright.getexif()[0x0112] = 6
    (turned,) = dw.find_digits(upright)
    np.testing.assert_allclose(np.array(turned.bounds), np.array(again.bounds), atol=20)


def test_a_small_image_is_one_digit() -> None:
    image = np.zeros((30, 40), np.float32)
    image[5:25, 18:21] = 1
    (glyph,) = dw.find_digits(image)
    assert glyph.prediction.label == "1"
    assert glyph.bounds == (0, 0, 40, 30)


class Scores:
    """Says 0 of everything, and scores images of less than 8 columns 1, others 0."""

    labels = tuple("0123456789")

    def predict_proba(self, images: np.ndarray) -> np.ndarray:
        return np.tile(np.float32([0.91] + [0.01] * 9), (len(images), 1))

    def predict_scored(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        narrow = (images.max(axis=1) > 0.5).sum(axis=1) < 8
        return self.predict_proba(images), narrow.astype(np.float32)


class AnyGroup:
    """Says 0 of everything, as surely."""

    labels = tuple("0123456789")

    def predict_proba(self, images: np.ndarray) -> np.ndarray:
        return np.tile(np.float32([0.91] + [0.01] * 9), (len(images), 1))


def test_what_is_rejected_is_found_with_its_reason() -> None:
    image = write(page(), "8", 240, 150, size=140)
    assert Recognizer(Scores()).read(image).reason == "not a digit"
    assert NumberReader(Recognizer(Scores())).read(image).text == "?"


def test_a_glyph_of_a_low_score_is_a_digit_in_a_row_of_digits_and_in_doubt() -> None:
    class LowOnes(Scores):
        """Scores images of less than 8 columns 0.3, others 1."""

        def predict_scored(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            probabilities, narrow = super().predict_scored(images)
            return probabilities, (1 - 0.7 * narrow).astype(np.float32)

    reader = NumberReader(Recognizer(LowOnes()))
    assert reader.read(write(page(), "1", 240, 150, size=140)).text == "?"
    reading = reader.read(write(page(900), "20164", 80, 170, size=100, step=1.1))
    assert reading.text == "00000"
    scores = [round(glyph.prediction.score or 0, 2) for glyph in reading.glyphs]
    assert scores == [1, 1, 0.68, 1, 1]  # 0.3 at odds of five to one
    sure, doubted = reading.glyphs[0], reading.glyphs[2]
    assert doubted.grouping < 0.7 * sure.grouping
    assert reading.confidence < 0.5


def test_a_models_own_array_of_scores_stays_as_it_is() -> None:
    class Kept(AnyGroup):
        """Keeps the scores that it gives, which nobody may change."""

        def predict_scored(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            scores = np.full(len(images), 0.6, np.float32)
            scores.flags.writeable = False
            return self.predict_proba(images), scores

    reader = NumberReader(Recognizer(Kept()))
    assert reader.read(write(page(900), "2026", 80, 170, size=100, step=1.1)).text == "0000"


def test_what_is_too_wide_for_its_row_is_unclear() -> None:
    image = write(page(900), "417", 80, 170, size=100, step=1.1)
    turns = np.linspace(0, 2 * np.pi, 60)
    wide = [(560 + 85 * np.cos(turn), 225 + 52 * np.sin(turn)) for turn in turns]
    reading = dw.read_number(draw_lines(image, [wide], 8))
    assert reading.text == "417?"
    assert reading.glyphs[-1].prediction.reason == "unclear"


def test_a_row_of_which_ink_is_left_out_is_in_doubt() -> None:
    image = write(page(900), "474", 80, 170, size=100, step=1.1)
    whole = dw.read_number(image)
    assert whole.text == "474"
    assert whole.confidence > 0.5
    assert not whole.is_doubtful
    # At the border stands a part of a digit, which is not read.
    cut = dw.read_number(draw_lines(image, [[(480, 120), (480, 280)]], 8)[:, :480])
    assert cut.text == "474"
    assert cut.confidence < 0.5
    assert all(glyph.confidence > 0.5 for glyph in cut.glyphs)
    assert cut.is_doubtful
    assert str(cut).endswith("; digits may be missing or parted wrongly")


def test_a_row_that_may_be_grouped_otherwise_is_in_doubt() -> None:
    bars = [[(x, 120), (x, 220)] for x in (100, 180, 260)]
    clear = NumberReader(Recognizer(AnyGroup())).read(draw_lines(page(), bars, 8))
    assert clear.text == "000"
    assert min(glyph.grouping for glyph in clear.glyphs) > 0.9
    # A shorter one, as close as parts of a digit are.
    bars.append([(278, 155), (278, 220)])
    unclear = NumberReader(Recognizer(AnyGroup())).read(draw_lines(page(), bars, 8))
    assert min(glyph.grouping for glyph in unclear.glyphs) < 0.8
    assert unclear.confidence < 0.8 * clear.confidence


def test_a_sheet_far_off_is_looked_at_closely() -> None:
    desk = page(1400, 1050, grey=0.2)
    desk[300:700, 500:1000] = page(500, 400)
    image = write(desk, "20264", 560, 480, size=40, pen=4, step=1.1)
    reading = dw.read_number(image)
    assert reading.text == "20264"
    for place, glyph in enumerate(reading.glyphs):
        left = 560 + place * 44
        assert inside(glyph.bounds, Bounds(left - 15, 465, left + 55, 535))


def test_the_model_is_called_once() -> None:
    calls = []

    def model(images: np.ndarray) -> np.ndarray:
        calls.append(len(images))
        return np.full((len(images), 10), 0.1, np.float32)

    image = write(page(900), "20264", 80, 170, size=100, step=0.95)
    assert len(dw.read_number(image, FunctionPredictor(model)).glyphs) == 5
    assert len(calls) == 1


def test_a_digit_beside_many_rejected_glyphs_is_chance() -> None:
    image = write(page(900), "20212", 80, 170, size=100, step=1.1)
    assert Recognizer(Scores()).read(image).reason == "not a digit"


@pytest.mark.parametrize("bad", [np.zeros((4, 4, 3)), "digit.png", np.full((70, 70), np.nan)])
def test_what_is_no_image_is_refused(bad: Grey) -> None:
    for function in (dw.find_digits, dw.read_number, dw.read):
        with pytest.raises(ImageError):
            function(bad)
