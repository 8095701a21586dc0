"""Tiles: images of one size in rows, with lines between them, and weights as colours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.widgets.parts.colors import SPEAKS_AGAINST, SPEAKS_FOR

__all__ = ["arrange_tiles", "color_signed", "shrink_tiles"]

#: Grey of the lines, and of what is around a small image, in 0..1.
_LINE = 0.376
_EMPTY = 0.2


def color_signed(strength: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return colours (…, 3) in 0..1 for numbers in -1..1: blue above 0, orange below, 0 black."""
    up, down = (np.array(color, np.float32) / 255 for color in (SPEAKS_FOR, SPEAKS_AGAINST))
    strength = strength[..., np.newaxis]
    colored: NDArray[np.float32] = np.where(strength > 0, strength * up, np.abs(strength) * down)
    return colored


def shrink_tiles(tiles: NDArray[np.float32], small: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Draw some of (N, h, w) grey images at half their size, in the middle of a dark tile.

    Every second pixel of theirs is left.
    """
    _, height, width = tiles.shape
    shrunk = np.where(small[:, np.newaxis, np.newaxis], np.float32(_EMPTY), tiles)
    halves = tiles[small, ::2, ::2]
    top, left = (height - halves.shape[1]) // 2, (width - halves.shape[2]) // 2
    shrunk[small, top : top + halves.shape[1], left : left + halves.shape[2]] = halves
    return shrunk


def arrange_tiles(tiles: NDArray[np.float32], columns: int) -> NDArray[np.float32]:
    """Arrange images in rows, the first at the top left, with lines of one pixel around each.

    Parameters
    ----------
    tiles
        (N, h, w) grey or (N, h, w, 3) coloured images in 0..1.
    columns
        Images in a row, from 1 on.

    Returns
    -------
    One image of the same kind.
    """
    count, height, width, *colors = tiles.shape
    rows = -(-count // columns)
    shape = (rows * (height + 1) + 1, columns * (width + 1) + 1, *colors)
    grid = np.full(shape, _LINE, np.float32)
    for place, tile in enumerate(tiles):
        top, left = place // columns * (height + 1) + 1, place % columns * (width + 1) + 1
        grid[top : top + height, left : left + width] = tile
    return grid
