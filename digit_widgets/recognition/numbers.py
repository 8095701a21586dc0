"""Number recognition: groups strokes into digits, and recognises each."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.imaging import is_dot, normalize_ink
from digit_widgets.ink import Bounds, Ink, Stroke, flatten_curves
from digit_widgets.predictors.base import THRESHOLD
from digit_widgets.predictors.digit_predictor import predict_with_scores
from digit_widgets.recognition.group_costs import group_costs
from digit_widgets.recognition.prediction import Prediction
from digit_widgets.recognition.recognizer import Recognizer, load_with_warning
from digit_widgets.recognition.segmentation import Groups, find_cheapest_chain, find_groups
from digit_widgets.recognition.wording import NOTHING, ONE_DOT, ONLY_DOTS, likeness, percent

__all__ = [
    "REJECTED_SIGN",
    "GlyphReading",
    "NumberReader",
    "NumberReading",
    "read_number",
]

#: The sign in a number's text for a rejected glyph.
REJECTED_SIGN = "?"


@dataclass(frozen=True, slots=True)
class GlyphReading:
    """A glyph of a number: a digit, or a part of the drawing that is rejected.

    Attributes
    ----------
    prediction
        The model's prediction for it.
    bounds
        The box around its curves, the pen's width not counted, in the ink's unit.
    strokes
        The indices of its strokes in the ink, ascending.
    """

    prediction: Prediction
    bounds: Bounds
    strokes: tuple[int, ...]

    @property
    def confidence(self) -> float:
        """The prediction's largest probability, in 0..1."""
        return self.prediction.confidence

    @property
    def text(self) -> str:
        """The label; "?" if the glyph is rejected."""
        return REJECTED_SIGN if self.prediction.label is None else self.prediction.label


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The result of reading a drawing of several digits.

    Attributes
    ----------
    glyphs
        The digits from left to right; empty if nothing is drawn, or only dots.
    latency
        Seconds from the drawing to the result, normalising included.
    n_dots
        Number of dots if nothing else is drawn; otherwise 0.
    """

    glyphs: tuple[GlyphReading, ...] = ()
    latency: float = 0.0
    n_dots: int = 0

    @property
    def text(self) -> str:
        """The labels in a row, such as ``"2026"``, with "?" for a rejected glyph."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def confidence(self) -> float:
        """The product of the glyphs' confidences, in 0..1; 0 without glyphs."""
        shares = (glyph.confidence for glyph in self.glyphs)
        return math.prod(shares) if self.glyphs else 0.0

    @property
    def score(self) -> float | None:
        """The lowest score of the glyphs, in 0..1; None without scores."""
        scores = [glyph.prediction.score for glyph in self.glyphs]
        return min((score for score in scores if score is not None), default=None)

    @property
    def answer(self) -> str:
        """The labels in a row, or the words for a blank: "nothing drawn", "only a dot"."""
        if self.glyphs:
            return self.text
        return NOTHING if not self.n_dots else ONE_DOT if self.n_dots == 1 else ONLY_DOTS

    def __str__(self) -> str:
        if not self.glyphs:
            return self.answer
        told = f"{self.text}, {percent(self.confidence)}"
        least = "; the least " if len(self.glyphs) > 1 else "; "
        return told if self.score is None else told + least + likeness(self.score)


def read_number(ink: Ink, model: Any = None, *, threshold: float = THRESHOLD) -> NumberReading:
    """Read digits that are written side by side.

    A digit may have several strokes, and a stroke may be drawn later than others further right.
    Digits joined in one stroke, without lifting the pen, are taken for one digit.

    Parameters
    ----------
    ink
        The drawing. For an image of one digit use `read`.
    model
        Anything that `load_predictor` takes; by default the bundled reader network. It is called
        only once per drawing.
    threshold
        The score in 0..1 below which a glyph is rejected; 0 rejects nothing.

    Raises
    ------
    ArgumentError
        Not an `Ink`, or a threshold that is not a number in 0..1.
    ModelError
        The model cannot be loaded, or its output is not probabilities. Exceptions of a function
        given as the model pass through.
    """
    if not isinstance(ink, Ink):
        raise ArgumentError(
            f"A number is read in the strokes of an Ink, not in a {type(ink).__name__}: make one "
            "with Ink.from_strokes. An image of one digit is read by read."
        )
    return NumberReader(Recognizer(load_with_warning(model), threshold)).read(ink)


class NumberReader:
    """Reads a drawing again and again while it grows.

    It keeps the normalised images of the last drawing's groups of strokes: when only the last
    stroke of a drawing grows, most of them can be used again. For one thread at a time.

    Parameters
    ----------
    recognizer
        The model and its threshold; may be reassigned.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self.recognizer = recognizer
        self._images: dict[tuple[Stroke, ...], NDArray[np.float32]] = {}

    def read(self, ink: Ink, *, start: float | None = None) -> NumberReading:
        """Read a drawing.

        Parameters
        ----------
        ink
            The drawing, as in `read_number`.
        start
            ``time.perf_counter()`` from which the latency counts; by default now.

        Raises
        ------
        ModelError
            As in `read_number`.
        """
        start = time.perf_counter() if start is None else start
        groups = find_groups(ink)
        if is_dot(ink) or not groups.n:
            latency = time.perf_counter() - start
            return NumberReading(latency=latency, n_dots=len(ink.strokes))
        recognizer = self.recognizer
        images = self._normalize(ink, groups)
        probabilities, scores = predict_with_scores(recognizer.predictor, images)
        costs = group_costs(groups, recognizer.labels, probabilities, scores)
        chain = list(find_cheapest_chain(groups, costs))
        chosen = None if scores is None else scores[chain]
        glyphs = tuple(
            GlyphReading(prediction, _bounds(ink, groups.strokes[group]), groups.strokes[group])
            for group, prediction in zip(
                chain, recognizer.judge(probabilities[chain], chosen, start=start), strict=True
            )
        )
        return NumberReading(glyphs, time.perf_counter() - start)

    def _normalize(self, ink: Ink, groups: Groups) -> NDArray[np.float32]:
        before, self._images = self._images, {}
        images = []
        for strokes in groups.strokes:
            parts = tuple(ink.strokes[i] for i in strokes)
            image = before.get(parts)
            images.append(normalize_ink(Ink(parts)) if image is None else image)
            self._images[parts] = images[-1]
        return np.stack(images)


def _bounds(ink: Ink, strokes: tuple[int, ...]) -> Bounds:
    bounds = flatten_curves(Ink(tuple(ink.strokes[i] for i in strokes))).bounds
    assert bounds is not None
    return bounds
