"""Recognizer pad: the base of pads that one model reads, with model, threshold and caption."""

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
    """A drawing surface whose ink one model reads, into a `value` that `interact` takes.

    Subclasses read with `_recognizer`, which is None while the model cannot be used, and lay out
    `_caption` in `children`. Assigning `model` or `threshold` returns when the drawing has been
    read.

    Parameters
    ----------
    width, height
        As `DrawingPad` takes them.

    Attributes
    ----------
    value
        str or None: what is read. Read-only, also for pages, where None is "": `jslink` and
        `jsdlink` take it to a Label or a Text. `traitlets.link` and `dlink` take it to a Dropdown,
        and by ``lambda value: value or ""`` to a Label or a Text; what a person types or chooses
        there is set back to what is read.
    model
        The model as it was given. May be assigned: the drawing is then read anew.
    threshold
        float in 0..1: a drawing whose `Prediction.score` is lower is not a digit. 0 takes all for
        digits; the models that come with the package are made for 0.5. May be assigned.
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
        """Take what a pad was made with, once it is laid out."""
        self.description = description
        self.model = "cnn" if model is None else model
        if ink is not None:
            self.ink = ink

    def set_state(self, sync_data: Any) -> None:
        """Leave the state as it is, whatever a page wants it to be, and tell it what is so."""
        if isinstance(sync_data, Mapping) and "value" in sync_data:
            self.send_state("value")

    def _facts(self) -> dict[str, Any]:
        model, strokes = model_name(self.model), len(self.ink.strokes)
        return {"model": model, "value": self.value, "strokes": strokes}

    def refresh(self) -> None:
        """Have the drawing read again, soon: the model has changed by itself, in training say."""
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
        """Set all traits of one reading before observers are told of any."""
        set_together(self, values, always={"image"})
