"""Background removal: separates ink from uneven light, grain, ruled lines and specks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from digit_widgets.imaging.photo.components import Components, find_components
from digit_widgets.imaging.photo.ruled_lines import remove_ruled_lines

__all__ = ["downscale", "extract_ink", "has_uniform_background"]

#: Longest side, in pixels, of the image in which ink is separated from paper.
_WORKING = 384
#: Paper is uniform if this share of its pixels is within this share of the contrast.
_EVEN_SHARE, _EVEN_SPREAD = 0.985, 0.08
#: A pixel with more than this share of the contrast is ink.
_STROKE = 0.6
#: Longest side of the light estimate, the window of its median, and the radius of its blur.
_LIGHT, _WINDOW, _SOFTNESS = 48, 15, 2.0
#: Ink differs from the paper by at least this share, and this many standard deviations.
_MIN_INK, _DEVIATIONS = 0.05, 4.5
#: Ink smaller than this share of the image's longer side is not a digit.
_MIN_EXTENT = 0.03
#: Ink's contrast rises at its edges by at least this share per pixel; a shadow's does not.
_SHARP = 0.12
#: A further part of a digit has at least this size and at most this distance, in extents of the
#: largest part.
_PART, _NEAR = 0.12, 0.35
#: A digit smaller than this share of the image is extracted again from a close-up.
_SMALL = 0.4

_Grey = NDArray[np.float32]
_Box = tuple[int, int, int, int]


def has_uniform_background(image: _Grey, paper: float, ink: float) -> bool:
    """Return True if the paper has one grey, as in drawings and good scans.

    Parameters
    ----------
    image
        (H, W) float32 in 0..1.
    paper, ink
        The grey of the paper and of the ink.
    """
    level = (image - paper) / (ink - paper)
    near = np.abs(level) <= _EVEN_SPREAD
    # A printed line covers little of the whole border, but more of the two sides that it meets.
    if all(side.mean() >= _EVEN_SHARE for side in (near[0], near[-1], near[:, 0], near[:, -1])):
        return True
    # An image cut close to its digit shows ink at its sides, and grey only at strokes' edges.
    small = _shrink(level, _WORKING)
    stroke = _filter(small, ImageFilter.MaxFilter(5)) > _STROKE
    even = ((np.abs(small) <= _EVEN_SPREAD) | stroke).mean() >= _EVEN_SHARE
    return bool(even) and remove_ruled_lines(small, _STROKE / 2) is small


def downscale(image: _Grey, longest: int) -> _Grey:
    """Average whole blocks of pixels until the longer side is below twice `longest`."""
    factor = max(image.shape) // longest
    return image if factor < 2 else np.asarray(Image.fromarray(image).reduce(factor))


def extract_ink(image: _Grey) -> _Grey:
    """Separate the ink of one digit from its paper.

    Parameters
    ----------
    image
        (H, W) float32 in 0..1: a photograph, dark on light or light on dark.

    Returns
    -------
    float32 in 0..1 of the digit's surroundings, ink 1 on 0; all 0 if nothing stands out.
    """
    ink, box = _extract(image)
    if box is None:
        return ink
    scale = max(image.shape) / max(ink.shape)
    extent = max(box[2] - box[0], box[3] - box[1])
    if extent > _SMALL * max(ink.shape):
        return ink
    margin = extent
    top, left, bottom, right = (
        round(scale * edge)
        for edge in (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)
    )
    nearer, again = _extract(image[max(top, 0) : bottom, max(left, 0) : right])
    return ink if again is None else nearer


def _extract(image: _Grey) -> tuple[_Grey, _Box | None]:
    grey = _shrink(image, _WORKING)
    contrast, noise = _measure_contrast(grey)
    level, threshold = _levels(contrast, noise)
    if level:
        contrast = remove_ruled_lines(contrast, max(0.35 * level, 2.5 * noise))
        level, threshold = _levels(contrast, noise)
    if not level:
        return np.zeros_like(grey), None
    mask = _filter(contrast, ImageFilter.MaxFilter(3)) > threshold
    parts = find_components(mask, contrast)
    chosen = _digit(parts, grey.shape)
    if not chosen.any():
        return np.zeros_like(grey), None
    if _measure_sharpness(contrast, parts.mask(chosen)) < _SHARP * level + 1.5 * noise:
        return np.zeros_like(grey), None
    low = 0.25 * threshold
    ink = np.clip((contrast - low) / (level - low), 0.0, 1.0) * parts.mask(chosen)
    top, left = parts.boxes[chosen, :2].min(axis=0)
    bottom, right = parts.boxes[chosen, 2:].max(axis=0)
    return ink.astype(np.float32), (int(top), int(left), int(bottom), int(right))


def _measure_contrast(grey: _Grey) -> tuple[_Grey, float]:
    """Return each pixel's contrast with the paper, above 0 for ink, and the paper's noise."""
    small = _shrink(grey, _LIGHT)
    light = _filter_by_rank(small, 0.5)
    difference = small - light
    dark = -float(np.percentile(difference, 1)) > float(np.percentile(difference, 99))
    # Under a thick pen, the median would be ink.
    light = _filter_by_rank(small, 0.7 if dark else 0.3)
    contrast, noise = _divide_by_light(grey, light, dark)
    least = max(0.5 * _levels(contrast, noise)[1], 3 * noise, 0.02)
    paper = (_shrink(contrast, _LIGHT) < least).astype(np.float32)
    weight = _blur(paper, _SOFTNESS)
    lit = _blur(small * paper, _SOFTNESS)
    light = (lit + 0.02 * light) / (weight + 0.02)
    return _divide_by_light(grey, light, dark)


def _filter_by_rank(small: _Grey, share: float) -> _Grey:
    """Return, for each pixel, the given quantile of the window around it."""
    reach = _WINDOW // 2
    # Continue a fall-off of the light beyond the image's edge.
    odd = np.pad(
        small, [(min(reach, side - 1),) * 2 for side in small.shape], "reflect", reflect_type="odd"
    )
    rank = ImageFilter.RankFilter(_WINDOW, int(share * _WINDOW * _WINDOW))
    top, left = ((a - b) // 2 for a, b in zip(odd.shape, small.shape, strict=True))
    height, width = small.shape
    return _filter(odd, rank)[top : top + height, left : left + width]


def _divide_by_light(grey: _Grey, light: _Grey, dark: bool) -> tuple[_Grey, float]:
    height, width = grey.shape
    image = Image.fromarray(light.astype(np.float32))
    light = np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))
    ratio = (grey / np.maximum(light, 0.03) - 1).astype(np.float32)
    contrast = _blur(-ratio if dark else ratio, 0.7)
    sample = contrast[::2, ::2]
    noise = 1.4826 * float(np.median(np.abs(sample - np.median(sample))))
    return contrast, noise


def _levels(contrast: _Grey, noise: float) -> tuple[float, float]:
    """Return the ink's contrast, 0 if nothing stands out, and the threshold between ink and paper.

    The threshold is halfway between paper and ink (T. Ridler and S. Calvard, "Image thresholding
    using an iterative selection method", 1978).
    """
    least = max(_MIN_INK, _DEVIATIONS * noise)
    threshold, level = least, 0.0
    for _ in range(6):
        ink = contrast[contrast > threshold]
        if not len(ink):
            break
        level = float(ink.mean())
        threshold = max(least, 0.5 * level)
    return level, threshold


def _digit(parts: Components, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Choose the parts of the digit: the largest, and others that are large and near enough."""
    chosen = np.zeros(len(parts), np.bool_)
    if not len(parts):
        return chosen
    extents, boxes = parts.extents, parts.boxes
    at_edge = (boxes[:, :2] == 0).any(axis=1) | (boxes[:, 2:] == shape).any(axis=1)
    weights = parts.weights * np.where(at_edge, 0.1, 1.0) * (extents >= 3)
    main = int(np.argmax(weights))
    if extents[main] < _MIN_EXTENT * max(shape):
        return chosen
    gaps = np.maximum(boxes[:, :2] - boxes[main, 2:], boxes[main, :2] - boxes[:, 2:]).max(axis=1)
    chosen = (extents >= _PART * extents[main]) & (gaps <= _NEAR * extents[main])
    # Other parts at the edge are the table, unless the image is cut close to the digit.
    chosen &= ~at_edge | at_edge[main]
    chosen[main] = True
    return np.asarray(chosen, np.bool_)


def _measure_sharpness(contrast: _Grey, mask: NDArray[np.bool_]) -> float:
    """Return the 95th percentile of the contrast's rise per pixel: shadows have no edges."""
    steps = np.maximum(*(np.abs(step) for step in np.gradient(contrast)))
    return float(np.percentile(steps[mask], 95))


def _shrink(image: _Grey, longest: int) -> _Grey:
    """Shrink to a longest side by averaging; smaller images are unchanged."""
    height, width = image.shape
    scale = longest / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(scale * width)), max(1, round(scale * height)))
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX))


def _blur(image: _Grey, radius: float) -> _Grey:
    """Blur with a Gaussian of this standard deviation in pixels (Pillow cannot blur floats)."""
    reach = int(np.ceil(2.5 * radius))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / radius) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    padded = np.pad(image, reach, mode="edge")
    height, width = image.shape
    rows = sum(w * padded[i : i + height] for i, w in enumerate(weights))
    return np.asarray(sum(w * rows[:, i : i + width] for i, w in enumerate(weights)))


def _filter(image: _Grey, kind: ImageFilter.Filter) -> _Grey:
    return np.asarray(Image.fromarray(image).filter(kind))
