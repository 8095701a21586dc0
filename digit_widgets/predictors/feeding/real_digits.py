"""Real digits: 500 of MNIST's training images, on which models are tried.

MNIST is by Y. LeCun and C. Cortes, CC BY-SA 3.0. ``tools/real_digits.py`` makes the file.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["load_real_digits"]

_FILE = Path(__file__).with_name("real_digits.npz")


@lru_cache(maxsize=1)
def load_real_digits() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return (500, 28, 28) float32 images in 0..1 and (500,) int64 labels, both read-only.

    Each ten of them, from the first on, are the digits 0 to 9.
    """
    with np.load(_FILE, allow_pickle=False) as arrays:
        images = arrays["images"].astype(np.float32) / 255
    labels = np.arange(len(images)) % 10
    images.flags.writeable = labels.flags.writeable = False
    return images, labels
