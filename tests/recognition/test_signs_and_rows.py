"""Signs and rows in drawn numbers: read where they are clear, and never as a wrong digit."""

from __future__ import annotations

import itertools

import pytest

from digit_widgets.ink import Ink
from digit_widgets.recognition import NumberReading, read, read_number
from tests.support.digits import DIGITS, Strokes, finely

#: Signs on the digits' pad, whose digits are from 40 to 240 high.
POINT: Strokes = [[(140, 234), (144, 236)]]
BLOB: Strokes = [[(140, 230), (148, 224), (154, 232), (146, 240), (138, 232), (148, 226)]]
COMMA: Strokes = [[(148, 226), (146, 250), (128, 282)]]
DASH: Strokes = [[(100, 142), (180, 138)]]
SLASH: Strokes = [[(200, 30), (90, 250)]]
UPRIGHT_ONE: Strokes = [[(146, 40), (140, 240)]]
#: A one that leans so much that it may be a slash.
LEANING: Strokes = [[(170, 40), (97, 240)]]
TWO_CIRCLES: Strokes = [
    [(140, 40), (112, 60), (112, 110), (140, 132), (168, 110), (168, 60), (142, 42)],
    [(140, 142), (104, 164), (104, 220), (140, 240), (176, 220), (176, 164), (142, 144)],
]
SLASHED_ZERO: Strokes = [*DIGITS["0"], [(186, 60), (100, 224)]]
_STEP = 130.0


def draw(*glyphs: str | Strokes, top: float = 0.0) -> Strokes:
    """Place digits, by their labels, and other strokes side by side."""
    return [
        [(x + _STEP * place, y + top) for x, y in finely(stroke)]
        for place, glyph in enumerate(glyphs)
        for stroke in (DIGITS[glyph] if isinstance(glyph, str) else glyph)
    ]


def ink(*rows: Strokes) -> Ink:
    return Ink.from_strokes(itertools.chain(*rows), width=12)


def number(*glyphs: str | Strokes) -> NumberReading:
    return read_number(ink(draw(*glyphs)))


@pytest.mark.parametrize(
    ("glyphs", "text"),
    [
        (["1", POINT, "5"], "1.5"),
        (["3", BLOB, "2", "0"], "3.20"),
        ([POINT, "5"], ".5"),
        (["1", COMMA, "5"], "1,5"),
        ([DASH, "5", "2"], "-52"),
        (["7", DASH, "3"], "7-3"),
        (["1", SLASH, "2"], "1/2"),
        ([UPRIGHT_ONE, SLASH, UPRIGHT_ONE], "1/1"),
        (["1", "2", SLASH, "6", SLASH, "2", "6"], "12/6/26"),
        ([DASH, "4", POINT, "5"], "-4.5"),
    ],
)
@pytest.mark.parametrize("scale", [0.01, 1.0])
def test_signs_are_read_by_shape_and_place(
    glyphs: list[str | Strokes], text: str, scale: float
) -> None:
    reading = read_number(ink(draw(*glyphs)).transform(scale, -9.0, 50.0))
    assert reading.text == text
    assert reading.left_out == ()


def test_a_sign_is_a_glyph_that_pretends_no_probability() -> None:
    reading = number("1", SLASH, "2")
    digits, slash = (reading.glyphs[0], reading.glyphs[2]), reading.glyphs[1]
    assert (slash.sign, slash.strokes, slash.confidence) == ("/", (1,), 0.0)
    assert (slash.prediction.label, slash.prediction.reason) == (None, "sign")
    assert (slash.prediction.score, slash.prediction.answer) == (None, "a sign")
    assert not slash.is_unread
    assert not slash.prediction.is_rejected
    assert [glyph.sign for glyph in digits] == [None, None]
    assert reading.confidence == pytest.approx(digits[0].confidence * digits[1].confidence)


def test_what_may_be_a_slash_or_a_one_is_a_question_mark() -> None:
    reading = number("4", LEANING, "2")
    assert reading.text == "4?2"
    glyph = reading.glyphs[1]
    assert (glyph.sign, glyph.prediction.reason, glyph.prediction.label) == (None, "unclear", None)
    assert glyph.is_unread
    assert sum(glyph.prediction.probabilities) == pytest.approx(1)


@pytest.mark.parametrize("end", [SLASH, DASH, COMMA])
def test_a_sign_that_no_digit_follows_is_unclear(end: Strokes) -> None:
    assert number("5", end).text == "5?"


@pytest.mark.parametrize(
    "glyphs",
    [
        [LEANING, LEANING, LEANING],
        [SLASH, "5"],
        ["4", "1", "7"],
        ["1", [*DIGITS["7"], [(126, 146), (186, 136)]], "1"],
        ["7", "5", "7"],
    ],
)
def test_plain_digits_get_no_sign(glyphs: list[str | Strokes]) -> None:
    reading = number(*glyphs)
    assert all(glyph.sign is None for glyph in reading.glyphs)
    assert len(reading.text) == len(glyphs)


def test_the_slash_through_a_zero_is_no_sign() -> None:
    assert [glyph.sign for glyph in number("2", SLASHED_ZERO, "8").glyphs if glyph.sign] == []


@pytest.mark.parametrize("place", [(140, 20), (40, 150)])
def test_a_dot_elsewhere_is_left_out_and_told(place: tuple[float, float]) -> None:
    x, y = place
    reading = read_number(ink(draw("4", "7"), [[(x + _STEP - 40, y)]]))
    assert (reading.text, reading.left_out) == ("47", ("dot",))
    assert str(reading).endswith("; left out: 1 dot")
    assert read_number(ink(draw("4", "7"))).left_out == ()


def test_a_dot_far_below_a_first_digit_is_no_point() -> None:
    small = Ink.from_strokes(draw("0"), width=12).transform(0.6, 40.0, 0.0)
    dot = Ink.from_strokes([[(60, 236)]], width=12)
    rest = Ink.from_strokes(draw([], "7", "6"), width=12)
    reading = read_number(Ink((*small.strokes, *dot.strokes, *rest.strokes)))
    assert (reading.text, reading.left_out) == ("076", ("dot",))


def test_a_speck_beside_one_digit_is_told() -> None:
    assert read(ink(draw("7"), [[(30, 30)]])).left_out == ("dot",)
    assert read(ink(draw("7"))).left_out == ()


@pytest.mark.parametrize("gap", [20.0, 60.0])
def test_two_rows_are_two_lines(gap: float) -> None:
    reading = read_number(ink(draw("1", "2"), draw("3", "4", top=200 + gap)))
    assert reading.text == "12\n34"
    assert [glyph.row for glyph in reading.glyphs] == [0, 0, 1, 1]


def test_rows_may_be_drawn_in_turn_and_have_signs() -> None:
    upper, lower = draw("1", POINT, "5"), draw(DASH, "7", top=260)
    assert read_number(ink(lower[:1], upper, lower[1:])).text == "1.5\n-7"


def test_the_line_of_a_fraction_and_the_one_under_a_number_are_left_out() -> None:
    line = finely([(60, 275), (230, 270)])
    fraction = read_number(ink(draw("1"), [line], draw("2", top=270)))
    assert (fraction.text, fraction.left_out) == ("1\n2", ("line",))
    underlined = read_number(ink(draw("2", "6"), [finely([(60, 262), (340, 266)])]))
    assert (underlined.text, underlined.left_out) == ("26", ("line",))


@pytest.mark.parametrize(
    "glyphs", [[TWO_CIRCLES], ["1", TWO_CIRCLES, "2"]], ids=["alone", "among others"]
)
def test_an_eight_of_two_circles_is_one_row(glyphs: list[str | Strokes]) -> None:
    reading = number(*glyphs)
    assert len(reading.glyphs) == len(glyphs)
    assert "8" in reading.text


def test_while_a_number_is_drawn_no_sign_stands_at_its_end() -> None:
    strokes = draw("4", SLASH, "7", POINT, "5")
    for last, stroke in enumerate(strokes):
        for length in range(2, len(stroke), 5):
            glyphs = read_number(ink(strokes[:last], [stroke[:length]])).glyphs
            assert not glyphs or glyphs[-1].sign is None
