"""LiteRT network: a ``.tflite`` file's convolutional and dense layers, computed by NumPy.

LiteRT itself gives no gradients. The networks of this package are a chain of few steps: NumPy
runs them forwards, and backwards from the logits to the last convolutional layer, in about the time
that LiteRT takes, and needs no TensorFlow for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.explanation.receptive_field import Window
from digit_widgets.predictors import ModelInfo
from digit_widgets.predictors.model_files import check_is_file

__all__ = ["LiteRTNetwork"]

_Floats = NDArray[np.float32]


_NOTHING = np.zeros(0, np.float32)


class _Step(NamedTuple):
    """One step: its name in the file's schema, its weights and its window, if it has them."""

    name: str
    weights: _Floats = _NOTHING
    bias: _Floats = _NOTHING
    window: Window | None = None
    has_relu: bool = False


class LiteRTNetwork:
    """A `ConvolutionalNetwork` read from a ``.tflite`` file.

    Parameters
    ----------
    path
        A float32 network whose steps follow one another: convolutional layers without padding and
        poolings, then dense layers and perhaps a softmax.
    info
        How it is fed and read.

    Raises
    ------
    ModelError
        The file is missing or damaged, has no convolutional layer, or has other steps.
    """

    def __init__(self, path: Path, info: ModelInfo) -> None:
        self._steps, self._shape = _read_steps(path, info)
        convolutions = [n for n, step in enumerate(self._steps) if step.name == "CONV_2D"]
        if not convolutions:
            raise ModelError(
                f"{path.name} has no convolutional layer, so that Grad-CAM has nothing to show."
            )
        self._last = convolutions[-1]

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of the layers up to the last convolutional one."""
        return tuple(step.window for step in self._steps[: self._last + 1] if step.window)

    def differentiate(
        self, batch: NDArray[Any], label: int, other: int | None
    ) -> tuple[_Floats, _Floats, _Floats]:
        """Return maps (h, w, channels), the evidence's gradient, and probabilities (labels,)."""
        values: list[_Floats] = [batch.reshape(self._shape)]
        for step in self._steps:
            values.append(_run(step, values[-1]))
        powers = np.exp(values[-1] - values[-1].max())
        probabilities = np.asarray(powers / powers.sum(), np.float32)
        gradient = _differentiate_evidence(probabilities, label, other)
        for number in range(len(self._steps) - 1, self._last, -1):
            gradient = _run_back(self._steps[number], values[number], values[number + 1], gradient)
        return values[self._last + 1], gradient, probabilities


def _differentiate_evidence(probabilities: _Floats, label: int, other: int | None) -> _Floats:
    """Return the gradient of the evidence with respect to the logits, in `Question`'s measure."""
    gradient = np.zeros_like(probabilities)
    if other is None:
        against = np.delete(probabilities, label).sum()
        gradient = -probabilities / np.maximum(against, np.finfo(np.float32).tiny)
    else:
        gradient[other] = -1
    gradient[label] = 1
    return gradient


def _run(step: _Step, value: _Floats) -> _Floats:
    match step.name:
        case "CONV_2D":
            assert step.window
            seen = sliding_window_view(value, step.window.size, axis=(0, 1))
            seen = seen[:: step.window.step[0], :: step.window.step[1]]
            value = np.tensordot(seen, step.weights, ([3, 4, 2], [1, 2, 3])) + step.bias
        case "MAX_POOL_2D":
            value = _blocks(value, step).max(axis=(1, 3))
        case "RESHAPE":
            value = value.ravel()
        case "FULLY_CONNECTED":
            value = step.weights @ value + step.bias
    return np.maximum(value, np.float32(0)) if step.has_relu else value


def _run_back(step: _Step, value: _Floats, result: _Floats, gradient: _Floats) -> _Floats:
    """Return the gradient with respect to a step's input, from that of its result."""
    if step.has_relu:
        gradient = gradient * (result > 0)
    match step.name:
        case "MAX_POOL_2D":
            blocks = _blocks(value, step)
            is_largest = blocks == result[:, None, :, None]
            # Equal cells get equal parts.
            part = gradient[:, None, :, None] / is_largest.sum(axis=(1, 3), keepdims=True)
            back = np.zeros_like(value)
            inner = (is_largest * part).reshape(*_covered(value, step), -1)
            back[: inner.shape[0], : inner.shape[1]] = inner
            return back
        case "FULLY_CONNECTED":
            return np.asarray(gradient @ step.weights)
    return gradient.reshape(value.shape)


def _covered(value: _Floats, step: _Step) -> tuple[int, int]:
    """Return the height and width that whole blocks of a pooling cover."""
    assert step.window
    high, wide = step.window.size
    return value.shape[0] // high * high, value.shape[1] // wide * wide


def _blocks(value: _Floats, step: _Step) -> _Floats:
    """View a pooling's input as (rows, height, columns, width, channels)."""
    assert step.window
    rows, columns = _covered(value, step)
    high, wide = step.window.size
    return value[:rows, :columns].reshape(rows // high, high, columns // wide, wide, -1)


def _read_steps(path: Path, info: ModelInfo) -> tuple[tuple[_Step, ...], tuple[int, ...]]:
    """Read the steps that lead to the logits, in order, and the shape that the first one takes."""
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
        output: names[_code_of(model.operatorCodes[each.opcodeIndex])]
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
    steps: list[_Step] = []
    while tensor in makers:
        # An image that the file itself gives its channel.
        if kinds[tensor] == "RESHAPE" and makers[tensor].inputs[0] not in makers:
            break
        steps.append(_read_step(model, graph, makers[tensor], kinds[tensor], path.name))
        tensor = makers[tensor].inputs[0]
    shape = tuple(int(side) for side in graph.tensors[tensor].shape[1:])
    return tuple(reversed(steps)), shape if len(shape) == 3 else (*shape, 1)


def _code_of(operator_code: Any) -> int:
    # Files of old converters keep the code in the first, those of new ones in the second.
    return max(int(operator_code.deprecatedBuiltinCode), int(operator_code.builtinCode))


def _read_step(model: Any, graph: Any, operator: Any, name: str, file: str) -> _Step:
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
    is_known = name in {"CONV_2D", "MAX_POOL_2D", "RESHAPE", "FULLY_CONNECTED"}
    if not is_known or activation > 1 or dilated or overlaps or (window and window.is_padded):
        raise ModelError(
            f"{file} has a step that Grad-CAM cannot follow without Keras: {name}. Give the "
            "keras.Model, or its .keras or .h5 file, instead."
        )
    if name not in {"CONV_2D", "FULLY_CONNECTED"}:
        return _Step(name, window=window, has_relu=has_relu)
    weights = _read_floats(model, graph, operator.inputs[1], file)
    has_bias = len(operator.inputs) > 2 and operator.inputs[2] >= 0
    bias = (
        _read_floats(model, graph, operator.inputs[2], file)
        if has_bias
        else np.zeros(len(weights), np.float32)
    )
    return _Step(name, weights, bias, window, has_relu)


def _read_floats(model: Any, graph: Any, index: int, file: str) -> _Floats:
    tensor = graph.tensors[index]
    data = model.buffers[tensor.buffer].data
    if tensor.type != 0 or data is None:
        raise ModelError(
            f"The weights of {file} are not kept as float32, which Grad-CAM needs without Keras. "
            "Give the keras.Model, or its .keras or .h5 file, instead."
        )
    return np.asarray(data, np.uint8).view(np.float32).reshape(tensor.shape)
