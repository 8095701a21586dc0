"""Number recognition: groups strokes into digits, and recognises each."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from digit_widgets.imaging import is_dot, normalize_ink
from digit_widgets.ink import Bounds, Ink, Stroke, flatten_curves
from digit_widgets.predictors.base import THRESHOLD
from digit_widgets.predictors.digit_predictor import predict_with_scores
from digit_widgets.recognition.image_glyphs import ImageGlyphs, find_image_glyphs
from digit_widgets.recognition.number_reading import GlyphReading, NumberReading
from digit_widgets.recognition.prediction import Prediction
from digit_widgets.recognition.recognizer import Recognizer, load_with_warning
from digit_widgets.recognition.row_groups import Choice, Evidence, choose_rows, group_rows
from digit_widgets.recognition.rows import find_rows
from digit_widgets.recognition.stroke_shapes import StrokeShapes

__all__ = ["NumberReader", "judge_glyphs", "read_number"]


def read_number(
    source: Ink | ArrayLike | Image.Image, model: Any = None, *, threshold: float = THRESHOLD
) -> NumberReading:
    """Read a number, or several in rows, in a drawing or an image.

    In a drawing, a digit may have several strokes, and a stroke may be drawn later than others
    further right. Digits joined in one stroke, without lifting the pen, are taken for one digit. A
    decimal point or comma, a minus and a slash are read where they stand before a digit, by shape
    and place. In an image, digits may touch, and signs are not read.

    Parameters
    ----------
    source
        An `Ink`, a Pillow image, or an (H, W) grey-scale array: integers in 0..255 or floats in
        0..1. Use `load_image` for an image file.
    model
        Anything that `load_predictor` takes; by default the bundled reader network. It is called
        only once per drawing.
    threshold
        The score in 0..1 below which a glyph is rejected; 0 rejects nothing.

    Raises
    ------
    ArgumentError
        The threshold is not a number in 0..1.
    ImageError
        The array is not a grey-scale image, or has a side of 64 pixels or more and OpenCV is not
        installed.
    ModelError
        The model cannot be loaded, or its output is not probabilities. Exceptions of a function
        given as the model pass through.
    """
    return NumberReader(Recognizer(load_with_warning(model), threshold)).read(source)


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

    def read(
        self, source: Ink | ArrayLike | Image.Image, *, start: float | None = None
    ) -> NumberReading:
        """Read a drawing or an image.

        Parameters
        ----------
        source
            The drawing or image, as in `read_number`.
        start
            ``time.perf_counter()`` from which the latency counts; by default now.

        Raises
        ------
        ImageError, ModelError
            As in `read_number`.
        """
        start = time.perf_counter() if start is None else start
        if not isinstance(source, Ink):
            return self._read_image(source, start)
        ink = source
        shapes = StrokeShapes.measure(ink.strokes)
        parted = () if is_dot(ink) or ink.is_blank else find_rows(shapes)
        ways = [group_rows(ink, shapes, rows) for rows in parted]
        if not any(ways):
            latency = time.perf_counter() - start
            return NumberReading(latency=latency, n_dots=len(ink.strokes))
        keys = dict.fromkeys(key for way in ways for row in way for key in row.keys)
        images = self._normalize(ink, keys)
        recognizer = self.recognizer
        probabilities, scores = predict_with_scores(recognizer.predictor, images)
        places = {key: place for place, key in enumerate(keys)}
        evidence = Evidence(recognizer.labels, places, probabilities, scores)
        way = choose_rows(ways, evidence)
        judged = recognizer.judge(probabilities, scores, start=start)
        glyphs = tuple(
            _glyph(ink, choice, number, judged[places.get(choice.strokes, 0)])
            for number, row in enumerate(ways[way])
            for choice in row.choose(evidence)
        )
        taken = {stroke for glyph in glyphs for stroke in glyph.strokes}
        lines = parted[way].lines
        dots = len(ink.strokes) - len(taken) - len(lines)
        left_out = ("dot",) * dots + ("line",) * len(lines)
        return NumberReading(glyphs, time.perf_counter() - start, left_out=left_out)

    def _read_image(self, image: ArrayLike | Image.Image, start: float) -> NumberReading:
        found = find_image_glyphs(self.recognizer.predictor, image)
        glyphs = judge_glyphs(self.recognizer, found, start=start)
        return NumberReading(glyphs, time.perf_counter() - start, in_image=True)

    def _normalize(self, ink: Ink, keys: Iterable[tuple[int, ...]]) -> NDArray[np.float32]:
        before, self._images = self._images, {}
        images = []
        for strokes in keys:
            parts = tuple(ink.strokes[i] for i in strokes)
            image = before.get(parts)
            images.append(normalize_ink(Ink(parts)) if image is None else image)
            self._images[parts] = images[-1]
        return np.stack(images)


def judge_glyphs(
    recognizer: Recognizer, found: ImageGlyphs, *, start: float | None = None
) -> tuple[GlyphReading, ...]:
    """Return the readings of the glyphs found in an image; `start` is as in `Recognizer.judge`."""
    predictions = recognizer.judge(found.probabilities, found.scores, start=start)
    glyphs = zip(predictions, found.doubted, found.bounds, found.rows, found.grouping, strict=True)
    return tuple(
        GlyphReading(
            replace(each, label=None, reason="unclear") if doubted and each.label else each,
            bounds,
            row=row,
            grouping=grouping,
        )
        for each, doubted, bounds, row, grouping in glyphs
    )


def _glyph(ink: Ink, choice: Choice, row: int, prediction: Prediction) -> GlyphReading:
    """Return the reading of a digit or a sign, for its prediction if it were a digit."""
    sign, mark = None, choice.mark
    if mark is not None and mark.is_sure:
        sign, prediction = mark.sign, Prediction.sign(prediction.labels)
    elif mark is not None:
        prediction = replace(prediction, label=None, reason="unclear")
    return GlyphReading(prediction, _bounds(ink, choice.strokes), choice.strokes, row, sign)


def _bounds(ink: Ink, strokes: tuple[int, ...]) -> Bounds:
    bounds = flatten_curves(Ink(tuple(ink.strokes[i] for i in strokes))).bounds
    assert bounds is not None
    return bounds
