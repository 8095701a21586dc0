"""Weight rounding: a network's weights as whole multiples of steps, its outputs hardly changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["RoundedWeights", "replace_weights", "round_weights"]

#: Most that a probability or a score of the tried images may change.
_TOLERANCE = 8e-6
#: Steps that are tried, the coarsest first: how often the weights' standard deviation is halved.
_HALVINGS = np.arange(14.75, 21, 0.5)
_N_IMAGES = 250
#: Weights of fewer values are kept as they are: they are biases, and of no size.
_FEW = 1024
#: A multiple takes three bytes.
_MOST = 2**23 - 1
_FLOAT32 = 0
#: Deviations between which float32 has a step.
_LEAST, _GREATEST = 1e-20, 1e20


@dataclass(frozen=True, slots=True)
class RoundedWeights:
    """Weights of a ``.tflite`` file that lie beside each other, rounded.

    Attributes
    ----------
    offset
        Of the first one in the file, in bytes.
    step
        What each is a multiple of: float32, above 0.
    multiples
        Shape (N,), int32, within ±(2**23 - 1): a weight is ``step * multiple``, in float32.
    """

    offset: int
    step: np.float32
    multiples: NDArray[np.int32]

    @property
    def values(self) -> NDArray[np.float32]:
        """The rounded weights, shape (N,), float32."""
        return self.step * self.multiples.astype(np.float32)


class _Weights(NamedTuple):
    """Weights that can be rounded: their offset in the file, and their standard deviation."""

    offset: int
    values: NDArray[np.float32]
    spread: float


def round_weights(content: bytes) -> list[RoundedWeights]:
    """Round a network's weights to the coarsest steps that leave its outputs as they are.

    The network is tried on real digits, and on pairs of them laid over each other, of which it is
    less sure: no probability or score changes by more than 8e-6. A layer of many weights has
    coarser steps than one of few, since that saves more.

    Parameters
    ----------
    content
        A ``.tflite`` file that `check_page_model` takes, and that LiteRT can run.

    Returns
    -------
    One for each array of 1,024 weights or more; none of those that are not finite, all alike, or
    too far apart, and none at all if no step is fine enough: these are to be kept as they are.
    """
    weights = list(_find_weights(content))
    images = _choose_images()
    wanted = _read(content, images)
    for halvings in _HALVINGS:
        rounded = _round_all(weights, float(halvings))
        outputs = _read(replace_weights(content, rounded), images)
        if np.abs(outputs - wanted).max() <= _TOLERANCE:
            return rounded
    return []


def replace_weights(content: bytes, rounded: Sequence[RoundedWeights]) -> bytes:
    """Return a file of the same length that has the rounded weights."""
    file = bytearray(content)
    for each in rounded:
        file[each.offset : each.offset + 4 * len(each.multiples)] = each.values.tobytes()
    return bytes(file)


def _find_weights(content: bytes) -> Iterator[_Weights]:
    """Yield the arrays of weights that can be rounded."""
    from ai_edge_litert import schema_py_generated as schema

    file = np.frombuffer(content, np.uint8)
    model = schema.Model.GetRootAsModel(content, 0)
    graph = model.Subgraphs(0)
    tensors = (graph.Tensors(n) for n in range(graph.TensorsLength()))
    for number in sorted({each.Buffer() for each in tensors if each.Type() == _FLOAT32}):
        buffer = model.Buffers(number)
        if buffer.DataLength() < 4 * _FEW or buffer.DataLength() % 4:
            continue
        data = buffer.DataAsNumpy()
        values = data.view(np.float32)
        if not np.isfinite(values).all():
            continue
        spread = float(values.std(dtype=np.float64))
        if _LEAST < spread < _GREATEST:
            yield _Weights(data.ctypes.data - file.ctypes.data, values, spread)


def _round_all(weights: Sequence[_Weights], halvings: float) -> list[RoundedWeights]:
    n = sum(len(each.values) for each in weights)
    rounded = []
    for offset, values, spread in weights:
        # Each layer's rounding adds to the outputs' error by its step, whatever its size, and to
        # the file by its size: the sum of both is least with steps that grow by the size's root.
        share = sqrt(len(values) / n)
        step = np.float32(spread * share * 2.0**-halvings)
        multiples = np.rint(values.astype(np.float64) / float(step))
        if np.abs(multiples).max() <= _MOST:
            rounded.append(RoundedWeights(offset, step, multiples.astype(np.int32)))
    return rounded


def _choose_images() -> NDArray[np.float32]:
    """Return real digits, and as many pairs of them, shape (500, 28, 28), in 0..1."""
    from digit_widgets.predictors.feeding.real_digits import load_real_digits

    digits = load_real_digits()[0]
    first, second = digits[:_N_IMAGES], digits[_N_IMAGES : 2 * _N_IMAGES]
    return np.concatenate([first, (first + second) / 2])


def _read(content: bytes, images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probabilities and, if there is one, the score, shape (N, 10) or (N, 11)."""
    from digit_widgets.predictors.litert import LiteRTPredictor

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rounded.tflite")
        path.write_bytes(content)
        probabilities, scores = LiteRTPredictor(path).predict_scored(images)
    if scores is None:
        return probabilities
    return np.concatenate([probabilities, scores.reshape(-1, 1)], axis=1)
