"""Validation split: the training images that are held out, chosen by the seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["split_indices"]


def split_indices(
    n: int, held_out: float, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Split training images into those held out and those learnt from.

    At random, because some sets come sorted by their labels.

    Parameters
    ----------
    n
        Number of training images, 2 or more.
    held_out
        Share of them that is held out, in 0..1; one image at least.
    seed
        The training's.

    Returns
    -------
    Indices of the images held out, and of those learnt from, in random order.
    """
    order = np.random.default_rng(seed).permutation(n)
    n_held = max(1, round(n * held_out))
    return order[:n_held], order[n_held:]
