"""Sentences: what an explanation shows, in words, for screen readers and for `print`."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from digit_widgets.explanation.counterfactual import Counterfactual
from digit_widgets.explanation.ink_attribution import InkAttribution
from digit_widgets.explanation.question import Question
from digit_widgets.ink import Bounds
from digit_widgets.recognition.wording import percent

__all__ = [
    "LITTLE",
    "describe_attribution",
    "describe_counterfactual",
    "describe_picture",
    "describe_place",
]

#: Evidence below this, a tenth more or less in the odds, makes little difference.
LITTLE = 0.1
#: Largest factor of the odds that is written: beyond it, calibrations say nothing.
_MOST_TIMES = 1000
#: A drawing is narrow or flat if one side is below this share of the other: such a drawing has no
#: left and right, or no top and bottom.
_THIN = 0.3


def describe_place(x: float, y: float, bounds: Bounds) -> str:
    """Return where a point lies in a drawing, in thirds of its box: "at the top left"."""
    sides = bounds.width, bounds.height
    across = _third(x - bounds.left, bounds.width, sides, ("left", "", "right"))
    down = _third(y - bounds.top, bounds.height, sides, ("top", "", "bottom"))
    words = " ".join(word for word in (down, across) if word)
    return f"at the {words}" if words else "in the middle"


def describe_attribution(attribution: InkAttribution, question: Question) -> str:
    """Return which pieces of a drawing speak most for a label, and most against it.

    Raises
    ------
    ArgumentError
        The model has no such label.
    """
    evidence = attribution.weigh(question)
    strongest, weakest = int(evidence.argmax()), int(evidence.argmin())
    told = []
    if evidence[strongest] >= LITTLE:
        told.append(_describe_piece(attribution, question, strongest, "for"))
    if evidence[weakest] <= -LITTLE:
        told.append(_describe_piece(attribution, question, weakest, "against"))
    elif told:
        told.append(f"Nothing drawn speaks against {question}.")
    return " ".join(told) or f"No single piece makes much difference to {question}."


def describe_counterfactual(found: Counterfactual, bounds: Bounds) -> str:
    """Return a change, where it is, and what is then read.

    "The smallest change found: erase 20% of the ink, at the top. It is then read as 4, 88%."
    """
    path = found.added if found.erased is None else found.erased
    assert path is not None
    where = describe_place(*_middle(path, bounds), bounds)
    share = f"{percent(found.share)} of the ink"
    change = f"add a stroke of {share}" if found.erased is None else f"erase {share}"
    reading = f"{found.prediction.label}, {percent(found.prediction.confidence)}"
    return f"The smallest change found: {change}, {where}. It is then read as {reading}."


def describe_picture(
    evidence: NDArray[np.floating], image: NDArray[np.float32], question: Question
) -> str:
    """Return where a picture of (28, 28) evidence is strongest."""
    rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
    box = Bounds(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    told = []
    for words, signed in (("for", evidence), ("against", -evidence)):
        if signed.max() >= LITTLE:
            row, column = np.unravel_index(int(signed.argmax()), signed.shape)
            place = describe_place(float(column) + 0.5, float(row) + 0.5, box)
            told.append(f"most {words} {question} {place}")
    return "; ".join(told) or f"little makes a difference to {question}"


def _describe_piece(attribution: InkAttribution, question: Question, piece: int, words: str) -> str:
    pieces = attribution.pieces
    bounds = pieces.ink.bounds
    assert bounds is not None
    where = describe_place(*_middle(pieces.paths[piece], bounds), bounds)
    stroke = f" (stroke {pieces.strokes[piece] + 1})" if len(pieces.ink.strokes) > 1 else ""
    factor = math.exp(abs(float(attribution.weigh(question)[piece])))
    times = f"over {_MOST_TIMES}" if factor > _MOST_TIMES else f"{float(f'{factor:.2g}'):g}"
    change = "lower" if words == "for" else "higher"
    told = f"What is drawn {where}{stroke} speaks most {words} {question}"
    return f"{told}: without it, the odds are {times} times {change}."


def _third(
    position: float, extent: float, sides: tuple[float, float], words: tuple[str, str, str]
) -> str:
    if extent < _THIN * max(sides):
        return ""
    return words[min(max(int(3 * position / extent), 0), 2)]


def _middle(path: NDArray[np.float64], bounds: Bounds) -> tuple[float, float]:
    """Return the middle of a path, moved into a drawing's box."""
    x, y = ((path[0] + path[-1]) / 2).tolist() if len(path) == 2 else path[len(path) // 2].tolist()
    return (
        min(max(x, bounds.left), bounds.right),
        min(max(y, bounds.top), bounds.bottom),
    )
