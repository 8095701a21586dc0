"""Recognizer pad: the base of pads with one model, with its threshold and a caption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

from ipywidgets import HTML, ValueWidget
from traitlets import Any as AnyTrait
from traitlets import Float, TraitError, Unicode, observe, validate

from digit_widgets.errors import DigitWidgetsError
from digit_widgets.ink import Ink
from digit_widgets.predictors import THRESHOLD, load_predictor
from digit_widgets.recognition import Recognizer
from digit_widgets.widgets.pads.drawing_pad import DrawingPad
from digit_widgets.widgets.pads.value_trait import ValueTrait
from digit_widgets.widgets.parts.short_repr import model_name
from digit_widgets.widgets.parts.trait_internals import set_together

__all__ = ["RecognizerPad"]


class RecognizerPad(DrawingPad, ValueWidget):  # type: ignore[misc]
    """A drawing surface whose ink one model predicts, with a `value` for `interact`.

    A subclass predicts with `_recognizer`, which is None while the model cannot be used, and puts
    `_caption` into `children`. Assigning `model` or `threshold` returns after the prediction.

    Parameters
    ----------
    width, height
        As in `DrawingPad`.

    Attributes
    ----------
    value
        str or None: the predicted label. Read-only, also in the front end, where None is "": use
        `jslink` and `jsdlink` to link it to a Label or a Text. In Python, use `traitlets.link` and
        `dlink` to link it to a Dropdown, or with ``lambda value: value or ""`` to a Label or a
        Text; what the user types or chooses there is reset to the predicted label.
    model
        The model as it was given. May be assigned: the drawing is then predicted again.
    threshold
        float in 0..1: a drawing with a lower `Prediction.score` is rejected. 0 rejects nothing; the
        bundled models are calibrated for 0.5. May be assigned.
    description
        str: a caption above the pad. May be assigned.
    """

    model = AnyTrait()
    value = ValueTrait()
    threshold = Float(THRESHOLD)
    description = Unicode("")

    def __init__(self, width: int = 280, height: int | None = None, **kwargs: Any) -> None:
        self._recognizer: Recognizer | None = None
        self._caption = HTML()
        self._caption.layout.display = "none"
        super().__init__(width, height, **kwargs)

    def _begin(self, model: Any, ink: Ink | None, description: str) -> None:
        """Set the arguments of ``__init__``, after the pad is laid out."""
        self.description = description
        self.model = "cnn" if model is None else model
        if ink is not None:
            self.ink = ink

    def set_state(self, sync_data: Any) -> None:
        """Ignore state sent by a page, and send back the actual value."""
        if isinstance(sync_data, Mapping) and "value" in sync_data:
            self.send_state("value")

    def _facts(self) -> dict[str, Any]:
        model, strokes = model_name(self.model), len(self.ink.strokes)
        return {"model": model, "value": self.value, "strokes": strokes}

    def refresh(self) -> None:
        """Predict the drawing again soon, because the model has changed, as in training."""
        self._worker.submit(self.ink)

    @observe("model")
    def _on_model(self, change: Any) -> None:
        try:
            self._recognizer = Recognizer(load_predictor(change["new"]), self.threshold)
            self._report("model", "")
        except DigitWidgetsError as error:
            self._recognizer = None
            self._report("model", str(error))
        self.refresh()
        self._worker.wait()

    @validate("threshold")
    def _check_threshold(self, proposal: Any) -> float:
        value = float(proposal["value"])
        if not 0 <= value <= 1:
            raise TraitError(f"The threshold is a score from 0 to 1, not {value:g}.")
        return value

    @observe("threshold")
    def _on_threshold(self, change: Any) -> None:
        if self._recognizer is not None:
            self._recognizer = replace(self._recognizer, threshold=change["new"])
        self.refresh()
        self._worker.wait()

    @observe("description")
    def _on_description(self, change: Any) -> None:
        self._caption.value = escape(change["new"])
        self._caption.layout.display = "" if change["new"] else "none"

    def _set_together(self, **values: Any) -> None:
        """Set all traits of one prediction before observers are notified of any."""
        set_together(self, values, always={"image"})
