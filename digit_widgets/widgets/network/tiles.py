"""Tiles: images of one size in rows, with lines between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["arrange_tiles"]

#: Grey of the lines, in 0..1.
_LINE = 0.376


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
