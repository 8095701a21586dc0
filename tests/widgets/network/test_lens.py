"""The lens of the feature maps: what a page asks for, and what is shown of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest
from anywidget import AnyWidget
from ipywidgets import HTML, ToggleButtons

from digit_widgets.ink import Ink
from digit_widgets.widgets import DigitPad, FeatureMaps
from digit_widgets.widgets.network.layer_maps import LayerView
from digit_widgets.widgets.network.tiles import shrink_tiles
from tests.support.digits import DIGITS, finely
from tests.support.widget_tree import find_all, find_one, plain_text, text_of

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)


@pytest.fixture
def maps() -> Iterator[FeatureMaps]:
    pad = DigitPad(ink=SEVEN)
    maps = FeatureMaps(pad)
    yield maps
    maps.close()
    pad.close()


def lens(maps: FeatureMaps, layer: int) -> str:
    """What the lens of a layer says."""
    return plain_text(find_all(maps, HTML, "digit-widgets-lens")[layer].value)


def pointer(maps: FeatureMaps, layer: int) -> Any:
    return find_one(find_all(maps, LayerView)[layer], AnyWidget)


def point(maps: FeatureMaps, layer: int, *place: Any) -> None:
    """Ask for a map, or for a cell of it, as a page does."""
    pointer(maps, layer)._handle_custom_msg({"place": list(place)}, [])


def test_before_anything_is_chosen_the_strongest_map_is_explained(maps: FeatureMaps) -> None:
    for number, layer_maps in enumerate(maps.maps):
        strongest = np.unravel_index(layer_maps.argmax(), layer_maps.shape)
        assert pointer(maps, number).marked == tuple(strongest)
        assert f"after ReLU, {layer_maps.max():.2f}." in lens(maps, number)


def test_a_cell_under_the_pointer_is_explained(maps: FeatureMaps) -> None:
    point(maps, 1, 23, 4, 1)
    assert "input window × filter = products" in " ".join(
        word for word in lens(maps, 1).split() if word.isalpha() or word in "×="
    )
    words = pointer(maps, 1).words
    assert words.startswith("Map 23, row 4, column 1: the 9 products of channel ")
    assert "which adds most of 32" in words
    assert words in lens(maps, 1)
    assert f"after ReLU, {maps.maps[1][23, 4, 1]:.2f}." in words


def test_a_map_chosen_by_keys_is_explained_at_its_peak_which_follows_the_drawing(
    maps: FeatureMaps,
) -> None:
    point(maps, 0, 5)
    for _ in range(2):
        row, column = np.unravel_index(maps.maps[0][5].argmax(), (26, 26))
        assert pointer(maps, 0).marked == (5, row, column)
        assert "the 9 products add up to" in lens(maps, 0)
        maps._pad.ink = Ink.from_strokes([finely(stroke) for stroke in DIGITS["1"]], width=16)
        maps.wait()


@pytest.mark.parametrize(
    "content",
    [
        None,
        {},
        {"place": 3},
        {"place": []},
        {"place": [32]},
        {"place": [-1]},
        {"place": [0, 26, 0]},
        {"place": [0, 1]},
        {"place": [True]},
        {"place": ["0"]},
        {"place": [0, 0, 0, 0]},
    ],
)
def test_what_is_no_cell_is_ignored(maps: FeatureMaps, content: Any) -> None:
    before = lens(maps, 0), pointer(maps, 0).marked
    pointer(maps, 0)._handle_custom_msg(content, [])
    assert (lens(maps, 0), pointer(maps, 0).marked) == before


def test_untrained_shows_the_same_layers_with_fresh_weights_and_back(maps: FeatureMaps) -> None:
    trained = maps.maps
    find_one(maps, ToggleButtons).value = False
    maps.wait()
    assert maps.trained is False
    assert "no filter has learnt anything yet" in text_of(maps)
    assert [each.shape for each in maps.maps] == [each.shape for each in trained]
    assert not np.allclose(maps.maps[0], trained[0], atol=0.01)
    maps.trained = True
    maps.wait()
    assert find_one(maps, ToggleButtons).value is True
    for ours, before in zip(maps.maps, trained, strict=True):
        np.testing.assert_array_equal(ours, before)


def test_large_filters_are_shown_without_numbers_and_a_normalisation_is_named() -> None:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(2, 5),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Flatten(),
        ]
    )
    pad = DigitPad(ink=SEVEN)
    maps = FeatureMaps(pad, model, trained=False)
    assert maps.error == ""
    assert "the 25 products add up to" in lens(maps, 0)
    assert "after normalisation and ReLU" in lens(maps, 0)
    assert lens(maps, 0).split("Map")[0].split() == [
        "input",
        "window",
        "×",
        "filter",
        "=",
        "products",
    ]
    maps.close()
    pad.close()


def test_small_tiles_are_drawn_at_half_their_size() -> None:
    tiles = np.ones((2, 4, 6), np.float32)
    shrunk = shrink_tiles(tiles, np.array([False, True]))
    np.testing.assert_array_equal(shrunk[0], tiles[0])
    assert (shrunk[1] == 1).sum() == 6
    assert (shrunk[1, 1:3, 1:4] == 1).all()


def test_numbers_are_legible_on_every_colour(maps: FeatureMaps) -> None:
    def luminance(color: np.ndarray) -> float:
        parts = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
        return float(parts @ [0.2126, 0.7152, 0.0722])

    for each in range(64):
        point(maps, 1, each)
        html = find_all(maps, HTML, "digit-widgets-lens")[1].value
        cells = re.findall(r"background: rgb\((\d+), (\d+), (\d+)\)(; color: black)?", html)
        assert len(cells) == 27
        for *color, is_black in cells:
            on = luminance(np.array(color, float) / 255)
            contrast = (on + 0.05) / 0.05 if is_black else 1.05 / (on + 0.05)
            assert contrast >= 4.5
