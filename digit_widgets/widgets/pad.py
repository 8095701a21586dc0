"""The pad: draw, and watch a network read while you draw."""

from __future__ import annotations

import time
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML, Box, Button, HBox, ValueWidget, VBox
from numpy.typing import NDArray
from traitlets import Any as AnyTrait
from traitlets import Instance, Tuple, Unicode, observe

from digit_widgets.errors import DigitWidgetsError
from digit_widgets.ink import Ink
from digit_widgets.predictors import (
    DIGITS,
    Prediction,
    Predictor,
    load_predictor,
    predict_image,
)
from digit_widgets.vision import normalize_ink
from digit_widgets.widgets._style import style_sheet
from digit_widgets.widgets.canvas import InkCanvas
from digit_widgets.widgets.chart import ProbabilityChart
from digit_widgets.widgets.headline import Headline
from digit_widgets.widgets.latest import LatestWorker
from digit_widgets.widgets.preview import DigitPreview

__all__ = ["DigitPad"]

#: Seconds that an event waits for its reading; while the pen is down, only if the last one took no
#: longer. Output widgets, and so `interact`, take what observers print only until the event is
#: dealt with.
_PATIENCE = 0.03


class DigitPad(VBox, ValueWidget):  # type: ignore[misc]
    """A drawing pad whose drawing a network reads during every stroke.

    The parts are public, to be laid out otherwise: `canvas`, `chart`, `preview`. While a person
    draws, a background thread reads the newest ink and sets the traits; observers run there, and
    what they raise is said under the pad. A model or an observer that takes longer than 30 ms
    makes fewer readings, and holds up neither the pen nor the page. Assigning `ink` or `model`,
    and `clear`, `undo` and `redo`, return when the drawing has been read.

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
        Width and height of the drawing surface in CSS pixels, 50 to 2000.

    Attributes
    ----------
    value
        str or None: the label read; None if the pad is blank or the model failed. Read-only, as
        are all that a reading gives.
    prediction
        `Prediction`: label, probabilities, confidence, reason, latency.
    probabilities
        Tuple of floats in 0..1, one a label; all 0 if the pad is blank or the model failed.
    image
        (28, 28) float32 in 0..1: what the model sees.
    error
        str: what is wrong, in a sentence that says what to do; "" if nothing is.
    ink
        `Ink`: the drawing, in CSS pixels. May be assigned.
    model
        The model as it was given. May be assigned: the drawing is then read anew.
    description
        str: a caption above the pad. May be assigned.
    """

    model = AnyTrait()
    ink = Instance(Ink, args=())
    value = Unicode(None, allow_none=True, read_only=True)
    prediction = Instance(Prediction, read_only=True)
    probabilities = Tuple(read_only=True)
    image = AnyTrait(read_only=True)
    error = Unicode("", read_only=True)
    description = Unicode("")

    def __init__(
        self,
        model: Any = "cnn",
        *,
        ink: Ink | None = None,
        description: str = "",
        size: int = 280,
        **kwargs: Any,
    ) -> None:
        self.canvas = InkCanvas(size)
        self.chart = ProbabilityChart()
        self.preview = DigitPreview()
        self._predictor: Predictor | None = None
        self._problems = dict.fromkeys(("model", "canvas", "reading", "ink", "observer"), "")
        self._last_seconds = 0.0
        self._worker: LatestWorker[Ink] = LatestWorker(self._read)
        self._headline = Headline()
        self._caption = HTML()
        self._message = HTML()
        self._message.add_class("digit-widgets-message")
        super().__init__(self._parts(), **kwargs)
        self.layout.overflow = "visible"
        self.add_class("digit-widgets-pad")
        self._set_together(
            image=self.preview.image,
            probabilities=self.chart.probabilities,
            prediction=Prediction.blank(DIGITS),
        )
        self.canvas.observe(self._on_canvas_ink, "ink")
        self.canvas.observe(self._on_canvas_error, "error")
        self._caption.layout.display = "none"
        self.description = description
        self.model = "cnn" if model is None else model
        if ink is not None:
            self.ink = ink

    def clear(self) -> None:
        """Wipe the drawing; `undo` brings it back."""
        self.canvas.clear()
        self._worker.wait()

    def undo(self) -> None:
        """Take back the last stroke, clearing or assignment."""
        self.canvas.undo()
        self._worker.wait()

    def redo(self) -> None:
        """Bring back what `undo` took."""
        self.canvas.redo()
        self._worker.wait()

    def refresh(self) -> None:
        """Have the drawing read again, soon: the model has changed by itself, in training say."""
        self._worker.submit(self.ink)

    def close(self) -> None:
        """Take the pad from all pages and stop its background thread."""
        # ipywidgets also closes what was refused before it was made whole.
        if worker := getattr(self, "_worker", None):
            worker.close()
        super().close()

    def _parts(self) -> list[Any]:
        undo = Button(description="Undo", icon="undo", tooltip="Take back the last stroke")
        reset = Button(description="Reset", icon="trash", tooltip="Wipe the pad")
        undo.on_click(lambda _: self.canvas.undo())
        reset.on_click(lambda _: self.canvas.clear())
        for button in (undo, reset):
            button.layout.width = "calc(50% - 4px)"
        width = f"{self.canvas.size}px"
        tools = HBox([undo, reset], layout={"width": width, "justify_content": "space-between"})
        surface = VBox([self.canvas, tools], layout={"overflow": "visible", "margin": "0 16px 0 0"})
        seen = HBox(
            [self.preview, self._headline],
            layout={"height": "124px", "grid_gap": "16px", "align_items": "center"},
        )
        reading = VBox([seen, self.chart], layout={"overflow": "visible"})
        return [
            style_sheet(),
            self._caption,
            Box(
                [surface, reading],
                layout={"flex_flow": "row wrap", "overflow": "visible"},
            ),
            self._message,
        ]

    # From ink to reading -------------------------------------------------------------------

    def _on_canvas_ink(self, _: Any) -> None:
        # The canvas may have moved on since the change: what it holds now is the newest.
        ink = self.canvas.ink
        try:
            self.ink = ink
            self._report("ink", "")
        except Exception as error:  # noqa: BLE001 - whatever an author's observer raises
            self._report("ink", f"An observer of the ink raised {_described(error)}")
        self._worker.submit(ink)
        # A slow model, or a slow observer, must not hold up the pen.
        if self._last_seconds < _PATIENCE or not self.canvas.pen_is_down:
            self._worker.wait(_PATIENCE)

    @observe("ink")
    def _on_ink(self, change: Any) -> None:
        if change["new"] is not self.canvas.ink:
            self.canvas.ink = change["new"]
            self._worker.wait()

    @observe("model")
    def _on_model(self, change: Any) -> None:
        self._load(change["new"])
        self._worker.submit(self.ink)
        self._worker.wait()

    def _load(self, model: Any) -> None:
        try:
            self._predictor = load_predictor(model)
            self._report("model", "")
        except DigitWidgetsError as error:
            self._predictor = None
            self._report("model", str(error))

    def _read(self, ink: Ink) -> None:
        """Read one drawing and show it: the worker's work, which must not raise."""
        start = time.perf_counter()
        try:
            self._show(*self._reading(ink, start))
            self._report("observer", "")
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever an observer raises
            self._report("observer", f"An observer of the pad raised {_described(error)}")
        self._last_seconds = time.perf_counter() - start

    def _reading(self, ink: Ink, start: float) -> tuple[NDArray[np.float32], Prediction]:
        image = normalize_ink(ink)
        image.flags.writeable = False
        predictor = self._predictor
        if predictor is None:
            return image, Prediction.failed(DIGITS)
        try:
            prediction = predict_image(predictor, image, start)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            known = isinstance(error, DigitWidgetsError)
            self._report(
                "reading", str(error) if known else f"The model raised {_described(error)}"
            )
            return image, Prediction.failed(predictor.labels)
        self._report("reading", "")
        return image, prediction

    def _show(self, image: NDArray[np.float32], prediction: Prediction) -> None:
        # Bars first: they are what people watch.
        self.chart.labels = prediction.labels
        self.chart.probabilities = prediction.probabilities
        self._headline.prediction = prediction
        self.preview.image = image
        self._set_together(
            image=image,
            probabilities=prediction.probabilities,
            prediction=prediction,
            value=prediction.label,
        )

    def _set_together(self, **values: Any) -> None:
        """Set traits first and tell of them then, so that observers see all of one reading.

        traitlets' own `hold_trait_notifications` also holds, and may lose, what other threads
        set meanwhile: a pointer event's ink.
        """
        before = {name: self._trait_values.get(name) for name in values}
        self._trait_values.update(values)
        for name, value in values.items():
            if name == "image" or value != before[name]:
                self._notify_trait(name, before[name], value)

    # What is wrong -------------------------------------------------------------------------

    def _on_canvas_error(self, change: Any) -> None:
        self._report("canvas", change["new"])

    def _report(self, source: str, problem: str) -> None:
        """Say what is wrong with one part; the others' problems stay."""
        self._problems[source] = problem
        self.set_trait("error", " ".join(filter(None, self._problems.values())))

    @observe("error")
    def _on_error(self, change: Any) -> None:
        self._message.value = f'<div role="alert">{escape(change["new"])}</div>'

    @observe("description")
    def _on_description(self, change: Any) -> None:
        self._caption.value = escape(change["new"])
        self._caption.layout.display = "" if change["new"] else "none"


def _described(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
