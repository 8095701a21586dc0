"""Scenes of several digits: rows, straight and turned, and sums."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from benchmarks.scenes.camera import photograph, scan, sides, tilted
from benchmarks.scenes.pen import any_pen
from benchmarks.scenes.printing import line, ruling
from benchmarks.scenes.scene import Hand, Maker, Scene
from benchmarks.scenes.surfaces import any_desk, lay_sheet, paper
from benchmarks.scenes.writing import arrange_row, write_row

__all__ = ["SEVERAL"]


def _row(
    hand: Hand,
    random: np.random.Generator,
    *,
    scanned: bool = False,
    degrees: float = 0.0,
    gap: tuple[float, float] = (0.1, 0.6),
    ruled: bool = False,
    desk: bool = False,
) -> Scene:
    """Write a row of 4 to 8 digits."""
    page = paper(sides(random), random)
    width, height = page.size
    turn = np.radians(random.uniform(-degrees, degrees))
    row, pen = (
        arrange_row(hand, int(random.integers(4, 9)), random, gap=gap, turn=turn),
        any_pen(random),
    )
    box = row.bounds
    wide, high = random.uniform(0.5, 0.85) * width / box.width, 0.75 * height / box.height
    size = min(wide, high, 0.4 * height)
    left, top = random.uniform(0.06, 0.94, 2) * (
        width - size * box.width,
        height - size * box.height,
    )
    start = (left - size * box.left, top - size * box.top)
    if ruled:
        ruling(page, random, random.uniform(1.2, 1.8) * size, squared=random.random() < 0.3)
    write_row(page, row, start, random, height=size, pen=pen)
    if scanned:
        return scan(page, random)
    if desk:
        sheet, page = page, any_desk(random)
        lay_sheet(sheet, page, random, cut=0)
        return photograph(page, random)
    return photograph(tilted(page, random, 1.5), random)


def _five_rows(hand: Hand, random: np.random.Generator) -> Scene:
    """Write five rows of 2 to 6 digits, each a little askew."""
    page = paper(sides(random, 700, 1600), random)
    width, height = page.size
    counts = random.integers(2, 7, 5)
    turns = random.normal(0, 0.01, 5)
    rows = [
        arrange_row(hand, int(count), random, gap=(0.1, 0.4), turn=turn)
        for count, turn in zip(counts, turns, strict=True)
    ]
    widest = max(row.bounds.width for row in rows)
    size = min(random.uniform(0.07, 0.11) * height, 0.75 * width / widest)
    pen, step = any_pen(random), random.uniform(1.45, 1.75) * size
    if random.random() < 0.3:
        ruling(page, random, step, squared=False)
    top = random.uniform(1.2 * size, height - 4 * step - 1.2 * size)
    for i, row in enumerate(rows):
        start = (random.uniform(0.07, 0.14) * width, top + i * step)
        write_row(page, row, start, random, height=size, pen=pen)
    return photograph(tilted(page, random, 2), random)


def _sum(hand: Hand, random: np.random.Generator) -> Scene:
    """Write two or three numbers one below another, a line, and their sum."""
    page = paper(sides(random), random)
    width, height = page.size
    count, pen = int(random.integers(3, 5)), any_pen(random)
    rows = [
        arrange_row(hand, int(random.integers(2, 4)), random, gap=(0.15, 0.3)) for _ in range(count)
    ]
    widest = max(row.bounds.right for row in rows)
    size = min(random.uniform(0.5, 0.75) * height / (count * 1.4), 0.5 * width / widest)
    right, y = random.uniform(0.6, 0.85) * width, 0.12 * height
    for number, row in enumerate(rows):
        y += (1.35 if 0 < number < count - 1 else 1.8 if number else 0.7) * size
        write_row(page, row, (right - size * row.bounds.right, y), random, height=size, pen=pen)
    y -= random.uniform(0.8, 0.95) * size
    reach = (widest + 0.3) * size
    line(page, [(right - reach, y), (right + 0.3 * size, y)], max(1.2, pen.width * size), pen.color)
    return photograph(tilted(page, random, 2), random)


#: What makes each scene of several digits. A number is one row.
SEVERAL: Mapping[str, Maker] = {
    "row, scanned": partial(_row, scanned=True),
    "row, photographed": _row,
    "row, turned by up to 15°": partial(_row, degrees=15),
    "row, narrow or touching": partial(_row, gap=(-0.04, 0.08)),
    "row on ruled paper": partial(_row, ruled=True),
    "row on a sheet on a desk": partial(_row, desk=True),
    "five rows": _five_rows,
    "a sum": _sum,
}
