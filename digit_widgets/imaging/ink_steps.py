"""Ink steps: how a drawing is normalised, step by step, to be shown."""

from __future__ import annotations

import sys

import numpy as np

from digit_widgets.errors import ArgumentError
from digit_widgets.imaging.ink_normalizer import drop_specks, place_ink
from digit_widgets.imaging.mnist_format import IMAGE_SIZE, PEN_WIDTH
from digit_widgets.imaging.normalizing_step import NormalizingStep
from digit_widgets.imaging.raster import rasterize
from digit_widgets.ink import Bounds, Ink, flatten_curves
from digit_widgets.ink.strokes import check_ink

__all__ = ["ink_steps"]

#: Why each of the steps is taken, in a sentence.
_STEPS = {
    "whole pad": "The pad as it is, shrunk to 28×28.",
    "no specks": "Stray dots beside the digit are left out.",
    "crop": "The digit's own box is brought to the middle.",
    "fit": "It is scaled to 20×20, its aspect kept.",
    "pen": "It is drawn with a pen as thick as MNIST's.",
    "centre of mass": "Its centre of mass, not its box, is put where MNIST has it.",
}


def ink_steps(ink: Ink, side: float | None = None) -> tuple[NormalizingStep, ...]:
    """Return the steps of `normalize_ink`, each with its image, for display.

    Parameters
    ----------
    ink
        The drawing.
    side
        Width and height of the pad, in the ink's unit, for the image of the first step; by
        default the smallest square from the pad's corner that holds the ink.

    Raises
    ------
    ArgumentError
        Not an `Ink`, or a side that is not a number ≥ 0.
    """
    check_ink(ink)
    is_number = isinstance(side, int | float | np.number) and not isinstance(side, bool)
    if side is not None and not (is_number and 0 <= side <= sys.float_info.max):
        raise ArgumentError(f"The side of the pad is a number from 0, not {side!r:.80}.")
    lines = flatten_curves(ink)
    kept = drop_specks(lines)
    placed = place_ink(lines)
    drawings = [lines] * len(_STEPS)
    bounds = kept.bounds
    if bounds is not None:
        pad = _shrink(lines, float(side or 0.0))
        cropped = pad[0], *_to_middle(bounds, pad[0])
        fitted = kept.transform(placed.scale, *_to_middle(bounds, placed.scale))
        drawings = [
            lines.transform(*pad),
            kept.transform(*pad),
            kept.transform(*cropped),
            fitted,
            fitted.with_width(PEN_WIDTH),
            placed.ink,
        ]
    return tuple(
        NormalizingStep(name, explanation, rasterize(drawing))
        for (name, explanation), drawing in zip(_STEPS.items(), drawings, strict=True)
    )


def _shrink(ink: Ink, side: float) -> tuple[float, float, float]:
    """Return the scale and the shift of the pad, enlarged to hold all ink, to 28×28."""
    bounds = ink.bounds
    assert bounds is not None
    left, top = min(bounds.left, 0.0), min(bounds.top, 0.0)
    pen = max(stroke.width for stroke in ink.strokes)
    side = max(bounds.right - left, bounds.bottom - top, pen, side)
    scale = IMAGE_SIZE / side
    return scale, -left * scale, -top * scale


def _to_middle(bounds: Bounds, scale: float) -> tuple[float, float]:
    """Return the shift that brings the middle of a box to the middle of the image."""
    half = scale / 2
    return (
        IMAGE_SIZE / 2 - half * (bounds.left + bounds.right),
        IMAGE_SIZE / 2 - half * (bounds.top + bounds.bottom),
    )
