"""Accuracy for digits anywhere on the pad, at any size: ``python -m benchmarks.placement NPZ``.

NPZ holds labelled pen strokes (see `digit_widgets.data.load_ink_dataset`). Each digit is put on a
pad of 280 × 280 at a share of its height and at a random position, and its points are rounded to
half pixels, as pointers report them.
"""

from __future__ import annotations

import sys

import numpy as np

from benchmarks._table import print_table
from digit_widgets import Ink, load_predictor
from digit_widgets.data import InkDataset, load_ink_dataset
from digit_widgets.evaluation import evaluate
from digit_widgets.predictors import DEFAULT_MODEL

_PAD = 280.0


def main() -> None:
    """Measure and print a table."""
    digits = load_ink_dataset(sys.argv[1])
    predictor = load_predictor()
    rows = []
    reference = 0.0
    for share in (0.8, 1.0, 0.5, 0.25):
        random = np.random.default_rng(0)
        placed = tuple(_placed(ink, share, random, centred=not rows) for ink in digits.inks)
        score = evaluate(predictor, InkDataset(placed, digits.labels)).metrics
        reference = reference or score.accuracy
        where = "in the middle" if not rows else "anywhere"
        difference = (score.accuracy - reference) * 100
        rows.append(
            [f"{share:.0%} of the pad, {where}", f"{score.accuracy:.2%}", f"{difference:+.2f}"]
        )
    print_table(["size and place", f"accuracy, {DEFAULT_MODEL}", "difference, points"], rows)


def _placed(ink: Ink, share: float, random: np.random.Generator, *, centred: bool) -> Ink:
    bounds = ink.bounds
    assert bounds is not None
    scale = share * _PAD / max(bounds.width, bounds.height)
    left, top = (
        (0.5 if centred else random.random()) * (_PAD - side * scale)
        for side in (bounds.width, bounds.height)
    )
    moved = ink.transform(scale, left - bounds.left * scale, top - bounds.top * scale)
    return Ink.from_strokes([np.round(stroke.points * 2) / 2 for stroke in moved.strokes], width=16)


if __name__ == "__main__":
    main()
