"""Recognition over time: the predictions for a drawing's first points, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.ink.playback import place, stroke_ends, take_prefix
from digit_widgets.recognition.numbers import NumberReader
from digit_widgets.recognition.prediction import Prediction, Reason
from digit_widgets.recognition.recognizer import Recognizer
from digit_widgets.recognition.wording import ONE_DOT, sentence

__all__ = [
    "Timeline",
    "TimelinePoint",
    "TimelineSegment",
    "read_number_timeline",
    "read_timeline",
]


@dataclass(frozen=True, slots=True, eq=False)
class TimelinePoint:
    """A drawing's first n points, and the prediction for them.

    Attributes
    ----------
    n_points
        Number of points drawn, from 1.
    image
        (28, 28) float32 in 0..1, read-only: the model's input; of a number, that for the digit to
        which the last of these points belongs.
    prediction
        The model's prediction for it; `Prediction.blank` for only a dot, which no model receives.
    number
        The text of the number so far, "" if there is none; None if a single digit is read.
    """

    n_points: int
    image: NDArray[np.float32]
    prediction: Prediction
    number: str | None = None


@dataclass(frozen=True, slots=True)
class TimelineSegment:
    """Consecutive points with the same answer.

    Attributes
    ----------
    reason, label
        As in `Prediction`.
    first, last
        Indices of the first and the last moment in `Timeline.moments`.
    answer
        The label, or the words in its place: "not a digit", "only a dot".
    number
        As in `TimelinePoint`.
    """

    reason: Reason
    label: str | None
    first: int
    last: int
    answer: str
    number: str | None = None

    @property
    def text(self) -> str:
        """What was read: the number so far if there is one, otherwise the answer."""
        return self.number.replace("\n", " / ") if self.number else self.answer

    @property
    def is_rejected(self) -> bool:
        """True if the model rejected the drawing."""
        return self.reason == "not a digit"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The predictions for a drawing, in the order in which it was drawn.

    Attributes
    ----------
    ink
        The whole drawing, not blank.
    moments
        One or more; the last one is the whole drawing.
    """

    ink: Ink
    moments: tuple[TimelinePoint, ...]

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """(moments, labels) float64 in 0..1; rows of 0 for moments with only a dot."""
        return np.array([moment.prediction.probabilities for moment in self.moments])

    @property
    def stretches(self) -> tuple[TimelineSegment, ...]:
        """The answers in order: a new segment begins where the answer changes."""
        answers = [
            (each.prediction.reason, each.prediction.label, each.number) for each in self.moments
        ]
        found = []
        for (reason, label, number), group in groupby(range(len(answers)), key=answers.__getitem__):
            first, *rest = group
            nothing = reason == "blank"
            answer = ONE_DOT if nothing else self.moments[first].prediction.answer
            last = rest[-1] if rest else first
            found.append(TimelineSegment(reason, label, first, last, answer, number))
        return tuple(found)

    @property
    def is_read(self) -> bool:
        """True if the drawing is ever more than a dot, and so read."""
        return any(each.reason != "blank" for each in self.stretches)

    @property
    def n_changes(self) -> int:
        """How often the answer changed; the first one after a dot does not count."""
        return max(sum(each.reason != "blank" for each in self.stretches) - 1, 0)

    @property
    def stroke_ends(self) -> tuple[int, ...]:
        """Numbers of points after which the pen was lifted, the drawing's end among them."""
        return stroke_ends(self.ink)

    def __str__(self) -> str:
        """Return the answers, each with the stroke and point at which it ended."""
        stretches = self.stretches
        parts, named = [], 0
        for stretch in stretches[:-1]:
            stroke, point = place(self.ink, self.moments[stretch.last].n_points)
            where = f"point {point}" if stroke == named else f"point {point} of stroke {stroke}"
            named = stroke
            parts.append(f"{stretch.text} until {where}")
        told = ", then ".join([*parts, stretches[-1].text])
        if not self.is_read:
            return f"{sentence(told)}."
        return f"{self.describe_changes()}: {told}."

    def describe_changes(self) -> str:
        """Return how often the answer changed: "The answer changed twice"."""
        times = {0: "never changed", 1: "changed once", 2: "changed twice"}
        return f"The answer {times.get(self.n_changes, f'changed {self.n_changes} times')}"


def read_timeline(
    recognizer: Recognizer, ink: Ink, lengths: Sequence[int]
) -> tuple[TimelinePoint, ...]:
    """Predict a drawing's states after its first n points, in one call of the model.

    Parameters
    ----------
    recognizer
        The model and its threshold.
    ink
        The drawing.
    lengths
        Numbers of points, each from 1 to ``ink.n_points``.

    Raises
    ------
    ModelError
        The output is not probabilities, or the scores are invalid. Exceptions of a function
        given as the model pass through.
    """
    inks = [take_prefix(ink, length) for length in lengths]
    images = [normalize_ink(each) for each in inks]
    for image in images:
        image.flags.writeable = False
    return tuple(map(TimelinePoint, lengths, images, recognizer.read_inks(inks, images)))


def read_number_timeline(
    reader: NumberReader, ink: Ink, lengths: Sequence[int]
) -> tuple[TimelinePoint, ...]:
    """Read a number's states after its first n points, in one call of the model for each.

    Each has the prediction of the digit to which the last point belongs, and the text so far.

    Parameters
    ----------
    reader
        Reads the numbers.
    ink, lengths
        As in `read_timeline`.

    Raises
    ------
    ModelError
        As in `read_timeline`.
    """
    return tuple(_read_number_point(reader, take_prefix(ink, length)) for length in lengths)


def _read_number_point(reader: NumberReader, ink: Ink) -> TimelinePoint:
    reading = reader.read(ink)
    newest = len(ink.strokes) - 1
    glyph = next((each for each in reading.glyphs if newest in each.strokes), None)
    # What is left out, such as a dot, belongs to no digit.
    strokes = () if glyph is None else glyph.strokes
    image = normalize_ink(Ink(tuple(ink.strokes[i] for i in strokes)))
    image.flags.writeable = False
    blank = Prediction.blank(reader.recognizer.labels, dot=bool(reading.n_dots))
    prediction = blank if glyph is None else glyph.prediction
    return TimelinePoint(ink.n_points, image, prediction, reading.text)
