"""LiteRT files written operator by operator, with what converters never write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

__all__ = ["LiteRTFile"]

_OPTIONS = {
    "ADD": "AddOptions",
    "AVERAGE_POOL_2D": "Pool2DOptions",
    "CONV_2D": "Conv2DOptions",
    "FULLY_CONNECTED": "FullyConnectedOptions",
    "MAX_POOL_2D": "Pool2DOptions",
    "MUL": "MulOptions",
    "RESHAPE": "ReshapeOptions",
    "SOFTMAX": "SoftmaxOptions",
}


class LiteRTFile:
    """A model of one graph that is being written.

    Attributes
    ----------
    model, graph
        The schema's objects, for all that is changed by hand.
    """

    def __init__(self) -> None:
        self.graph = schema.SubGraphT()
        self.graph.tensors, self.graph.operators = [], []
        self.graph.inputs, self.graph.outputs = [], []
        self.model = schema.ModelT()
        self.model.version, self.model.subgraphs = 3, [self.graph]
        self.model.operatorCodes, self.model.buffers = [], [schema.BufferT()]

    def add_tensor(self, shape: Sequence[int], type_: int = schema.TensorType.FLOAT32) -> int:
        """Add a tensor that is computed, or an input, and return its number."""
        tensor = schema.TensorT()
        tensor.shape, tensor.type, tensor.buffer, tensor.name = list(shape), type_, 0, b"t"
        self.graph.tensors.append(tensor)
        return len(self.graph.tensors) - 1

    def add_constant(self, values: NDArray[Any]) -> int:
        """Add a constant of float32 or int32, and return its number."""
        is_float = values.dtype == np.float32
        kind = schema.TensorType.FLOAT32 if is_float else schema.TensorType.INT32
        number = self.add_tensor(values.shape, kind)
        buffer = schema.BufferT()
        buffer.data = np.frombuffer(values.tobytes(), np.uint8)
        self.model.buffers.append(buffer)
        self.graph.tensors[number].buffer = len(self.model.buffers) - 1
        return number

    def add_operator(
        self,
        name: str,
        inputs: Sequence[int],
        shape: Sequence[int],
        options: Mapping[str, Any] | None = None,
        version: int = 1,
    ) -> int:
        """Add an operator of the schema with its options, and return its result's number."""
        code = schema.OperatorCodeT()
        code.builtinCode = getattr(schema.BuiltinOperator, name)
        code.deprecatedBuiltinCode, code.version = min(code.builtinCode, 127), version
        self.model.operatorCodes.append(code)
        operator = schema.OperatorT()
        operator.opcodeIndex = len(self.model.operatorCodes) - 1
        operator.inputs, operator.outputs = list(inputs), [self.add_tensor(shape)]
        if kind := _OPTIONS.get(name):
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, kind)
            operator.builtinOptions = getattr(schema, f"{kind}T")()
            if name == "SOFTMAX":
                operator.builtinOptions.beta = 1.0
            for key, value in (options or {}).items():
                setattr(operator.builtinOptions, key, value)
        self.graph.operators.append(operator)
        return int(operator.outputs[0])

    def pack(self) -> bytes:
        """Return the file."""
        builder = flatbuffers.Builder(1024)
        builder.Finish(self.model.Pack(builder), b"TFL3")
        return bytes(builder.Output())
