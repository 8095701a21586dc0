"""Ink attribution: what each piece of a drawing does for a label, by reading without it.

Each piece is taken away together with its neighbours on the same stroke, because the round ends of
the rest would else close the gap. All variants are read in one batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.explanation.arguments import check_pieces, open_model
from digit_widgets.explanation.ink_pieces import InkPieces
from digit_widgets.explanation.question import Question
from digit_widgets.predictors.digit_predictor import predict_with_scores

__all__ = ["InkAttribution", "attribute_ink"]

#: Pieces taken away on both sides of a piece.
_NEIGHBOURS = 1


@dataclass(frozen=True, slots=True, eq=False)
class InkAttribution:
    """A model's readings of a drawing, whole and without each of its P pieces.

    It answers any `Question` without reading again.

    Attributes
    ----------
    pieces
        The drawing.
    labels
        The model's labels.
    whole
        (labels,) float32: the probabilities for the whole drawing.
    without
        (P, labels) float32: those without each piece and its neighbours.
    """

    pieces: InkPieces
    labels: tuple[str, ...]
    whole: NDArray[np.float32]
    without: NDArray[np.float32]

    def weigh(self, question: Question) -> NDArray[np.float64]:
        """Return (P,) float64: the evidence of each piece; above 0 if it speaks for the label.

        Raises
        ------
        ArgumentError
            The model has no such label.
        """
        return question.weigh_parts(self.labels, self.whole, self.without)


def attribute_ink(model: Any, pieces: InkPieces) -> InkAttribution:
    """Read a drawing whole and without each of its pieces, in one batch.

    Parameters
    ----------
    model
        Anything that `load_predictor` takes.
    pieces
        The drawing, as `cut_ink` returns it.

    Raises
    ------
    ArgumentError
        The drawing is not in pieces.
    ModelError
        The model cannot be used, or its output is not probabilities. Exceptions of the model's own
        code pass through.

    Warns
    -----
    ModelWarning
        The model reads no digits, however it is fed.
    """
    predictor = open_model(model)
    pieces = check_pieces(pieces)
    places = np.arange(len(pieces))
    spans = np.array(pieces.stroke_spans)
    stroke = np.repeat(np.arange(len(spans)), spans[:, 1] - spans[:, 0] + 1)
    first = np.maximum(places - _NEIGHBOURS, spans[stroke, 0])
    last = np.minimum(places + _NEIGHBOURS, spans[stroke, 1])
    images = np.concatenate([pieces.image[np.newaxis], pieces.remove(first, last)])
    # A blank image, without the only stroke of a drawing, is never passed to a model.
    drawn = images.any(axis=(1, 2))
    probabilities = np.full(
        (len(images), len(predictor.labels)), 1 / len(predictor.labels), np.float32
    )
    probabilities[drawn] = predict_with_scores(predictor, images[drawn])[0]
    return InkAttribution(pieces, tuple(predictor.labels), probabilities[0], probabilities[1:])
