"""Score head: restores a network's digit score from the ``.tflite`` that it was saved with.

A training on ink saves the network twice: the ``.keras`` file gives the ten probabilities, the
``.tflite`` file gives the score too. The score's weights are read from the latter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.training.rejection_head import with_scores

__all__ = ["restore_scores"]

#: Bytes 4 to 8 of a LiteRT file.
_IDENTIFIER = b"TFL3"

Weights = list[NDArray[np.float32]]


def restore_scores(network: Any, tflite: Path) -> Any | None:
    """Return a network with the score that a ``.tflite`` file of the same weights gives.

    Parameters
    ----------
    network
        A ``keras.Model`` as loaded from the ``.keras`` file.
    tflite
        The file that was saved with it.

    Returns
    -------
    The `ScoredNetwork`, which shares the network's layers; None if there is no such file, if it
    holds other weights, or if it gives no score as `with_scores` makes it.
    """
    content = tflite.read_bytes() if tflite.is_file() else b""
    if content[4:8] != _IDENTIFIER:
        return None
    import keras

    chains = _read_chains(content)
    if len(chains) != 2 or not _are_equal(chains[0], network.get_weights()):
        return None
    scored = with_scores(network)
    head = keras.Model(scored.inputs[0], scored.outputs[1])
    if [each.shape for each in head.get_weights()] != [each.shape for each in chains[1]]:
        return None
    head.set_weights(chains[1])
    return scored


def _are_equal(some: Weights, others: Weights) -> bool:
    return len(some) == len(others) and all(
        one.shape == other.shape and np.allclose(one, other, atol=1e-6)
        for one, other in zip(some, others, strict=True)
    )


def _read_chains(content: bytes) -> list[Weights]:
    """Return the weights that lead to each output, the widest first, in Keras' order and shapes.

    LiteRT's schema is at https://github.com/google-ai-edge/LiteRT, ``tflite/schema/schema.fbs``.
    """
    from ai_edge_litert import schema_py_generated as schema

    model = schema.ModelT.InitFromPackedBuf(content, 0)
    graph = model.subgraphs[0]
    outputs = sorted(graph.outputs, key=lambda index: -graph.tensors[index].shape[-1])
    return [list(_follow(model, graph, output, schema)) for output in outputs]


def _follow(model: Any, graph: Any, output: int, schema: Any) -> Iterator[NDArray[np.float32]]:
    """Yield the weights of a chain of layers, from its first layer to its output."""
    made_by = {each: operator for operator in graph.operators for each in operator.outputs}
    operator = made_by.get(output)
    if operator is None:
        return
    yield from _follow(model, graph, operator.inputs[0], schema)
    for index in operator.inputs[1:]:
        tensor = graph.tensors[index]
        buffer = model.buffers[tensor.buffer].data
        if buffer is None or tensor.type != schema.TensorType.FLOAT32:
            continue
        weights = np.frombuffer(np.asarray(buffer, np.uint8).tobytes(), np.float32)
        weights = weights.reshape(tensor.shape)
        # LiteRT keeps the outputs of a layer first, Keras last.
        yield np.ascontiguousarray(np.moveaxis(weights, 0, -1))
