"""Components: the connected parts of what differs from the paper, with what tells pen strokes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.opencv import import_opencv

__all__ = ["Components", "find_components"]

#: A pixel belongs to a component if it has this share of the component's own contrast.
_SHARE = 0.4

_Grey = NDArray[np.float32]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Components:
    """The connected components of an image, diagonals included.

    Attributes
    ----------
    labels
        (H, W) int32: 0 for paper, i + 1 for component i.
    boxes
        (N, 4) int: left, top, right and bottom, the last two exclusive, in pixels.
    areas, levels, edges, pens, contacts
        (N,) float: pixels; the strokes' contrast; the rise of the contrast per pixel at the edges,
        as a share of that; the strokes' mean width in pixels; and the length, in pixels, along
        which the component meets the border of the image or of the sheet.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.int_]
    areas: _Floats
    levels: _Floats
    edges: _Floats
    pens: _Floats
    contacts: _Floats

    def __len__(self) -> int:
        return len(self.boxes)

    @property
    def extents(self) -> _Floats:
        """(N,) float: the larger of each component's width and height."""
        sides = self.boxes[:, 2:] - self.boxes[:, :2]
        return np.asarray(sides.max(axis=1, initial=0), np.float64)

    def mask(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the (H, W) mask of the components chosen by (N,) booleans."""
        return np.concatenate([[False], chosen])[self.labels]

    def pixels(self, index: int) -> NDArray[np.bool_]:
        """Return the mask of one component within its box."""
        left, top, right, bottom = self.boxes[index]
        return np.asarray(self.labels[top:bottom, left:right] == index + 1)


def find_components(
    contrast: _Grey, threshold: float, sheet: NDArray[np.bool_] | None
) -> Components:
    """Find the connected components above a threshold, each cut at its own contrast.

    Parameters
    ----------
    contrast
        (H, W) float32, 0 for paper.
    threshold
        The least contrast of ink.
    sheet
        (H, W) booleans, True for the sheet; None for the whole image.
    """
    cv2 = import_opencv()
    # Neighbouring pixels of a grainy stroke are of one piece.
    joined = cv2.dilate((contrast > threshold).astype(np.uint8), np.ones((3, 3), np.uint8))
    joined = cv2.erode(joined, np.ones((3, 3), np.uint8), borderValue=1)
    n, labels = cv2.connectedComponents(joined, connectivity=8)
    at = np.flatnonzero(labels)
    levels = _strengths(contrast.ravel()[at], labels.ravel()[at], n)
    cut = np.zeros(labels.shape, np.uint8)
    limits = np.maximum(threshold, _SHARE * levels)
    cut.ravel()[at] = contrast.ravel()[at] > limits[labels.ravel()[at]]
    joined = cv2.morphologyEx(cut, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    n, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    left, top, width, height, areas = stats[1:].T
    at = np.flatnonzero(labels)
    of = labels.ravel()[at]
    levels = _strengths(contrast.ravel()[at], of, n)[1:]
    rise = cv2.magnitude(cv2.Sobel(contrast, -1, 1, 0), cv2.Sobel(contrast, -1, 0, 1)) / 8
    edges = _strengths(rise.ravel()[at], of, n)[1:] / np.maximum(levels, 1e-9)
    depth = cv2.distanceTransform(joined, cv2.DIST_L2, 3)
    # The mean distance to the edge is a quarter of a long stroke's width.
    pens = 4 * np.bincount(of, depth.ravel()[at], n)[1:] / np.maximum(areas, 1)
    boxes = np.stack([left, top, left + width, top + height], axis=1).astype(int)
    inner = np.ones(contrast.shape, np.uint8) if sheet is None else sheet.astype(np.uint8)
    border = cv2.erode(inner, np.ones((5, 5), np.uint8), borderValue=0) == 0
    # The border is looked at in a band of two pixels.
    contacts = np.bincount(of, border.ravel()[at], n)[1:] / 2
    return Components(labels, boxes, areas.astype(float), levels, edges, pens, contacts)


def _strengths(values: _Grey, labels: NDArray[np.int32], n: int) -> _Floats:
    """Return the mean of each component's pixels, the larger values weighing more."""
    above = np.maximum(values, 0)
    total = np.bincount(labels, above, n)
    return np.asarray(np.bincount(labels, above * above, n) / np.maximum(total, 1e-9))
