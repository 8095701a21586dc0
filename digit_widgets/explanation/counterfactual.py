"""Counterfactual: the smallest change of a drawing's ink that makes a model read another label.

A part of a stroke is erased, or a short straight stroke is added: between two points of the
drawing, which closes a gap, or from a point outwards. All these changes are first read in the
drawing's own frame, shortest first, many at a time. Those whose wanted label is probable enough are
then drawn, normalised and read as any other drawing is. What is found is the smallest of what was
tried: another, smaller change may exist.
The idea of a smallest change that alters a decision is that of S. Wachter, B. Mittelstadt and
C. Russell ("Counterfactual explanations without opening the black box", arXiv 1711.00399); here it
is one that a hand can make.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.explanation.arguments import check_pieces, open_model
from digit_widgets.explanation.ink_pieces import InkPieces, join_paths
from digit_widgets.imaging import PEN_WIDTH, normalize_ink
from digit_widgets.imaging.raster import rasterize_paths
from digit_widgets.ink import Bounds, Ink
from digit_widgets.predictors import THRESHOLD
from digit_widgets.predictors.digit_predictor import predict_with_scores
from digit_widgets.recognition import Prediction, Recognizer

__all__ = ["Counterfactual", "find_counterfactual"]

#: Changes read at a time, and probability of the wanted label from which one is drawn and verified.
_BATCH, _PROMISING = 32, 0.3
#: Shortest and longest added stroke, in pixels of the image.
_SHORTEST, _LONGEST = 2.0, 13.0
#: Lengths of strokes that lead from a point outwards, in pixels of the image, and their directions.
_OUTWARDS = (4.0, 6.0, 9.0)
_DIRECTIONS = tuple(
    (math.cos(angle), math.sin(angle)) for angle in np.linspace(0, 2 * math.pi, 8, endpoint=False)
)
#: Fewest pieces that are erased: the round ends of the rest would close a smaller gap.
_FEWEST = 2
#: Largest share of the ink that is erased.
_MOST_ERASED = 0.5
#: Factor by which the number of erased pieces grows from one size that is tried to the next.
_GROWTH = 1.25
#: Added ink that covers less than this, in whole pixels, lies on what is drawn already.
_LEAST_NEW = 1.5

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Counterfactual:
    """A change of a drawing, and what it is then read as.

    Attributes
    ----------
    ink
        The changed drawing.
    prediction
        What the model reads in it, as `read` would; its label is the one wanted.
    erased
        (N, 2) float64: the path that was erased, in the drawing's unit; None if ink was added.
    added
        (2, 2) float64: the stroke that was added; None if ink was erased.
    length
        Length of that path, in the drawing's unit.
    share
        That length divided by the length of all strokes.
    """

    ink: Ink
    prediction: Prediction
    erased: _Floats | None
    added: _Floats | None
    length: float
    share: float


class _Change(NamedTuple):
    """A change that is tried: the first and last of the pieces erased, or else a stroke added."""

    length: float
    erased: tuple[int, int] | None
    added: _Floats | None


def find_counterfactual(
    model: Any,
    pieces: InkPieces,
    target: str | None = None,
    *,
    threshold: float = THRESHOLD,
    within: Bounds | None = None,
) -> Counterfactual | None:
    """Find the smallest change of a drawing, among about a thousand, that changes its label.

    Parameters
    ----------
    model
        Anything that `load_predictor` takes.
    pieces
        The drawing, as `cut_ink` returns it.
    target
        The label that is wanted; None for any other than the present one.
    threshold
        The score in 0..1 below which a drawing is rejected, as in `read`: a change after which the
        drawing is rejected does not count.
    within
        Where strokes may be added, in the drawing's unit; None for anywhere near the drawing.

    Returns
    -------
    The change; None if no change among those tried gives the label.

    Raises
    ------
    ArgumentError
        The drawing is not in pieces, the threshold is not in 0..1, or the model has no such label
        or reads it already.
    ModelError
        The model cannot be used, or its output is not probabilities. Exceptions of the model's own
        code pass through.

    Warns
    -----
    ModelWarning
        The model reads no digits, however it is fed.
    """
    recognizer = Recognizer(open_model(model), threshold)
    pieces = check_pieces(pieces)
    present = recognizer.read_image(pieces.image).label
    wanted = _wanted(recognizer.labels, present, target)
    # An erasure before an addition of the same length, whatever the rounding of both.
    changes = sorted(
        [*_erasures(pieces), *_additions(pieces, within)],
        key=lambda each: round(each.length * pieces.placed.scale, 6),
    )
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        images = _rasterize(pieces, batch)
        probabilities = predict_with_scores(recognizer.predictor, images)[0]
        is_promising = probabilities[:, wanted].max(axis=1) >= _PROMISING
        promising = [batch[place] for place in np.flatnonzero(is_promising)]
        if found := _verify(recognizer, pieces, promising, wanted):
            return found
    return None


def _wanted(labels: Sequence[str], present: str | None, target: str | None) -> list[int]:
    if target is not None and target not in labels:
        raise ArgumentError(
            f"There is no label {target!r:.40}; the model's labels are {', '.join(labels):.200}."
        )
    if target is not None and target == present:
        raise ArgumentError(f"The drawing is read as {target!r:.40} already: choose another label.")
    if target is not None:
        return [labels.index(target)]
    return [place for place, label in enumerate(labels) if label != present]


def _verify(
    recognizer: Recognizer, pieces: InkPieces, changes: list[_Change], wanted: list[int]
) -> Counterfactual | None:
    """Draw changes, read them as any other drawing, and return the first that is read as wanted."""
    inks = [_apply(pieces, change) for change in changes]
    labels = {recognizer.labels[place] for place in wanted}
    predictions = recognizer.read_inks(inks, [normalize_ink(ink) for ink in inks])
    for change, ink, prediction in zip(changes, inks, predictions, strict=True):
        if prediction.label in labels:
            erased = None
            if change.erased is not None:
                first, last = change.erased
                erased = join_paths(list(pieces.paths[first : last + 1]))
            share = change.length / float(pieces.lengths.sum())
            return Counterfactual(ink, prediction, erased, change.added, change.length, share)
    return None


def _erasures(pieces: InkPieces) -> Iterator[_Change]:
    """Yield erasures of successive pieces of one stroke, of few pieces and of more."""
    total = float(pieces.lengths.sum())
    for begin, end in pieces.stroke_spans:
        count = end - begin + 1
        sizes, size = [count] if count < len(pieces) else [], float(_FEWEST)
        while size < count:
            sizes.append(round(size))
            size *= _GROWTH
        for number in sorted(set(sizes)):
            for first in range(begin, end - number + 2):
                last = first + number - 1
                length = float(pieces.lengths[first : last + 1].sum())
                if length <= _MOST_ERASED * total:
                    yield _Change(length, (first, last), None)


def _additions(pieces: InkPieces, within: Bounds | None) -> Iterator[_Change]:
    """Yield short strokes between two points of the drawing, and from points outwards."""
    scale = pieces.placed.scale
    places, ends = [], []
    for begin, end in pieces.stroke_spans:
        ends += [pieces.paths[begin][0], pieces.paths[end][-1]]
        places += [pieces.paths[piece][0] for piece in range(begin + 2, end, 2)]
    strokes = [np.stack(pair) for pair in combinations([*ends, *places], 2)]
    strokes += [
        np.stack([start, start + np.multiply(direction, length / scale)])
        for start in [*ends, *places[1::3]]
        for direction in _DIRECTIONS
        for length in _OUTWARDS
    ]
    for stroke in strokes:
        length = float(np.hypot(*(stroke[1] - stroke[0])))
        if _SHORTEST <= length * scale <= _LONGEST and _is_within(stroke, within):
            yield _Change(length, None, stroke)


def _is_within(stroke: _Floats, bounds: Bounds | None) -> bool:
    if bounds is None:
        return True
    low, high = (bounds.left, bounds.top), (bounds.right, bounds.bottom)
    return bool(((stroke >= low) & (stroke <= high)).all())


def _rasterize(pieces: InkPieces, changes: list[_Change]) -> NDArray[np.float32]:
    """Return (N, 28, 28) images of changed drawings, in the frame of the unchanged one."""
    whole, placed = pieces.image, pieces.placed
    images = np.repeat(whole[np.newaxis], len(changes), axis=0)
    erasures = [(place, *each.erased) for place, each in enumerate(changes) if each.erased]
    if erasures:
        erased, first, last = np.array(erasures).T
        images[erased] = pieces.remove(first, last)
    added = [(place, each.added) for place, each in enumerate(changes) if each.added is not None]
    if added:
        shift = np.array([placed.dx, placed.dy])
        lines = rasterize_paths([stroke * placed.scale + shift for _, stroke in added], PEN_WIDTH)
        is_new = np.maximum(lines - whole, 0).sum(axis=(1, 2)) >= _LEAST_NEW
        places = np.array([place for place, _ in added])
        images[places[is_new]] = np.maximum(whole, lines[is_new])
    return images


def _apply(pieces: InkPieces, change: _Change) -> Ink:
    if change.erased is not None:
        return pieces.erase(*change.erased)
    assert change.added is not None
    return pieces.ink.begin_stroke(change.added, pieces.ink.strokes[-1].width)
