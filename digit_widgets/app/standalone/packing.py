"""Model packing: a ``.tflite`` file as text in a page, about three quarters as long as the file."""

from __future__ import annotations

import base64
import struct
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from digit_widgets.app.standalone.weight_rounding import round_weights

__all__ = ["pack_model"]

#: What base 85 has for digits and HTML, or a template, might take for its own; and what it gets.
_SAFE = bytes.maketrans(b"<>&`!$", b",./:[]")


# As many as a page or a notebook mostly has: rounding a network's weights takes seconds.
@lru_cache(maxsize=4)
def pack_model(content: bytes) -> str:
    """Return a file with its weights rounded, compressed, in base 85.

    What is compressed is, all little-endian:

    - the number of arrays of rounded weights, uint32;
    - for each array its offset in the file, the number of its weights and of the lower bits of
      each, uint32, and its step, float32;
    - for each array the upper 8 bits of all multiples, signed, then the first half of their lower
      bits, rounded up, and then the second half, a byte for each;
    - the rest of the file, in its order.

    Parameters
    ----------
    content
        As in `round_weights`.
    """
    rounded = sorted(round_weights(content), key=lambda each: each.offset)
    arrays = [(each, _count_lower_bits(each.multiples)) for each in rounded]
    packed = [_compress(struct.pack("<I", len(arrays)))]
    for each, n_lower in arrays:
        head = struct.pack("<IIIf", each.offset, len(each.multiples), n_lower, each.step)
        packed.append(_compress(head))
    for each, n_lower in arrays:
        packed += [_compress(plane, repeats=False) for plane in _split(each.multiples, n_lower)]
    end = 0
    for each in rounded:
        packed.append(_compress(content[end : each.offset]))
        end = each.offset + 4 * len(each.multiples)
    packed.append(_compress(content[end:], is_last=True))
    return base64.b85encode(b"".join(packed)).translate(_SAFE).decode("ascii")


def _count_lower_bits(multiples: NDArray[np.int32]) -> int:
    """Return how many bits each number has beside the upper ones, which are 8 with the sign."""
    return max(0, int(np.abs(multiples).max()).bit_length() - 7)


def _split(multiples: NDArray[np.int32], n_lower: int) -> list[bytes]:
    """Return the upper bits of all numbers and the two halves of the lower ones."""
    n_last = n_lower // 2
    upper = multiples >> n_lower
    middle = multiples >> n_last & (1 << n_lower - n_last) - 1
    last = multiples & (1 << n_last) - 1
    return [plane.astype("u1").tobytes() for plane in (upper, middle, last)]


def _compress(content: bytes, *, repeats: bool = True, is_last: bool = False) -> bytes:
    """Return whole bytes of raw deflate, as the page's own decompressor takes it.

    Weights repeat no sequence: to look for some takes fifty times as long, and saves nothing.
    """
    strategy = zlib.Z_DEFAULT_STRATEGY if repeats else zlib.Z_HUFFMAN_ONLY
    deflate = zlib.compressobj(level=9, wbits=-15, memLevel=9, strategy=strategy)
    end = zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH
    return deflate.compress(content) + deflate.flush(end)
