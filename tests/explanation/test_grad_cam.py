"""Grad-CAM: right on a network whose reason is known, and the same with and without Keras."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.explanation import GradCam, Question
from digit_widgets.explanation.receptive_field import Window, locate_cells
from digit_widgets.imaging import normalize_ink
from digit_widgets.predictors import DIGITS, load_predictor
from digit_widgets.resources import resource_path
from tests.explanation.known import drawing
from tests.test_imports import loaded_after


def looks_at(rows: slice, columns: slice, *, trainable: bool = True, padding: str = "valid") -> Any:
    """Return a network that reads 3 if there is ink in a place, by a convolution that copies."""
    import keras

    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(1, 3, padding=padding, name="copy"),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    kernel = np.zeros((3, 3, 1, 1), np.float32)
    kernel[1, 1] = 1
    side = 26 if padding == "valid" else 28
    tail = np.zeros((side, side, 10), np.float32)
    tail[rows, columns, 3] = 0.05
    model.set_weights([kernel, np.zeros(1), tail.reshape(-1, 10), np.zeros(10)])
    model.trainable = trainable
    return model


@pytest.mark.parametrize("trainable", [True, False])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_ink_that_raises_the_label_is_hot_where_it_is(trainable: bool, padding: str) -> None:
    """One map: what is hot is ink, all of it, as the mean gradient is one number for the map."""
    image = normalize_ink(drawing("2"))
    model = looks_at(slice(14, 26), slice(0, 12), trainable=trainable, padding=padding)
    seen = GradCam(model).explain(image, Question("3"), DIGITS)
    assert seen.heat.shape == (28, 28)
    assert seen.heat.dtype == np.float32
    assert seen.heat.max() == pytest.approx(1)
    np.testing.assert_allclose(seen.heat[1:-1, 1:-1], (image / image.max())[1:-1, 1:-1], atol=0.01)
    assert seen.probabilities.argmax() == 3
    against = GradCam(model).explain(image, Question("7", "3"), DIGITS)
    assert not against.heat.any()


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
    heat = GradCam(two_maps()).explain(image, Question("3"), DIGITS).heat
    assert heat[6, 8:20].min() > 0.9
    assert heat[14:22, 14].max() < 0.1


@pytest.mark.parametrize("question", [Question("7"), Question("7", "1"), Question("2")])
@pytest.mark.parametrize("digit", ["7", "3"])
def test_the_bundled_network_gives_the_same_without_keras(digit: str, question: Question) -> None:
    image = normalize_ink(drawing(digit))
    light = GradCam("cnn").explain(image, question, DIGITS)
    heavy = GradCam(resource_path("models/digit_cnn.keras")).explain(image, question, DIGITS)
    np.testing.assert_allclose(light.heat, heavy.heat, atol=1e-3)
    np.testing.assert_allclose(light.probabilities, heavy.probabilities, atol=1e-5)
    read = load_predictor("cnn").predict_proba(image[np.newaxis])[0]
    np.testing.assert_allclose(light.probabilities, read, atol=1e-5)


def test_the_bundled_network_needs_neither_keras_nor_tensorflow() -> None:
    loaded = loaded_after(
        "import numpy as np\n"
        "from digit_widgets.explanation import GradCam, Question\n"
        "GradCam('cnn').explain(np.eye(28, dtype=np.float32), Question('7'), tuple('0123456789'))"
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
    padded = [Window((3, 3), (1, 1), is_padded=True), Window((2, 2), (2, 2), is_padded=True)]
    assert locate_cells(padded, 1) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("ann", "has no convolution"),
        (len, "shows none"),
        ("nowhere.tflite", "no model file at nowhere.tflite"),
        ("nowhere.keras", "no model file"),
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


def test_a_keras_model_without_convolutions_is_refused() -> None:
    import keras

    dense = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()], name="flat")
    with pytest.raises(ModelError, match="flat has no convolutional layer"):
        GradCam(dense)


def test_a_label_that_the_network_lacks_is_named() -> None:
    with pytest.raises(ArgumentError, match="no label 'x'"):
        GradCam("cnn").explain(np.eye(28, dtype=np.float32), Question("x"), DIGITS)
