"""Tables: prints figures as Markdown on standard output."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["print_table", "spread"]


def spread(milliseconds: Sequence[float]) -> str:
    """Return median and 95th percentile, in ms."""
    median, high = np.percentile(milliseconds, [50, 95])
    return f"{median:.1f} / {high:.1f}"


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a head, in columns."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, ["-" * width for width in widths], *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(f"| {' | '.join(cells)} |")
