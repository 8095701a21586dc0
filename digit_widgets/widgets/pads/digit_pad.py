"""Digit pad: draw a digit, and watch a network predict it while you draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from ipywidgets import Box as Boxes
from ipywidgets import VBox
from numpy.typing import NDArray
from traitlets import Any as AnyTrait
from traitlets import Instance, Tuple

from digit_widgets.ink import Ink
from digit_widgets.predictors import DEFAULT_MODEL, DIGITS
from digit_widgets.recognition import GlyphReading, Prediction
from digit_widgets.recognition.wording import is_slight, percent
from digit_widgets.widgets.canvas.page_parts import BAR
from digit_widgets.widgets.pads.digit_answer import lay_out, lay_out_compact
from digit_widgets.widgets.pads.digit_reading import recognize
from digit_widgets.widgets.pads.recognizer_pad import RecognizerPad
from digit_widgets.widgets.pads.static_fallback import Bar, Box, render_fallback
from digit_widgets.widgets.parts.arguments import check_flag, check_keywords, check_side
from digit_widgets.widgets.parts.headline import Headline
from digit_widgets.widgets.parts.preview import DigitPreview
from digit_widgets.widgets.parts.probability_chart import ProbabilityChart
from digit_widgets.widgets.parts.spoken import describe_prediction

__all__ = ["DigitPad"]

_WIDE = "A wide pad, of several digits, is NumberPad(width=…, height=…)."
_SIDES = f"Its size= is both width and height. {_WIDE}"
#: Hints for keywords that do not exist but that people try.
_HINTS = {
    "width": _SIDES,
    "height": _SIDES,
    "value": "It follows from the drawing: give ink=.",
}
#: Pen width of the compact pad: thinner, because the drawing is smaller.
_COMPACT_PEN = 10.0


class DigitPad(RecognizerPad):
    """A drawing pad with a network that predicts the drawn digit during every stroke.

    Its parts are public, for other layouts: `surface` (the drawing with its tools) and `answer`
    (what is read), and within them `canvas`, `chart` and `preview`. While the user draws, a
    background thread predicts the newest ink and sets the traits; observers run there, and their
    exceptions are shown under the pad. A model or an observer that takes longer than 30 ms lowers
    the number of predictions, but delays neither the pen nor the page. Assigning `ink` or `model`
    and calling `clear`, `undo` or `redo` return after the drawing has been predicted.

    An empty pad for digits shows a faint digit that draws itself once. It is no ink, and is gone
    for good at the first touch, drawing or image.

    An image that is chosen with the image button, dropped on the pad, pasted while the pad has the
    focus or, on a phone, photographed is shown on the pad with a box around each digit, and
    read instead of the drawing, which is dimmed. The next stroke, or "Back to the drawing", returns
    to it; Reset clears both. The prediction is that of ``read(load_image(file))``: none if there
    are several digits, which a `NumberPad` reads. `ink` and downloads still refer to the drawing;
    `image` and its copy refer to the digit in the image.

    Parameters
    ----------
    model
        Anything that `load_predictor` takes: "reader" (also for None), "cnn", "ann", the path of
        a model file, a ``keras.Model``, a classifier of scikit-learn, a ``torch.nn.Module``, a
        function or a `Predictor`. How it is to be fed is found by trying it on real digits: see
        `model_info`. A model that cannot be used is reported under the pad, which can still be
        drawn on.
    ink
        The initial drawing.
    description
        A caption above the pad.
    size
        Width and height of the drawing surface in CSS pixels, 50 to 2000; by default 280, or 140
        for a compact pad.
    tools
        Names of the buttons under the drawing, in any order; by default all: "pen", "eraser",
        "stroke eraser", "undo", "redo", "reset", "download", "copy", "image" and "width", or
        "undo" and "reset" for a compact pad. () for none. The keys for undo and reset always work.
        Without "image", the pad takes no images.
    compact
        True makes a pad for a small space: the drawing, of 140 pixels by default, and the
        prediction in words under it, without the bars and the 28×28 image. `chart` and `preview`
        still exist, for use elsewhere.
    labels, input_shape, input_range, transposed, output
        What is known of the model, as for `load_predictor`: it is then not looked for. They hold
        for this model only; for a later one, assign ``load_predictor(model, labels=...)``.

    Attributes
    ----------
    value
        str or None: the predicted label; None if the drawing is rejected, the pad is blank, an
        image has no digit or several, or the model failed. Read-only, like all results of a
        prediction. It can be linked: see `RecognizerPad`.
    prediction
        `Prediction`: label, probabilities, confidence, reason, latency, score.
    probabilities
        Tuple of floats in 0..1, one per label; all 0 if the pad is blank, an image has no digit or
        several, or the model failed.
    image
        (28, 28) float32 in 0..1: the model's input; zeros for an image of several digits.
    error
        str: the problems, and what to do about them, one per line; "" if there are none.
    ink
        `Ink`: the drawing, in CSS pixels. May be assigned.
    model
        The model as it was given. May be assigned: the drawing is then predicted again. One that
        cannot be used is reported in `error`; the pad goes on with the model that it had, which
        `model` then is again.
    model_info
        `ModelInfo`: how the model is fed, and how many real digits it then predicts correctly, in
        one sentence by ``str``. None for a bundled network, and for a `Predictor` that
        `load_predictor` did not make.
    recognizer
        `Recognizer`: the model and the threshold that predict drawings now; None until a model can
        be used. Read-only.
    threshold
        float in 0..1: a drawing with a lower `Prediction.score` is rejected. 0 rejects nothing; the
        bundled models are calibrated for 0.5. May be assigned.
    description
        str: a caption above the pad. May be assigned.
    show_latency
        bool: True shows the latency of predictions under the tools. May be assigned.
    disabled
        bool: True ignores drawings and images from pages and greys out the tools, except
        downloads and copies; the drawing and its prediction stay. May be assigned.
    """

    TOOLS = (*BAR, "width")
    _KIND = "digit"

    prediction = Instance(Prediction, read_only=True)
    probabilities = Tuple(read_only=True)
    image = AnyTrait(read_only=True)

    def __init__(
        self,
        model: Any = DEFAULT_MODEL,
        *,
        ink: Ink | None = None,
        description: str = "",
        size: int | None = None,
        tools: Iterable[str] | None = None,
        compact: bool = False,
        labels: Iterable[str] | None = None,
        input_shape: Sequence[int] | None = None,
        input_range: Sequence[float] | None = None,
        transposed: bool | None = None,
        output: str | None = None,
        **kwargs: Any,
    ) -> None:
        check_keywords(self, DigitPad, kwargs, _HINTS)
        check_flag(compact, "compact")
        size = (140 if compact else 280) if size is None else check_side(size, "size", _WIDE)
        self.chart = ProbabilityChart()
        self.preview = DigitPreview()
        self._headline = Headline()
        self._glyphs: tuple[GlyphReading, ...] = ()
        self._is_untouched = True
        super().__init__(size, tools=tools, compact=compact, **kwargs)
        self.surface = self._surface(below=(self._image_upload.source,))
        self.answer = self._make_answer()
        parts = [self.surface, self.answer]
        flow = {"flex_flow": "row wrap", "overflow": "visible"}
        self.children = [self._caption, *(parts if compact else [Boxes(parts, layout=flow)])]
        self._set_together(
            image=self.preview.image,
            probabilities=self.chart.probabilities,
            prediction=Prediction.blank(DIGITS),
        )
        stated = {
            "labels": labels,
            "input_shape": input_shape,
            "input_range": input_range,
            "transposed": transposed,
            "output": output,
        }
        known = {name: value for name, value in stated.items() if value is not None}
        self._begin(model, ink, description, known)

    def _make_answer(self) -> VBox:
        model, observer = self._messages["model"], self._messages["observer"]
        if self._is_compact:
            self.canvas.pen_width = _COMPACT_PEN
            return lay_out_compact(self._headline, [model, self._notes, observer])
        seen = [self.preview, self._headline]
        return lay_out(seen, [model, self.chart, self._notes, observer])

    def _image_to_copy(self) -> NDArray[np.float32]:
        image: NDArray[np.float32] = self.preview.image
        return image

    def _get_reading(self) -> Prediction:
        prediction: Prediction = self.prediction
        return prediction

    def _show_reading(self, ink: Ink, start: float) -> None:
        upload = self._find_upload(ink)
        reading = recognize(self.recognizer, ink, upload, start, self._report)
        image, prediction = reading.image, reading.prediction
        image.flags.writeable = False
        # Update the bars first: people watch them most.
        self.chart.show(prediction)
        self._headline.threshold = self.threshold
        self._headline.prediction = prediction
        self.preview.image = image
        self._glyphs = reading.glyphs
        # Only a pad for digits that never had a drawing or an image.
        self._is_untouched &= ink.is_blank and upload is None
        self.canvas.invite(self._is_untouched and set(prediction.labels) <= set(DIGITS))
        self._show_boxes(reading.glyphs, upload)
        self._announce(ink, upload, describe_prediction(prediction))
        self._set_together(
            image=image,
            probabilities=prediction.probabilities,
            prediction=prediction,
            value=prediction.label,
        )

    def _render_fallback(self) -> str:
        prediction: Prediction = self.prediction
        upload = self._image_upload.find(self.ink)
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
            boxes=[
                Box(each.bounds, each.text, each.is_unread)
                for each in self._on_pad(self._glyphs, upload)
            ],
            image="" if upload is None else upload.url,
        )
