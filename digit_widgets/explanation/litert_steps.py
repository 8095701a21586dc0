"""LiteRT steps: reads what a ``.tflite`` file computes, step by step, with the weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.explanation.receptive_field import Window
from digit_widgets.predictors import ModelInfo
from digit_widgets.predictors.model_files import check_is_file

__all__ = ["Step", "code_of", "read_steps"]

_Floats = NDArray[np.float32]

_NOTHING = np.zeros(0, np.float32)


class Step(NamedTuple):
    """One step of a network.

    Attributes
    ----------
    name
        Its name in the file's schema: "CONV_2D", "MAX_POOL_2D", "ADD", "RESHAPE" or
        "FULLY_CONNECTED".
    inputs, output
        Numbers of the tensors that it takes and of that which it gives.
    weights, bias
        float32, in the file's shapes; empty if it has none.
    window
        That of a convolutional layer or a pooling.
    has_relu
        True if it ends with a ReLU.
    """

    name: str
    inputs: tuple[int, ...]
    output: int
    weights: _Floats = _NOTHING
    bias: _Floats = _NOTHING
    window: Window | None = None
    has_relu: bool = False


def read_steps(path: Path, info: ModelInfo) -> tuple[tuple[Step, ...], int, tuple[int, ...]]:
    """Read the steps that lead to a network's logits.

    Returns
    -------
    steps
        In the order in which they run; the last one gives the logits.
    source, shape
        The tensor that they take, and its shape (h, w, channels).

    Raises
    ------
    ModelError
        The file is missing or damaged, or has other steps than those of `Step`.
    """
    check_is_file(path)
    from ai_edge_litert import schema_py_generated as schema

    try:
        model = schema.ModelT.InitFromPackedBuf(path.read_bytes(), 0)
        graph = model.subgraphs[0]
    except Exception:  # noqa: BLE001 - whatever the parser meets in a file that is none
        raise ModelError(f"{path.name} is not a LiteRT model, or is damaged.") from None
    names = {code: name for name, code in vars(schema.BuiltinOperator).items() if name[0] != "_"}
    makers = {output: each for each in graph.operators for output in each.outputs}
    kinds = {
        output: names[code_of(model.operatorCodes[each.opcodeIndex])]
        for output, each in makers.items()
    }
    # The widest output: the other one is a score.
    tensor = max(graph.outputs, key=lambda each: int(graph.tensors[each].shape[-1]))
    if kinds.get(tensor) == "SOFTMAX":
        tensor = makers[tensor].inputs[0]
    elif info.output != "logits":
        raise ModelError(
            f"{path.name} gives {info.output} that do not come from a softmax, at which Grad-CAM "
            "begins without Keras. Give the keras.Model, or its .keras or .h5 file, instead."
        )
    steps: dict[int, Step] = {}
    sources, waiting = set(), [int(tensor)]
    while waiting:
        tensor = waiting.pop()
        maker = makers.get(tensor)
        # The image, perhaps after the file itself has given it its channel.
        if maker is None or (kinds[tensor] == "RESHAPE" and maker.inputs[0] not in makers):
            sources.add(tensor)
        elif tensor not in steps:
            steps[tensor] = _read_step(model, graph, maker, kinds[tensor], path.name)
            waiting += steps[tensor].inputs
    if len(sources) != 1:
        # Constants, or another input, that are added.
        raise _refuse_step(path.name, "ADD")
    source = sources.pop()
    shape = tuple(int(side) for side in graph.tensors[source].shape[1:])
    ordered = (int(each.outputs[0]) for each in graph.operators)
    return (
        tuple(steps[output] for output in ordered if output in steps),
        source,
        shape if len(shape) == 3 else (*shape, 1),
    )


def code_of(operator_code: Any) -> int:
    """Return the number of an operator in the schema, from a model's table of operator codes."""
    # Files of old converters keep the code in the first, those of new ones in the second.
    return max(int(operator_code.deprecatedBuiltinCode), int(operator_code.builtinCode))


def _read_step(model: Any, graph: Any, operator: Any, name: str, file: str) -> Step:
    """Read one step, and refuse those that NumPy is not to run here."""
    options = operator.builtinOptions
    activation = getattr(options, "fusedActivationFunction", 0)
    has_relu = activation == 1
    window = None
    if name in {"CONV_2D", "MAX_POOL_2D"}:
        step = (options.strideH, options.strideW)
        shape = graph.tensors[operator.inputs[1]].shape[1:3] if name == "CONV_2D" else None
        size = (options.filterHeight, options.filterWidth) if shape is None else tuple(shape)
        window = Window((int(size[0]), int(size[1])), step, is_padded=options.padding == 0)
    dilated = getattr(options, "dilationHFactor", 1) != 1
    overlaps = name == "MAX_POOL_2D" and window is not None and window.size != window.step
    is_known = name in {"CONV_2D", "MAX_POOL_2D", "ADD", "RESHAPE", "FULLY_CONNECTED"}
    is_padded_pool = name == "MAX_POOL_2D" and window is not None and window.is_padded
    inputs = tuple(int(each) for each in operator.inputs[: 2 if name == "ADD" else 1])
    broadcasts = len({tuple(graph.tensors[each].shape) for each in inputs}) > 1
    if not is_known or activation > 1 or dilated or overlaps or is_padded_pool or broadcasts:
        raise _refuse_step(file, name)
    output = int(operator.outputs[0])
    if name not in {"CONV_2D", "FULLY_CONNECTED"}:
        return Step(name, inputs, output, window=window, has_relu=has_relu)
    weights = _read_floats(model, graph, operator.inputs[1], file)
    has_bias = len(operator.inputs) > 2 and operator.inputs[2] >= 0
    bias = (
        _read_floats(model, graph, operator.inputs[2], file)
        if has_bias
        else np.zeros(len(weights), np.float32)
    )
    return Step(name, inputs, output, weights, bias, window, has_relu)


def _refuse_step(file: str, name: str) -> ModelError:
    return ModelError(
        f"{file} has a step that Grad-CAM cannot follow without Keras: {name}. Give the "
        "keras.Model, or its .keras or .h5 file, instead."
    )


def _read_floats(model: Any, graph: Any, index: int, file: str) -> _Floats:
    tensor = graph.tensors[index]
    data = model.buffers[tensor.buffer].data
    if tensor.type != 0 or data is None:
        raise ModelError(
            f"The weights of {file} are not kept as float32, which Grad-CAM needs without Keras. "
            "Give the keras.Model, or its .keras or .h5 file, instead."
        )
    return np.asarray(data, np.uint8).view(np.float32).reshape(tensor.shape)
