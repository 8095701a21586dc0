"""Filters as images: the sign by colour, the strength by brightness, in the order of the maps."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from digit_widgets.errors import ArgumentError
from digit_widgets.widgets import FilterGrid
from digit_widgets.widgets.parts.colors import SPEAKS_AGAINST, SPEAKS_FOR


def painted(grid: FilterGrid) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(grid.value)))


def test_each_weight_has_its_place_its_sign_and_its_strength() -> None:
    filters = np.zeros((9, 3, 3))
    filters[0, 0, 1], filters[0, 2, 2] = 2.0, -1.0
    filters[8, 1, 0] = -0.01  # a weak filter's largest weight has full colour, too
    pixels = painted(FilterGrid(filters))
    assert pixels.shape == (9, 33, 3)  # eight in a row, with lines between and around them
    assert tuple(pixels[1, 2]) == SPEAKS_FOR
    np.testing.assert_allclose(pixels[3, 3], np.array(SPEAKS_AGAINST) / 2, atol=1)
    assert tuple(pixels[6, 1]) == SPEAKS_AGAINST
    assert not pixels[1:4, 5:8].any()
    assert len(set(pixels[0].ravel().tolist())) == 1  # a line
    assert 50 < pixels[0, 0, 0] < 200


def test_what_are_no_filters_is_told() -> None:
    with pytest.raises(ArgumentError, match=r"\(3, 3\)"):
        FilterGrid(np.zeros((3, 3)))
    with pytest.raises(ArgumentError, match="weights"):
        FilterGrid(np.zeros((0, 3, 3)))


def test_it_says_what_it_shows() -> None:
    grid = FilterGrid(np.ones((2, 3, 3)))
    assert repr(grid) == "FilterGrid(filters=2)"
    assert "2 filters of 3 × 3 weights" in grid.tooltip
