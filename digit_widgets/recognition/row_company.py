"""Row company: a glyph's score in the light of what else stands in its row of an image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["weigh_scores"]

#: Fewer others in a row tell nothing about it.
_FEWEST_OTHERS = 2


def weigh_scores(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the scores of a row's glyphs, raised where all else in the row looks like digits.

    A scorer judges each glyph by itself, as if digits and others were as frequent. In a number,
    one more digit is far more probable than a letter: by Laplace's rule of succession, of n others
    of which d are digits, the odds are (d + 1) to (n - d + 1). The score is taken for a probability
    at even odds and is multiplied by these (Bayes' rule); the others' scores are summed up for d.
    Among others that do not look like digits, a score stays as it is: a digit may well stand in a
    text.

    Parameters
    ----------
    scores
        (N,) float32 in 0..1, of the glyphs of one row.

    Returns
    -------
    (N,) float32 in 0..1, none lower than before.
    """
    others = len(scores) - 1
    if others < _FEWEST_OTHERS:
        return scores
    digits = scores.sum() - scores
    odds = np.maximum((digits + 1) / (others - digits + 1), 1.0)
    return np.asarray(scores * odds / (scores * odds + 1 - scores), np.float32)
