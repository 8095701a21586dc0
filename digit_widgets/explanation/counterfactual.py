"""Counterfactual: the smallest change of a drawing's ink that makes a model read another label.

Small changes are first read in the drawing's own frame, shortest first, many at a time. Those whose
wanted label is probable enough are then drawn, normalised and read as any other drawing is. What is
found is the smallest of what was tried: another, smaller change may exist.
The idea of a smallest change that alters a decision is that of S. Wachter, B. Mittelstadt and
C. Russell ("Counterfactual explanations without opening the black box", arXiv 1711.00399); here it
is one that a hand can make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.explanation.arguments import check_pieces, open_model
from digit_widgets.explanation.ink_changes import (
    InkChange,
    apply_change,
    list_changes,
    rasterize_changes,
)
from digit_widgets.explanation.ink_pieces import InkPieces, join_paths
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Bounds, Ink
from digit_widgets.predictors import THRESHOLD
from digit_widgets.predictors.digit_predictor import predict_with_scores
from digit_widgets.recognition import Prediction, Recognizer

__all__ = ["Counterfactual", "find_counterfactual"]

#: Changes read at a time, and probability of the wanted label from which one is drawn and verified.
_BATCH, _PROMISING = 32, 0.3

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
    changes = list_changes(pieces, within)
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        images = rasterize_changes(pieces, batch)
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
    recognizer: Recognizer, pieces: InkPieces, changes: list[InkChange], wanted: list[int]
) -> Counterfactual | None:
    """Draw changes, read them as any other drawing, and return the first that is read as wanted."""
    inks = [apply_change(pieces, change) for change in changes]
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
