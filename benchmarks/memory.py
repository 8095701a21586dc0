"""Memory that a pad's kernel needs for many strokes: ``python -m benchmarks.memory [STROKES]``.

Digits are repeatedly drawn on a `DigitPad` through a page's messages, predicted by the bundled
network and cleared. Everything can be undone. Memory is the process's own (USS).
"""

from __future__ import annotations

import gc
import itertools
import random
import sys
import time

import psutil

from benchmarks._table import print_table
from digit_widgets import DigitPad
from tests.support.digits import DIGITS, Strokes, finely
from tests.widgets.conftest import Page

#: Points per message: a pointer's 240 events a second, at 60 frames.
_BATCH = 4


def main() -> None:
    """Draw, and print the memory after certain numbers of strokes."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    marks = [mark for mark in (100, 1_000, 3_000, 10_000, 30_000, 100_000) if mark <= total]
    pad, process, chance = DigitPad(), psutil.Process(), random.Random(0)
    rows, done, start = [], 0, time.perf_counter()
    page, first = Page(pad.canvas), 0
    for strokes in itertools.cycle(DIGITS.values()):
        if done >= total:
            break
        _draw(page, _changed(strokes, chance))
        done += len(strokes)
        pad.clear()
        if marks and done >= marks[0]:
            gc.collect()
            used = process.memory_full_info().uss
            first = first or used
            seconds = time.perf_counter() - start
            rows.append(
                [f"{done:,}", f"{used / 1e6:.1f}", f"{(used - first) / 1e6:+.1f}", f"{seconds:.0f}"]
            )
            marks.pop(0)
    print_table(["strokes", "memory, MB", "more than at first, MB", "seconds"], rows)
    undone = 0
    while pad.canvas.can_undo:
        pad.canvas.undo()
        undone += 1
    print(f"{undone:,} steps undone.")


def _draw(page: Page, strokes: Strokes) -> None:
    """Send strokes as a page does."""
    for stroke in strokes:
        points = finely(stroke)
        for first in range(0, len(points), _BATCH):
            page.ink(*points[first : first + _BATCH], end=first + _BATCH >= len(points))


def _changed(strokes: Strokes, chance: random.Random) -> Strokes:
    """Shift and stretch strokes a little, in sixteenths of a pixel, as the page sends them."""
    dx, dy, wider = chance.uniform(-20, 20), chance.uniform(-20, 20), chance.uniform(0.9, 1.1)
    return [
        [(round(16 * (x * wider + dx)) / 16, round(16 * (y + dy)) / 16) for x, y in stroke]
        for stroke in strokes
    ]


if __name__ == "__main__":
    main()
