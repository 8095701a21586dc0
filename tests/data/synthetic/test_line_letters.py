"""Letters of fonts that consist of lines."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from HersheyFonts import HersheyFonts

from digit_widgets.data.like_digits import LIKE_DIGITS
from digit_widgets.data.synthetic.line_letters import load_line_letters
from digit_widgets.errors import DataError
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink


@pytest.fixture(scope="module")
def letters() -> tuple[Ink, ...]:
    return load_line_letters()


def test_letters_of_several_alphabets_are_loaded_the_right_way_up(letters: tuple[Ink, ...]) -> None:
    assert len(letters) > 300
    assert len(set(letters)) == len(letters)
    assert all(5 < normalize_ink(ink).sum() < 300 for ink in letters)
    fonts = HersheyFonts()
    fonts.load_default_font("futural")
    upright = Ink.from_strokes(fonts.all_glyphs["A"].strokes)
    assert upright in letters
    # An A is wider at its foot, which is at larger y.
    points = np.concatenate([stroke.points for stroke in upright.strokes])
    upper, lower = points[points[:, 1] < 0], points[points[:, 1] > 5]
    assert np.ptp(upper[:, 0]) < np.ptp(lower[:, 0])


@pytest.mark.parametrize("font", ["futural", "scripts", "scriptc", "timesr", "timesi"])
def test_no_letter_is_like_a_digit_and_none_is_a_digit(font: str, letters: tuple[Ink, ...]) -> None:
    fonts = HersheyFonts()
    fonts.load_default_font(font)
    glyphs = fonts.all_glyphs
    for character in {*LIKE_DIGITS, *"0123456789"}:
        assert Ink.from_strokes(glyphs[character].strokes) not in letters, character


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "HersheyFonts", None)
    with pytest.raises(DataError, match="Hershey-Fonts"):
        load_line_letters()
