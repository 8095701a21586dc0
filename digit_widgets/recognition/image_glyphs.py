"""Image glyphs: finds the digits in an image, by its pen strokes and by what the model reads.

The pieces of each row, from left to right, are grouped as the strokes of ink are: up to four
neighbours may be one digit, all such groups are judged by the model in one call, and the row is the
cheapest chain of groups (`digit_widgets.recognition.segmentation`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.imaging import fit_digit, load_scaled_image
from digit_widgets.imaging.image_normalizer import find_image_strokes, normalize_image
from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.imaging.photo.pieces import Piece, StrokeRow
from digit_widgets.imaging.photo.strokes import Strokes
from digit_widgets.ink import Bounds
from digit_widgets.predictors.base import Predictor
from digit_widgets.predictors.digit_predictor import predict_with_scores
from digit_widgets.recognition.chain_shares import measure_shares
from digit_widgets.recognition.piece_groups import PieceGroups, find_piece_groups
from digit_widgets.recognition.row_company import weigh_scores
from digit_widgets.recognition.segmentation import find_cheapest_chain

__all__ = ["ImageGlyphs", "find_image_glyphs"]

#: At most this many groups are judged, those of the highest rows: an image with more is of print.
_MOST_GROUPS = 300
#: Smaller probabilities and scores are raised to this: no single one may decide alone.
_LEAST = 0.02
#: How probable a row is, of which something was left out.
_LEFT_OUT = 0.4
#: A glyph that costs more than this, in a row that is surely of several, may be two digits.
_DOUBT = 2.2


@dataclass(frozen=True, slots=True)
class ImageGlyphs:
    """The glyphs found in an image, row by row.

    Attributes
    ----------
    bounds
        The box around each one's ink, in the image's pixels.
    rows
        The number of its row, from the top, from 0.
    images
        (N, 28, 28) float32 in 0..1: the model's inputs.
    probabilities, scores
        (N, classes) and (N,) float32, or None for the scores: the model's output, with what else
        stands in its row counted into a score.
    doubted
        For each, True if it may be two digits: it is unclear, whatever its score.
    grouping
        For each, how probable it is that its ink is one digit, in 0..1.
    """

    bounds: tuple[Bounds, ...]
    rows: tuple[int, ...]
    images: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    scores: NDArray[np.float32] | None
    doubted: tuple[bool, ...]
    grouping: tuple[float, ...]


def find_image_glyphs(predictor: Predictor, image: ArrayLike | Image.Image) -> ImageGlyphs:
    """Find the digits in an image, and what may be one.

    Parameters
    ----------
    predictor
        The model, called once unless nothing is found.
    image
        A Pillow image, or an (H, W) grey-scale array.

    Raises
    ------
    ImageError
        The array is not a grey-scale image, or OpenCV is not installed.
    ModelError
        The model's output is not probabilities.
    """
    grey, scale = load_scaled_image(image) if isinstance(image, Image.Image) else (image, 1.0)
    strokes = find_image_strokes(grey)
    if strokes is None:
        small = normalize_image(grey)
        height, width = np.shape(grey)
        if not small.any():
            return _nothing(predictor)
        probabilities, scores = predict_with_scores(predictor, small[np.newaxis])
        whole = Bounds(0.0, 0.0, scale * width, scale * height)
        return ImageGlyphs(
            (whole,), (0,), small[np.newaxis], probabilities, scores, (False,), (1.0,)
        )
    rows = _find_rows(strokes.rows)
    if not rows:
        return _nothing(predictor)
    pieces = [group for row in rows for group in row.pieces]
    images = np.stack([fit_digit(strokes.ink(group), thicken=True) for group in pieces])
    probabilities, scores = predict_with_scores(predictor, images)
    costs = -np.log(np.maximum(probabilities.max(axis=1), _LEAST)).astype(np.float64)
    if scores is not None:
        costs -= np.log(np.maximum(scores, _LEAST))
    chain, numbers, doubted, grouping, start = [], [], [], [], 0
    weighed_scores: list[float] = []
    for number, row in enumerate(rows):
        own = costs[start : start + len(row.pieces)] + row.costs
        chosen = find_cheapest_chain(row.spans, own)
        chain += [start + group for group in chosen]
        numbers += [number] * len(chosen)
        doubted += [row.is_sure and bool(own[group] > _DOUBT) for group in chosen]
        shares = measure_shares(row.spans, own) * _are_digits(row, own)
        shares *= 1.0 if row.is_whole else _LEFT_OUT
        if scores is not None:
            before = scores[start : start + len(row.pieces)][chosen]
            weighed = weigh_scores(before)
            # What only its company makes a digit may be none.
            shares[chosen] *= np.where(before < weighed, weighed, 1.0)
            weighed_scores += weighed.tolist()
        grouping += [float(shares[group]) for group in chosen]
        start += len(row.pieces)
    return ImageGlyphs(
        tuple(_bounds(pieces[index], strokes, scale) for index in chain),
        tuple(numbers),
        images[chain],
        probabilities[chain],
        None if scores is None else np.array(weighed_scores, np.float32),
        tuple(doubted),
        tuple(grouping),
    )


def _find_rows(rows: tuple[StrokeRow, ...]) -> list[PieceGroups]:
    """Return the groups of the highest rows, as many as are judged, from the top."""
    groups, total = {}, 0
    for number in sorted(range(len(rows)), key=lambda number: -rows[number].height):
        found = find_piece_groups(rows[number])
        total += len(found.pieces)
        if total > _MOST_GROUPS:
            break
        groups[number] = found
    return [groups[number] for number in sorted(groups)]


def _are_digits(row: PieceGroups, costs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how probable it is that each group is not what costs as much as two digits do."""
    return np.asarray(1 / (1 + row.risky * np.exp(costs - _DOUBT)))


def _nothing(predictor: Predictor) -> ImageGlyphs:
    images = np.zeros((0, IMAGE_SIZE, IMAGE_SIZE), np.float32)
    return ImageGlyphs(
        (), (), images, np.zeros((0, len(predictor.labels)), np.float32), None, (), ()
    )


def _bounds(pieces: tuple[Piece, ...], strokes: Strokes, scale: float) -> Bounds:
    boxes = np.array([piece.box for piece in pieces])
    ends = np.stack([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
    (left, top), (right, bottom) = scale * (strokes.scale * ends + strokes.corner)
    return Bounds(float(left), float(top), float(right), float(bottom))
