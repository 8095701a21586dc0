"""Numbers: which strokes form a digit, regardless of their position and order."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.errors import ModelError
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink, flatten_curves
from digit_widgets.predictors import FunctionPredictor, load_predictor
from digit_widgets.recognition import NumberReader, Recognizer, read_number
from digit_widgets.recognition.segmentation import (
    MAX_STROKES_A_DIGIT,
    find_cheapest_chain,
    find_groups,
)
from digit_widgets.recognition.stroke_shapes import StrokeShapes
from tests.support.digits import DIGITS, Strokes, finely
from tests.support.varied_inks import vary_digits

CROSSED_SEVEN: Strokes = [*DIGITS["7"], [(126, 146), (186, 136)]]


def row(*digits: Strokes, step: float = 130.0) -> list[list[tuple[float, float]]]:
    """Place digits drawn on 280 × 280 side by side, as a pointer draws them."""
    return [
        [(x + step * place, y) for x, y in finely(stroke)]
        for place, strokes in enumerate(digits)
        for stroke in strokes
    ]


def number(text: str, step: float = 130.0) -> Ink:
    return Ink.from_strokes(row(*(DIGITS[label] for label in text), step=step), width=10)


def groups(ink: Ink) -> list[tuple[int, ...]]:
    return [glyph.strokes for glyph in read_number(ink).glyphs]


@pytest.mark.parametrize("text", ["2026", "47", "7", "4", "541", "145", "80", "3", "9638", "11"])
def test_numbers_are_read(text: str) -> None:
    assert read_number(number(text)).text == text


def test_a_four_of_two_strokes_next_to_a_one() -> None:
    assert groups(number("41")) == [(0, 1), (2,)]
    assert groups(number("14")) == [(0,), (1, 2)]


def test_a_crossed_seven_is_one_digit() -> None:
    ink = Ink.from_strokes(row(DIGITS["1"], CROSSED_SEVEN, DIGITS["1"]), width=10)
    assert groups(ink) == [(0,), (1, 2), (3,)]
    assert read_number(ink).text == "171"


def test_hats_and_bars_may_be_drawn_last() -> None:
    five, nought, seven = row(DIGITS["5"]), row([], DIGITS["0"]), row([], [], CROSSED_SEVEN)
    ink = Ink.from_strokes([five[0], *nought, seven[0], five[1], seven[1]], width=10)
    reading = read_number(ink)
    assert reading.text == "507"
    assert [glyph.strokes for glyph in reading.glyphs] == [(0, 3), (1,), (2, 4)]


def test_numbers_drawn_from_the_right_are_read_from_the_left() -> None:
    ink = number("230")
    assert read_number(Ink(ink.strokes[::-1])).text == "230"


def test_touching_neighbours_stay_apart() -> None:
    ink = number("30", step=100.0)
    first, second = (Ink((stroke,)).bounds for stroke in ink.strokes)
    assert first is not None
    assert second is not None
    assert second.left - first.right < 10  # the pen's width
    assert read_number(ink).text == "30"


def test_a_box_holds_the_curve_that_one_sees() -> None:
    turns = np.linspace(0.2, 2 * np.pi + 0.1, 9)
    zero = np.stack([100 + 40 * np.sin(turns), 100 - 60 * np.cos(turns)], axis=1)
    ink = Ink.from_strokes([zero], width=16)
    (glyph,) = read_number(ink).glyphs
    assert glyph.bounds == flatten_curves(ink).bounds
    assert glyph.bounds != ink.bounds


def test_a_stroke_drawn_twice_in_one_place_is_one_digit() -> None:
    """Handle equal strokes, as a program may draw them, which make equal groups."""
    seven, three = row(DIGITS["7"], DIGITS["3"])
    assert read_number(Ink.from_strokes([seven, seven, three], width=10)).text in {"73", "773"}


def test_stray_dots_belong_to_no_digit() -> None:
    clean = number("47")
    dots = Ink.from_strokes([[(300, 60)], [(210, 140), (213, 142)]], width=10).strokes
    reading = read_number(Ink((dots[0], *clean.strokes, dots[1])))
    assert reading.text == "47"
    assert [glyph.strokes for glyph in reading.glyphs] == [(1, 2), (3,)]


@pytest.mark.parametrize(
    ("strokes", "says"),
    [
        ([], "nothing drawn"),
        ([[(5, 5)]], "only a dot"),
        ([[(5, 5)], [(90, 5), (92, 6)]], "only dots"),
    ],
)
def test_nothing_or_dots_alone_are_no_number(strokes: Strokes, says: str) -> None:
    reading = read_number(Ink.from_strokes(strokes, width=10))
    assert (reading.text, reading.glyphs, reading.confidence) == ("", (), 0)
    assert str(reading) == says


@pytest.mark.parametrize("scale", [0.01, 1.0, 37.0])
@pytest.mark.parametrize("shift", [(0.0, 0.0), (-900.0, 4000.0)])
def test_neither_place_nor_size_matters(scale: float, shift: tuple[float, float]) -> None:
    ink = number("4715")
    before, after = read_number(ink), read_number(ink.transform(scale, *shift))
    assert after.text == before.text
    for one, other in zip(before.glyphs, after.glyphs, strict=True):
        assert one.strokes == other.strokes
        assert other.confidence == pytest.approx(one.confidence, abs=0.01)
        moved = np.array(one.bounds) * scale + np.tile(shift, 2)
        np.testing.assert_allclose(other.bounds, moved, rtol=1e-6, atol=1e-6 * scale)


def test_a_thick_pen_makes_no_dots_of_digits() -> None:
    # The default pen is a share of the whole drawing's width.
    strokes = [stroke.points for stroke in number("2026").strokes]
    assert read_number(Ink.from_strokes(strokes)).text == "2026"


def test_a_glyph_below_the_threshold_is_refused() -> None:
    class Scoring:
        """Gives everything that it predicts as a seven a low score."""

        labels = tuple("0123456789")
        cnn = load_predictor("cnn")

        def predict_proba(self, images: np.ndarray) -> np.ndarray:
            return self.cnn.predict_proba(images)

        def predict_scored(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            probabilities = self.predict_proba(images)
            scores = np.where(probabilities.argmax(axis=1) == 7, 0.3, 0.9)
            return probabilities, scores.astype(np.float32)

    reading = read_number(number("373"), Scoring())
    assert reading.text == "3?3"
    rejected = reading.glyphs[1].prediction
    assert (rejected.label, rejected.reason) == (None, "not a digit")
    assert rejected.score == pytest.approx(0.3)
    assert read_number(number("373"), Scoring(), threshold=0.2).text == "373"


class OnlyWide:
    """Has two labels; gives a high score to wide images, or to narrow ones."""

    labels = ("A", "B")

    def __init__(self, *, wide: bool) -> None:
        self.wide = wide

    def predict_proba(self, images: np.ndarray) -> np.ndarray:
        return np.tile(np.float32([0.9, 0.1]), (len(images), 1))

    def predict_scored(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        columns = (images.max(axis=1) > 0.5).sum(axis=1)
        return self.predict_proba(images), ((columns > 6) == self.wide).astype(np.float32)


@pytest.mark.parametrize(("wide", "expected"), [(True, [(0, 1)]), (False, [(0,), (1,)])])
def test_scores_decide_where_places_do_not(*, wide: bool, expected: list[tuple[int, ...]]) -> None:
    ink = Ink.from_strokes([[(0, 0), (8, 100)], [(7, 0), (40, 100)]], width=4)
    reading = read_number(ink, OnlyWide(wide=wide), threshold=0)
    assert [glyph.strokes for glyph in reading.glyphs] == expected


def test_all_groups_are_asked_about_at_once() -> None:
    calls = []

    def model(images: np.ndarray) -> np.ndarray:
        calls.append(len(images))
        return np.full((len(images), 10), 0.1, np.float32)

    read_number(number("4526"), FunctionPredictor(model))
    assert calls == [len(find_groups(StrokeShapes.measure(number("4526").strokes)).spans)]


def test_a_growing_drawing_is_normalised_where_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    from digit_widgets.recognition import numbers

    made = []
    normalize = numbers.normalize_ink
    monkeypatch.setattr(numbers, "normalize_ink", lambda ink: made.append(ink) or normalize(ink))
    reader = NumberReader(Recognizer(load_predictor("cnn")))
    ink = number("2026")
    reader.read(ink)
    made.clear()
    grown = ink.extend_stroke([(540, 230)])
    assert reader.read(grown).text == "2026"
    assert made
    assert all(grown.strokes[-1] in each.strokes for each in made)


def test_a_model_that_fails_is_said() -> None:
    with pytest.raises(ModelError, match="softmax"):
        read_number(number("47"), FunctionPredictor(lambda images: np.ones((len(images), 10))))


def test_each_stroke_is_in_groups_of_neighbours() -> None:
    found = find_groups(StrokeShapes.measure(number("45").strokes))
    assert found.n == 4
    assert all(1 <= len(strokes) <= MAX_STROKES_A_DIGIT for strokes in found.strokes)
    assert {(i,) for i in range(4)} <= set(found.strokes)
    assert found.geometry.shape[0] == len(found.spans)


def test_the_cheapest_chain_holds_each_stroke_once() -> None:
    found = find_groups(StrokeShapes.measure(number("45").strokes))
    costs = np.array([0.1 if strokes in {(0, 1), (2, 3)} else 1.0 for strokes in found.strokes])
    assert [found.strokes[i] for i in find_cheapest_chain(found.spans, costs)] == [(0, 1), (2, 3)]


def test_a_scribble_of_many_strokes_is_read_without_end() -> None:
    random = np.random.default_rng(0)
    strokes = [random.uniform(0, 500, (4, 2)) for _ in range(40)]
    reading = read_number(Ink.from_strokes(strokes, width=10))
    taken = [i for glyph in reading.glyphs for i in glyph.strokes]
    assert len(taken) == len(set(taken))


def test_single_digits_are_not_several() -> None:
    recognizer = Recognizer(load_predictor("reader"))
    taken = [
        ink
        for ink in vary_digits(400, seed=0)
        if recognizer.read_ink(ink, normalize_ink(ink)).label is None
        and NumberReader(recognizer).read(ink).is_several_digits
    ]
    assert len(taken) <= 2


@pytest.mark.parametrize(("text", "several"), [("42", True), ("207", True), ("7", False)])
def test_digits_side_by_side_are_several(text: str, several: bool) -> None:
    assert read_number(number(text)).is_several_digits is several
