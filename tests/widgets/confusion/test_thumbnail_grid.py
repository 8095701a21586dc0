"""The thumbnail grid by itself: one style rule for all images, and a button for each."""

from __future__ import annotations

import re

import numpy as np
from ipywidgets import HTML, Button

from digit_widgets.widgets.confusion.thumbnail_grid import PLACES, ThumbnailGrid, fit_label
from tests.support.widget_tree import find_all, find_one
from tests.widgets.conftest import press


def rules(grid: ThumbnailGrid) -> str:
    return find_one(grid, HTML, "digit-widgets-sheet").value


def test_each_image_has_its_piece_and_its_lines_and_other_buttons_are_hidden() -> None:
    grid = ThumbnailGrid(lambda _: None)
    grid.show(np.zeros((2, 28, 28), np.float32), [["a", "b"], ["c"]])
    written = rules(grid)
    assert re.findall(r"background-position: 0 (-?\d+)px", written) == ["0", "-56"]
    assert re.findall(r'content: "(.*?)" / ', written) == ["a\\A b", "c"]
    assert "nth-child(n + 3) { display: none; }" in written
    grid.show(np.zeros((0, 28, 28), np.float32), [])
    assert "nth-child(n + 1) { display: none; }" in rules(grid)
    assert "base64" not in rules(grid)


def test_a_press_tells_the_place_and_one_is_marked_at_a_time() -> None:
    pressed: list[int] = []
    grid = ThumbnailGrid(pressed.append)
    thumbs = find_all(grid, Button, "digit-widgets-thumb")
    assert len(thumbs) == PLACES
    press(thumbs[3])
    assert pressed == [3]
    for place in (3, 0):
        grid.mark(place)
        assert find_all(grid, Button, "digit-widgets-chosen") == [thumbs[place]]
    grid.mark(None)
    assert find_all(grid, Button, "digit-widgets-chosen") == []
    grid.describe(["first", "second"])
    assert [thumb.tooltip for thumb in thumbs[:3]] == ["first", "second", None]


def test_a_long_label_is_shortened() -> None:
    assert fit_label("7") == "7"
    assert fit_label("seventeen").endswith("\N{HORIZONTAL ELLIPSIS}")
