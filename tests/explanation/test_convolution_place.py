"""One cell of a map: its products add up to what the layer gives there, whatever the layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from digit_widgets.explanation.bundled_maps import BundledMaps
from digit_widgets.explanation.convolution_place import explain_place, find_peak
from digit_widgets.predictors import FeatureExtractor

IMAGE = np.random.default_rng(0).random((28, 28), np.float32)
#: Maps and cells of them: two corners and one inside.
CELLS = ((0, 0, 0), (1, 2, 3), (3, -1, -1))


def follow(extractor: Any, layer: int, number: int, row: int, column: int) -> tuple[float, float]:
    """What the products and the bias add up to, and what the map has there."""
    seen, convolution = extractor.see(IMAGE)[layer], extractor.convolution(layer)
    _, high, wide = seen.maps.shape
    place = explain_place(convolution, seen, number, row % high, column % wide)
    assert place.products.sum() == pytest.approx(place.channel_sum, abs=1e-4)
    assert place.value == seen.maps[number, row, column]
    return place.total + place.bias, place.value


@pytest.mark.parametrize("trained", [True, False])
@pytest.mark.parametrize("name", ["cnn", "reader"])
def test_a_bundled_networks_sums_are_its_activations(name: str, trained: bool) -> None:
    extractor = BundledMaps(name, trained=trained)
    for layer in range(len(extractor.names)):
        for cell in CELLS:
            total, value = follow(extractor, layer, *cell)
            assert max(total, 0) == pytest.approx(value, abs=1e-3)


@pytest.mark.parametrize(
    "settings",
    [
        {"padding": "same"},
        {"padding": "same", "strides": 2},
        {"dilation_rate": 2, "padding": "same"},
        {"dilation_rate": 3},
        {"groups": 2, "use_bias": False},
        {"kernel_size": (5, 2), "padding": "same", "strides": (3, 1)},
    ],
)
def test_so_are_those_of_any_layer_of_keras(settings: dict[str, Any]) -> None:
    import keras

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(4, 3),
            layers.Conv2D(4, **{"kernel_size": 3, **settings}),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    extractor = FeatureExtractor(model)
    for cell in CELLS:
        total, value = follow(extractor, 1, *cell)
        assert total == pytest.approx(value, abs=1e-4)


def test_the_channel_that_adds_most_is_shown_and_the_window_is_cut_from_it() -> None:
    extractor = BundledMaps("cnn")
    seen, convolution = extractor.see(IMAGE)[1], extractor.convolution(1)
    place = explain_place(convolution, seen, 5, 4, 7)
    sums = (seen.inputs[:, 4:7, 7:10] * convolution.weights[5]).sum(axis=(1, 2))
    assert (place.channel, place.n_channels) == (sums.argmax(), 32)
    np.testing.assert_array_equal(place.window, seen.inputs[place.channel, 4:7, 7:10])
    assert (place.top, place.left, place.extent) == (4, 7, (3, 3))


def test_outside_the_input_the_window_has_zeros() -> None:
    extractor = BundledMaps("reader")
    place = explain_place(extractor.convolution(0), extractor.see(IMAGE)[0], 0, 0, 27)
    assert (place.top, place.left) == (-1, 26)
    assert not place.window[0].any()
    assert not place.window[:, 2].any()
    np.testing.assert_array_equal(place.window[1:, :2], IMAGE[:2, 26:])


def test_the_peak_is_where_the_map_is_highest() -> None:
    layer_map = np.zeros((3, 5), np.float32)
    layer_map[2, 4] = 1
    assert find_peak(layer_map) == (2, 4)


def test_untrained_layers_of_keras_are_others_and_the_model_keeps_its_own() -> None:
    import keras

    layers = [keras.Input((28, 28, 1)), keras.layers.Conv2D(2, 3), keras.layers.Flatten()]
    model = keras.Sequential(layers)
    before = model.get_weights()
    fresh = FeatureExtractor(model, trained=False).convolution(0)
    assert not np.array_equal(fresh.weights, FeatureExtractor(model).convolution(0).weights)
    assert all(np.array_equal(*pair) for pair in zip(before, model.get_weights(), strict=True))
