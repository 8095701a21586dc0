"""Number reading: the result of reading a number, with a reading of each of its glyphs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from digit_widgets.ink import Bounds
from digit_widgets.recognition.prediction import Prediction
from digit_widgets.recognition.signs import Sign
from digit_widgets.recognition.wording import (
    DOUBTFUL,
    NOT_FOUND,
    NOTHING,
    ONE_DOT,
    ONLY_DOTS,
    left_out,
    likeness,
    percent,
)

__all__ = ["REJECTED_SIGN", "GlyphReading", "NumberReading"]

#: The sign in a number's text for a rejected glyph.
REJECTED_SIGN = "?"
#: Below this, it is more probable that a glyph's ink is not one digit than that it is.
_DOUBTFUL = 0.5


@dataclass(frozen=True, slots=True)
class GlyphReading:
    """A glyph of a number: a digit, a sign, or a part of the drawing that is rejected.

    Attributes
    ----------
    prediction
        The model's prediction for it. For a sign, of which a model tells nothing, it has the reason
        "sign", no label and probabilities of 0; for what may be a sign or a digit, or several
        digits of an image, the reason "unclear", no label, and the probabilities if it were a
        digit.
    bounds
        The box around its curves, the pen's width not counted, in the ink's unit; or around its
        strokes in an image, in the image's pixels.
    strokes
        The indices of its strokes in the ink, ascending; () in an image.
    row
        The number of its row, from the top, from 0.
    sign
        The sign that it is, ".", ",", "-" or "/"; None for all else.
    grouping
        In an image, how probable it is that its ink is one digit, all of it and no other, in 0..1;
        1 in a drawing.
    """

    prediction: Prediction
    bounds: Bounds
    strokes: tuple[int, ...] = ()
    row: int = 0
    sign: Sign | None = None
    grouping: float = 1.0

    @property
    def confidence(self) -> float:
        """The prediction's largest probability, in 0..1; 0 for a sign."""
        return self.prediction.confidence

    @property
    def is_unread(self) -> bool:
        """True if it is rejected or unclear, and "?" in the text."""
        return self.sign is None and self.prediction.label is None

    @property
    def text(self) -> str:
        """The label or the sign; "?" if the glyph is rejected or unclear."""
        return self.sign or self.prediction.label or REJECTED_SIGN


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The result of reading a drawing, or an image, of several digits.

    Attributes
    ----------
    glyphs
        The digits and signs, row by row from the top, and from left to right; empty if nothing is
        drawn, or only dots, and if no digit is found in an image.
    latency
        Seconds from the drawing to the result, normalising included.
    n_dots
        Number of dots if nothing else is drawn; otherwise 0.
    left_out
        What each part of the drawing is that was left out, its strokes in no glyph: "dot" for a
        stray dot, "line" for a line under a row or between two; always empty for an image.
    in_image
        True if an image was read.
    """

    glyphs: tuple[GlyphReading, ...] = ()
    latency: float = 0.0
    n_dots: int = 0
    left_out: tuple[str, ...] = ()
    in_image: bool = False

    @property
    def text(self) -> str:
        """Digits and signs, such as "-1.5", "?" for a rejected or unclear glyph; a line per row."""
        rows = groupby(self.glyphs, key=attrgetter("row"))
        return "\n".join("".join(glyph.text for glyph in row) for _, row in rows)

    @property
    def confidence(self) -> float:
        """The product of the confidences of all glyphs but signs, in 0..1; 0 without glyphs.

        In an image, times the least `grouping` of each row.
        """
        shares = [glyph.confidence for glyph in self.glyphs if not glyph.sign]
        for _, row in groupby(self.glyphs, key=attrgetter("row")):
            shares.append(min(glyph.grouping for glyph in row))
        return math.prod(shares) if self.glyphs else 0.0

    @property
    def is_several_digits(self) -> bool:
        """True for two digits or more, all of them read, and nothing else but signs."""
        digits = [glyph for glyph in self.glyphs if not glyph.sign]
        return len(digits) > 1 and all(glyph.prediction.label is not None for glyph in digits)

    @property
    def is_doubtful(self) -> bool:
        """True if digits of an image may be missing or parted wrongly, however sure each one is."""
        return any(glyph.grouping < _DOUBTFUL for glyph in self.glyphs)

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
        if self.in_image:
            return NOT_FOUND
        return NOTHING if not self.n_dots else ONE_DOT if self.n_dots == 1 else ONLY_DOTS

    def __str__(self) -> str:
        if not self.glyphs:
            return self.answer
        told = [f"{self.text}, {percent(self.confidence)}"]
        least = "the least " if len(self.glyphs) > 1 else ""
        told += [] if self.score is None else [least + likeness(self.score)]
        told += [DOUBTFUL] if self.is_doubtful else []
        return "; ".join(filter(None, [*told, left_out(self.left_out)]))
