"""Digit pad: draw a digit, and watch a network read it while you draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from ipywidgets import Box, HBox, VBox
from numpy.typing import NDArray
from traitlets import Any as AnyTrait
from traitlets import Instance, Tuple

from digit_widgets.imaging import is_dot, normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.wording import is_slight, percent
from digit_widgets.widgets.canvas.page_parts import BAR
from digit_widgets.widgets.pads.image_overlay import Upload
from digit_widgets.widgets.pads.image_upload import ImageUpload
from digit_widgets.widgets.pads.recognizer_pad import RecognizerPad
from digit_widgets.widgets.pads.static_fallback import Bar, render_fallback
from digit_widgets.widgets.parts.arguments import check_flag, check_keywords, check_side
from digit_widgets.widgets.parts.headline import Headline
from digit_widgets.widgets.parts.message import model_problem
from digit_widgets.widgets.parts.preview import DigitPreview
from digit_widgets.widgets.parts.probability_chart import ProbabilityChart
from digit_widgets.widgets.parts.spoken import describe_prediction

__all__ = ["DigitPad"]

_WIDE = "A wide pad, of several digits, is NumberPad(width=…, height=…)."
_SIDES = f"Its size= is both width and height. {_WIDE}"
#: What to do instead of keywords that people try.
_HINTS = {
    "labels": "Labels belong to the model: give a class with labels and predict_proba.",
    "width": _SIDES,
    "height": _SIDES,
    "value": "It follows from the drawing: give ink=.",
}
#: Of the compact pad: thinner, as the drawing is smaller.
_COMPACT_PEN = 10.0


class DigitPad(RecognizerPad):
    """A drawing pad whose drawing a network reads during every stroke.

    The parts are public, to be laid out otherwise: `canvas`, `chart`, `preview`. While a person
    draws, a background thread reads the newest ink and sets the traits; observers run there, and
    what they raise is said under the pad. A model or an observer that takes longer than 30 ms
    makes fewer readings, and holds up neither the pen nor the page. Assigning `ink` or `model`,
    and `clear`, `undo` and `redo`, return when the drawing has been read.

    An image chosen by the button beside the others lies on the pad and is read instead of the
    drawing, which stays and is dimmed, until the next stroke, Reset or "Back to the drawing". What
    is read of it is what `read` reads of its file. `ink`, and what is downloaded, stay the
    drawing's; `image`, and what is copied of it, are that image's.

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
        "stroke eraser", "undo", "redo", "reset", "download", "copy", "image" and "width", or
        "undo" and "reset" of a compact pad. () for none. Keys undo and reset all the same.
    compact
        True makes a pad for a small place: the drawing, of 140 pixels by default, and under it what
        is read in words, without the bars and the 28×28 image. `chart` and `preview` are there
        all the same, to be laid out elsewhere.

    Attributes
    ----------
    value
        str or None: the label read; None if the drawing is not a digit, the pad is blank or the
        model failed. Read-only, as are all that a reading gives. It can be linked: see
        `RecognizerPad`.
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
        bool: True shows under the tools how long readings take. May be assigned.
    disabled
        bool: True takes no drawing and no image from a page and greys the tools, but for
        downloads and copies; what is drawn and read stays. May be assigned.
    """

    TOOLS = (*BAR, "image", "width")

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
        size = (140 if compact else 280) if size is None else check_side(size, "size", _WIDE)
        self.chart = ProbabilityChart()
        self.preview = DigitPreview()
        self._headline = Headline()
        super().__init__(size, tools=tools, compact=compact, **kwargs)
        self._image_upload = ImageUpload(self.canvas, self._announcer, self.refresh, self._report)
        self.children = self._compact_parts() if compact else self._parts()
        self._set_together(
            image=self.preview.image,
            probabilities=self.chart.probabilities,
            prediction=Prediction.blank(DIGITS),
        )
        self._begin(model, ink, description)

    def _make_surface(self) -> Any:
        chooses = "image" in self._chosen_tools
        buttons = [self._image_upload.button] if chooses else []
        return self._surface(*buttons, below=(self._image_upload.source,))

    def _compact_parts(self) -> list[Any]:
        self.canvas.pen_width = _COMPACT_PEN
        self._headline.layout.flex = "none"  # a column's share would be its height
        wrong = [self._messages["model"], self._messages["observer"]]
        return [self._caption, self._make_surface(), self._headline, *wrong]

    def _parts(self) -> list[Any]:
        seen = HBox(
            [self.preview, self._headline],
            # Where the page is too narrow for both, the words come under the image.
            layout={
                "flex_flow": "row wrap",
                "min_height": "124px",
                "grid_gap": "0 16px",
                "align_items": "center",
                "overflow": "visible",
            },
        )
        reading = VBox(
            [seen, self._messages["model"], self.chart, self._messages["observer"]],
            # Its own width, whatever it says, or long words would make it jump under the drawing.
            layout={"flex": "1 1 280px", "overflow": "visible", "min_width": "0"},
        )
        return [
            self._caption,
            Box(
                [self._make_surface(), reading],
                layout={"flex_flow": "row wrap", "overflow": "visible"},
            ),
        ]

    def _image_to_copy(self) -> NDArray[np.float32]:
        image: NDArray[np.float32] = self.preview.image
        return image

    def _get_reading(self) -> Prediction:
        prediction: Prediction = self.prediction
        return prediction

    def _reset(self) -> None:
        super()._reset()
        self._image_upload.forget()

    def _on_canvas_ink(self, change: Any) -> None:
        # Before it is read: the image would hide what is drawn.
        self._image_upload.show()
        self._report("image", "")
        super()._on_canvas_ink(change)

    def _recognize(
        self, ink: Ink, upload: Upload | None, start: float
    ) -> tuple[NDArray[np.float32], Prediction]:
        image = normalize_ink(ink) if upload is None else upload.image
        image.flags.writeable = False
        recognizer = self._recognizer
        if recognizer is None:
            return image, Prediction.failed(DIGITS)
        if upload is None and is_dot(ink):
            return image, Prediction.blank(recognizer.labels, dot=True)
        try:
            prediction = recognizer.read_image(image, start=start)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self._report("reading", model_problem(error))
            return image, Prediction.failed(recognizer.labels)
        self._report("reading", "")
        return image, prediction

    def _show_reading(self, ink: Ink, start: float) -> None:
        self._image_upload.decode()
        upload = self._image_upload.find(ink)
        image, prediction = self._recognize(ink, upload, start)
        # Bars first: they are what people watch.
        self.chart.show(prediction)
        self._headline.prediction = prediction
        self.preview.image = image
        words = describe_prediction(prediction)
        if upload is None:
            self._announcer.read(ink, words)
        else:
            self._image_upload.show()
            self._announcer.read(upload, f"{upload.name}: {words}")
        self._set_together(
            image=image,
            probabilities=prediction.probabilities,
            prediction=prediction,
            value=prediction.label,
        )

    def _render_fallback(self) -> str:
        prediction: Prediction = self.prediction
        chosen = self._image_upload.find(self.ink) is not None
        shares = zip(prediction.labels, prediction.probabilities, strict=True)
        return render_fallback(
            self.ink,
            (self.canvas.width, self.canvas.height),
            label=prediction.label or "",
            words=[describe_prediction(prediction)],
            bars=[
                Bar(name, share, percent(share), name == prediction.label)
                for name, share in shares
                if not is_slight(share)
            ],
            image=self.image if chosen else None,
        )
