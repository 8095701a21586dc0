"""Scenes of one digit, among other things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import cv2
import numpy as np

from benchmarks.scenes import blemishes
from benchmarks.scenes.camera import either, photograph, scan, sides, tilted
from benchmarks.scenes.page import Page
from benchmarks.scenes.pen import Pen, any_pen
from benchmarks.scenes.printing import box, line, text, words
from benchmarks.scenes.scene import Hand, Maker, Scene
from benchmarks.scenes.screens import phone
from benchmarks.scenes.surfaces import DESKS, any_desk, board, lay_sheet, paper
from benchmarks.scenes.writing import write_one
from digit_widgets.ink import Bounds

__all__ = ["SINGLES"]

_PRINT = (40, 40, 45)


def _sheet(hand: Hand, random: np.random.Generator, *, desk: str) -> Scene:
    sheet = paper(sides(random, 600, 1200), random)
    # Away from the edges, which the image may cut off.
    w, h = sheet.size
    write_one(
        sheet,
        hand,
        random,
        share=(0.2, 0.55),
        within=Bounds(0.15 * w, 0.15 * h, 0.85 * w, 0.85 * h),
    )
    page = DESKS[desk](sides(random), random)
    lay_sheet(sheet, page, random)
    return photograph(page, random)


def _form_box(hand: Hand, random: np.random.Generator, *, several: bool) -> Scene:
    page = paper(sides(random), random)
    side = random.uniform(0.2, 0.5 if several else 0.6) * page.shorter
    fitting = max(1, int(0.9 * page.size[0] / side))
    count = min(int(random.integers(3, 8)), fitting) if several else 1
    x, y = random.uniform(0.04, 0.95, 2) * (np.array(page.size) - (count * side, side))
    y = max(y, 0.1 * page.shorter)
    thick, color = max(1, random.uniform(0.002, 0.008) * page.shorter), _PRINT
    for i in range(count):
        box(page, (x + i * side, y), (side, side), thick, color)
    left = x + side * int(random.integers(count))
    write_one(page, hand, random, share=(0.5, 0.8), within=Bounds(left, y, left + side, y + side))
    if random.random() < 0.6:
        size = random.uniform(0.03, 0.06) * page.shorter
        text(page, (x, y - 1.6 * size), words(random, int(random.integers(1, 3))), size, color)
    return either(page, random)


def _plot(hand: Hand, random: np.random.Generator) -> Scene:
    """Plot axes, ticks and numbers at them around a digit, drawn or of 28×28 pixels."""
    height = int(480 * random.uniform(0.7, 2))
    width = 4 * height // 3
    page = paper((width, height), random, clean=True)
    side = 0.77 * height
    left, top = (width - side) / 2, 0.12 * height
    if random.random() < 0.5:
        small = paper((280, 280), random, clean=True)
        write_one(
            small, hand, random, share=(0.6, 0.8), pen=Pen((0, 0, 0), random.uniform(0.06, 0.14))
        )
        grid = cv2.resize(small.pixels, (28, 28), interpolation=cv2.INTER_AREA)
        ratio = side / 280
        shown = cv2.resize(grid, (int(side), int(side)), interpolation=cv2.INTER_NEAREST)
        page.pixels[int(top) : int(top) + int(side), int(left) : int(left) + int(side)] = shown
        page.take_digits(small, np.array([(ratio, 0, left), (0, ratio, top), (0, 0, 1.0)]))
    else:
        within = Bounds(left, top, left + side, top + side)
        write_one(page, hand, random, share=(0.4, 0.8), within=within)
    thick, size = max(1, height / 480), 0.028 * height
    box(page, (left, top), (side, side), thick, (0, 0, 0))
    for i in range(int(random.integers(4, 8))):
        at, label = side * (0.02 + i / 5.6), str(5 * i)
        if at > side:
            break
        line(page, [(left - 0.01 * height, top + at), (left, top + at)], thick, (0, 0, 0))
        line(page, [(left + at, top + side), (left + at, top + 1.013 * side)], thick, (0, 0, 0))
        text(page, (left - 0.05 * height, top + at - size / 2), label, size, (0, 0, 0))
        text(page, (left + at - size / 2, top + side + 0.03 * height), label, size, (0, 0, 0))
    if random.random() < 0.5:
        text(page, (left + side / 3, top - 0.06 * height), words(random, 2), 1.3 * size, (0, 0, 0))
    return scan(page, random)


def _underlined(hand: Hand, random: np.random.Generator, *, by_hand: bool) -> Scene:
    page = paper(sides(random), random)
    pen = any_pen(random)
    digit = write_one(page, hand, random, share=(0.2, 0.5), pen=pen)
    below = digit.bottom + random.uniform(0.08, 0.3) * digit.height
    reach = random.uniform(0.1, 0.8) * digit.height
    x = np.linspace(digit.left - reach, digit.right + random.uniform(0.5, 1.5) * reach, 12)
    wave = np.cumsum(random.normal(0, 0.008, 12)) * digit.height if by_hand else np.zeros(12)
    slope = random.normal(0, 0.05) if by_hand else 0.0
    points = np.column_stack([x, below + wave + slope * (x - x.mean())])
    if by_hand:
        for i in range(int(random.integers(1, 3))):
            shift = np.array((0, 0.09 * i * digit.height))
            page.draw([points + shift], pen, max(1.2, pen.width * digit.height), random)
    else:
        line(page, points, max(1, random.uniform(0.002, 0.006) * page.shorter), _PRINT)
    return either(page, random)


def _ringed(hand: Hand, random: np.random.Generator) -> Scene:
    page = paper(sides(random), random)
    pen = any_pen(random)
    digit = write_one(page, hand, random, share=(0.2, 0.42), pen=pen)
    turn = np.linspace(0, random.uniform(1.9, 2.3) * np.pi, 60) + random.uniform(0, 2 * np.pi)
    radius = np.hypot(digit.width, digit.height) / 2 * random.uniform(1.15, 1.6)
    drift = 1 + random.normal(0, 0.03) * np.linspace(-1, 1, 60) + 0.03 * np.sin(2 * turn)
    flat = random.uniform(0.9, 1.25)
    x = (digit.left + digit.right) / 2 + radius * drift * flat * np.cos(turn)
    y = (digit.top + digit.bottom) / 2 + radius * drift / flat * np.sin(turn)
    other = pen if random.random() < 0.7 else any_pen(random)
    page.draw([np.column_stack([x, y])], other, max(1.2, other.width * digit.height), random)
    return either(page, random)


def _chalk(hand: Hand, random: np.random.Generator) -> Scene:
    page = board(sides(random), random)
    chalk = Pen((228, 228, 220), random.uniform(0.05, 0.1), random.uniform(0.1, 0.5))
    write_one(page, hand, random, share=(0.2, 0.5), pen=chalk)
    return photograph(tilted(page, random), random)


def _whiteboard(hand: Hand, random: np.random.Generator) -> Scene:
    """Write with a felt-tip on a whiteboard in which a lamp is reflected."""
    page = paper(sides(random), random)
    x, y = (random.uniform(0.1, 0.9) * side for side in page.size)
    columns, rows = np.meshgrid(np.arange(page.size[0]), np.arange(page.size[1]))
    near = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (0.25 * page.shorter) ** 2)
    page.pixels *= np.float32(random.uniform(0.6, 0.8))
    color = [(30, 40, 130), (30, 30, 30), (180, 30, 40), (20, 110, 60)][int(random.integers(4))]
    write_one(page, hand, random, pen=Pen(color, random.uniform(0.08, 0.16), 0.15))
    page.stain(np.asarray(random.uniform(0.2, 0.5) * near, np.float32), (255, 255, 255))
    return photograph(tilted(page, random), random)


def _sticky_note(hand: Hand, random: np.random.Generator) -> Scene:
    """Write on a small coloured note, which is stuck to a wall or a desk."""
    note = paper((int(random.uniform(400, 800)),) * 2, random)
    colors = [(250, 235, 110), (250, 170, 190), (170, 225, 150), (150, 205, 240)]
    note.pixels *= np.array(colors[int(random.integers(4))], np.float32) / 255
    write_one(note, hand, random, share=(0.35, 0.65))
    page = paper(sides(random), random) if random.random() < 0.4 else any_desk(random)
    lay_sheet(note, page, random, cut=0, room=(0.35, 0.8))
    return photograph(page, random)


def _tiny(hand: Hand, random: np.random.Generator) -> Scene:
    """Scan at 28 to 64 pixels a side, with noise or a few specks of a pixel."""
    page = paper((280, 280), random)
    write_one(page, hand, random, share=(0.5, 0.75), pen=Pen((0, 0, 0), random.uniform(0.05, 0.14)))
    side = int(random.integers(28, 65))
    pixels = cv2.resize(page.pixels, (side, side), interpolation=cv2.INTER_AREA)
    small = Page(pixels.astype(np.float32, copy=False))
    small.take_digits(page, np.diag([side / 280, side / 280, 1.0]))
    for _ in range(int(random.integers(0, 4))):
        x, y = random.integers(side, size=2)
        small.pixels[y, x] = random.uniform(60, 170)
    return scan(small, random, noise=random.uniform(1, 10))


def _specks(hand: Hand, random: np.random.Generator) -> Scene:
    page = paper(sides(random, 300, 1200), random, clean=True)
    write_one(page, hand, random, share=(0.25, 0.7), pen=Pen((0, 0, 0), random.uniform(0.04, 0.1)))
    blemishes.specks(page, int(random.integers(1, 21)), random)
    return scan(page, random)


def _dust(hand: Hand, random: np.random.Generator) -> Scene:
    page = paper(sides(random), random)
    write_one(page, hand, random, share=(0.25, 0.6))
    blemishes.dust(page, random)
    return scan(page, random, noise=random.uniform(1, 8))


def _blemished(
    hand: Hand, random: np.random.Generator, *, how: Callable[[Page, np.random.Generator], None]
) -> Scene:
    page = paper(sides(random), random)
    w, h = page.size
    within = Bounds(0.12 * w, 0.12 * h, 0.88 * w, 0.88 * h)
    write_one(page, hand, random, share=(0.25, 0.6), within=within)
    how(page, random)
    return photograph(page, random)


def _from_the_back(hand: Hand, random: np.random.Generator) -> Scene:
    back = [ink for ink, _ in hand.pick(int(random.integers(2, 7)), random)]
    return _blemished(hand, random, how=lambda page, rng: blemishes.show_through(page, back, rng))


#: What makes each scene of one digit.
SINGLES: Mapping[str, Maker] = {
    **{f"sheet on a desk: {desk}": partial(_sheet, desk=desk) for desk in DESKS},
    "form box": partial(_form_box, several=False),
    "one of a row of boxes": partial(_form_box, several=True),
    "frame of a plot": _plot,
    "phone's screen": phone,
    "underlined by hand": partial(_underlined, by_hand=True),
    "underlined in print": partial(_underlined, by_hand=False),
    "ringed by hand": _ringed,
    "chalk on a board": _chalk,
    "whiteboard": _whiteboard,
    "sticky note": _sticky_note,
    "tiny, noisy": _tiny,
    "1 to 20 specks": _specks,
    "dust": _dust,
    "stains": partial(_blemished, how=blemishes.stains),
    "finger or pen at the edge": partial(_blemished, how=blemishes.cover_edge),
    "punched": partial(_blemished, how=blemishes.punch),
    "creased": partial(_blemished, how=blemishes.crease),
    "shadow of a phone": partial(_blemished, how=blemishes.phone_shadow),
    "showing through": _from_the_back,
}
