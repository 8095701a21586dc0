"""The explorer as a page talks to it: cells, fields, pages and images."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import bqplot
import numpy as np
import pytest
from ipywidgets import HTML, Button, Dropdown, GridBox, ToggleButtons, Widget
from numpy.typing import NDArray
from PIL import Image
from traitlets import TraitError

from digit_widgets.errors import ArgumentError, DataError, ModelError
from digit_widgets.widgets import ConfusionExplorer, DigitPad, DigitPreview
from digit_widgets.widgets.parts.model_bars import ModelBars
from tests.support.widget_tree import (
    button,
    figure,
    find_all,
    find_one,
    mark,
    parent_of,
    text_of,
)
from tests.widgets.conftest import press, send_custom, set_from_page

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


def matrix(explorer: ConfusionExplorer) -> bqplot.Figure:
    return figure(explorer, "digit-widgets-matrix")


def cells(explorer: ConfusionExplorer) -> bqplot.GridHeatMap:
    return mark(matrix(explorer), bqplot.GridHeatMap)


def numbers(explorer: ConfusionExplorer) -> list[str]:
    """What is written in the cells, row by row."""
    return list(mark(matrix(explorer), bqplot.Label).text)


def choice(explorer: ConfusionExplorer, description: str) -> Dropdown:
    return find_one(explorer, Dropdown, description=description)


def fields(explorer: ConfusionExplorer) -> list[Button]:
    """The buttons of where two models disagree, row by row."""
    return find_all(find_one(explorer, GridBox, "digit-widgets-fields"), Button)


def thumbs(explorer: ConfusionExplorer) -> list[Button]:
    """The places of a page of images."""
    return find_all(explorer.gallery, Button, "digit-widgets-thumb")


def grid(explorer: ConfusionExplorer) -> Widget:
    """The box in which the images stand."""
    return parent_of(explorer.gallery, thumbs(explorer)[0])


def is_large_one_shown(explorer: ConfusionExplorer) -> bool:
    return bool(find_all(explorer.gallery, DigitPreview, shown=True))


def bars(explorer: ConfusionExplorer) -> NDArray[np.float64]:
    """How tall the bars of the enlarged image are: a row for each model."""
    chart = find_one(explorer.gallery, ModelBars)
    return np.asarray(mark(chart, bqplot.Bars).y)


def message(explorer: ConfusionExplorer) -> str:
    """What is said to be wrong, as HTML."""
    return find_one(explorer, HTML, "digit-widgets-message").value


def choose(widget: Widget, index: int) -> None:
    """Choose an option, as a person does on a page."""
    set_from_page(widget, index=index)


def click_cell(explorer: ConfusionExplorer, true: int, read: int) -> None:
    datum = {"rowNum": true, "row": str(true), "columnNum": read, "column": str(read)}
    datum |= {"color": 0.5, "cellNum": 10 * true + read}
    send_custom(cells(explorer), {"event": "element_click", "data": datum})


def status(explorer: ConfusionExplorer) -> str:
    """What is said above the images, as HTML."""
    (first, *_) = (
        each.value for each in find_all(explorer.gallery, HTML) if 'role="status"' in each.value
    )
    return first


def sheet(explorer: ConfusionExplorer) -> str:
    """The rules that give each place its image."""
    return find_one(explorer.gallery, HTML, "digit-widgets-sheet").value


def sprite(explorer: ConfusionExplorer) -> NDArray[np.uint8]:
    data = re.search(r"base64,([^)]+)\)", sheet(explorer))
    assert data
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data[1]))))


def hidden_from(explorer: ConfusionExplorer) -> int:
    """Return the first of the page's places, from 1, that shows nothing."""
    place = re.search(r"nth-child\(n \+ (\d+)\) { display: none; }", sheet(explorer))
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
    send_custom(cells(explorer), {"event": "element_click", "data": None})
    assert explorer.cell == (4, 9)


def test_the_keyboard_reaches_every_cell(explorer: ConfusionExplorer) -> None:
    choose(choice(explorer, "True digit"), 5)
    assert explorer.cell is None
    choose(choice(explorer, "Read as"), 10)
    assert explorer.cell == (4, 9)
    explorer.cell = (7, 7)
    assert (choice(explorer, "True digit").value, choice(explorer, "Read as").value) == (7, 7)
    np.testing.assert_array_equal(cells(explorer).selected, [[7, 7]])


def test_pages_are_turned_to_the_ends_and_not_beyond(explorer: ConfusionExplorer) -> None:
    explorer.cell = (4, 9)
    gallery = explorer.gallery
    press(button(gallery, "Next page"))
    press(button(gallery, "Next page"))
    assert explorer.page == 3
    assert hidden_from(explorer) == 21
    assert button(gallery, "Next page").disabled
    press(button(gallery, "Next page"))
    assert explorer.page == 3
    explorer.page = 99
    assert (explorer.page, gallery.page) == (3, 3)
    press(button(gallery, "Previous page"))
    assert "page 2 of 3" in status(explorer)
    explorer.cell = (1, 1)
    assert explorer.page == 1


def test_a_pressed_image_is_shown_large_with_every_models_bars(
    explorer: ConfusionExplorer,
) -> None:
    explorer.cell = (4, 9)
    gallery = explorer.gallery
    assert not is_large_one_shown(explorer)
    press(thumbs(explorer)[2])
    assert explorer.selected == 974
    assert is_large_one_shown(explorer)
    np.testing.assert_array_equal(find_one(gallery, DigitPreview).image, IMAGES[974])
    assert "True digit: 4 Image 974 of the set" in text_of(gallery)
    assert bars(explorer).argmax(axis=1).tolist() == [9, 4]
    assert "sharp : 9, 94% (then 0, 1%)" in text_of(gallery)
    chosen = find_all(gallery, Button, "digit-widgets-chosen")
    assert chosen == [thumbs(explorer)[2]]


def test_every_image_says_what_it_is(explorer: ConfusionExplorer) -> None:
    explorer.cell = (4, 9)
    said = thumbs(explorer)[0].tooltip
    assert said == "Image 994, true digit 4; sharp: 9, 95%; dull: 4, >99%"


def test_no_cell_makes_new_widgets(explorer: ConfusionExplorer) -> None:
    before = grid(explorer).children
    assert len(before) == 40
    assert hidden_from(explorer) == 1
    explorer.cell = (4, 9)
    explorer.selected = 4
    explorer.cell = (1, 1)
    assert explorer.selected is None
    assert grid(explorer).children is before


def test_mistakes_show_beside_a_diagonal_a_thousand_times_as_large() -> None:
    labels = np.zeros(1001, int)
    images = np.full((1001, 28, 28), 0.05, np.float32)
    images[0] = 0.95
    explorer = ConfusionExplorer(
        {"one": lambda x: np.eye(10)[(x[:, 0, 0] * 10).astype(int)]}, images, labels
    )
    assert cells(explorer).color[0, 0] == -1
    assert cells(explorer).color[0, 9] == 1
    assert np.count_nonzero(cells(explorer).color) == 2
    assert numbers(explorer)[:10] == ["1000", *[""] * 8, "1"]
    choose(find_one(explorer, ToggleButtons, options=("Counts", "Row percent")), 1)
    assert numbers(explorer)[:10] == ["99.9", *[""] * 8, "0.1"]


def test_another_model_shows_its_own_numbers_and_images(explorer: ConfusionExplorer) -> None:
    explorer.cell = (4, 9)
    choose(choice(explorer, "Model"), 1)
    assert explorer.model == "dull"
    assert numbers(explorer)[44] == "100"
    assert "by dull: 0 images" in status(explorer)
    explorer.model = "sharp"
    assert choice(explorer, "Model").value == "sharp"
    with pytest.raises(TraitError, match="choose sharp, dull"):
        explorer.model = "other"


def test_pressing_a_field_shows_where_models_disagree(explorer: ConfusionExplorer) -> None:
    explorer.cell = (4, 9)
    said = [each.description for each in fields(explorer)]
    assert said == [
        "Both right: 0",
        "Only sharp right: 900",
        "Only dull right: 100",
        "Both wrong: 0",
    ]
    press(button(explorer, "Only dull right: 100"))
    assert explorer.field == (False, True)
    assert explorer.cell is None
    assert cells(explorer).selected is None
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
    _, second = find_all(explorer, Dropdown, options=("sharp", "dull", "again"), description="")
    choose(second, 2)
    assert fields(explorer)[0].description == "Both right: 900"
    assert "Only sharp right: 0 images" in status(explorer)


def test_one_model_has_no_choice_and_nothing_to_disagree_with() -> None:
    explorer = ConfusionExplorer({"sharp": sharp}, IMAGES, LABELS, cell=(4, 9))
    assert choice(explorer, "Model").layout.display == "none"
    assert len(explorer.gallery.indices) == 100
    with pytest.raises(TraitError, match="compares two models"):
        explorer.field = (True, False)


def test_models_that_fail_are_named_and_the_others_go_on() -> None:
    models = {"gone": "no/such.tflite", "<i>bad": fails, "sharp": sharp}
    explorer = ConfusionExplorer(models, IMAGES, LABELS)
    assert explorer.model == "sharp"
    assert "gone: There is no model file" in explorer.error
    assert "<i>bad: The function fails raised RuntimeError for images" in explorer.error
    assert ": <b>out of order." in explorer.error
    assert "&lt;b&gt;out of order" in message(explorer)


def test_with_no_model_left_the_explorer_says_so_and_stands() -> None:
    explorer = ConfusionExplorer({"bad": fails}, IMAGES, LABELS)
    click_cell(explorer, 1, 1)
    assert explorer.model is None
    assert "bad: The function fails raised" in message(explorer)


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


def test_letters_have_a_matrix_a_choice_and_bars_of_their_own() -> None:
    letters = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    class Letters:
        labels = letters

        def predict_proba(self, images: np.ndarray) -> np.ndarray:
            return np.tile(np.eye(26, dtype=np.float32)[25], (len(images), 1))

    images = np.ones((3, 28, 28), np.float32)
    shown = ConfusionExplorer({"mine": Letters(), "cnn": "cnn"}, images, [25, 25, 3])
    assert shown.error == "cnn: The model's labels are not " + ", ".join(letters)[:60] + (
        ", in this order."
    )
    shown.cell = (25, 25)
    assert shown.gallery.indices == (0, 1)
    assert "Z read as Z by mine" in shown.gallery._status.value
    shown.selected = 0
    assert "True class: Z" in text_of(shown.gallery)
    assert tuple(find_one(shown.gallery, ModelBars).full_labels.values()) == letters
    assert [label for label, _ in choice(shown, "True class").options][1:] == list(letters)
    assert np.asarray(find_one(shown, bqplot.GridHeatMap).color).shape == (26, 26)
    with pytest.raises(TraitError, match=r"two numbers in 0\.\.25"):
        shown.cell = (26, 0)


def captions(explorer: ConfusionExplorer) -> list[str]:
    """What stands under the images, as CSS writes it, unescaped."""
    rules = find_one(explorer.gallery, HTML, "digit-widgets-sheet").value
    escaped = re.findall(r'content: "(.*?)" / ', rules)
    return [
        re.sub(r"\\([0-9a-fA-F]+) ", lambda code: chr(int(code[1], 16)), each) for each in escaped
    ]


def test_a_caption_says_what_an_image_is_what_is_read_and_how_surely(
    explorer: ConfusionExplorer,
) -> None:
    explorer.cell = (4, 9)
    assert captions(explorer)[0] == "4 \N{RIGHTWARDS ARROW} 9\n95%"
    explorer.model = "dull"
    explorer.cell = (9, 4)
    assert set(captions(explorer)) == {"9 \N{RIGHTWARDS ARROW} 4\n>99%"}
    # Where one of two models is wrong, it is the mistake that is told.
    explorer.field = (True, False)
    assert captions(explorer)[0].endswith("\N{RIGHTWARDS ARROW} 4\n>99%")
    explorer.field = (False, True)
    assert {each[:5] for each in captions(explorer)} == {"4 \N{RIGHTWARDS ARROW} 9"}


def test_a_caption_cannot_leave_its_style_rule() -> None:
    label = '<"'

    class Odd:
        labels = (label, "b")

        def predict_proba(self, images: np.ndarray) -> np.ndarray:
            return np.tile(np.array([[1, 0]], np.float32), (len(images), 1))

    explorer = ConfusionExplorer({"odd": Odd()}, IMAGES[:1] + 0.05, [0])
    explorer.cell = (0, 0)
    rules = find_one(explorer.gallery, HTML, "digit-widgets-sheet").value
    assert rules.count("<") == 2
    assert captions(explorer)[0].startswith(label)


def test_two_matrices_and_their_difference(explorer: ConfusionExplorer) -> None:
    explorer.view = "two"
    first, second = find_all(explorer, bqplot.Figure, "digit-widgets-matrix")
    assert [mark(each, bqplot.Label).text[49] for each in (first, second)] == ["100", ""]
    datum = {"rowNum": 9, "columnNum": 4}
    send_custom(mark(second, bqplot.GridHeatMap), {"event": "element_click", "data": datum})
    assert (explorer.model, explorer.cell) == ("dull", (9, 4))
    assert "9 read as 4 by dull: 100 images" in status(explorer)
    explorer.view = "difference"
    assert numbers(explorer)[40:50] == [*[""] * 4, "\N{MINUS SIGN}100", *[""] * 4, "+100"]
    # The 4 is where the second model is better, on the diagonal and beside it.
    assert cells(explorer).color[4, 4] == cells(explorer).color[4, 9] == 1
    assert cells(explorer).color[9, 4] == cells(explorer).color[9, 9] == -1
    assert "9 read as 4 by dull and not by sharp: 100 images" in status(explorer)
    click_cell(explorer, 4, 9)
    assert "4 read as 9 by sharp and not by dull: 100 images" in status(explorer)
    choose(find_one(explorer, ToggleButtons, options=("Counts", "Row percent")), 1)
    assert numbers(explorer)[49] == "+100.0"
    choose(find_one(explorer, ToggleButtons, value="difference"), 0)
    assert explorer.view == "one"
    explorer.model = "sharp"
    assert numbers(explorer)[49] == "100.0"


def test_an_image_is_put_on_the_pad() -> None:
    pad = DigitPad(lambda images: np.eye(10, dtype=np.float32)[[3] * len(images)])
    image = np.zeros((28, 28), np.float32)
    image[5:23, 13:15] = 1
    explorer = ConfusionExplorer(["cnn"], image[np.newaxis], [1], pad=pad)
    explorer.cell = (1, 1)
    explorer.selected = 0
    button(explorer, "Put it on the pad").click()
    assert pad.value == "3"
    assert pad.image.any()
    assert "Image 0" in text_of(pad)
    pad.close()
    with pytest.raises(ArgumentError, match="A DigitPad is followed"):
        ConfusionExplorer(["cnn"], image[np.newaxis], [1], pad=3)  # type: ignore[arg-type]


def test_no_pad_no_button(explorer: ConfusionExplorer) -> None:
    explorer.cell = (4, 9)
    explorer.selected = 4
    assert "Put it on the pad" not in text_of(explorer)
