"""Receptive field: which place of the image a cell of a convolutional layer's map looks at.

Stretching a map over the whole image would be wrong by several pixels of 28 at the edges, since
unpadded convolutions never look at the border (V. Dumoulin and F. Visin, "A guide to convolution
arithmetic for deep learning", arXiv 1603.07285).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Window", "count_cells", "locate_cells"]


class Window(NamedTuple):
    """The sliding window of a convolutional or a pooling layer.

    Attributes
    ----------
    size, step
        Height and width, and steps down and to the right, in cells of its input.
    is_padded
        True if its output is as large as its input, but for the step.
    """

    size: tuple[int, int]
    step: tuple[int, int]
    is_padded: bool


def count_cells(windows: Sequence[Window], axis: int, side: int) -> int:
    """Return how many cells the last layer's maps have along an axis, for an image of this side."""
    for window in windows:
        size, step = window.size[axis], window.step[axis]
        side = -(-side // step) if window.is_padded else (side - size) // step + 1
    return side


def locate_cells(windows: Sequence[Window], axis: int) -> tuple[float, float]:
    """Return the middle of the first cell's field along an axis, and the step to the next.

    Both are in pixels of the image; its first pixel's middle is 0.5.
    """
    first, step = 0.5, 1.0
    for window in windows:
        size = window.size[axis]
        # With padding of half the window, the first field's middle stays where it was; with a
        # window of even size, or a step, the larger half of the padding follows the image.
        before = (size - window.step[axis]) // 2 if window.is_padded else 0
        first += ((size - 1) / 2 - max(before, 0)) * step
        step *= window.step[axis]
    return first, step
