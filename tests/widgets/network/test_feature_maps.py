"""The feature maps: what the layers give, and the images that people see of it."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ipywidgets import HTML, Image
from PIL import Image as PillowImage

from digit_widgets.errors import ModelError
from digit_widgets.explanation.bundled_maps import BundledMaps
from digit_widgets.ink import Ink
from digit_widgets.predictors import FeatureExtractor, load_predictor
from digit_widgets.resources import resource_path
from digit_widgets.widgets import DigitPad, FeatureMaps
from digit_widgets.widgets.network.layer_maps import LayerView
from tests.support.digits import DIGITS, finely
from tests.support.keras_models import make_cnn, make_residual
from tests.support.waiting import new_threads, wait_for_end
from tests.support.widget_tree import css_classes, find_all, find_one, parent_of
from tests.widgets.conftest import Page

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)


@pytest.fixture(scope="module")
def extractor() -> FeatureExtractor:
    return FeatureExtractor("cnn")


@pytest.fixture
def shown(pad: DigitPad) -> Iterator[FeatureMaps]:
    maps = FeatureMaps(pad)
    yield maps
    maps.close()


def fail(*_: Any) -> None:
    raise RuntimeError("out of <memory>")


def dense() -> Any:
    import keras

    return keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()], name="flat")


def small(activation: str | None, bias: float) -> Any:
    import keras

    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Reshape((28, 28, 1)),
            layers.Conv2D(
                3,
                3,
                activation=activation,
                kernel_initializer="zeros",
                bias_initializer=keras.initializers.Constant(bias),
                name="only",
            ),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ],
        name="small",
    )


def images(maps: FeatureMaps) -> list[Image]:
    """The images, one a layer."""
    return find_all(maps, Image)


def pixels(maps: FeatureMaps, layer: int) -> np.ndarray:
    return np.asarray(PillowImage.open(io.BytesIO(images(maps)[layer].value)))


def texts(maps: FeatureMaps, layer: int) -> tuple[str, str]:
    view = find_all(maps, LayerView)[layer]
    heading, scale = view.children[0], view.children[-1]
    return heading.value, scale.value


def test_the_maps_are_those_of_the_model_applied_by_hand(extractor: FeatureExtractor) -> None:
    import keras

    image = np.random.default_rng(0).random((28, 28), np.float32)
    first, second = extractor.maps(image)
    assert (first.shape, second.shape) == ((32, 26, 26), (64, 11, 11))
    assert first.dtype == second.dtype == np.float32
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    filters = extractor.filters(extractor.names[0])
    network = keras.models.load_model(resource_path("models/digit_cnn.keras"))
    bias = network.get_layer(extractor.names[0]).get_weights()[1]
    by_hand = np.einsum("hwij,cij->chw", windows, filters[:, 0]) + bias[:, None, None]
    np.testing.assert_allclose(first, np.maximum(by_hand, 0), atol=1e-5)


@pytest.mark.parametrize("name", ["cnn", "reader"])
def test_without_tensorflow_a_bundled_networks_maps_are_the_same(name: str) -> None:
    with_keras, without = FeatureExtractor(name), BundledMaps(name)
    image = np.random.default_rng(1).random((28, 28), np.float32)
    assert without.activations == with_keras.activations
    for ours, theirs in zip(without.see(image), with_keras.see(image), strict=True):
        np.testing.assert_allclose(ours.inputs, theirs.inputs, atol=1e-3)
        np.testing.assert_allclose(ours.maps, theirs.maps, atol=1e-3)


def test_layers_are_named_in_order(extractor: FeatureExtractor) -> None:
    assert len(extractor.names) == 2
    assert extractor.activations == ("relu", "relu")
    assert extractor.filters(extractor.names[1]).shape == (64, 32, 3, 3)
    with pytest.raises(ModelError, match=extractor.names[0]):
        extractor.filters("other")


def test_a_path_is_taken_as_well(extractor: FeatureExtractor) -> None:
    path = resource_path("models/digit_cnn.keras")
    image = np.ones((28, 28), np.float32)
    for model in (path, str(path)):
        for ours, theirs in zip(
            FeatureExtractor(model).maps(image), extractor.maps(image), strict=True
        ):
            np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("model", ["ann", dense, 3, lambda images: images])
def test_a_model_without_convolutions_is_refused(model: Any) -> None:
    with pytest.raises(ModelError, match=r"no convolutional layer.*Give 'cnn'"):
        FeatureExtractor(model() if model is dense else model)


@pytest.mark.parametrize(
    "options",
    [
        {"input_range": (0, 255), "rescaling": True},
        {"input_range": (0, 255), "shape": (28, 28)},
        {"input_range": (-1, 1), "shape": (28, 28, 3), "softmax": False},
    ],
)
def test_a_network_is_fed_as_on_the_pad(
    options: dict[str, Any], extractor: FeatureExtractor, pad: DigitPad
) -> None:
    pad.ink = SEVEN
    model = make_cnn(**options)
    for given in (model, load_predictor(model)):
        maps = FeatureMaps(pad, given)
        assert maps.error == ""
        for ours, theirs in zip(maps.maps, extractor.maps(pad.image), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-3)
        maps.close()


def test_what_is_stated_of_a_network_holds_for_its_maps(pad: DigitPad) -> None:
    pad.ink = SEVEN
    untrained = small(None, 0.0)
    untrained.get_layer("only").set_weights([np.ones((3, 3, 1, 3)), np.zeros(3)])
    grey = FeatureExtractor(load_predictor(untrained, input_range=(0, 255))).maps(pad.image)
    plain = FeatureExtractor(untrained).maps(pad.image)
    np.testing.assert_allclose(grey[0], 255 * plain[0], rtol=1e-4, atol=1e-3)


def test_a_bundled_predictor_and_an_h5_file_are_taken(
    extractor: FeatureExtractor, tmp_path: Path
) -> None:
    image = np.eye(28, dtype=np.float32)
    path = tmp_path / "mine.h5"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras would rather not write it
        make_cnn().save(path)
    for model in (load_predictor("cnn"), path):
        maps = FeatureExtractor(model).maps(image)
        np.testing.assert_allclose(maps[1], extractor.maps(image)[1], atol=1e-4)


@pytest.mark.parametrize("sum_before_relu", [False, True])
def test_maps_are_those_after_normalisation_and_activation_and_before_a_sum(
    sum_before_relu: bool,
) -> None:
    import keras

    model = make_residual(sum_before_relu=sum_before_relu)
    extractor = FeatureExtractor(load_predictor(model, input_range=(0, 1), output="probabilities"))
    assert extractor.names == ("edges", "corners", "bends", "loops", "parts")
    loops = "linear" if sum_before_relu else "relu"
    assert extractor.activations == ("relu", "relu", "relu", loops, "relu")
    image = np.eye(28, dtype=np.float32)
    maps = extractor.maps(image)
    for name, activation, layer_maps in zip(
        extractor.names, extractor.activations, maps, strict=True
    ):
        place = model.layers.index(model.get_layer(name))
        shown = model.layers[place + (1 if activation == "linear" else 2)]
        of_keras = keras.Model(model.input, shown.output)(image[np.newaxis, ..., np.newaxis])
        expected = np.asarray(of_keras)[0].transpose(2, 0, 1)
        np.testing.assert_allclose(layer_maps, expected, atol=1e-5)
        assert (layer_maps.min() < 0) == (activation == "linear")


def test_an_activation_that_is_a_layer_is_named(pad: DigitPad) -> None:
    import keras

    layers = keras.layers
    for layer, name in (
        (layers.Activation("tanh"), "after tanh"),
        (layers.LeakyReLU(), "after leaky ReLU"),
        (layers.MaxPooling2D(2), "26 × 26<"),
    ):
        model = keras.Sequential(
            [keras.Input((28, 28, 1)), layers.Conv2D(2, 3), layer, layers.Flatten()]
        )
        maps = FeatureMaps(pad, model)
        assert name in texts(maps, 0)[0]
        maps.close()


def test_layers_of_an_inner_model_are_said_not_to_be_seen() -> None:
    import keras

    layers = keras.layers
    inner = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(2, 3)], name="backbone")
    outer = keras.Sequential([inner, layers.Flatten(), layers.Dense(10, "softmax")], name="outer")
    with pytest.raises(ModelError, match=r"of outer are inside its inner model backbone.*give tha"):
        FeatureExtractor(outer)
    # As the message says.
    assert FeatureExtractor(inner).maps(np.eye(28, dtype=np.float32))[0].shape == (2, 26, 26)


def test_a_file_without_layers_to_look_into_is_refused() -> None:
    with pytest.raises(ModelError, match=r"digit_cnn.tflite is not a .keras or .h5 file"):
        FeatureExtractor(resource_path("models/digit_cnn.tflite"))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model file"):
        FeatureExtractor(tmp_path / "none.keras")


@pytest.mark.parametrize("runtime", ["keras", "tensorflow"])
def test_without_keras_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, runtime: str
) -> None:
    monkeypatch.setitem(sys.modules, runtime, None)
    with pytest.raises(ModelError, match=r"pip install 'digit-widgets\[train\]'"):
        FeatureExtractor("cnn")


def test_other_images_and_numbers_that_are_not_finite_are_refused(
    extractor: FeatureExtractor,
) -> None:
    with pytest.raises(ModelError, match="28×28"):
        extractor.maps(np.zeros((14, 14), np.float32))
    with pytest.raises(ModelError, match="only gives numbers that are not finite"):
        FeatureExtractor(small(None, float("nan"))).maps(np.zeros((28, 28), np.float32))


def test_every_layer_has_a_heading_one_image_and_its_scale(
    pad: DigitPad, shown: FeatureMaps
) -> None:
    pad.ink = SEVEN
    shown.wait()
    assert shown.error == ""
    assert "32 maps of 26 × 26, after ReLU" in texts(shown, 0)[0]
    assert "64 maps of 11 × 11, after ReLU" in texts(shown, 1)[0]
    assert f"white is {shown.maps[0].max():.2g}" in texts(shown, 0)[1]
    assert "32 maps" in images(shown)[0].tooltip
    assert pixels(shown, 0).shape == (4 * 27 + 1, 8 * 27 + 1)
    assert pixels(shown, 1).shape == (8 * 12 + 1, 8 * 12 + 1)


def test_a_map_is_at_its_place_and_as_bright_as_it_responds(
    pad: DigitPad, shown: FeatureMaps
) -> None:
    pad.ink = SEVEN
    shown.wait()
    maps = shown.maps[0]
    np.testing.assert_array_equal(
        pixels(shown, 0)[28:54, 28:54], np.round(maps[9] / maps.max() * 255)
    )
    assert (pixels(shown, 0)[27] == 96).all()


def test_images_fit_a_narrow_page(shown: FeatureMaps) -> None:
    assert len(images(shown)) == 2
    for image in images(shown):
        assert parent_of(shown, image).layout.max_width == "100%"
        assert (image.layout.width, image.layout.height) == ("100%", "auto")
        assert "digit-widgets-preview" in css_classes(image)


def test_the_maps_follow_a_stroke_before_the_pen_lifts(
    pad: DigitPad, pad_page: Page, shown: FeatureMaps, extractor: FeatureExtractor
) -> None:
    before = pixels(shown, 0)
    points = finely(DIGITS["7"][0])
    pad_page.mouse("down", *points[0])
    for point in points[1:]:
        pad_page.mouse("move", *point)
    pad.wait()
    shown.wait()
    assert (pixels(shown, 0) != before).any()
    np.testing.assert_allclose(shown.maps[1], extractor.maps(pad.image)[1], atol=1e-4)


def test_a_layer_without_activation_that_does_not_respond_is_black(pad: DigitPad) -> None:
    maps = FeatureMaps(pad, small(None, -1.0))
    heading, scale = texts(maps, 0)
    assert heading == "<b>Convolutional layer 1 (only): 3 maps of 26 × 26</b>"
    assert scale.startswith("All black")
    assert set(np.unique(pixels(maps, 0))) == {0, 96}
    maps.close()


def test_a_model_that_cannot_be_used_is_said_in_escaped_words(pad: DigitPad) -> None:
    maps = FeatureMaps(pad, "<b>.keras")
    assert "There is no model file at <b>.keras" in maps.error
    assert "&lt;b&gt;.keras" in find_one(maps, HTML, "digit-widgets-message").value
    assert images(maps) == []
    pad.ink = SEVEN
    assert pad.value == "7"
    maps.close()


def test_a_model_that_fails_hides_older_maps_until_it_works_again(
    pad: DigitPad, shown: FeatureMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_all(shown, Image, shown=True) == images(shown)
    with monkeypatch.context() as broken:
        broken.setattr(BundledMaps, "see", fail)
        pad.ink = SEVEN
        shown.wait()
    assert shown.error == "The model raised RuntimeError: out of <memory>"
    assert "out of &lt;memory&gt;" in find_one(shown, HTML, "digit-widgets-message").value
    assert (shown.maps, find_all(shown, Image, shown=True)) == ((), [])
    pad.clear()
    shown.wait()
    assert (shown.error, find_all(shown, Image, shown=True)) == ("", images(shown))


def test_closing_stops_following_and_ends_the_thread(pad: DigitPad) -> None:
    with new_threads() as threads:
        maps = FeatureMaps(pad)
    maps.close()
    maps.close()
    pad.ink = SEVEN
    assert maps.maps[0].shape == (32, 26, 26)
    wait_for_end(threads)
