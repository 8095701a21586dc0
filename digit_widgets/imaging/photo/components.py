"""Connected components of a black-and-white image, found from the runs of ink in its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Components", "find_components"]

_Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Components:
    """The connected components of a mask, diagonals included.

    Attributes
    ----------
    boxes
        (N, 4) int: top, left, bottom and right of each component, the last two exclusive.
    weights
        (N,) float: sum of the weights of each component's pixels.
    """

    boxes: _Ints
    weights: NDArray[np.float64]
    _shape: tuple[int, int]
    _runs: tuple[_Ints, _Ints]
    _part: _Ints

    def __len__(self) -> int:
        return len(self.boxes)

    @property
    def extents(self) -> _Ints:
        """(N,) int: the larger of each component's height and width."""
        return np.asarray((self.boxes[:, 2:] - self.boxes[:, :2]).max(axis=1, initial=0))

    def mask(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the (H, W) mask of the components chosen by (N,) booleans."""
        first, after = (ends[chosen[self._part]] for ends in self._runs)
        steps = np.zeros(self._shape[0] * self._shape[1] + 1, np.int8)
        # One run may begin where another ends.
        np.add.at(steps, first, 1)
        np.add.at(steps, after, -1)
        return np.cumsum(steps[:-1], dtype=np.int8).reshape(self._shape) > 0


def find_components(mask: NDArray[np.bool_], weight: NDArray[np.float32]) -> Components:
    """Find the connected components of a mask.

    Touching runs of neighbouring rows are joined by linking each to the lower of the two roots and
    halving the paths, which bounds the time for any mask (Y. Shiloach and U. Vishkin,
    "An O(log n) parallel connectivity algorithm", 1982).

    Parameters
    ----------
    mask
        (H, W) booleans.
    weight
        (H, W) numbers, summed over each component.
    """
    height, width = mask.shape
    flat = np.zeros((height, width + 2), np.int8)
    flat[:, 1:-1] = mask
    step = np.diff(flat, axis=1)
    rows, starts = np.nonzero(step == 1)
    ends = np.nonzero(step == -1)[1]
    above, below = _find_touching(rows, starts, ends, width + 2)
    root = np.arange(len(rows))
    while not np.array_equal(first := root[above], second := root[below]):
        least = np.minimum(first, second)
        np.minimum.at(root, first, least)
        np.minimum.at(root, second, least)
        root = root[root]
    while not np.array_equal(shorter := root[root], root):
        root = shorter
    roots, part = np.unique(root, return_inverse=True)
    boxes = np.empty((len(roots), 4), np.intp)
    boxes[:, :2], boxes[:, 2:] = max(height, width), 0
    np.minimum.at(boxes[:, 0], part, rows)
    np.minimum.at(boxes[:, 1], part, starts)
    np.maximum.at(boxes[:, 2], part, rows + 1)
    np.maximum.at(boxes[:, 3], part, ends)
    summed = np.concatenate([[0.0], np.cumsum(weight, dtype=np.float64)])
    runs = rows * width + starts, rows * width + ends
    weights = np.bincount(part, summed[runs[1]] - summed[runs[0]], len(roots)).astype(np.float64)
    return Components(boxes, weights, (height, width), runs, part)


def _find_touching(rows: _Ints, starts: _Ints, ends: _Ints, stride: int) -> tuple[_Ints, _Ints]:
    """Return pairs of runs in neighbouring rows that share a side or a corner."""
    below = (rows + 1) * stride
    first = np.searchsorted(rows * stride + ends, below + starts, "left")
    after = np.searchsorted(rows * stride + starts, below + ends, "right")
    counts = np.maximum(after - first, 0)
    upper = np.repeat(np.arange(len(rows)), counts)
    skipped = np.repeat(np.cumsum(counts) - counts, counts)
    return upper, np.arange(len(upper)) - skipped + first[upper]
