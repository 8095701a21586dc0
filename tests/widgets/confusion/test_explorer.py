"""The explorer as a page talks to it: cells, fields, pages and images."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import numpy as np
import pytest
from ipywidgets import Button, Widget
from numpy.typing import NDArray
from PIL import Image
from traitlets import TraitError

from digit_widgets.errors import DataError, ModelError
from digit_widgets.widgets import ConfusionExplorer

#: 100 of each digit; the first pixel tells the digit, the second how sure "sharp" is.
LABELS = np.arange(1000) % 10
IMAGES = np.zeros((1000, 28, 28), np.float32)
IMAGES[:, 0, 0] = (LABELS + 0.5) / 10
IMAGES[:, 0, 1] = np.linspace(0.6, 0.95, 1000)


def sharp(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Read everything right, but every 4 as a 9."""
    digits = (images[:, 0, 0] * 10).astype(int)
    digits[digits == 4] = 9
    shares = np.repeat((1 - images[:, 0, 1:2]) / 9, 10, axis=1)
    shares[np.arange(len(images)), digits] = images[:, 0, 1]
    return shares


def dull(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Read a 4 in everything."""
    return np.tile(np.eye(10, dtype=np.float32)[4], (len(images), 1))


def fails(images: NDArray[np.float32]) -> NDArray[np.float32]:
    raise RuntimeError("<b>out of order")


@pytest.fixture
def explorer() -> ConfusionExplorer:
    return ConfusionExplorer({"sharp": sharp, "dull": dull}, IMAGES, LABELS)


def custom(widget: Widget, **content: Any) -> None:
    """Send a custom message as the widget's view does."""
    data = {"method": "custom", "content": content}
    widget.comm.handle_msg({"content": {"data": data}, "buffers": []})


def press(button: Button) -> None:
    custom(button, event="click")


def choose(widget: Widget, index: int) -> None:
    """Send what a page sends when an option is chosen."""
    data = {"method": "update", "state": {"index": index}, "buffer_paths": []}
    widget.comm.handle_msg({"content": {"data": data}, "buffers": []})


def click_cell(explorer: ConfusionExplorer, true: int, read: int) -> None:
    datum = {"rowNum": true, "row": str(true), "columnNum": read, "column": str(read)}
    datum |= {"color": 0.5, "cellNum": 10 * true + read}
    custom(explorer._matrix._cells, event="element_click", data=datum)


def status(explorer: ConfusionExplorer) -> str:
    text: str = explorer.gallery._status.value
    return text


def sprite(explorer: ConfusionExplorer) -> NDArray[np.uint8]:
    data = re.search(r"base64,([^)]+)\)", explorer.gallery._sprite.value)
    assert data
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data[1]))))


def hidden_from(explorer: ConfusionExplorer) -> int:
    """Return the first of the page's places, from 1, that shows nothing."""
    place = re.search(r"nth-child\(n \+ (\d+)\) { display: none; }", explorer.gallery._sprite.value)
    assert place
    return int(place[1])


def test_a_click_on_a_cell_shows_its_images_the_surest_first(explorer: ConfusionExplorer) -> None:
    click_cell(explorer, 4, 9)
    assert explorer.cell == (4, 9)
    assert explorer.gallery.indices == tuple(np.flatnonzero(LABELS == 4)[::-1])
    assert "4 read as 9 by sharp: 100 images, page 1 of 3" in status(explorer)
    np.testing.assert_array_equal(sprite(explorer)[:28], np.round(IMAGES[994] * 255))
    assert sprite(explorer).shape == (40 * 28, 28)
    assert hidden_from(explorer) == 41


def test_a_click_beside_all_cells_changes_nothing(explorer: ConfusionExplorer) -> None:
    click_cell(explorer, 4, 9)
    custom(explorer._matrix._cells, event="element_click", data=None)
    assert explorer.cell == (4, 9)


def test_the_keyboard_reaches_every_cell(explorer: ConfusionExplorer) -> None:
    choose(explorer._true, 5)
    assert explorer.cell is None
    choose(explorer._read, 10)
    assert explorer.cell == (4, 9)
    explorer.cell = (7, 7)
    assert (explorer._true.value, explorer._read.value) == (7, 7)
    np.testing.assert_array_equal(explorer._matrix._cells.selected, [[7, 7]])


def test_pages_are_turned_to_the_ends_and_not_beyond(explorer: ConfusionExplorer) -> None:
    explorer.cell = (4, 9)
    gallery = explorer.gallery
    press(gallery._next)
    press(gallery._next)
    assert explorer.page == 3
    assert hidden_from(explorer) == 21
    assert gallery._next.disabled
    press(gallery._next)
    assert explorer.page == 3
    explorer.page = 99
    assert (explorer.page, gallery.page) == (3, 3)
    press(gallery._previous)
    assert "page 2 of 3" in status(explorer)
    explorer.cell = (1, 1)
    assert explorer.page == 1


def test_a_pressed_image_is_shown_large_with_every_models_bars(
    explorer: ConfusionExplorer,
) -> None:
    explorer.cell = (4, 9)
    gallery = explorer.gallery
    assert gallery._detail.layout.display == "none"
    press(gallery._thumbs[2])
    assert explorer.selected == 974
    np.testing.assert_array_equal(gallery._large.image, IMAGES[974])
    assert "True digit: <b>4</b>" in gallery._facts.value
    assert np.argmax(gallery._charts["sharp"].probabilities) == 9
    assert gallery._charts["dull"].probabilities[4] == 1
    chosen = [t for t in gallery._thumbs if "digit-widgets-chosen" in t._dom_classes]
    assert chosen == [gallery._thumbs[2]]


def test_every_image_says_what_it_is(explorer: ConfusionExplorer) -> None:
    explorer.cell = (4, 9)
    said = explorer.gallery._thumbs[0].tooltip
    assert said == "Image 994, true digit 4; sharp: 9, 95%; dull: 4, >99%"


def test_no_cell_makes_new_widgets(explorer: ConfusionExplorer) -> None:
    before = explorer.gallery._grid.children
    assert len(before) == 40
    assert hidden_from(explorer) == 1
    explorer.cell = (4, 9)
    explorer.selected = 4
    explorer.cell = (1, 1)
    assert explorer.selected is None
    assert explorer.gallery._grid.children is before


def test_mistakes_show_beside_a_diagonal_a_thousand_times_as_large() -> None:
    labels = np.zeros(1001, int)
    images = np.full((1001, 28, 28), 0.05, np.float32)
    images[0] = 0.95
    explorer = ConfusionExplorer(
        {"one": lambda x: np.eye(10)[(x[:, 0, 0] * 10).astype(int)]}, images, labels
    )
    assert explorer._matrix._cells.color[0, 0] == -1
    assert explorer._matrix._cells.color[0, 9] == 1
    assert np.count_nonzero(explorer._matrix._cells.color) == 2
    assert list(explorer._matrix._numbers.text[:10]) == ["1000", *[""] * 8, "1"]
    choose(explorer._unit, 1)
    assert list(explorer._matrix._numbers.text[:10]) == ["99.9", *[""] * 8, "0.1"]


def test_another_model_shows_its_own_numbers_and_images(explorer: ConfusionExplorer) -> None:
    explorer.cell = (4, 9)
    choose(explorer._models, 1)
    assert explorer.model == "dull"
    assert explorer._matrix._numbers.text[44] == "100"
    assert "by dull: 0 images" in status(explorer)
    explorer.model = "sharp"
    assert explorer._models.value == "sharp"
    with pytest.raises(TraitError, match="choose sharp, dull"):
        explorer.model = "other"


def test_pressing_a_field_shows_where_models_disagree(explorer: ConfusionExplorer) -> None:
    explorer.cell = (4, 9)
    said = [button.description for button in explorer._fields.values()]
    assert said == [
        "Both right: 0",
        "Only sharp right: 900",
        "Only dull right: 100",
        "Both wrong: 0",
    ]
    press(explorer._fields[False, True])
    assert explorer.field == (False, True)
    assert explorer.cell is None
    assert explorer._matrix._cells.selected is None
    assert "Only dull right: 100 images" in status(explorer)
    assert explorer.gallery.indices[0] == 994
    explorer.cell = (1, 1)
    assert explorer.field is None
    explorer.cell = None
    assert explorer.gallery.indices == ()
    assert "Choose a cell" in status(explorer)


def test_of_more_models_two_are_chosen_to_compare() -> None:
    models = {"sharp": sharp, "dull": dull, "again": sharp}
    explorer = ConfusionExplorer(models, IMAGES, LABELS)
    explorer.field = (True, False)
    choose(explorer._pair[1], 2)
    assert explorer._fields[True, True].description == "Both right: 900"
    assert "Only sharp right: 0 images" in status(explorer)


def test_one_model_has_no_choice_and_nothing_to_disagree_with() -> None:
    explorer = ConfusionExplorer({"sharp": sharp}, IMAGES, LABELS, cell=(4, 9))
    assert explorer._models.layout.display == "none"
    assert len(explorer.gallery.indices) == 100
    with pytest.raises(TraitError, match="compares two models"):
        explorer.field = (True, False)


def test_models_that_fail_are_named_and_the_others_go_on() -> None:
    models = {"gone": "no/such.tflite", "<i>bad": fails, "sharp": sharp}
    explorer = ConfusionExplorer(models, IMAGES, LABELS)
    assert explorer.model == "sharp"
    assert "gone: There is no model file" in explorer.error
    assert "<i>bad: The model raised RuntimeError: <b>out of order" in explorer.error
    assert "&lt;b&gt;out of order" in explorer._message.value


def test_with_no_model_left_the_explorer_says_so_and_stands() -> None:
    explorer = ConfusionExplorer({"bad": fails}, IMAGES, LABELS)
    click_cell(explorer, 1, 1)
    assert explorer.model is None
    assert "bad: The model raised" in explorer._message.value


def test_names_are_escaped() -> None:
    explorer = ConfusionExplorer({"<b>x": sharp}, IMAGES, LABELS, cell=(1, 1))
    assert "by &lt;b&gt;x:" in status(explorer)


@pytest.mark.parametrize(
    ("name", "value"), [("cell", (1, 10)), ("cell", (1,)), ("field", (1, 2, 3)), ("selected", 1000)]
)
def test_what_is_not_there_cannot_be_set(
    explorer: ConfusionExplorer, name: str, value: object
) -> None:
    with pytest.raises(TraitError):
        setattr(explorer, name, value)


@pytest.mark.parametrize("models", [{}, "cnn", [], 7])
def test_models_come_by_name_or_in_a_list(models: Any) -> None:
    with pytest.raises(ModelError, match="by their names or in a list"):
        ConfusionExplorer(models, IMAGES, LABELS)


def test_numbers_that_are_no_shares_are_refused() -> None:
    with pytest.raises(DataError, match="Divide them by 255"):
        ConfusionExplorer({"cnn": "cnn"}, 255 * np.ones_like(IMAGES), LABELS)
