"""The pad: draw, and watch a network read while you draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from ipywidgets import Box, HBox, VBox
from numpy.typing import NDArray
from traitlets import Any as AnyTrait
from traitlets import Instance, Tuple

from digit_widgets.errors import ArgumentError
from digit_widgets.ink import Ink
from digit_widgets.predictors import DIGITS, Prediction, predict_image
from digit_widgets.vision import is_dot, normalize_ink
from digit_widgets.widgets._arguments import check_flag, check_keywords, checked_side
from digit_widgets.widgets._message import Message, model_problem
from digit_widgets.widgets._page import BAR
from digit_widgets.widgets._style import style_sheet
from digit_widgets.widgets._upload import Picture, PictureButton
from digit_widgets.widgets._words import prediction_words
from digit_widgets.widgets.chart import ProbabilityChart
from digit_widgets.widgets.headline import Headline
from digit_widgets.widgets.model_reader import ModelReader
from digit_widgets.widgets.preview import DigitPreview

__all__ = ["DigitPad", "followed"]

_WIDE = "A wide pad, of several digits, is NumberPad(width=…, height=…)."
_SIDES = f"Its size= is both width and height. {_WIDE}"
#: What to do instead of keywords that people try.
_HINTS = {
    "labels": "Labels belong to the model: give a class with labels and predict_proba.",
    "width": _SIDES,
    "height": _SIDES,
    "value": "What is read follows from the drawing: give ink=.",
}
#: Of the compact pad: thinner, as the drawing is smaller.
_COMPACT_PEN = 10.0


class DigitPad(ModelReader):
    """A drawing pad whose drawing a network reads during every stroke.

    The parts are public, to be laid out otherwise: `canvas`, `chart`, `preview`. While a person
    draws, a background thread reads the newest ink and sets the traits; observers run there, and
    what they raise is said under the pad. A model or an observer that takes longer than 30 ms
    makes fewer readings, and holds up neither the pen nor the page. Assigning `ink` or `model`,
    and `clear`, `undo` and `redo`, return when the drawing has been read.

    A picture chosen by the button beside the others is read instead of the drawing, which stays,
    until the next stroke or Reset. What is read of it is what `read` reads of its file.

    Parameters
    ----------
    model
        Anything that `load_predictor` takes: "cnn" (also for None), "ann", the path of a
        ``.tflite`` or ``.keras`` file, a ``keras.Model``, a function or a `Predictor`. A model
        that cannot be used is said under the pad, which can be drawn on all the same.
    ink
        A drawing to begin with.
    description
        A caption above the pad.
    size
        Width and height of the drawing surface in CSS pixels, 50 to 2000; by default 280, or 140
        of a compact pad.
    tools
        Names of the buttons under the drawing, in any order; by default all: "pen", "eraser",
        "stroke eraser", "undo", "redo", "reset", "download", "copy", "picture" and "width", or
        "undo" and "reset" of a compact pad. () for none. Keys undo and reset all the same.
    compact
        True makes a pad for a small place: the drawing, of 140 pixels by default, and under it what
        is read in words, without the bars and the 28×28 picture. `chart` and `preview` are there
        all the same, to be laid out elsewhere.

    Attributes
    ----------
    value
        str or None: the label read; None if the drawing is not a digit, the pad is blank or the
        model failed. Read-only, as are all that a reading gives. It can be linked: see
        `ModelReader`.
    prediction
        `Prediction`: label, probabilities, confidence, reason, latency, score.
    probabilities
        Tuple of floats in 0..1, one a label; all 0 if the pad is blank or the model failed.
    image
        (28, 28) float32 in 0..1: what the model sees.
    error
        str: what is wrong, a line each that says what to do; "" if nothing is.
    ink
        `Ink`: the drawing, in CSS pixels. May be assigned.
    model
        The model as it was given. May be assigned: the drawing is then read anew.
    threshold
        float in 0..1: a drawing whose `Prediction.score` is lower is not a digit. 0 takes all for
        digits; the models that come with the package are made for 0.5. May be assigned.
    description
        str: a caption above the pad. May be assigned.
    show_latency
        bool: whether it is said under the tools how long readings take. May be assigned.
    disabled
        bool: True takes no drawing and no picture from a page and greys the tools, but for
        downloads and copies; what is drawn and read stays. May be assigned.
    """

    TOOLS = (*BAR, "picture", "width")

    prediction = Instance(Prediction, read_only=True)
    probabilities = Tuple(read_only=True)
    image = AnyTrait(read_only=True)

    def __init__(
        self,
        model: Any = "cnn",
        *,
        ink: Ink | None = None,
        description: str = "",
        size: int | None = None,
        tools: Iterable[str] | None = None,
        compact: bool = False,
        **kwargs: Any,
    ) -> None:
        check_keywords(self, DigitPad, kwargs, _HINTS)
        check_flag(compact, "compact")
        size = (140 if compact else 280) if size is None else checked_side(size, "size", _WIDE)
        self.chart = ProbabilityChart()
        self.preview = DigitPreview()
        self._headline = Headline()
        self._picture: Picture | None = None
        self._note = Message("status")
        super().__init__(size, tools=tools, compact=compact, **kwargs)
        self.children = self._compact_parts() if compact else self._parts()
        self._set_together(
            image=self.preview.image,
            probabilities=self.chart.probabilities,
            prediction=Prediction.blank(DIGITS),
        )
        self._begin(model, ink, description)

    def _drawing(self) -> Any:
        chooses = "picture" in self._chosen_tools
        return self._surface(*([PictureButton(self._choose)] if chooses else []))

    def _compact_parts(self) -> list[Any]:
        self.canvas.pen_width = _COMPACT_PEN
        self._headline.layout.flex = "none"  # a column's share would be its height
        words = [self._headline, self._note, self._message]
        return [style_sheet(), self._caption, self._drawing(), *words]

    def _parts(self) -> list[Any]:
        seen = HBox(
            [self.preview, self._headline],
            # Where the page is too narrow for both, the words come under the picture.
            layout={
                "flex_flow": "row wrap",
                "min_height": "124px",
                "grid_gap": "0 16px",
                "align_items": "center",
                "overflow": "visible",
            },
        )
        reading = VBox(
            [seen, self.chart],
            # Its own width, whatever it says, or long words would make it jump under the drawing.
            layout={"flex": "1 1 280px", "overflow": "visible", "min_width": "0"},
        )
        return [
            style_sheet(),
            self._caption,
            Box(
                [self._drawing(), reading],
                layout={"flex_flow": "row wrap", "overflow": "visible"},
            ),
            self._note,
            self._message,
        ]

    def _picture_28(self) -> NDArray[np.float32]:
        picture: NDArray[np.float32] = self.preview.image
        return picture

    def _choose(self, name: str, content: bytes) -> None:
        """Read a picture instead of the drawing, until either is changed."""
        if self.disabled:
            return
        self._picture = Picture(name, self.ink, content)
        self._announcer.finished(self._picture)
        self.refresh()

    def _reading_shown(self) -> Prediction:
        prediction: Prediction = self.prediction
        return prediction

    def _reset(self) -> None:
        super()._reset()
        if self._picture is not None:
            # A blank pad's drawing does not change.
            self._picture = None
            self._announcer.finished(self.ink)
            self.refresh()

    def _chosen(self, ink: Ink) -> Picture | None:
        """Return the picture that is read instead of a drawing, if there is one."""
        picture = self._picture
        if picture is None or picture.ink is not ink:
            self._report("picture", "")
            self._note.say("")
            return None
        image = picture.image()
        self._report("picture", picture.problem)
        read = f"Read from {picture.name}. Draw, or reset, to go on."
        self._note.say("" if image is None else read)
        return picture

    def _reading(
        self, ink: Ink, chosen: NDArray[np.float32] | None, start: float
    ) -> tuple[NDArray[np.float32], Prediction]:
        image = normalize_ink(ink) if chosen is None else chosen
        image.flags.writeable = False
        predictor = self._predictor
        if predictor is None:
            return image, Prediction.failed(DIGITS)
        if chosen is None and is_dot(ink):
            return image, Prediction.blank(predictor.labels)
        try:
            prediction = predict_image(predictor, image, start, self.threshold)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self._report("reading", model_problem(error))
            return image, Prediction.failed(predictor.labels)
        self._report("reading", "")
        return image, prediction

    def _show_reading(self, ink: Ink, start: float) -> None:
        picture = self._chosen(ink)
        chosen = None if picture is None else picture.image()
        image, prediction = self._reading(ink, chosen, start)
        # Bars first: they are what people watch.
        self.chart.labels = prediction.labels
        self.chart.muted = prediction.reason == "not a digit"
        self.chart.probabilities = prediction.probabilities
        self._headline.prediction = prediction
        self.preview.image = image
        words = prediction_words(prediction)
        if picture is None:
            self._announcer.read(ink, words)
        else:
            read_from = "" if chosen is None else f"{picture.name}: "
            self._announcer.read(picture, read_from + words)
        self._set_together(
            image=image,
            probabilities=prediction.probabilities,
            prediction=prediction,
            value=prediction.label,
        )


def followed(pad: Any) -> DigitPad:
    """Return a pad that another widget is to follow; raise ArgumentError if it is none."""
    if not isinstance(pad, DigitPad):
        raise ArgumentError(f"What is followed is a DigitPad, not of type {type(pad).__name__}.")
    return pad
