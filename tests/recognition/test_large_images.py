"""Images that are shrunk before they are read: their boxes are in their own pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import digit_widgets as dw
from tests.support.scenes import page, write


@pytest.mark.parametrize("factor", [2, 4])
@pytest.mark.parametrize("as_pillow", [False, True])
def test_boxes_are_in_the_pixels_of_what_is_given(factor: int, as_pillow: bool) -> None:
    small = write(page(900), "47", 150, 150, step=1.2)
    grey = np.round(255 * np.kron(small, np.ones((factor, factor)))).astype(np.uint8)
    assert max(grey.shape) < 2048 or factor > 2
    glyphs = dw.find_digits(Image.fromarray(grey) if as_pillow else grey)
    expected = dw.find_digits(small)
    assert [glyph.text for glyph in glyphs] == [glyph.text for glyph in expected] == ["4", "7"]
    for glyph, other in zip(glyphs, expected, strict=True):
        there = [factor * side for side in other.bounds]
        assert glyph.bounds == pytest.approx(there, abs=4 * factor)


def test_boxes_on_a_sheet_that_is_seen_closer_are_too() -> None:
    desk = np.full((700, 1000), 0.25, np.float32)
    desk[150:550, 200:760] = write(page(560, 400), "47", 90, 130, step=1.2)
    expected = dw.find_digits(desk)
    assert [glyph.text for glyph in expected] == ["4", "7"]
    assert expected[0].bounds.left == pytest.approx(200 + 90, abs=25)
    large = np.round(255 * np.kron(desk, np.ones((3, 3)))).astype(np.uint8)
    for glyph, other in zip(dw.find_digits(large), expected, strict=True):
        assert glyph.bounds == pytest.approx([3 * side for side in other.bounds], abs=15)
