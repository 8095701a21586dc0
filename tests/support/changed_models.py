"""Copies of a bundled network's file with one thing changed, as other converters would write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from digit_widgets.predictors.bundled import bundled_model

__all__ = ["REFUSED", "change_model", "divide_input"]


def change_model(name: str, change: Callable[[Any], None]) -> bytes:
    """Return a bundled network's ``.tflite`` file after changing its parsed form."""
    model = schema.ModelT.InitFromPackedBuf(bundled_model(name).read_bytes(), 0)
    change(model)
    builder = flatbuffers.Builder(2**20)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _operators(model: Any, name: str) -> list[Any]:
    code = getattr(schema.BuiltinOperator, name)
    found = []
    for operator in model.subgraphs[0].operators:
        known = model.operatorCodes[operator.opcodeIndex]
        if max(known.deprecatedBuiltinCode, known.builtinCode) == code:
            found.append(operator)
    return found


def _rename_operator(model: Any) -> None:
    for each in model.operatorCodes:
        if max(each.deprecatedBuiltinCode, each.builtinCode) == schema.BuiltinOperator.MAX_POOL_2D:
            each.builtinCode = each.deprecatedBuiltinCode = schema.BuiltinOperator.L2_POOL_2D


def _set_version(model: Any) -> None:
    for each in model.operatorCodes:
        each.version = 9


def _dilate(model: Any) -> None:
    _operators(model, "CONV_2D")[0].builtinOptions.dilationWFactor = 2


def _activate(model: Any) -> None:
    _operators(model, "CONV_2D")[0].builtinOptions.fusedActivationFunction = 4


def _quantize(model: Any) -> None:
    weights = _operators(model, "FULLY_CONNECTED")[0].inputs[1]
    model.subgraphs[0].tensors[weights].type = schema.TensorType.INT8


def _widen(model: Any) -> None:
    graph = model.subgraphs[0]
    graph.tensors[graph.inputs[0]].shape = [1, 32, 32, 1]


def _take_two(model: Any) -> None:
    graph = model.subgraphs[0]
    graph.inputs = [*graph.inputs, graph.inputs[0]]


def _give_logits(model: Any) -> None:
    graph = model.subgraphs[0]
    softmax = _operators(model, "SOFTMAX")[0]
    graph.outputs = [softmax.inputs[0]]


def _give_scores_alone(model: Any) -> None:
    graph = model.subgraphs[0]
    graph.outputs = [_operators(model, "LOGISTIC")[0].outputs[0]]


def divide_input(model: Any) -> None:
    """Make a network take 0..255: its first layer's weights are divided by 255."""
    weights = model.subgraphs[0].tensors[_operators(model, "CONV_2D")[0].inputs[1]]
    buffer = model.buffers[weights.buffer]
    values = np.array(buffer.data, np.uint8).view(np.float32) / np.float32(255)
    buffer.data = values.view(np.uint8)


#: Changes after which a page cannot run a network, each by what is wrong then.
REFUSED: Mapping[str, Callable[[Any], None]] = {
    "L2_POOL_2D": _rename_operator,
    "version 9": _set_version,
    "dilat": _dilate,
    "activation": _activate,
    "INT8": _quantize,
    "32": _widen,
    "28, 1) and": _take_two,
    "SOFTMAX": _give_logits,
    "probabilities": _give_scores_alone,
}
