"""Pages: what is written, printed and laid upon, and where the digits on it are."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks.scenes.pen import Pen, cover
from benchmarks.scenes.scene import Digit, Pixels
from digit_widgets.ink import Bounds

__all__ = ["Page", "Point"]

Point = tuple[float, float]


class Page:
    """A surface with digits on it.

    Parameters
    ----------
    pixels
        The surface; it is written upon.
    """

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        # Row by row: the label, the points of its outline, and half the pen's width.
        self._digits: list[list[tuple[str, NDArray[np.float64], float]]] = []

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def shorter(self) -> int:
        """The shorter side."""
        return min(self.size)

    def stain(
        self, share: NDArray[np.float32], color: ArrayLike, corner: tuple[int, int] = (0, 0)
    ) -> None:
        """Mix a colour in, by its share in each pixel: (h, w) in 0..1, its upper left at a corner.

        What is beyond the page is left out.
        """
        x, y = corner
        top, left = max(0, -y), max(0, -x)
        place = self.pixels[
            max(y, 0) : max(y + len(share), 0), max(x, 0) : max(x + share.shape[1], 0)
        ]
        within = share[top : top + len(place), left : left + place.shape[1], np.newaxis]
        place += within * (np.asarray(color, np.float32) - place)

    def shade(self, light: NDArray[np.float32]) -> None:
        """Multiply by light: (H, W)."""
        self.pixels *= light[..., np.newaxis]

    def draw(
        self,
        strokes: Sequence[NDArray[np.float64]],
        pen: Pen,
        width: float,
        random: np.random.Generator,
        opacity: float = 1.0,
    ) -> None:
        """Draw strokes, in pixels, with a pen of a width in pixels."""
        points = np.concatenate(strokes)
        margin = width / 2 + 2
        low = np.clip(np.floor(points.min(axis=0) - margin), 0, self.size).astype(int)
        high = np.clip(np.ceil(points.max(axis=0) + margin), 0, self.size).astype(int)
        if (high <= low).any():
            return
        share = cover(
            [each - low for each in strokes], width, (int(high[0] - low[0]), int(high[1] - low[1]))
        )
        if pen.grain:
            share *= 1 - pen.grain * random.random(share.shape, np.float32)
        self.stain(np.float32(opacity) * share, pen.color, (int(low[0]), int(low[1])))

    def add_row(self) -> None:
        """Begin a row of digits."""
        self._digits.append([])

    def write(
        self,
        label: str,
        strokes: Sequence[NDArray[np.float64]],
        pen: Pen,
        width: float,
        random: np.random.Generator,
    ) -> None:
        """Write a digit in the present row, as `draw` does."""
        self.draw(strokes, pen, width, random)
        self.note(label, np.concatenate(strokes), width)

    def note(self, label: str, points: NDArray[np.float64], width: float = 0.0) -> None:
        """Take note of a digit that is drawn already, around points."""
        self._digits[-1].append((label, points, width / 2))

    def warp(self, matrix: NDArray[np.float64], size: tuple[int, int]) -> Page:
        """Return the page seen in perspective; its border goes on beyond it.

        Parameters
        ----------
        matrix
            (3, 3), from this page's pixels to those of the result.
        size
            Width and height of the result.
        """
        border = cv2.BORDER_REFLECT_101
        seen = cv2.warpPerspective(
            self.pixels, matrix, size, flags=cv2.INTER_AREA, borderMode=border
        )
        page = Page(seen.astype(np.float32, copy=False))
        page.take_digits(self, matrix)
        return page

    def lay(self, sheet: Page, corners: Sequence[Point], depth: float) -> None:
        """Lay a sheet on this page.

        Parameters
        ----------
        sheet
            What lies upon it; its digits become this page's.
        corners
            Where its corners come to lie, clockwise from its upper left.
        depth
            How much light its shadow takes, in 0..1.
        """
        width, height = sheet.size
        ends = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        matrix = cv2.getPerspectiveTransform(ends, np.array(corners, np.float32)).astype(np.float64)
        share = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, self.size)
        shift = np.array([(1, 0, 0.006 * self.shorter), (0, 1, 0.009 * self.shorter)])
        shadow = cv2.warpAffine(share, shift, self.size)
        self.shade(1 - depth * cv2.GaussianBlur(shadow, (0, 0), 0.008 * self.shorter))
        laid = sheet.warp(matrix, self.size)
        self.pixels += share[..., np.newaxis] * (laid.pixels - self.pixels)
        self.take_digits(laid, np.eye(3))

    def take_digits(self, other: Page, matrix: NDArray[np.float64]) -> None:
        """Take note of another page's digits, moved by a (3, 3) matrix."""
        for row in other._digits:
            self._digits.append([])
            for label, points, half in row:
                square = half * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
                outline = (points[:, np.newaxis] + square).reshape(-1, 2)
                moved = np.column_stack([outline, np.ones(len(outline))]) @ matrix.T
                self._digits[-1].append((label, moved[:, :2] / moved[:, 2:], 0.0))

    def rows(self) -> tuple[tuple[Digit, ...], ...]:
        """Return the digits with their boxes."""
        return tuple(
            tuple(
                Digit(
                    label,
                    Bounds(
                        *(points.min(axis=0) - half).tolist(), *(points.max(axis=0) + half).tolist()
                    ),
                )
                for label, points, half in row
            )
            for row in self._digits
        )
