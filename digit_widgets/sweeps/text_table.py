"""Text table: figures of sweeps as lines of text, with a mark for intervals of another kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

__all__ = ["ONE_RUN", "align_columns", "mark"]

#: What `mark` marks.
ONE_RUN = "* one run: the interval is of its accuracy on other images, not of other seeds"


def align_columns(rows: Sequence[Sequence[str]], n_left: int = 0) -> list[str]:
    """Return the lines of a table, whose columns end below each other; the first ones begin so.

    Parameters
    ----------
    rows
        Rows of as many cells each, the header among them.
    n_left
        Number of the first columns, of words, that are aligned at the left.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = [str.ljust if place < n_left else str.rjust for place in range(len(widths))]
    return [
        "  ".join(align(cell, width) for align, cell, width in zip(sides, row, widths, strict=True))
        for row in rows
    ]


def mark(interval_of: Literal["seeds", "images"]) -> str:
    """Return "*" for an interval over images, of one run, and " " for one over seeds."""
    return "*" if interval_of == "images" else " "
