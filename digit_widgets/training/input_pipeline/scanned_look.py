"""Scanned look: draws an image as if the drawing had been cut out of a scan or a photograph.

A scorer learns digits from MNIST's scans too. Without non-digits that look so, it would take
whatever looks scanned for a digit. And a network that reads knows some people's digits, such as
ones with a flag, from drawings only: in photographs it would take them for others.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.imaging import fit_digit
from digit_widgets.imaging.mnist_format import DIGIT_BOX, IMAGE_SIZE
from digit_widgets.imaging.raster import draw_path
from digit_widgets.ink import Ink, flatten_curves

__all__ = ["draw_scanned"]

#: Smallest and largest size of the drawing in the scan, in pixels; thinnest and thickest pen, in
#: pixels of the final image.
_SIZES, _PENS = (24.0, 72.0), (1.5, 4.2)
#: Width of the ramp at strokes' edges, in pixels of the scan.
_EDGES = (0.8, 3.0)
#: Typical roughness of edges; the distance, in pixels, over which it changes; the grey that becomes
#: half grey, and the contrasts there.
_ROUGHNESS, _GRAIN, _MIDDLES, _CONTRASTS = 0.35, 2, (0.35, 0.6), (0.8, 5.0)
#: Largest blur: the share of each pixel that its neighbours on either side get.
_BLUR = 0.2


def draw_scanned(ink: Ink, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw a drawing into a scan of random sharpness, and fit it as images of digits are.

    Returns
    -------
    (28, 28) float32 in 0..1; zeros for a blank drawing.
    """
    lines = flatten_curves(ink)
    bounds = lines.bounds
    if bounds is None:
        return np.zeros((IMAGE_SIZE, IMAGE_SIZE), np.float32)
    size = _draw_between(rng, _SIZES)
    pen = size * _draw_between(rng, _PENS) / DIGIT_BOX
    extent = max(bounds.width, bounds.height, 1e-6)
    scale = (size - pen) / extent
    margin = pen / 2 + _EDGES[1]
    placed = lines.transform(scale, margin - scale * bounds.left, margin - scale * bounds.top)
    sides = (math.ceil(scale * side + 2 * margin) for side in (bounds.height, bounds.width))
    scan = np.zeros(tuple(sides), np.float32)
    edge = rng.uniform(*_EDGES)
    for stroke in placed.strokes:
        draw_path(scan, stroke.points, pen, edge)
    scan = _roughen(scan.clip(0.0, 1.0), rng)
    return _blur(fit_digit(scan, thicken=False), _BLUR * rng.random())


def _draw_between(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    """Draw a number between two, as often in each octave."""
    low, high = (math.log(limit) for limit in limits)
    return math.exp(rng.uniform(low, high))


def _roughen(scan: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    height, width = scan.shape
    grains = rng.standard_normal((height // _GRAIN + 1, width // _GRAIN + 1)).astype(np.float32)
    noise = np.asarray(Image.fromarray(grains).resize((width, height), Image.Resampling.BILINEAR))
    # At the edges only: paper stays white, and ink black.
    rough = scan + 4.0 * _ROUGHNESS * rng.random() * noise * scan * (1.0 - scan)
    contrast = _draw_between(rng, _CONTRASTS)
    looks = np.where(scan > 0.0, (rough - rng.uniform(*_MIDDLES)) * contrast + 0.5, 0.0)
    return looks.clip(0.0, 1.0).astype(np.float32)


def _blur(image: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """Give each pixel's neighbours a share of it, along both axes."""
    for axis in (0, 1):
        beside = np.roll(image, 1, axis) + np.roll(image, -1, axis)
        image = (1.0 - 2.0 * share) * image + share * beside
    return image.astype(np.float32)
