"""Models whose reasons are known: each looks at one thing and at nothing else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink
from tests.support.digits import DIGITS, finely

__all__ = ["GapFinder", "InkInPlace", "WidthMeter", "drawing"]

Images = NDArray[np.float32]


def drawing(digit: str) -> Ink:
    """Return a digit as a mouse draws it on a pad of 280 units."""
    return Ink.from_strokes([finely(stroke) for stroke in DIGITS[digit]], width=16)


def odds(evidence: NDArray[np.floating]) -> Images:
    """Return (N, 2) probabilities with this evidence for the first label."""
    first = 1 / (1 + np.exp(-evidence))
    return np.stack([first, 1 - first], axis=1).astype(np.float32)


class InkInPlace:
    """Says "inked" the more surely, the more ink is in some rows and columns, and else "clear"."""

    labels = ("inked", "clear")

    def __init__(self, rows: slice, columns: slice) -> None:
        self.place = (rows, columns)
        self.calls = 0

    def predict_proba(self, images: Images) -> Images:
        self.calls += 1
        return odds(0.1 * images[:, *self.place].sum(axis=(1, 2)) - 1.0)


class WidthMeter:
    """Says "wide" of a drawing that is wider than half its height, and else "narrow"."""

    labels = ("wide", "narrow")

    def predict_proba(self, images: Images) -> Images:
        wide, high = (images.max(axis=axis) > 0.5 for axis in (1, 2))
        return odds(10.0 * (wide.sum(axis=1) - 0.5 * high.sum(axis=1)))


class GapFinder:
    """Says "ring" if paper is enclosed by ink, and else "open"; wherever the drawing stands."""

    labels = ("ring", "open")

    def predict_proba(self, images: Images) -> Images:
        return odds(np.array([5.0 if _encloses(image) else -5.0 for image in images]))


def _encloses(image: NDArray[np.float32]) -> bool:
    """Return True if a flood from the corner does not reach all paper, but for a few pixels."""
    paper = np.pad(image < 0.4, 1, constant_values=True)
    reached = np.zeros_like(paper)
    reached[0, 0] = True
    while True:
        spread = reached.copy()
        for axis in (0, 1):
            for step in (-1, 1):
                spread |= np.roll(reached, step, axis) & paper
        if (spread == reached).all():
            return int((paper & ~reached).sum()) > 12
        reached = spread
