"""LiteRT network: a ``.tflite`` file's convolutional and dense layers, computed by NumPy.

LiteRT itself gives no gradients. The networks of this package are few steps: NumPy runs them
forwards, and backwards from the logits to the last convolutional layer, in a few times the time
that LiteRT takes, and needs no TensorFlow for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.explanation.litert_steps import Step, read_steps
from digit_widgets.explanation.receptive_field import Window
from digit_widgets.predictors import ModelInfo
from digit_widgets.predictors.convolution import Convolution, LayerMaps

__all__ = ["LiteRTNetwork", "run_step"]

_Floats = NDArray[np.float32]


class LiteRTNetwork:
    """A `ConvolutionalNetwork` read from a ``.tflite`` file.

    Parameters
    ----------
    path
        A float32 network of convolutional layers, poolings without padding, additions of two
        layers' outputs, dense layers and perhaps a softmax at its end.
    info
        How it is fed and read.
    trained
        False gives it fresh weights, as Keras draws them before any training: always the same.

    Raises
    ------
    ModelError
        The file is missing or damaged, has no convolutional layer, or has other steps.
    """

    def __init__(self, path: Path, info: ModelInfo, *, trained: bool = True) -> None:
        self._steps, self._source, self._shape = read_steps(path, info)
        if not trained:
            random = np.random.default_rng(0)
            self._steps = tuple(_freshen(step, random) for step in self._steps)
        convolutions = [n for n, step in enumerate(self._steps) if step.name == "CONV_2D"]
        if not convolutions:
            raise ModelError(
                f"{path.name} has no convolutional layer, so that there is nothing to show."
            )
        self._convolutions = [self._steps[n] for n in convolutions]
        self._last = convolutions[-1]

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of the layers up to the last convolutional one."""
        return tuple(step.window for step in self._steps[: self._last + 1] if step.window)

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each convolutional layer: "relu", or "linear" if it has none."""
        return tuple("relu" if step.has_relu else "linear" for step in self._convolutions)

    @property
    def convolutions(self) -> tuple[Convolution, ...]:
        """The convolutional layers, in the file's order; normalisations are in their weights."""
        return tuple(
            Convolution(
                step.weights.transpose(0, 3, 1, 2),
                step.bias,
                step.window.step,
                is_padded=step.window.is_padded,
            )
            for step in self._convolutions
            if step.window
        )

    def see(self, batch: NDArray[Any]) -> list[LayerMaps]:
        """Return what each convolutional layer takes and gives, in the file's order.

        The batch is one image, as the network is fed.
        """
        values = self._forward(batch, self._steps[: self._last + 1])
        return [
            LayerMaps(
                values[step.inputs[0]].transpose(2, 0, 1), values[step.output].transpose(2, 0, 1)
            )
            for step in self._convolutions
        ]

    def differentiate(
        self, batch: NDArray[Any], label: int, other: int | None
    ) -> tuple[_Floats, _Floats, _Floats]:
        """Return maps (h, w, channels), the evidence's gradient, and probabilities (labels,)."""
        values = self._forward(batch, self._steps)
        logits = values[self._steps[-1].output]
        powers = np.exp(logits - logits.max())
        probabilities = np.asarray(powers / powers.sum(), np.float32)
        evidence = _differentiate_evidence(probabilities, label, other)
        gradients: dict[int, _Floats] = {self._steps[-1].output: evidence}
        for step in reversed(self._steps[self._last + 1 :]):
            back = _run_back(step, values, gradients[step.output])
            for each in step.inputs:
                gradients[each] = gradients[each] + back if each in gradients else back
        maps = self._steps[self._last].output
        return values[maps], gradients[maps], probabilities

    def _forward(self, batch: NDArray[Any], steps: tuple[Step, ...]) -> dict[int, _Floats]:
        """Return what steps give, and what the first one takes, by the tensors' numbers."""
        values: dict[int, _Floats] = {self._source: batch.reshape(self._shape)}
        for step in steps:
            values[step.output] = run_step(step, [values[each] for each in step.inputs])
        return values


def _freshen(step: Step, random: np.random.Generator) -> Step:
    """Return a step with weights as `keras.initializers.GlorotUniform` draws them, without bias.

    X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
    networks", AISTATS 2010.
    """
    if not step.weights.size:
        return step
    outputs, *field, inputs = step.weights.shape
    limit = np.sqrt(6 / (prod(field) * (inputs + outputs)))
    weights = random.uniform(-limit, limit, step.weights.shape).astype(np.float32)
    return step._replace(weights=weights, bias=np.zeros_like(step.bias))


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


def run_step(step: Step, inputs: list[_Floats]) -> _Floats:
    """Return what a step gives for what it takes."""
    value = inputs[0]
    match step.name:
        case "CONV_2D":
            assert step.window
            seen = sliding_window_view(_pad(value, step.window), step.window.size, axis=(0, 1))
            seen = seen[:: step.window.step[0], :: step.window.step[1]]
            value = np.tensordot(seen, step.weights, ([3, 4, 2], [1, 2, 3])) + step.bias
        case "MAX_POOL_2D":
            value = _blocks(value, step).max(axis=(1, 3))
        case "ADD":
            value = value + inputs[1]
        case "RESHAPE":
            value = value.ravel()
        case "FULLY_CONNECTED":
            value = step.weights @ value + step.bias
    return np.maximum(value, np.float32(0)) if step.has_relu else value


def _pad(value: _Floats, window: Window) -> _Floats:
    """Surround a layer's input with zeros, the larger half after it, if its window is padded."""
    if not window.is_padded:
        return value
    sides = zip(value.shape, window.size, window.step, strict=False)
    padding = [max((-(-side // step) - 1) * step + size - side, 0) for side, size, step in sides]
    return np.pad(value, [*((each // 2, each - each // 2) for each in padding), (0, 0)])


def _run_back(step: Step, values: Mapping[int, _Floats], gradient: _Floats) -> _Floats:
    """Return the gradient with respect to each of a step's inputs, from that of its result."""
    value, result = values[step.inputs[0]], values[step.output]
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


def _covered(value: _Floats, step: Step) -> tuple[int, int]:
    """Return the height and width that whole blocks of a pooling cover."""
    assert step.window
    high, wide = step.window.size
    return value.shape[0] // high * high, value.shape[1] // wide * wide


def _blocks(value: _Floats, step: Step) -> _Floats:
    """View a pooling's input as (rows, height, columns, width, channels)."""
    assert step.window
    rows, columns = _covered(value, step)
    high, wide = step.window.size
    return value[:rows, :columns].reshape(rows // high, high, columns // wide, wide, -1)
