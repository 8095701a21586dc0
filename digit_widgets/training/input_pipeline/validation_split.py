"""Validation split: chooses the training images to hold out, by the seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["split_indices"]


def split_indices(
    n: int, held_out: float, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Split training images into held-out ones and ones to train on.

    The split is random because some sets are sorted by label.

    Parameters
    ----------
    n
        Number of training images, 2 or more.
    held_out
        Share of them to hold out, in 0..1; at least one image.
    seed
        Seed of the training.

    Returns
    -------
    Indices of the held-out images, and of those to train on, in random order.
    """
    order = np.random.default_rng(seed).permutation(n)
    n_held = max(1, round(n * held_out))
    return order[:n_held], order[n_held:]
