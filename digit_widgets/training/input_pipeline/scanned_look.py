"""Scanned look: makes an image of a drawing look as if it were cut out of a scan or a photograph.

A network learns digits from MNIST's scans too. Without non-digits that look so, it would take
whatever looks scanned for a digit.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging import PEN_WIDTH

__all__ = ["draw_scanned_pen_width", "look_scanned"]

#: Thinnest and thickest pen, in pixels of the image.
_PENS = (1.3, 4.0)
#: Typical roughness of edges, the grey levels that become half grey, and the contrasts there.
_ROUGHNESS, _MIDDLES, _CONTRASTS = 0.3, (0.35, 0.6), (0.8, 4.0)


def draw_scanned_pen_width(rng: np.random.Generator) -> float:
    """Draw a random pen width in pixels, as often below as above MNIST's."""
    thinnest, thickest = (math.log(width / PEN_WIDTH) for width in _PENS)
    return PEN_WIDTH * math.exp(rng.uniform(thinnest, thickest))


def look_scanned(image: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Roughen the edges of a (28, 28) image in 0..1, and make them harder or softer."""
    roughness = _ROUGHNESS * rng.random() * rng.standard_normal(image.shape)
    rough = image + 4.0 * roughness * image * (1.0 - image)
    softest, hardest = (math.log(contrast) for contrast in _CONTRASTS)
    contrast = math.exp(rng.uniform(softest, hardest))
    looks = np.where(image > 0.0, (rough - rng.uniform(*_MIDDLES)) * contrast + 0.5, 0.0)
    return np.clip(looks, 0.0, 1.0).astype(np.float32)
