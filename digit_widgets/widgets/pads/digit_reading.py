"""Digit reading: what a digit pad reads, in a drawing or in an image of one digit."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ImageError
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import GlyphReading, Prediction, Recognizer
from digit_widgets.recognition.image_glyphs import find_image_glyphs
from digit_widgets.recognition.numbers import judge_glyphs
from digit_widgets.widgets.pads.image_overlay import Upload
from digit_widgets.widgets.parts.message import model_problem

__all__ = ["DigitReading", "recognize"]

#: The model's input where no image is read, or one of several digits.
_NO_IMAGE = np.zeros((28, 28), np.float32)


class DigitReading(NamedTuple):
    """A prediction with the model's input.

    Attributes
    ----------
    image
        (28, 28) float32 in 0..1: the model's input.
    prediction
        What the model reads.
    glyphs
        The digits found, in pixels of the image file, if it is of an image.
    """

    image: NDArray[np.float32]
    prediction: Prediction
    glyphs: tuple[GlyphReading, ...] = ()


def recognize(
    recognizer: Recognizer | None,
    ink: Ink,
    upload: Upload | None,
    start: float,
    report: Callable[[str, str], None],
) -> DigitReading:
    """Read a drawing, or the image that is read instead of it.

    Parameters
    ----------
    recognizer
        The model and its threshold; None if no model can be used.
    ink, upload
        The drawing, and the image; None to read the drawing.
    start
        Time of `time.perf_counter` at which the prediction's latency begins.
    report
        Called with "image" or "reading" and a problem of the image or of the model, in words, or
        with "reading" and "" if there is none.

    Returns
    -------
    DigitReading
        What is read; a failed prediction if there is no model or a problem.
    """
    image = normalize_ink(ink) if upload is None else _NO_IMAGE
    if recognizer is None:
        return DigitReading(image, Prediction.failed(DIGITS))
    try:
        if upload is None:
            reading = DigitReading(image, recognizer.read_ink(ink, image, start=start))
        else:
            reading = _read_upload(recognizer, upload, start)
    except ImageError as error:
        report("image", str(error))
        return DigitReading(image, Prediction.failed(recognizer.labels))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
        report("reading", model_problem(error))
        return DigitReading(image, Prediction.failed(recognizer.labels))
    report("reading", "")
    return reading


def _read_upload(recognizer: Recognizer, upload: Upload, start: float) -> DigitReading:
    """Read an image of one digit, and find the digits that it has."""
    found = find_image_glyphs(recognizer.predictor, upload.grey)
    prediction, chosen = recognizer.choose(found, start=start)
    image = _NO_IMAGE if chosen is None else found.images[chosen]
    return DigitReading(image, prediction, upload.enlarge(judge_glyphs(recognizer, found)))
