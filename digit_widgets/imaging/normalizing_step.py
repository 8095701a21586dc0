"""Normalising step: a step on the way to a model's input, to be shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["NormalizingStep"]


@dataclass(frozen=True, slots=True)
class NormalizingStep:
    """One step on the way from a drawing or an image to a model's input, with the image after it.

    Attributes
    ----------
    name
        What the step does, in a word or two.
    explanation
        Why, in a sentence.
    image
        (H, W) float32 in 0..1: the image after this step; (28, 28) for a drawing.
    """

    name: str
    explanation: str
    image: NDArray[np.float32]
