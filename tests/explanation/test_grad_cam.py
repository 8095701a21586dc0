"""Grad-CAM: right on a network whose reason is known, and the same with and without Keras."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.explanation import GradCam, Question
from digit_widgets.explanation.receptive_field import Window, count_cells, locate_cells
from digit_widgets.imaging import normalize_ink
from digit_widgets.predictors import ModelPredictor, Predictor, load_predictor
from digit_widgets.predictors.feeding.real_digits import load_real_digits
from digit_widgets.resources import resource_path
from tests.explanation.known import InkInPlace, drawing
from tests.support.keras_models import make_cnn, make_residual
from tests.test_imports import loaded_after


def looks_at(
    rows: slice,
    columns: slice,
    *,
    shape: tuple[int, ...] = (28, 28, 1),
    input_range: tuple[float, float] = (0, 1),
    trainable: bool = True,
    padding: str = "valid",
    activation: str | None = "softmax",
) -> Any:
    """Return a network that reads 3 if there is ink in a place, by a convolution that copies."""
    import keras

    side, channels = shape[0], shape[2] if len(shape) == 3 else 1
    model = keras.Sequential(
        [
            keras.Input(shape),
            keras.layers.Reshape((side, side, channels)),
            keras.layers.Conv2D(1, 3, padding=padding, name="copy"),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation=activation),
        ]
    )
    paper, ink = input_range
    kernel = np.zeros((3, 3, channels, 1), np.float32)
    kernel[1, 1] = 1 / (ink - paper) / channels
    side = side - 2 if padding == "valid" else side
    tail = np.zeros((side, side, 10), np.float32)
    tail[rows, columns, 3] = 0.05
    bias = np.full(1, -paper / (ink - paper))
    model.set_weights([kernel, bias, tail.reshape(-1, 10), np.zeros(10)])
    model.trainable = trainable
    return model


LOWER_LEFT = (slice(14, 26), slice(0, 12))
TWO = normalize_ink(drawing("2"))


def assert_hot_where_ink_is(predictor: Predictor) -> None:
    """One map: what is hot is ink, all of it, as the mean gradient is one number for the map."""
    cam = GradCam(predictor)
    seen = cam.explain(TWO, Question("3"))
    assert seen.heat.shape == (28, 28)
    assert seen.heat.dtype == np.float32
    assert seen.heat.max() == pytest.approx(1)
    np.testing.assert_allclose(seen.heat[1:-1, 1:-1], (TWO / TWO.max())[1:-1, 1:-1], atol=0.01)
    assert seen.probabilities.argmax() == 3
    read = predictor.predict_proba(TWO[np.newaxis])[0]
    np.testing.assert_allclose(seen.probabilities, read, atol=1e-5)
    assert not cam.explain(TWO, Question("7", "3")).heat.any()


@pytest.mark.parametrize("trainable", [True, False])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_ink_that_raises_the_label_is_hot_where_it_is(trainable: bool, padding: str) -> None:
    model = looks_at(*LOWER_LEFT, trainable=trainable, padding=padding)
    assert_hot_where_ink_is(load_predictor(model))


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1), (28, 28, 3)])
@pytest.mark.parametrize("input_range", [(0, 255), (-1, 1), (1, 0)])
def test_it_is_hot_there_however_the_network_is_fed(
    shape: tuple[int, ...], input_range: tuple[float, float]
) -> None:
    model = looks_at(*LOWER_LEFT, shape=shape, input_range=input_range)
    assert_hot_where_ink_is(load_predictor(model, input_range=input_range))


@pytest.mark.parametrize("activation", [None, "log_softmax", "sigmoid"])
def test_what_the_network_gives_is_read_as_on_the_pad(activation: str | None) -> None:
    kinds = {None: "logits", "log_softmax": "log-probabilities", "sigmoid": "sigmoids"}
    model = looks_at(*LOWER_LEFT, activation=activation)
    assert_hot_where_ink_is(load_predictor(model, output=kinds[activation], input_range=(0, 1)))


def test_a_network_of_transposed_images_is_explained_upright() -> None:
    rows, columns = LOWER_LEFT
    model = looks_at(columns, rows)
    assert_hot_where_ink_is(load_predictor(model, transposed=True, input_range=(0, 1)))


def test_a_network_of_larger_images_is_explained_in_those_of_the_pad() -> None:
    model = looks_at(slice(16, 30), slice(0, 16), shape=(32, 32, 1))
    predictor = load_predictor(model, input_range=(0, 1))
    heat = GradCam(predictor).explain(TWO, Question("3")).heat
    for axis in (0, 1):
        middles = [(image.sum(axis=axis) @ np.arange(28)) / image.sum() for image in (heat, TWO)]
        assert middles[0] == pytest.approx(middles[1], abs=0.1)
    assert np.corrcoef(heat.ravel(), TWO.ravel())[0, 1] > 0.97


@pytest.mark.parametrize(
    "options",
    [
        {"input_range": (0, 255), "rescaling": True},
        {"input_range": (0, 255), "shape": (28, 28)},
        {"input_range": (-1, 1), "shape": (28, 28, 3)},
        {"softmax": False},
    ],
)
def test_a_network_whose_format_was_found_gives_what_the_bundled_one_gives(
    options: dict[str, Any],
) -> None:
    cam = GradCam(make_cnn(**options))
    for question in (Question("2"), Question("2", "7")):
        seen = cam.explain(TWO, question)
        expected = GradCam("cnn").explain(TWO, question)
        np.testing.assert_allclose(seen.heat, expected.heat, atol=2e-3)
        np.testing.assert_allclose(seen.probabilities, expected.probabilities, atol=1e-4)


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_a_file_of_keras_is_explained(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"mine{suffix}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras would rather not write .h5
        make_cnn((0, 255)).save(path)
    seen = GradCam(str(path)).explain(TWO, Question("2"))
    expected = GradCam("cnn").explain(TWO, Question("2"))
    np.testing.assert_allclose(seen.heat, expected.heat, atol=2e-3)


@pytest.mark.parametrize(
    "options",
    [
        {"input_range": (0, 255)},
        {"input_range": (0, 255), "rescaling": True},
        {"input_range": (-1, 1), "shape": (28, 28, 3)},
        {"softmax": False},
    ],
)
def test_a_file_of_litert_is_fed_and_read_as_on_the_pad(
    options: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "mine.tflite"
    make_cnn(**options).export(path, format="litert", verbose=False)
    seen = GradCam(path).explain(TWO, Question("2"))
    expected = GradCam("cnn").explain(TWO, Question("2"))
    np.testing.assert_allclose(seen.heat, expected.heat, atol=2e-3)
    np.testing.assert_allclose(seen.probabilities, expected.probabilities, atol=1e-4)


@pytest.mark.parametrize("sum_before_relu", [False, True])
@pytest.mark.parametrize("last", [False, True])
def test_a_network_with_a_shortcut_gives_the_same_without_keras(
    sum_before_relu: bool, last: bool, tmp_path: Path
) -> None:
    path = tmp_path / "residual.tflite"
    model = make_residual(sum_before_relu=sum_before_relu, last=last)
    model.export(path, format="litert", verbose=False)
    heavy, light = (
        GradCam(load_predictor(each, input_range=(0, 1), output="probabilities"))
        for each in (model, path)
    )
    heats = []
    for question in (*map(Question, "0123456789"), Question("2", "7")):
        expected, seen = (cam.explain(TWO, question) for cam in (heavy, light))
        np.testing.assert_allclose(seen.heat, expected.heat, atol=1e-4)
        np.testing.assert_allclose(seen.probabilities, expected.probabilities, atol=1e-5)
        heats.append(expected.heat.max())
    assert sum(heats) > 3  # of most labels there is something to compare


@pytest.mark.parametrize(
    ("layer", "step"),
    [
        (lambda layers: layers.AveragePooling2D(2), "AVERAGE_POOL_2D"),
        (lambda layers: layers.MaxPooling2D(2, padding="same"), "MAX_POOL_2D"),
        (lambda layers: layers.Rescaling(1.0, offset=0.5), "ADD"),
    ],
)
def test_a_file_of_litert_with_a_step_that_numpy_lacks_is_refused(
    layer: Callable[[Any], Any], step: str, tmp_path: Path
) -> None:
    import keras

    path = tmp_path / "other.tflite"
    layers = keras.layers
    chain = [layers.Conv2D(1, 3, activation="relu"), layer(layers), layers.Flatten()]
    tail = layers.Dense(10, activation="softmax")
    model = keras.Sequential([keras.Input((28, 28, 1)), *chain, tail])
    model.export(path, format="litert", verbose=False)
    with pytest.raises(ModelError, match=rf"other.tflite has a step .* {step}. Give the keras.Mo"):
        GradCam(load_predictor(path, input_range=(0, 1)))


def test_a_network_whose_layers_move_the_image_is_refused() -> None:
    import keras

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.ZeroPadding2D(2),
            layers.Conv2D(1, 3),
            layers.Flatten(),
            layers.Dense(10, "softmax"),
        ]
    )
    cam = GradCam(load_predictor(model, input_range=(0, 1)))
    with pytest.raises(ModelError, match=r"layers that pad, crop or resize.*one after the other"):
        cam.explain(TWO, Question("3"))


def test_a_network_of_the_inks_box_is_refused() -> None:
    model = looks_at(slice(4, 8), slice(0, 4), shape=(8, 8, 1))
    predictor = load_predictor(model)
    assert isinstance(predictor, ModelPredictor)
    form = replace(predictor.info.input, framing="cropped")
    cropped = ModelPredictor(predictor.model, replace(predictor.info, input=form))
    with pytest.raises(ModelError, match=r"fed 8×8 of the ink's box, .* whole images"):
        GradCam(cropped)


def two_maps() -> Any:
    """Return a network of two maps, of lines that lie and that stand; only the first raises 3."""
    import keras

    inputs = keras.Input((28, 28, 1))
    maps = keras.layers.Conv2D(2, 3, padding="same", name="lines")(inputs)
    flat = keras.layers.Flatten()(maps)
    model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(flat))
    kernel = np.zeros((3, 3, 1, 2), np.float32)
    kernel[:, :, 0, 0] = [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]]
    kernel[:, :, 0, 1] = kernel[:, :, 0, 0].T
    tail = np.zeros((28, 28, 2, 10), np.float32)
    tail[:, :, 0, 3] = 0.01
    model.set_weights([kernel, np.zeros(2), tail.reshape(-1, 10), np.zeros(10)])
    return model


def test_only_maps_that_raise_the_label_count() -> None:
    image = np.zeros((28, 28), np.float32)
    image[6, 4:24] = 1  # a line that lies
    image[10:26, 14] = 1  # and one that stands
    heat = GradCam(load_predictor(two_maps())).explain(image, Question("3")).heat
    assert heat[6, 8:20].min() > 0.9
    assert heat[14:22, 14].max() < 0.1


@pytest.mark.parametrize("question", [Question("7"), Question("7", "1"), Question("2")])
@pytest.mark.parametrize("digit", ["7", "3"])
def test_the_bundled_network_gives_the_same_without_keras(digit: str, question: Question) -> None:
    image = normalize_ink(drawing(digit))
    light = GradCam("cnn").explain(image, question)
    heavy = GradCam(resource_path("models/digit_cnn.keras")).explain(image, question)
    np.testing.assert_allclose(light.heat, heavy.heat, atol=1e-3)
    np.testing.assert_allclose(light.probabilities, heavy.probabilities, atol=1e-5)
    read = load_predictor("cnn").predict_proba(image[np.newaxis])[0]
    np.testing.assert_allclose(light.probabilities, read, atol=1e-5)


def test_the_bundled_network_needs_neither_keras_nor_tensorflow() -> None:
    loaded = loaded_after(
        "import numpy as np\n"
        "from digit_widgets.explanation import GradCam, Question\n"
        "GradCam('cnn').explain(np.eye(28, dtype=np.float32), Question('7'))"
    )
    assert not loaded & {"keras", "tensorflow", "ipywidgets"}


def test_cells_are_where_their_windows_look() -> None:
    bundled = [
        Window((3, 3), (1, 1), is_padded=False),
        Window((2, 2), (2, 2), is_padded=False),
        Window((3, 3), (1, 1), is_padded=False),
    ]
    # A cell of the second convolution sees eight pixels, from twice its number.
    assert locate_cells(bundled, 0) == (4.0, 2.0)
    assert count_cells(bundled, 0, 28) == 11
    padded = [Window((3, 3), (1, 1), is_padded=True), Window((2, 2), (2, 2), is_padded=True)]
    assert locate_cells(padded, 1) == (1.0, 2.0)
    assert count_cells(padded, 1, 27) == 14


def nearest(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Read by the distances to the digits' mean images."""
    digits, labels = load_real_digits()
    means = np.stack([digits[labels == digit].mean(axis=0) for digit in range(10)])
    distances = ((images[:, np.newaxis] - means) ** 2).sum(axis=(2, 3))
    return np.asarray(np.exp(-distances) / np.exp(-distances).sum(axis=1, keepdims=True))


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("ann", "has no convolutional layer"),
        (nearest, "The function nearest shows no layers .* Give 'cnn'"),
        (InkInPlace(*LOWER_LEFT), "InkInPlace shows no layers"),
        ("nowhere.tflite", "no model .*nowhere.tflite"),
        ("nowhere.keras", "no model .*nowhere.keras"),
    ],
)
def test_a_model_that_cannot_be_looked_into_is_refused(model: Any, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        GradCam(model)


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.tflite"
    path.write_bytes(b"not a model at all, but long enough to look at")
    with pytest.raises(ModelError, match=r"mine.tflite is not a LiteRT model"):
        GradCam(path)


def test_a_keras_model_without_convolutional_layers_of_its_own_is_refused() -> None:
    import keras

    layers = keras.layers
    dense = keras.Sequential(
        [keras.Input((28, 28)), layers.Flatten(), layers.Dense(10, "softmax")], name="flat"
    )
    with pytest.raises(ModelError, match="flat has no convolutional layer"):
        GradCam(load_predictor(dense))
    inner = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(2, 3)], name="backbone")
    outer = keras.Sequential([inner, layers.Flatten(), layers.Dense(10, "softmax")], name="outer")
    with pytest.raises(ModelError, match=r"layers of outer are inside its inner model backbone"):
        GradCam(load_predictor(outer))


def test_another_backend_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    predictor = load_predictor(looks_at(*LOWER_LEFT))
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    with pytest.raises(ModelError, match="not jax: set KERAS_BACKEND=tensorflow"):
        GradCam(predictor)


def test_a_label_that_the_network_lacks_is_named() -> None:
    with pytest.raises(ArgumentError, match="no label 'x'"):
        GradCam("cnn").explain(np.eye(28, dtype=np.float32), Question("x"))
