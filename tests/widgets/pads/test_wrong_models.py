"""Wrong models: each kind is refused with its cause, and the pad keeps the model that it had."""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import onnx
import pytest
from keras import layers
from numpy.typing import NDArray
from onnx import TensorProto, helper
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression

from digit_widgets.ink import Ink
from digit_widgets.predictors import bundled_model
from digit_widgets.widgets import DigitPad

Images = NDArray[np.float32]
SEVEN = Ink.from_strokes([[(70, 60), (200, 60), (120, 230)]], width=16)


class Marker:
    """A pickle that creates a file when it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def network(last: int = 10, shape: tuple[int, ...] = (28, 28)) -> keras.Model:
    parts = [keras.Input(shape), layers.Flatten(), layers.Dense(last)]
    return keras.Sequential(parts)


def coded(folder: Path) -> keras.Model:
    """Return a network with a layer of Python code, which creates the marker when it runs."""
    marker = str(folder / "marker")

    def run(x: Any, path: str = marker) -> Any:
        open(path, "w").close()
        return x

    image = keras.Input((28, 28))
    layer = layers.Lambda(run, output_shape=(28, 28))
    model = keras.Model(image, layers.Dense(10)(layers.Flatten()(layer(image))))
    (folder / "marker").unlink(missing_ok=True)
    return model


def save(model: keras.Model, path: Path) -> Path:
    model.save(path)
    (path.parent / "marker").unlink(missing_ok=True)
    return path


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def write_onnx(path: Path, n_inputs: int, dtype: int = TensorProto.FLOAT) -> Path:
    """Write a graph that passes its input on."""
    names = [f"x{i}" for i in range(n_inputs)]
    values = [helper.make_tensor_value_info(name, dtype, ["N", 784]) for name in names]
    step = helper.make_node("Concat", names, ["y"], axis=1)
    out = helper.make_tensor_value_info("y", dtype, ["N", 784 * n_inputs])
    graph = helper.make_graph([step], "g", values, [out])
    opsets = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), path)
    return path


def write_weights(path: Path) -> Path:
    with h5py.File(path, "w") as file:
        file["kernel"] = np.zeros((784, 10))
    return path


def write_saved_model(folder: Path) -> Path:
    """Write a SavedModel that writes a file when it runs."""
    import tensorflow as tf

    class Writer(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec((None, 28, 28), tf.float32)])
        def read(self, images: Any) -> Any:
            tf.io.write_file(str(folder / "marker"), "-")
            return {"shares": tf.zeros((tf.shape(images)[0], 10))}

    module = Writer()
    tf.saved_model.save(module, str(folder / "saved"), {"serving_default": module.read})
    return folder / "saved"


def raises(images: Images) -> Images:
    raise RuntimeError("out of memory")


def truncated(folder: Path) -> Path:
    return write(folder / "m.tflite", bundled_model("ann").read_bytes()[:9000])


#: Each kind: how to make the model in a folder, what is stated, and what its refusal says.
WRONG: dict[str, tuple[Callable[[Path], Any], str]] = {
    "exception": (
        lambda _: raises,
        r"raised RuntimeError for images of shape \(28, 28\).*out of memory",
    ),
    "NaN": (lambda _: lambda x: np.full((len(x), 10), np.nan), "NaN or infinite values"),
    "text as output": (lambda _: lambda _: "seven", "gives a str, not an array of numbers"),
    "one number": (lambda _: lambda x: x.mean(axis=(1, 2)), "one number for each image"),
    "a map as output": (
        lambda _: lambda x: np.zeros((len(x), 28, 28)),
        r"output of shape \(\d+, 28, 28\)",
    ),
    "three outputs": (lambda _: lambda x: np.ones((len(x), 3)), "gives 3 values.*labels="),
    "no such file": (lambda folder: folder / "gone.onnx", "There is no model file at"),
    "no such name": (lambda _: "resnet", "no model 'resnet'"),
    "text named .onnx": (lambda f: write(f / "m.onnx", b"hello"), "m.onnx is not an ONNX model"),
    "text named .h5": (lambda f: write(f / "m.h5", b"hello"), "m.h5 is not a .h5 file"),
    "text named .keras": (lambda f: write(f / "m.keras", b"hello"), "m.keras is not a .keras file"),
    "truncated": (truncated, "m.tflite is not a LiteRT model of one input, or is damaged"),
    "weights alone": (lambda f: write_weights(f / "w.h5"), "w.h5 holds weights alone"),
    "pickle": (
        lambda f: write(f / "m.pkl", pickle.dumps(Marker(f / "marker"))),
        r"m\.pkl is refused: it is a pickle.*If you trust the file.*pickle\.load",
    ),
    "joblib": (
        lambda f: write(f / "m.joblib", pickle.dumps(Marker(f / "marker"))),
        r"m\.joblib is refused.*joblib\.load\(path\)",
    ),
    "pickle named .pt": (
        lambda f: write(f / "m.pt", pickle.dumps(Marker(f / "marker"))),
        r"m\.pt is refused: it is a pickle.*weights_only=True",
    ),
    "Lambda in .keras": (
        lambda f: save(coded(f), f / "m.keras"),
        r"m\.keras is refused: a Lambda layer.*Python code.*safe_mode=False",
    ),
    "Lambda in .h5": (
        lambda f: save(coded(f), f / "m.h5"),
        r"m\.h5 is refused: a Lambda layer.*Python code.*safe_mode=False",
    ),
    "SavedModel that writes": (
        write_saved_model,
        "saved is refused: its operations WriteFile read or write files",
    ),
    "other picture": (lambda _: network(10, (28, 30)), r"shape \(28, 30\).*square images"),
    "other number of classes": (lambda _: network(7), "gives 7 values for each image"),
    "two inputs": (lambda f: write_onnx(f / "m.onnx", 2), "m.onnx takes 2 inputs"),
    "input of text": (
        lambda f: write_onnx(f / "m.onnx", 1, TensorProto.STRING),
        r"m\.onnx takes tensor\(string\), and not an array of numbers",
    ),
    "not fitted": (lambda _: RandomForestClassifier(), "RandomForestClassifier is not fitted"),
    "regression": (
        lambda _: LinearRegression().fit(np.zeros((2, 784)), [0.0, 1.0]),
        "LinearRegression has neither predict_proba nor decision_function",
    ),
    "clustering": (
        lambda _: KMeans(2, n_init=1).fit(np.eye(2, 784)),
        "KMeans has neither predict_proba",
    ),
    "a class": (lambda _: RandomForestClassifier, "is a class, not a model"),
    "a number": (lambda _: 7, "An int is not a model"),
    "a folder": (lambda f: f, "is a folder, and not a SavedModel"),
}


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_model_is_refused_with_its_cause_and_the_pad_keeps_its_own(
    kind: str, tmp_path: Path
) -> None:
    make, says = WRONG[kind]
    model = make(tmp_path)
    pad = DigitPad("ann", ink=SEVEN)
    pad.model = model
    assert_matches(says, pad.error)
    assert pad.error.endswith("The pad goes on with the model that it had.")
    # No code of a file has run.
    assert not (tmp_path / "marker").exists()
    assert (pad.model, pad.value) == ("ann", "7")
    pad.ink = Ink()
    pad.ink = SEVEN
    assert pad.value == "7"
    pad.model = "cnn"
    assert (pad.model, pad.value, pad.error) == ("cnn", "7", "")
    pad.close()


def test_the_markers_would_be_there_if_the_code_had_run(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Marker(tmp_path / "marker")))
    assert (tmp_path / "marker").exists()
    model = coded(tmp_path)
    assert not (tmp_path / "marker").exists()
    model(np.zeros((1, 28, 28), np.float32))
    assert (tmp_path / "marker").exists()


def test_a_slow_model_is_used_and_said_to_be_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digit_widgets.predictors.feeding.probe._FIRST_CALL", 0.05)

    def slow(images: Images) -> Images:
        time.sleep(0.2)
        return np.tile(np.eye(10, dtype=np.float32)[4], (len(images), 1))

    pad = DigitPad(slow, ink=SEVEN)
    assert pad.value == "4"
    assert "takes too long" in str(pad.model_info)


def test_labels_that_do_not_fit_are_said_with_both_numbers() -> None:
    pad = DigitPad(network(10), labels=("circle", "square"))
    assert "gives 10 values for each image, but labels= names 2" in pad.error


def assert_matches(pattern: str, text: str) -> None:
    assert re.search(pattern, text, re.DOTALL), text
