"""Model packing: a ``.tflite`` file as text in a page, half as long as Base64 alone would be."""

from __future__ import annotations

import base64
import zlib

import numpy as np

__all__ = ["pack_model", "round_weights"]

#: Bits of a weight's mantissa that are rounded away, of 23. The probabilities of the bundled
#: networks change by 4e-6 at most; all bits would make their text a quarter longer.
_ROUNDED = 6
#: Weights of fewer values are kept as they are: they are biases, and of no weight.
_FEW = 1024
_FLOAT32 = 0
_INFINITE = np.uint32(0x7F800000)


def pack_model(content: bytes) -> str:
    """Return a file's weights rounded, and the file compressed, in Base64.

    The first, second, third and fourth bytes of all four-byte words are compressed apart, as the
    exponents of weights are alike and their mantissas are not. What the page has is then a
    ``.tflite`` file again, with the rounded weights.

    Parameters
    ----------
    content
        A ``.tflite`` file.

    Returns
    -------
    ASCII: letters, digits, "+", "/" and "=".
    """
    rounded = round_weights(content)
    words = np.frombuffer(rounded + bytes(-len(rounded) % 4), np.uint8).reshape(-1, 4)
    # Raw deflate: as the page's own decompressor takes it, without a header. Weights repeat no
    # sequence: to look for some takes fifty times as long, and makes the text 2 % longer.
    deflate = zlib.compressobj(wbits=-15, strategy=zlib.Z_HUFFMAN_ONLY)
    packed = deflate.compress(words.T.tobytes()) + deflate.flush()
    return base64.b64encode(packed).decode("ascii")


def round_weights(content: bytes) -> bytes:
    """Return a ``.tflite`` file of the same length with its float32 weights rounded to 17 bits."""
    from ai_edge_litert import schema_py_generated as schema

    file = bytearray(content)
    model = schema.Model.GetRootAsModel(file, 0)
    graph = model.Subgraphs(0)
    tensors = (graph.Tensors(n) for n in range(graph.TensorsLength()))
    for number in sorted({each.Buffer() for each in tensors if each.Type() == _FLOAT32}):
        buffer = model.Buffers(number)
        if buffer.DataLength() < 4 * _FEW or buffer.DataLength() % 4:
            continue
        words = buffer.DataAsNumpy().view(np.uint32)  # of the file itself
        is_finite = words & _INFINITE != _INFINITE
        half, mask = np.uint32(1 << (_ROUNDED - 1)), np.uint32(0xFFFFFFFF << _ROUNDED & 0xFFFFFFFF)
        rounded = words + half & mask
        # The largest numbers would be rounded to infinity.
        is_finite &= rounded & _INFINITE != _INFINITE
        words[is_finite] = rounded[is_finite]
    return bytes(file)
