"""Convolution: a convolutional layer's filters, how they slide, and what they take and give."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Convolution", "LayerMaps"]

_Floats = NDArray[np.float32]


class Convolution(NamedTuple):
    """A convolutional layer.

    Attributes
    ----------
    weights
        (channels, inputs, h, w) float32: a filter for each of its maps. Of a layer in groups,
        `inputs` are those of one group.
    bias
        (channels,) float32.
    step, dilation
        Down and to the right: between two places of the window, and between two of its weights.
    is_padded
        True if zeros surround its input, so that its maps are as large as that, but for the step.
    is_normalized
        True if a normalisation of its own follows, before the activation.
    """

    weights: _Floats
    bias: _Floats
    step: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    is_padded: bool = False
    is_normalized: bool = False


class LayerMaps(NamedTuple):
    """What a convolutional layer takes and gives for one image.

    Attributes
    ----------
    inputs
        (channels, h, w) float32: the image as the network is fed, or what comes from the layers
        before.
    maps
        (channels, h, w) float32, after its normalisation and activation.
    """

    inputs: _Floats
    maps: _Floats
