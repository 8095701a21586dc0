"""Segmentation: finds the groups of strokes that may be one digit, with evidence for each.

Strokes are ordered from left to right, regardless of when they were drawn. Up to four neighbours in
that order may be one digit; the number is the cheapest chain of such groups. This is a semi-Markov
model (S. Sarawagi and W. Cohen, "Semi-Markov conditional random fields for information
extraction", 2004): a group costs a weighted sum of its features, and the weights are those that
make the right chains of a set of numbers most likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.recognition.stroke_shapes import StrokeShapes

__all__ = ["GEOMETRY", "MAX_STROKES_A_DIGIT", "Groups", "find_cheapest_chain", "find_groups"]

#: A digit has at most this many strokes.
MAX_STROKES_A_DIGIT = 4
#: Strokes are one digit only if no gap between them is wider than this, in digit heights.
_WIDEST_GAP = 0.5
#: A stroke smaller than this share of a digit's height is a stray dot ...
_SPECK = 0.08
#: ... and so is one smaller than this many pen widths, if it is also below the next share.
_DOT, _LARGEST_DOT = 1.5, 0.16
#: If all strokes are smaller than this share of their pen's width, all of them are mere touches.
_TOUCH = 0.5

#: The features of a group that follow from its strokes' positions; lengths are in digit heights.
GEOMETRY = (
    "three strokes",
    "four strokes",
    "not drawn in one go",  # a stroke of another group was drawn in between
    "short",
    "wide",
    "very wide",
    "cut",  # from here on: the border to the next group
    "gap",
    "overlap",
    "overlap of the narrower",
    "near",
    "touching",
)


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of strokes that may be one digit.

    Attributes
    ----------
    n
        Number of strokes that are not dots.
    spans
        (first, past) of each group, in the strokes' order from left to right, 0 to n.
    strokes
        The indices of each group's strokes in the ink, ascending.
    geometry
        (groups, len(GEOMETRY)) float64: the features.
    height
        The height of a digit, in the ink's unit; 0 if there are only dots.
    """

    n: int
    spans: tuple[tuple[int, int], ...]
    strokes: tuple[tuple[int, ...], ...]
    geometry: NDArray[np.float64]
    height: float = 0.0


def find_groups(shapes: StrokeShapes) -> Groups:
    """Find all groups of strokes that may be a digit; each stroke alone is one of them.

    Stray dots belong to no group. The drawing's position and size do not matter.
    """
    boxes, pens = shapes.boxes, shapes.pens
    extents = np.maximum(shapes.widths, shapes.heights)
    if (extents < _TOUCH * pens).all():
        return Groups(0, (), (), np.zeros((0, len(GEOMETRY))))
    height = _digit_height(boxes)
    dots = np.minimum(_DOT * pens, _LARGEST_DOT * height)
    real = np.flatnonzero(extents > np.maximum(dots, _SPECK * height))
    order = real[np.argsort(boxes[real, 0] + boxes[real, 2], kind="stable")]
    boxes = boxes[order] / height
    borders = _borders(boxes, shapes.paths[order] / height)
    # The rank of each stroke in the order of drawing, dots left out.
    ranks = np.argsort(np.argsort(order))
    spans, strokes, geometry = [], [], []
    for first in range(len(order)):
        for past in range(first + 1, min(first + MAX_STROKES_A_DIGIT, len(order)) + 1):
            if past - first > 1 and borders[past - 2, 1] > _WIDEST_GAP:
                break
            spans.append((first, past))
            strokes.append(tuple(sorted(order[first:past].tolist())))
            shape = _shape(boxes[first:past], ranks[first:past])
            border = borders[past - 1] if past < len(order) else np.zeros(borders.shape[1])
            geometry.append(np.concatenate([shape, border]))
    features = np.array(geometry).reshape(-1, len(GEOMETRY))
    return Groups(len(order), tuple(spans), tuple(strokes), features, height)


def find_cheapest_chain(spans: Sequence[tuple[int, int]], costs: NDArray[np.float64]) -> list[int]:
    """Return the cheapest groups, from left to right, that together hold each stroke once.

    Parameters
    ----------
    spans
        (first, past) of each group, as in `Groups`; each stroke alone is a group too.
    costs
        (groups,) float64.
    """
    n = max((past for _, past in spans), default=0)
    least = np.concatenate([[0.0], np.full(n, np.inf)])
    last = np.zeros(n + 1, dtype=int)
    for group, (first, past) in enumerate(spans):
        if least[first] + costs[group] < least[past]:
            least[past], last[past] = least[first] + costs[group], group
    chain: list[int] = []
    at = n
    while at:
        chain.append(int(last[at]))
        at = spans[chain[-1]][0]
    return chain[::-1]


def _digit_height(boxes: NDArray[np.float64]) -> float:
    """Estimate the height of the digits: the median height of the strokes' columns."""
    left, top, right, bottom = boxes.T
    widths, heights = right - left, bottom - top
    size = float(max(widths.max(), heights.max()))
    large = np.flatnonzero(np.maximum(widths, heights) > _LARGEST_DOT * size / 2)
    left, top, right, bottom, widths = (each[large] for each in (left, top, right, bottom, widths))
    overlap = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    over = overlap >= np.minimum(widths[:, None], widths) / 2
    columns = np.where(over, bottom, -np.inf).max(axis=1) - np.where(over, top, np.inf).min(axis=1)
    # A bar alone, such as the first stroke of a 7, does not have a digit's full height.
    return float(max(np.median(columns), size / 3))


def _borders(boxes: NDArray[np.float64], paths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (strokes - 1, 6): the features from "cut" on, for each border between two strokes."""
    n = len(boxes)
    if n < 2:
        return np.zeros((0, 6))
    left, right = boxes[:, 0], boxes[:, 2]
    widths = np.maximum(right - left, 0.1)
    gap = np.full(n - 1, np.inf)
    share = np.zeros(n - 1)
    distance = np.full(n - 1, np.inf)
    for reach in range(1, min(MAX_STROKES_A_DIGIT, n)):
        gaps = left[reach:] - right[:-reach]
        shares = np.clip(-gaps / np.minimum(widths[:-reach], widths[reach:]), 0.0, 1.0)
        away = paths[:-reach, :, None] - paths[reach:, None]
        distances = np.sqrt((away * away).sum(axis=-1).min(axis=(1, 2)))
        # Two strokes `reach` apart have that many borders between them.
        for place in range(reach):
            stop = place + n - reach
            np.minimum(gap[place:stop], gaps, out=gap[place:stop])
            np.maximum(share[place:stop], shares, out=share[place:stop])
            np.minimum(distance[place:stop], distances, out=distance[place:stop])
    return np.stack(
        [
            np.ones(n - 1),
            np.clip(gap, 0.0, 0.6),
            np.clip(-gap, 0.0, 0.6),
            share,
            np.clip(0.2 - distance, 0.0, None),
            (distance < 0.04).astype(np.float64),
        ],
        axis=1,
    )


def _shape(boxes: NDArray[np.float64], ranks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the features up to "very wide" for the strokes of a group."""
    width = boxes[:, 2].max() - boxes[:, 0].min()
    height = boxes[:, 3].max() - boxes[:, 1].min()
    return np.array(
        [
            len(boxes) == 3,
            len(boxes) == 4,
            np.ptp(ranks) >= len(ranks),
            max(0.0, 0.8 - height),
            max(0.0, width - 0.8),
            max(0.0, width - 1.3),
        ],
        dtype=np.float64,
    )
