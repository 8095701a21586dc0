"""Light: each pixel's contrast with the paper around it, whatever light falls on both.

The light is the image closed over its ink, with windows of several sizes (a "black top-hat";
J. Serra, "Image Analysis and Mathematical Morphology", 1982). What a small window closes over is
thin enough to be a stroke. A larger window serves only where it shows a stroke that is too thick
for the smaller ones: of one piece, with sharp edges, and not joined to the image's border, as
shadows and desks are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.opencv import import_opencv

__all__ = ["Contrast", "measure_contrast"]

#: Longest side, in pixels, at which the light is estimated.
_LIGHT = 256
#: The windows' sides, as shares of the longest side.
_WINDOWS = (0.04, 0.08, 0.16, 0.32)
#: Ink differs from the paper by at least this share, and this many standard deviations.
_MIN_INK, _DEVIATIONS = 0.05, 4.5
#: A thick stroke's extent, as a share of the longest side, and its edges' least rise per pixel
#: of the light estimate, as a share of its contrast.
_MIN_EXTENT, _SHARP = 0.05, 0.2
#: A region is a shadow, if what is in it has more than this many times its contrast.
_DARKER = 1.4

_Grey = NDArray[np.float32]
_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Contrast:
    """How much each pixel differs from the paper.

    Attributes
    ----------
    image
        (H, W) float32: 0 for paper, above 0 for ink, 1 for black ink on white paper.
    noise
        The paper's noise: the standard deviation of its contrast.
    threshold
        The least contrast of ink.
    dark
        True for dark ink on lighter paper.
    """

    image: _Grey
    noise: float
    threshold: float
    dark: bool


def measure_contrast(grey: _Grey, sheet: _Mask | None) -> Contrast:
    """Measure the contrast of an image.

    Parameters
    ----------
    grey
        (H, W) float32 in 0..1.
    sheet
        (H, W) booleans, True for the sheet, beyond which the contrast is 0; None for the whole.
    """
    cv2 = import_opencv()
    height, width = grey.shape
    scale = min(1.0, _LIGHT / max(height, width))
    size = max(1, round(scale * width)), max(1, round(scale * height))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    paper = None
    if sheet is not None:
        paper = cv2.resize(sheet.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    dark = _is_dark(small, paper)
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.8)
    longest = max(size)
    light = _estimate_light(small, _WINDOWS[0] * longest, paper, dark)
    image = _compare(smooth, cv2.resize(light, (width, height)), dark)
    for thinner, window in pairwise(_WINDOWS):
        light = _estimate_light(small, window * longest, paper, dark)
        thick = _find_thick(_compare(small, light, dark), paper, thinner * longest)
        if thick.any():
            # The edge's own pixels belong to the stroke.
            wide = cv2.dilate(thick.astype(np.uint8), np.ones((3, 3), np.uint8))
            where = cv2.resize(wide, (width, height), interpolation=cv2.INTER_NEAREST) > 0
            contrast = _compare(smooth, cv2.resize(light, (width, height)), dark)
            image = np.where(where, contrast, image)
    if sheet is not None:
        image = np.where(sheet, image, np.float32(0))
    noise = _measure_noise(image if sheet is None else image[sheet])
    threshold = max(_MIN_INK, _DEVIATIONS * noise)
    return Contrast(np.asarray(image, np.float32), noise, threshold, dark)


def _is_dark(small: _Grey, paper: _Mask | None) -> bool:
    """Return True if what stands out from its surroundings is darker than they are."""
    cv2 = import_opencv()
    if paper is not None and paper.any():
        small = np.where(paper, small, np.median(small[paper]))
    levels = np.round(255 * small.clip(0, 1)).astype(np.uint8)
    side = min(round(_WINDOWS[-1] * max(small.shape)) | 1, 2 * (min(small.shape) // 2) + 1)
    difference = small - cv2.medianBlur(levels, max(3, side)) / np.float32(255)
    least = 3 * _measure_noise(difference)
    below, above = (np.maximum(sign * difference - least, 0) for sign in (-1, 1))
    return bool((below * below).sum() >= (above * above).sum())


def _estimate_light(small: _Grey, window: float, paper: _Mask | None, dark: bool) -> _Grey:
    cv2 = import_opencv()
    kernel = np.ones((max(3, round(window)),) * 2, np.uint8)
    source = small
    if paper is not None:
        source = np.where(paper, small, np.float32(0 if dark else 1))
    # Beyond the border, the image is continued: ink that the border cuts is closed over too.
    reach = len(kernel)
    wide = cv2.copyMakeBorder(source, reach, reach, reach, reach, cv2.BORDER_REFLECT)
    light = cv2.morphologyEx(wide, cv2.MORPH_CLOSE if dark else cv2.MORPH_OPEN, kernel)
    light = light[reach:-reach, reach:-reach]
    light = cv2.GaussianBlur(np.ascontiguousarray(light), (0, 0), 1.0)
    # Noise makes the brightest of a window brighter than the paper is.
    ratio = small / np.maximum(light, 0.03)
    bias = float(np.median(ratio if paper is None else ratio[paper])) if ratio.size else 1.0
    return np.asarray(light * (bias if 0.8 < bias < 1.25 else 1.0), np.float32)


def _compare(grey: _Grey, light: _Grey, dark: bool) -> _Grey:
    if dark:
        # In the deepest shade, a step of grey is no ink.
        return np.asarray((light - grey) / np.maximum(light, 0.2), np.float32)
    # Bright ink on a dark board: its share of the range that is left above the board.
    return np.asarray((grey - light) / np.maximum(1 - light, 0.1), np.float32)


def _find_thick(contrast: _Grey, paper: _Mask | None, thinner: float) -> _Mask:
    """Return which of the light's pixels are of strokes too thick for a window of `thinner`."""
    cv2 = import_opencv()
    inner = contrast if paper is None else contrast[paper]
    threshold = max(_MIN_INK, _DEVIATIONS * _measure_noise(inner))
    mask = contrast > threshold
    if paper is not None:
        mask &= paper
    # Lines that are thin enough for the smaller window connect no thick strokes.
    kernel = np.ones((2 * round(thinner / 4) + 1,) * 2, np.uint8)
    mask = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    n, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if n < 2:
        return np.zeros(contrast.shape, np.bool_)
    height, width = contrast.shape
    flat = labels.ravel()
    above = np.maximum(contrast, 0).ravel()
    total = np.bincount(flat, above, n)
    level = np.bincount(flat, above * above, n) / np.maximum(total, 1e-9)
    peak = np.zeros(n, np.float32)
    np.maximum.at(peak, flat, contrast.ravel())
    rise = np.hypot(*np.gradient(contrast)).ravel()
    edge = np.bincount(flat, rise * rise, n) / np.maximum(np.bincount(flat, rise, n), 1e-9)
    left, top, across, down = stats[:, :4].T
    inside = (left > 0) & (top > 0) & (left + across < width) & (top + down < height)
    if paper is not None:
        rim = cv2.dilate((~paper).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        inside &= np.bincount(flat, rim.ravel(), n) == 0
    good = inside & (np.maximum(across, down) >= _MIN_EXTENT * max(height, width))
    good &= (edge >= _SHARP * level) & (peak <= _DARKER * level)
    good[0] = False
    return np.asarray(good[labels])


def _measure_noise(values: _Grey) -> float:
    sample = values.ravel()[:: max(1, values.size // 20_000)]
    if not sample.size:
        return 0.0
    return 1.4826 * float(np.median(np.abs(sample - np.median(sample))))
