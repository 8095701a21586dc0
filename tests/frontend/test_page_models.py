"""Models of one's own in the page: read as LiteRT reads them, or refused in words that say why."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from digit_widgets.app.standalone.model_checks import check_page_model
from digit_widgets.errors import ModelError
from tests.frontend.conftest import FRONTEND, find_node
from tests.support.changed_models import REFUSED as REFUSED_IN_PYTHON
from tests.support.changed_models import change_model
from tests.support.tflite_files import LiteRTFile, schema

SAME, VALID = schema.Padding.SAME, schema.Padding.VALID
RELU, RELU6, ONES, TANH = 1, 3, 2, 4
_random = np.random.default_rng(0)
Model = tuple[LiteRTFile, dict[str, int]]


def weights(*shape: int) -> NDArray[np.float32]:
    return _random.normal(0, 0.3, shape).astype(np.float32)


def places(side: int, size: int, step: int, padding: int) -> int:
    return -(-(side if padding == SAME else side - size + 1) // step)


def make(
    *,
    size: tuple[int, int] = (3, 3),
    step: tuple[int, int] = (1, 1),
    padding: int = VALID,
    activation: int = RELU,
    pool: str = "MAX_POOL_2D",
    pool_size: tuple[int, int] = (2, 2),
    pool_step: tuple[int, int] = (2, 2),
    pool_padding: int = VALID,
    channels: int = 5,
    shape: tuple[int, ...] = (1, 28, 28, 1),
    has_score: bool = False,
    has_bias: bool = True,
    adds: bool = False,
    averages: bool = False,
) -> Model:
    """Make a small network, and return it with the numbers of some of its parts."""
    file = LiteRTFile()
    image = file.add_tensor(shape)
    file.graph.inputs = [image]
    whole = image
    if len(shape) < 4:
        target = file.add_constant(np.array([1, 28, 28, 1], np.int32))
        whole = file.add_operator("RESHAPE", [image, target], (1, 28, 28, 1))
    sides = [places(28, size[i], step[i], padding) for i in (0, 1)]
    kernel = file.add_constant(weights(channels, *size, 1))
    maps = file.add_operator(
        "CONV_2D",
        [whole, kernel, file.add_constant(weights(channels))],
        (1, *sides, channels),
        {
            "strideH": step[0],
            "strideW": step[1],
            "padding": padding,
            "fusedActivationFunction": activation,
        },
    )
    if adds:
        maps = file.add_operator("ADD", [maps, maps], (1, *sides, channels))
    sides = [places(sides[i], pool_size[i], pool_step[i], pool_padding) for i in (0, 1)]
    pooled = file.add_operator(
        pool,
        [maps],
        (1, *sides, channels),
        {
            "filterHeight": pool_size[0],
            "filterWidth": pool_size[1],
            "strideH": pool_step[0],
            "strideW": pool_step[1],
            "padding": pool_padding,
        },
    )
    length = sides[0] * sides[1] * channels
    flat = file.add_operator(
        "RESHAPE", [pooled, file.add_constant(np.array([1, -1], np.int32))], (1, length)
    )
    dense = [file.add_constant(weights(10, length) / 8)]
    dense += [file.add_constant(weights(10))] if has_bias else []
    logits = file.add_operator(
        "FULLY_CONNECTED", [flat, *dense], (1, 10), version=1 if has_bias else 6
    )
    output = file.add_operator("SOFTMAX", [logits], (1, 10))
    parts = {"softmax": output}
    if averages:
        sharper = file.add_operator(
            "MUL", [logits, file.add_constant(np.array(2, np.float32))], (1, 10)
        )
        other = file.add_operator("SOFTMAX", [sharper], (1, 10))
        both = file.add_operator("ADD", [output, other], (1, 10))
        parts["factor"] = file.add_constant(np.array(0.5, np.float32))
        output = file.add_operator("MUL", [both, parts["factor"]], (1, 10))
    file.graph.outputs = [output]
    if has_score:
        one = file.add_operator("FULLY_CONNECTED", [flat, file.add_constant(weights(1, length))],
                                (1, 1), version=6)  # fmt: skip
        file.graph.outputs.insert(0, file.add_operator("LOGISTIC", [one], (1, 1)))
    return file, {"image": image, "kernel": kernel, "maps": maps, "pooled": pooled, "flat": flat,
                  "dense": dense[0], **parts}  # fmt: skip


KNOWN: list[dict[str, Any]] = [
    {},
    {"padding": SAME, "step": (2, 2), "size": (5, 4)},
    {"padding": SAME, "step": (3, 1), "size": (2, 2), "activation": 0, "channels": 8},
    {"padding": VALID, "step": (1, 2), "size": (4, 1), "activation": RELU6, "channels": 17},
    {"activation": ONES, "pool": "AVERAGE_POOL_2D", "pool_padding": SAME, "pool_size": (3, 3)},
    {"pool_size": (3, 2), "pool_step": (1, 3), "pool_padding": SAME, "has_score": True},
    {"pool": "AVERAGE_POOL_2D", "pool_size": (26, 26), "pool_step": (1, 1)},
    {"shape": (1, 28, 28), "has_bias": False},
    {"shape": (1, 784), "adds": True, "has_score": True},
    {"averages": True, "has_score": True},
]


def options_of(file: LiteRTFile, name: str) -> Any:
    codes = [code.builtinCode for code in file.model.operatorCodes]
    place = codes.index(getattr(schema.BuiltinOperator, name))
    return file.graph.operators[place].builtinOptions


def quantize(file: LiteRTFile, parts: dict[str, int]) -> None:
    tensor = file.graph.tensors[parts["kernel"]]
    tensor.type, tensor.quantization = schema.TensorType.INT8, schema.QuantizationParametersT()
    tensor.quantization.scale, tensor.quantization.zeroPoint = [0.1], [0]


def cut_weights(file: LiteRTFile, parts: dict[str, int]) -> None:
    buffer = file.model.buffers[file.graph.tensors[parts["kernel"]].buffer]
    buffer.data = buffer.data[:-4]


def break_weights(file: LiteRTFile, parts: dict[str, int]) -> None:
    buffer = file.model.buffers[file.graph.tensors[parts["kernel"]].buffer]
    buffer.data = np.full(len(buffer.data), 255, np.uint8)


def set_code(file: LiteRTFile, name: str, code: int) -> None:
    place = [each.builtinCode for each in file.model.operatorCodes].index(
        getattr(schema.BuiltinOperator, name)
    )
    file.model.operatorCodes[place].builtinCode = code
    file.model.operatorCodes[place].deprecatedBuiltinCode = min(code, 127)


def enlarge(file: LiteRTFile, parts: dict[str, int]) -> None:
    """Multiply the image by the same weights again and again."""
    wide = file.add_constant(weights(1000, 784))
    for _ in range(400):
        file.add_operator("FULLY_CONNECTED", [parts["image"], wide], (1, 1000), version=6)


def set_factor(*values: float) -> Callable[[LiteRTFile, dict[str, int]], None]:
    def change(file: LiteRTFile, parts: dict[str, int]) -> None:
        tensor = file.graph.tensors[parts["factor"]]
        tensor.shape = [len(values)]
        data = np.array(values, np.float32).view(np.uint8)
        file.model.buffers[tensor.buffer].data = data

    return change


def set_option(name: str, key: str, value: Any) -> Callable[[LiteRTFile, dict[str, int]], None]:
    return lambda file, _: setattr(options_of(file, name), key, value)


def set_shape(part: str, *shape: int) -> Callable[[LiteRTFile, dict[str, int]], None]:
    return lambda file, parts: setattr(file.graph.tensors[parts[part]], "shape", list(shape))


def set_type(part: str, name: str) -> Callable[[LiteRTFile, dict[str, int]], None]:
    kind = getattr(schema.TensorType, name)
    return lambda file, parts: setattr(file.graph.tensors[parts[part]], "type", kind)


REFUSED: list[tuple[str, Callable[[LiteRTFile, dict[str, int]], Any]]] = [
    ("operator that is not known here, number 39", lambda f, _: set_code(f, "ADD", 39)),
    ("CONV_2D has the padding 7", set_option("CONV_2D", "padding", 7)),
    ("CONV_2D has a window of 3×3 in steps of 0×1", set_option("CONV_2D", "strideH", 0)),
    ("CONV_2D has a dilation of 1×2", set_option("CONV_2D", "dilationWFactor", 2)),
    (
        "CONV_2D has the activation tanh",
        set_option("CONV_2D", "fusedActivationFunction", TANH),
    ),
    ("MAX_POOL_2D has a window of 0×2", set_option("MAX_POOL_2D", "filterHeight", 0)),
    ("MAX_POOL_2D has a window of 99×2 on 26×26×5", set_option("MAX_POOL_2D", "filterHeight", 99)),
    ("SOFTMAX has a beta of 0", set_option("SOFTMAX", "beta", 0.0)),
    ("FULLY_CONNECTED has shuffled weights", set_option("FULLY_CONNECTED", "weightsFormat", 1)),
    ("CONV_2D has version 9", lambda f, _: setattr(f.model.operatorCodes[0], "version", 9)),
    ("version 2 of its format; 3 is read", lambda f, _: setattr(f.model, "version", 2)),
    ("has 2 graphs; one is read", lambda f, _: f.model.subgraphs.append(f.graph)),
    ("quantised (INT8): only models of float32", quantize),
    ("takes UINT8 of shape (1, 28, 28, 1)", set_type("image", "UINT8")),
    ("takes FLOAT32 of shape (1, 32, 32, 1)", set_shape("image", 1, 32, 32, 1)),
    ("takes FLOAT32 of shape (2, 28, 28, 1)", set_shape("image", 2, 28, 28, 1)),
    ("weights of type FLOAT16", set_type("kernel", "FLOAT16")),
    ("176 bytes for a shape of (5, 3, 3, 1)", cut_weights),
    ("weights that are no finite numbers", break_weights),
    ("weights for 3 channels of 1", set_shape("kernel", 5, 1, 3, 3)),
    ("a result of shape (1, 26, 26, 6) for (1, 26, 26, 5)", set_shape("maps", 1, 26, 26, 6)),
    ("RESHAPE has a result of shape (1, 846)", set_shape("flat", 1, 846)),
    ("weights for 1690 inputs of 845", set_shape("dense", 5, 1690)),
    ("the shape (1, -5), which is not read", set_shape("flat", 1, -5)),
    ("There is no tensor 99", lambda f, _: f.graph.operators[0].outputs.__setitem__(0, 99)),
    (
        "an input that nothing has computed",
        lambda f, p: f.graph.operators[0].inputs.__setitem__(0, p["pooled"]),
    ),
    (
        "weights that are not in the file",
        lambda f, p: f.graph.operators[0].inputs.__setitem__(1, p["maps"]),
    ),
    (
        "a result that another one gives too",
        lambda f, _: setattr(f.graph.operators[1], "outputs", f.graph.operators[0].outputs),
    ),
    ("takes 2 inputs: give one with one", lambda f, p: f.graph.inputs.append(p["maps"])),
    ("gives no numbers", lambda f, _: f.graph.outputs.clear()),
    ("gives 845 numbers", lambda f, p: f.graph.outputs.__setitem__(0, p["flat"])),
    (
        "probabilities must come from a softmax",
        lambda f, _: f.graph.outputs.__setitem__(0, f.graph.operators[-2].outputs[0]),
    ),
    ("or be a mean of several", set_factor(0.4)),
    ("MUL has factors of shape (10), not one", set_factor(*[0.5] * 10)),
    ("too large to run in a page", enlarge),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What the page makes of all files: its output for an image, or its refusal."""
    folder = tmp_path_factory.mktemp("models")
    image = make_image()
    image.tofile(folder / "image.f32")
    files = [make(**each)[0].pack() for each in KNOWN]
    for _, change in REFUSED:
        file, parts = make(adds=True, averages=True)
        change(file, parts)
        files.append(file.pack())
    files += [change_model("cnn", each) for each in REFUSED_IN_PYTHON.values()]
    for number, file in enumerate(files):
        (folder / f"{number}.tflite").write_bytes(file)
    script = FRONTEND / "tests" / "parity" / "open_models.js"
    command = [str(find_node()), str(script), str(folder), str(len(files))]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return [folder, json.loads(done.stdout)]


def make_image() -> NDArray[np.float32]:
    values = np.random.default_rng(1).uniform(0, 1, (28, 28)).astype(np.float32)
    return np.where(values > 0.4, values, np.float32(0))


@pytest.mark.parametrize("number", range(len(KNOWN)))
def test_known_models_are_read_as_by_litert(opened: list[Any], number: int) -> None:
    folder, results = opened
    interpreter = Interpreter(str(folder / f"{number}.tflite"))
    interpreter.allocate_tensors()
    (taken,) = interpreter.get_input_details()
    interpreter.set_tensor(taken["index"], make_image().reshape(taken["shape"]))
    interpreter.invoke()
    given = [interpreter.get_tensor(each["index"]) for each in interpreter.get_output_details()]
    expected = np.concatenate([each.ravel() for each in sorted(given, key=lambda one: -one.size)])
    output = results[number].get("output")
    assert output is not None, results[number]
    assert len(output) == 10 + KNOWN[number].get("has_score", False)
    assert np.abs(np.array(output) - expected).max() <= 1e-5


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_others_are_refused_in_words(opened: list[Any], number: int) -> None:
    _, results = opened
    words, _ = REFUSED[number]
    assert words in results[len(KNOWN) + number].get("error", "it was opened")


@pytest.mark.parametrize("number", range(len(KNOWN)))
def test_a_page_is_written_with_the_models_that_it_reads(opened: list[Any], number: int) -> None:
    folder, _ = opened
    assert check_page_model(folder / f"{number}.tflite")


@pytest.mark.parametrize(
    ("words", "told"),
    [("or be a mean of several", "no mean of several"), ("MUL has factors", "another factor")],
)
def test_no_page_is_written_with_sums_that_are_no_mean(
    opened: list[Any], words: str, told: str
) -> None:
    (number,) = (place for place, each in enumerate(REFUSED) if words in each[0])
    with pytest.raises(ModelError, match=told):
        check_page_model(opened[0] / f"{len(KNOWN) + number}.tflite")


def test_what_no_page_is_written_with_no_page_reads(opened: list[Any]) -> None:
    _, results = opened
    last = results[len(KNOWN) + len(REFUSED) :]
    assert len(last) == len(REFUSED_IN_PYTHON)
    assert all("error" in each for each in last)
