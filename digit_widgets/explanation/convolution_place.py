"""Convolution place: the products that make one cell of a convolutional layer's map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors.convolution import Convolution, LayerMaps

__all__ = ["ConvolutionPlace", "explain_place", "find_peak"]

_Floats = NDArray[np.float32]


class ConvolutionPlace(NamedTuple):
    """How one cell of a map comes about: a window of the input, times the filter, added up.

    A layer of several input channels has a filter and a window for each; these are of the channel
    that adds most.

    Attributes
    ----------
    map, row, column
        The cell, each from 0.
    channel, n_channels
        The number of the input channel shown, from 0, and how many add up.
    top, left
        Where the window begins in the input; negative, or beyond its end, where zeros surround it.
    extent
        Rows and columns of the input from the window's first to its last.
    window, filter, products
        (h, w) float32: the input under the window, 0 outside; the weights; and their products.
    channel_sum
        The sum of these products.
    total
        The sum of those of all channels.
    bias
        What is added to the total.
    value
        What the map has there, after normalisation and activation.
    is_normalized
        True if a normalisation of its own comes between the bias and the activation.
    """

    map: int
    row: int
    column: int
    channel: int
    n_channels: int
    top: int
    left: int
    extent: tuple[int, int]
    window: _Floats
    filter: _Floats
    products: _Floats
    channel_sum: float
    total: float
    bias: float
    value: float
    is_normalized: bool


def find_peak(layer_map: _Floats) -> tuple[int, int]:
    """Return row and column of the highest activation in a map of (h, w)."""
    row, column = np.unravel_index(int(layer_map.argmax()), layer_map.shape)
    return int(row), int(column)


def explain_place(
    convolution: Convolution, layer: LayerMaps, number: int, row: int, column: int
) -> ConvolutionPlace:
    """Return how a cell of a map comes about; all are numbered from 0.

    Dilated windows are given without the cells that they leave out.
    """
    filters = convolution.weights[number]
    n_channels = len(filters)
    # In groups, each map sees its group's channels alone.
    groups = len(layer.inputs) // n_channels
    first = number // (len(convolution.weights) // groups) * n_channels
    rows = _find_lines(convolution, layer, axis=0, place=row)
    columns = _find_lines(convolution, layer, axis=1, place=column)
    seen = _take(layer.inputs[first : first + n_channels], rows, columns)
    products = seen * filters
    sums = products.sum(axis=(1, 2))
    strongest = int(sums.argmax())
    return ConvolutionPlace(
        number,
        row,
        column,
        first + strongest,
        n_channels,
        int(rows[0]),
        int(columns[0]),
        (int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1),
        seen[strongest],
        filters[strongest],
        products[strongest],
        float(sums[strongest]),
        float(sums.sum()),
        float(convolution.bias[number]),
        float(layer.maps[number, row, column]),
        convolution.is_normalized,
    )


def _find_lines(
    convolution: Convolution, layer: LayerMaps, axis: int, place: int
) -> NDArray[np.int64]:
    """Return the rows, or columns, of the input that the window covers at a place."""
    weights = convolution.weights.shape[2 + axis]
    step, dilation = convolution.step[axis], convolution.dilation[axis]
    before = 0
    if convolution.is_padded:
        side, wide = layer.inputs.shape[1 + axis], (weights - 1) * dilation + 1
        # The larger half of the padding follows the input.
        before = max((-(-side // step) - 1) * step + wide - side, 0) // 2
    return place * step - before + dilation * np.arange(weights)


def _take(inputs: _Floats, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> _Floats:
    """Return (channels, rows, columns) of the input, 0 outside."""
    _, high, wide = inputs.shape
    inside = ((rows >= 0) & (rows < high))[:, np.newaxis] & (columns >= 0) & (columns < wide)
    cells = inputs[:, rows.clip(0, high - 1)][:, :, columns.clip(0, wide - 1)]
    return np.where(inside, cells, np.float32(0))
