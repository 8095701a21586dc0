"""Writing: digits on a page, alone and in rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.scenes.page import Page, Point
from benchmarks.scenes.pen import Pen, any_pen, fit
from benchmarks.scenes.scene import Hand
from digit_widgets.ink import Bounds

__all__ = ["Row", "arrange_row", "write_one", "write_row"]


def write_one(
    page: Page,
    hand: Hand,
    random: np.random.Generator,
    *,
    share: tuple[float, float] = (0.2, 0.5),
    pen: Pen | None = None,
    within: Bounds | None = None,
) -> Bounds:
    """Write a digit anywhere on the page, or within a box, and return its box.

    Its height is a share of the shorter side, of the page or the box.
    """
    pen = pen or any_pen(random)
    within = within or Bounds(0, 0, *page.size)
    height = random.uniform(*share) * min(within.width, within.height)
    [(ink, label)] = hand.pick(1, random)
    bounds = ink.bounds
    assert bounds is not None
    ratio = bounds.width / max(bounds.height, bounds.width / 2)
    height = min(height, 0.85 * within.width / max(ratio, 1e-6))
    room = np.array([within.width - ratio * height, within.height - height])
    x, y = random.uniform(
        np.minimum(0.7 * height, room / 2), np.maximum(room - 0.7 * height, room / 2)
    )
    page.add_row()
    page.write(
        label,
        fit(ink, within.left + x, within.top + y + height / 2, height),
        pen,
        max(1.2, pen.width * height),
        random,
    )
    return page.rows()[-1][0].box


@dataclass(frozen=True)
class Row:
    """A row of digits, about 1 high, to the right of and about the origin.

    Attributes
    ----------
    digits
        The label and the strokes of each.
    bounds
        The box around all points.
    """

    digits: tuple[tuple[str, list[NDArray[np.float64]]], ...]
    bounds: Bounds


def arrange_row(
    hand: Hand,
    count: int,
    random: np.random.Generator,
    *,
    gap: tuple[float, float] = (0.1, 0.6),
    turn: float = 0.0,
) -> Row:
    """Arrange digits in a row, as a hand writes them: of like sizes, tops and gaps.

    Parameters
    ----------
    hand, count
        Whose digits, and how many.
    random
        The random generator.
    gap
        The narrowest and the widest gap between digits, as shares of their height.
    turn
        The angle in radians by which the row falls to the right.
    """
    rotation = np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    digits, left, usual = [], 0.0, random.uniform(*gap)
    for ink, label in hand.pick(count, random):
        strokes = fit(ink, left, random.normal(0, 0.05), random.uniform(0.85, 1.15))
        left = max(float(each[:, 0].max()) for each in strokes)
        left += float(np.clip(usual + random.normal(0, 0.08), *gap))
        digits.append((label, [each @ rotation for each in strokes]))
    points = np.concatenate([each for _, strokes in digits for each in strokes])
    return Row(tuple(digits), Bounds(*points.min(axis=0).tolist(), *points.max(axis=0).tolist()))


def write_row(
    page: Page, row: Row, start: Point, random: np.random.Generator, *, height: float, pen: Pen
) -> None:
    """Write a row whose digits are of a height in pixels, its origin at the start."""
    page.add_row()
    for label, strokes in row.digits:
        moved = [height * each + np.asarray(start) for each in strokes]
        page.write(label, moved, pen, max(1.2, pen.width * height), random)
