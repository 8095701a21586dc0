"""Strokes: runs the steps that find the pen strokes in an image, and sorts them into rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging.photo.components import Components, find_components
from digit_widgets.imaging.photo.enclosing import find_enclosing
from digit_widgets.imaging.photo.light import Contrast, measure_contrast
from digit_widgets.imaging.photo.opencv import import_opencv
from digit_widgets.imaging.photo.pen_strokes import choose_strokes
from digit_widgets.imaging.photo.pieces import Piece, StrokeRow, sort_pieces
from digit_widgets.imaging.photo.ruled_lines import remove_ruled_lines
from digit_widgets.imaging.photo.sheet import find_sheet

__all__ = ["Strokes", "find_strokes"]

#: Longest side, in pixels, at which strokes are found; smaller images are enlarged to the second.
_WORKING, _LEAST = 768, 256
#: A sheet that is at most this share of the image is looked at more closely.
_CLOSER = 0.8
#: Pieces are close to each other at this share of the larger one's extent.
_CLOSE = 0.1
#: Slopes below this tangent are left: handwriting is not turned with its row.
_LEVEL = 0.07

_Grey = NDArray[np.float32]
_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """The pen strokes of an image.

    Attributes
    ----------
    rows
        From the top.
    slope
        Of the rows, as a tangent, above 0 if they fall from left to right.
    whole
        (h, w) float32 in 0..1: the image at its working size.
    grey
        (H, W) float32 in 0..1: the working image, in which strokes were looked for: the whole, or
        around a sheet that is far smaller, which is seen more closely then.
    sheet
        (H, W) booleans, True within the sheet; None if there is no background.
    evened, contrast
        The contrast with the paper, and without ruled lines.
    parts, kept
        All components, and (N,) booleans, which of them are pen strokes.
    scale
        Pixels of the image per pixel of the working image.
    corner
        Where the working image's left and top are, in pixels of the image.
    """

    rows: tuple[StrokeRow, ...]
    slope: float
    whole: _Grey
    grey: _Grey
    sheet: _Mask | None
    evened: Contrast
    contrast: _Grey
    parts: Components
    kept: _Mask
    scale: float
    corner: tuple[int, int]

    def main_pieces(self) -> tuple[Piece, ...]:
        """Return the largest piece and those of its row that lie above, below or close to it."""
        if not self.rows:
            return ()
        row, main = max(
            ((row, piece) for row in self.rows for piece in row.pieces),
            key=lambda pair: int(pair[1].mask.sum()),
        )
        left, top, right, bottom = main.box
        reach = _CLOSE * max(right - left, bottom - top)
        return tuple(
            piece for piece in row.pieces if max(piece.box[0] - right, left - piece.box[2]) <= reach
        )

    def ink(self, pieces: tuple[Piece, ...]) -> _Grey:
        """Return (H, W) float32 in 0..1 of some pieces alone, upright, with ink at 1."""
        cv2 = import_opencv()
        boxes = np.array([piece.box for piece in pieces])
        (left, top), (right, bottom) = boxes[:, :2].min(axis=0) - 1, boxes[:, 2:].max(axis=0) + 1
        mask = np.zeros((bottom - top, right - left), np.uint8)
        for piece in pieces:
            x, y = piece.box[0] - left, piece.box[1] - top
            mask[y : y + piece.mask.shape[0], x : x + piece.mask.shape[1]] |= piece.mask
        height, width = self.grey.shape
        around = slice(max(top, 0), min(bottom, height)), slice(max(left, 0), min(right, width))
        contrast = np.zeros(mask.shape, np.float32)
        contrast[around[0].start - top :, around[1].start - left :][
            : around[0].stop - around[0].start, : around[1].stop - around[1].start
        ] = self.contrast[around]
        values = contrast[mask > 0]
        level = float((values * values).sum() / max(float(values.sum()), 1e-9))
        low = 0.12 * level
        # The strokes' soft edges are ink too.
        mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))
        ink = np.clip((contrast - low) / max(level - low, 1e-6), 0, 1) * (mask > 0)
        if abs(self.slope) < _LEVEL:
            return np.asarray(ink, np.float32)
        reach = max(ink.shape) // 2
        wide = cv2.copyMakeBorder(ink, reach, reach, reach, reach, cv2.BORDER_CONSTANT)
        middle = wide.shape[1] / 2, wide.shape[0] / 2
        turn = cv2.getRotationMatrix2D(middle, float(np.degrees(np.arctan(self.slope))), 1.0)
        return np.asarray(cv2.warpAffine(wide, turn, wide.shape[::-1]), np.float32).clip(0, 1)


def find_strokes(image: _Grey) -> Strokes:
    """Find the pen strokes in an image, and sort them into rows.

    Parameters
    ----------
    image
        (H, W) float32 in 0..1: dark on light or light on dark.

    Raises
    ------
    ImageError
        OpenCV is not installed.
    """
    whole, scale = _resize(image)
    grey, sheet, corner = whole, find_sheet(whole), (0, 0)
    if sheet is not None:
        left, top, right, bottom = _around(sheet, scale, image.shape)
        if max(right - left, bottom - top) <= _CLOSER * max(image.shape):
            corner = left, top
            sheet = _enlarge(sheet, image.shape)[top:bottom, left:right]
            grey, scale = _resize(np.ascontiguousarray(image[top:bottom, left:right]))
            sheet = _enlarge(sheet, grey.shape)
    evened = measure_contrast(grey, sheet)
    parts = find_components(evened.image, evened.threshold, sheet)
    frames = parts.mask(find_enclosing(parts, parts.edges > 0))
    # Of a frame, only the sides that cross the image would be taken for ruled lines.
    unframed = np.where(frames, np.float32(0), evened.image)
    contrast = remove_ruled_lines(unframed, evened.threshold)
    if contrast is unframed:
        contrast = evened.image
    else:
        parts = find_components(contrast, evened.threshold, sheet)
    kept = choose_strokes(parts, evened.threshold)
    rows, slope = sort_pieces(parts, kept)
    return Strokes(rows, slope, whole, grey, sheet, evened, contrast, parts, kept, scale, corner)


def _resize(image: _Grey) -> tuple[_Grey, float]:
    cv2 = import_opencv()
    longest = max(image.shape)
    scale = _WORKING / longest if longest > _WORKING else max(1.0, _LEAST / longest)
    if scale == 1:
        return image, 1.0
    size = tuple(max(1, round(scale * side)) for side in image.shape[::-1])
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=kind)), 1 / scale


def _around(sheet: _Mask, scale: float, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the sheet, in pixels of the image."""
    rows, columns = np.flatnonzero(sheet.any(axis=1)), np.flatnonzero(sheet.any(axis=0))
    if not len(rows):
        return 0, 0, shape[1], shape[0]
    left, top = int(scale * columns[0]), int(scale * rows[0])
    right, bottom = (
        min(int(np.ceil(scale * (ends[-1] + 1))), most)
        for ends, most in ((columns, shape[1]), (rows, shape[0]))
    )
    return left, top, right, bottom


def _enlarge(mask: _Mask, shape: tuple[int, ...]) -> _Mask:
    cv2 = import_opencv()
    size = shape[1], shape[0]
    return np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0)
