"""Blemishes: what is on paper and in front of it beside the writing."""

from __future__ import annotations

import cv2
import numpy as np

from benchmarks.scenes.page import Page
from benchmarks.scenes.pen import Pen, fit
from benchmarks.scenes.printing import line, slab
from digit_widgets.ink import Ink

__all__ = [
    "cover_edge",
    "crease",
    "dust",
    "phone_shadow",
    "punch",
    "show_through",
    "specks",
    "stains",
]


def specks(page: Page, count: int, random: np.random.Generator) -> None:
    """Leave dark specks of 1 to 3 pixels a side."""
    width, height = page.size
    for _ in range(count):
        x, y, side = random.integers(width), random.integers(height), random.integers(1, 4)
        page.pixels[y : y + side, x : x + side] = random.uniform(0, 90)


def dust(page: Page, random: np.random.Generator) -> None:
    """Strew dust and a few hairs."""
    specks(page, int(random.integers(20, 120)), random)
    for _ in range(int(random.integers(0, 4))):
        start = random.uniform(0, page.size)
        steps = random.normal(0, 0.008 * page.shorter, (12, 2)) + random.normal(0, 3, 2)
        line(page, start + np.cumsum(steps, axis=0), 1, (90, 90, 90), 0.7)


def stains(page: Page, random: np.random.Generator) -> None:
    """Leave stains of coffee: blots and rings of a cup."""
    for _ in range(int(random.integers(1, 4))):
        share = np.zeros(page.size[::-1], np.float32)
        radius = random.uniform(0.05, 0.25) * page.shorter
        ring = random.random() < 0.5
        strength = random.uniform(0.08, 0.18) if ring else random.uniform(0.1, 0.3)
        around = np.linspace(0, 2 * np.pi, 60)
        wobble = radius * (1 + 0.05 * np.sin(3 * around + random.uniform(0, 6)))
        outline = np.column_stack([wobble * np.cos(around), wobble * np.sin(around)])
        points = np.round(outline + random.uniform(0, page.size)).astype(np.int32)
        if ring:
            cv2.polylines(share, [points], True, 1.0, max(2, int(0.08 * radius)))
        else:
            cv2.fillPoly(share, [points], 1.0)
        share = cv2.GaussianBlur(share, (0, 0), 0.006 * page.shorter)
        page.stain(np.float32(strength) * share, (150, 105, 60))


def cover_edge(page: Page, random: np.random.Generator) -> None:
    """Put a finger, or a pen, over an edge of the image."""
    width, height = page.size
    side = int(random.integers(4))
    along, depth = random.uniform(0.1, 0.9), random.uniform(0.05, 0.14) * page.shorter
    edge = [
        (along * width, 0),
        (width, along * height),
        (along * width, height),
        (0, along * height),
    ]
    inward = np.array([(0, 1), (-1, 0), (0, -1), (1, 0)][side])
    start, sideways = np.array(edge[side]), inward[::-1]
    slant = inward + random.uniform(-0.5, 0.5) * sideways
    if random.random() < 0.5:
        color = np.array([(224, 172, 140), (150, 100, 75), (90, 60, 45)][int(random.integers(3))])
        line(page, [start - 3 * depth * slant, start + depth * slant], 1.3 * depth, 0.75 * color)
        line(page, [start - 3 * depth * slant, start + depth * slant], 1.2 * depth, color)
    else:
        color, thick = random.uniform(10, 160, 3), 0.25 * depth
        line(page, [start - 3 * depth * slant, start + 1.4 * depth * slant], thick, color)
        line(page, [start, start + 1.8 * depth * slant], 0.35 * thick, (40, 40, 40))


def punch(page: Page, random: np.random.Generator) -> None:
    """Punch two or four holes along the left edge; the dark desk is seen through them."""
    height = page.size[1]
    x, radius = (
        random.uniform(0.04, 0.07) * page.shorter,
        random.uniform(0.012, 0.02) * page.shorter,
    )
    for share in [(0.4, 0.6), (0.2, 0.4, 0.6, 0.8)][int(random.integers(2))]:
        line(page, [(x, share * height)] * 2, 2 * radius, (60, 55, 50))


def crease(page: Page, random: np.random.Generator) -> None:
    """Fold the paper in half once or twice, and open it again."""
    width, height = page.size
    for upright in (
        [True, False][: int(random.integers(1, 3))] if random.random() < 0.5 else [False]
    ):
        length, extent = (width, height) if upright else (height, width)
        at = random.uniform(0.3, 0.7) * length
        away = np.abs(np.arange(length) - at) / (0.004 * page.shorter + 1)
        after = np.where(np.arange(length) > at, random.uniform(0.88, 1.0), 1.0)
        profile = (after * (1 - random.uniform(0.1, 0.4) * np.exp(-away))).astype(np.float32)
        page.shade(
            np.tile(profile, (extent, 1)) if upright else np.tile(profile[:, None], (1, extent))
        )


def phone_shadow(page: Page, random: np.random.Generator) -> None:
    """Cast the shadow of a phone and the hand that holds it."""
    shadow = Page(np.zeros((*page.pixels.shape[:2], 3), np.float32))
    corner = random.uniform(-0.2, 0.7, 2) * page.size
    length = random.uniform(0.4, 0.9) * page.shorter
    slab(shadow, corner, (length / 2, length), random.uniform(-0.4, 0.4), (1, 1, 1))
    end = np.array((random.uniform(0, page.size[0]), page.size[1]))
    line(shadow, [corner + length / 4, end], 0.3 * length, (1, 1, 1))
    soft = cv2.GaussianBlur(
        shadow.pixels[..., 0], (0, 0), random.uniform(0.008, 0.05) * page.shorter
    )
    page.shade(1 - np.float32(random.uniform(0.25, 0.6)) * soft)


def show_through(page: Page, inks: list[Ink], random: np.random.Generator) -> None:
    """Let what is written on the back show through: mirrored, faint and blurred."""
    back = Page(np.zeros((*page.pixels.shape[:2], 3), np.float32))
    for ink in inks:
        height = random.uniform(0.1, 0.3) * page.shorter
        x, y = random.uniform(0.05, 0.85, 2) * page.size
        back.draw(fit(ink, x, y, height), Pen((1, 1, 1), 1), 0.07 * height, random)
    share = cv2.GaussianBlur(back.pixels[:, ::-1, 0], (0, 0), 0.002 * page.shorter + 0.5)
    page.stain(np.float32(random.uniform(0.06, 0.2)) * share, (70, 70, 90))
