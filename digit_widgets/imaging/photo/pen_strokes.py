"""Pen strokes: told from specks, shadows, show-through, frames, rings and underlines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.components import Components
from digit_widgets.imaging.photo.enclosing import find_drawings, find_enclosing
from digit_widgets.imaging.photo.lines import find_lines, find_print

__all__ = ["choose_strokes"]

#: Ink smaller than this share of the image's longer side is not a digit.
_MIN_EXTENT = 0.02
#: Ink stands out from the paper's noise by this factor.
_CLEAR = 1.7
#: Strokes' edges rise by at least this share of their contrast per pixel; a shadow's do not.
_SHARP = 0.09
#: All strokes are of one pen: their width and contrast differ from the largest's by this factor at
#: most. What is fainter shows through from the back, or is a stain.
_LIKE = 0.4
#: The longest strokes of a component, in extents: of touching digits, and of an 8 of curls.
_MOST_LENGTH = 6.5
#: What is thicker than this share of its extent is no stroke, nor what fills its box to the second
#: share and has sides of more than the third.
_BLOB, _FILLED_BOX, _STOUT = 0.4, 0.72, 0.3
#: Strokes of digits have at least the first share of the largest one's extent, and further parts
#: of digits the second.
_DIGIT, _PART = 0.4, 0.1
#: A digit is at most so many times as wide as high.
_ONE_DIGIT = 1.6
#: What is larger than this share of the image has a pen of at least this share of its extent.
_LARGE, _LEAST_PEN = 0.6, 0.03
#: Parts of a digit are as near to it as this share of its extent, and those below the second share
#: as the third.
_NEAR, _TINY, _WITHIN = 0.25, 0.3, 0.03
#: A stroke may meet the border along this share of its extent; a digit to which the image is cut
#: fills this share of both sides, and the other share of it is at the border.
_MOST_CONTACT, _FILLED = 0.3, 0.75
#: It is the digit only if it outweighs by this share what does not meet the border.
_AT_BORDER = 0.3
#: Otherwise only what is of so large a share of the image's shorter side, and meets the border with
#: at most so many widths of its pen, may be the digit, if it outweighs all else by the last share.
_LEAVING, _ENDS, _AT_EDGE = 0.3, 1.6, 0.02
#: Of more components than this, the smallest are left out: noise.
_MOST = 400

_Bools = NDArray[np.bool_]


def choose_strokes(parts: Components, threshold: float) -> _Bools:
    """Choose the components that are pen strokes.

    Parameters
    ----------
    parts
        The components.
    threshold
        The least contrast of ink.

    Returns
    -------
    (N,) booleans.
    """
    shape, extents, pens = parts.labels.shape, parts.extents, parts.pens
    kept = (extents >= 3) & (parts.edges >= _SHARP) & ~_find_blobs(parts)
    # The edges of sheets and screens are long, and thinner than pens that write so large.
    kept &= (extents <= _LARGE * max(shape)) | (pens >= _LEAST_PEN * extents)
    # The strokes of a digit are at most so long; nets and grids are longer.
    kept &= parts.areas <= _MOST_LENGTH * pens * extents
    if np.count_nonzero(kept) > _MOST:
        kept &= parts.areas >= np.sort(parts.areas[kept])[-_MOST]
    # What meets the border with more than the ends of strokes is the desk, a hand or a shadow.
    free = parts.contacts == 0
    # An image that is cut close to its digit is filled by it.
    sides = parts.boxes[:, 2:] - parts.boxes[:, :2]
    filling = (sides >= _FILLED * np.array(shape[::-1])).all(axis=1)
    filling &= parts.contacts * pens <= _MOST_CONTACT * parts.areas
    kept &= free | filling | (parts.contacts <= np.minimum(_MOST_CONTACT * extents, 3 * pens))
    kept &= ~find_drawings(parts, parts.edges >= _SHARP)
    frames = find_enclosing(parts, kept)
    kept &= ~frames
    weights = parts.areas * parts.levels * kept * (extents >= _MIN_EXTENT * max(shape))
    weights *= parts.levels >= _CLEAR * threshold
    # A large drawing may run over the edge with the end of a stroke.
    leaving = (extents >= _LEAVING * min(shape)) & (parts.contacts <= _ENDS * pens)
    weights *= np.where(free, 1.0, np.where(filling, _AT_BORDER, _AT_EDGE * leaving))
    if not weights.any():
        return np.zeros(len(parts), np.bool_)
    main = int(np.argmax(weights))
    kept &= (pens >= _LIKE * pens[main]) & (pens <= pens[main] / _LIKE)
    kept &= parts.levels >= _LIKE * parts.levels[main]
    if (around := _within(parts, frames))[main]:
        # What stands beside a frame, and is smaller, says what to write into it.
        kept &= around | (extents >= _DIGIT * extents[main])
    kept &= ~find_lines(parts, kept)
    kept &= ~find_print(parts, kept)
    if not (weights * kept).any():
        return np.zeros(len(parts), np.bool_)
    wide, high = sides[np.argmax(weights * kept)]
    # What is far wider than high is several digits that touch.
    largest = float(max(high, min(wide, max(_ONE_DIGIT * high, _DIGIT * wide))))
    kept &= extents >= _PART * largest
    if free[main]:
        kept &= free | _beside(parts, kept & free, largest)
    return _near_digits(parts, kept, largest)


def _beside(parts: Components, digits: _Bools, largest: float) -> _Bools:
    """Return which components stand in a row with some digits, as large and close as they are."""
    boxes = parts.boxes
    others = boxes[digits & (parts.extents >= _DIGIT * largest)]
    middles, heights = boxes[:, [1, 3]].mean(axis=1), boxes[:, 3] - boxes[:, 1]
    away = np.abs(middles[:, np.newaxis] - others[:, [1, 3]].mean(axis=1))
    gaps = np.maximum(boxes[:, :1] - others[:, 2], others[:, 0] - boxes[:, 2:3])
    near = (away <= 0.4 * largest) & (gaps <= 0.8 * largest)
    return np.asarray(near.any(axis=1) & (heights >= 0.6 * largest))


def _within(parts: Components, frames: _Bools) -> _Bools:
    """Return which components lie in the box of one of some frames."""
    found = np.zeros(len(parts), np.bool_)
    for left, top, right, bottom in parts.boxes[frames]:
        low, high = (left, top), (right, bottom)
        found |= (parts.boxes[:, :2] >= low).all(axis=1) & (parts.boxes[:, 2:] <= high).all(axis=1)
    return found


def _find_blobs(parts: Components) -> _Bools:
    sides = parts.boxes[:, 2:] - parts.boxes[:, :2]
    filled = parts.areas >= _FILLED_BOX * sides.prod(axis=1)
    stout = sides.min(axis=1) >= _STOUT * sides.max(axis=1)
    return np.asarray((parts.pens > _BLOB * parts.extents) | (filled & stout))


def _near_digits(parts: Components, kept: _Bools, largest: float) -> _Bools:
    """Keep what is as large as a digit, what is smaller and near one, and tiny parts within one."""
    digits = np.flatnonzero(kept & (parts.extents >= _DIGIT * largest))
    small = np.flatnonzero(kept & (parts.extents < _DIGIT * largest))
    boxes = parts.boxes
    for index in small:
        gaps = np.maximum(
            boxes[digits, :2] - boxes[index, 2:], boxes[index, :2] - boxes[digits, 2:]
        )
        away = np.hypot(*gaps.clip(0).T)
        reach = _NEAR if parts.extents[index] >= _TINY * largest else _WITHIN
        kept[index] = bool((away <= reach * largest).any())
    return kept
