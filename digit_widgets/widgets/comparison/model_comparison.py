"""Model comparison: several models' predictions for one drawing, with latency and cost."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML, Box, VBox
from numpy.typing import NDArray
from traitlets import Dict

from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.imaging import is_dot
from digit_widgets.ink import Ink
from digit_widgets.predictors import DIGITS, ScoringPredictor, load_predictor, model_info
from digit_widgets.predictors.model_names import named_models
from digit_widgets.recognition import Prediction, Recognizer
from digit_widgets.recognition.recognizer import make_model_input
from digit_widgets.recognition.wording import percent
from digit_widgets.widgets.comparison.model_bars import ModelBars
from digit_widgets.widgets.comparison.model_facts import agreement, facts_table, readings_table
from digit_widgets.widgets.comparison.scrollable_parts import ARIA_LABELS, make_scrollable
from digit_widgets.widgets.pads.drawing_pad import DrawingPad
from digit_widgets.widgets.pads.static_fallback import Bar, render_fallback
from digit_widgets.widgets.parts.arguments import check_flag, check_keywords, check_side
from digit_widgets.widgets.parts.message import model_problem
from digit_widgets.widgets.parts.model_notes import ModelNotes
from digit_widgets.widgets.parts.page_widgets import AriaLabels
from digit_widgets.widgets.parts.spoken import describe_comparison

__all__ = ["ModelComparison"]

_LABELS = "Labels belong to the models: give load_predictor(model, labels=...)."
_SIDES = "Its size= is both width and height."
#: Hints for keywords that do not exist but that people try.
_HINTS = {
    "labels": _LABELS,
    "width": _SIDES,
    "height": _SIDES,
    "model": "Give models=, a list or a mapping of names to models.",
}
#: Pen width of the compact comparison: thinner, because the drawing is smaller.
_COMPACT_PEN = 10.0
_ORDER = "The bars of each digit stand in the table's order."


class ModelComparison(DrawingPad):
    """A drawing pad on whose drawing several models predict side by side during every stroke.

    One background thread runs all models on the newest ink; observers run there too. Assigning
    `ink` and calling `clear`, `undo` or `redo` return after all models have made their predictions.

    Parameters
    ----------
    models
        One or more models, each anything that `load_predictor` takes: a mapping of names to models,
        or a list such as ``["cnn", "ann"]``, which get names of their own. A model that cannot be
        used, or whose labels differ from the first one's, is reported; the others still work.
    ink
        The initial drawing.
    facts
        Maps a model's name to its ``parameters``, ``size`` in bytes, ``accuracy`` in 0..1, ``loss``
        and ``seconds`` of training. They override the values taken from a Keras model, or from a
        file and the model card in the same folder.
    size
        Width and height of the drawing surface in CSS pixels, 50 to 2000; by default 280, or 140
        for a compact comparison.
    tools
        Names of the buttons under the drawing, as in `NumberPad`.
    compact
        True makes a comparison for a small space: a small drawing, whether the models agree, and
        the table of their predictions, without the bars and the facts.

    Attributes
    ----------
    predictions
        dict: a `Prediction` for each name; a new dict each time. Latencies include normalising the
        ink and the model's own time. Read-only.
    error
        str: the problems, one per line; "" if there are none. Read-only.
    ink
        `Ink`: the drawing, in CSS pixels. May be assigned.
    disabled
        bool: True ignores drawing on pages and greys out the tools, except downloads. May be
        assigned.

    Raises
    ------
    ArgumentError
        No models, an unknown keyword, a size out of range, or tools that are not a tuple of names.
    ModelError
        An empty list, a single model outside a list, or facts for a name that is not a model's.
    """

    predictions = Dict(read_only=True)

    def __init__(
        self,
        models: Mapping[str, Any] | Iterable[Any] = (),
        *,
        ink: Ink | None = None,
        facts: Mapping[str, Mapping[str, float | None]] | None = None,
        size: int | None = None,
        tools: Iterable[str] | None = None,
        compact: bool = False,
        **kwargs: Any,
    ) -> None:
        check_keywords(self, ModelComparison, kwargs, _HINTS)
        check_flag(compact, "compact")
        size = (140 if compact else 280) if size is None else check_side(size, "size")
        models = named_models(models)
        if not isinstance(facts, Mapping | None):
            raise ArgumentError(f"Give facts by the models' names, not a {type(facts).__name__}.")
        if others := set(facts or {}) - set(models):
            names = ", ".join(map(str, others))
            raise ModelError(f"facts= names models that were not given: {names}.")
        super().__init__(size, tools=tools, compact=compact, **kwargs)
        self._agreement, self._readings = HTML(), HTML()
        self._agreement.add_class("digit-widgets-agreement")
        # The words must not make the column wider than the parts below them.
        self._agreement.layout = {"width": "0", "min_width": "100%"}
        self._labels: tuple[str, ...] = ()
        self._recognizers = {name: self._load(name, models[name]) for name in models}
        self._labels = self._labels or DIGITS
        self._notes = ModelNotes()
        used = {name: each for name, each in self._recognizers.items() if each is not None}
        self._notes.show({name: model_info(each.predictor) for name, each in used.items()})
        self._warm: set[str] = set()
        # A compact comparison has no bars.
        self._bars = None if compact else ModelBars(self._labels, len(self._recognizers))
        # Until the first predictions, models that may have scores are assumed to have them.
        self._with_scores = any(
            isinstance(each.predictor, ScoringPredictor) for each in used.values()
        )
        if self._bars is None:
            self.canvas.pen_width = _COMPACT_PEN
            named = AriaLabels({key: ARIA_LABELS[key] for key in (".digit-widgets-readings",)})
            shown = [self._surface(), self._agreement, make_scrollable("readings", self._readings)]
            wrong = [self._messages["model"], self._notes, self._messages["observer"]]
            self.children = [*shown, *wrong, named]
        else:
            self.children = self._parts(self._bars, facts_table(models, facts or {}))
        self._worker.submit(self.ink)
        self._worker.wait()
        if ink is not None:
            self.ink = ink

    def _facts(self) -> dict[str, Any]:
        labels = {name: each.label for name, each in self.predictions.items()}
        return {"labels": labels, "strokes": len(self.ink.strokes)}

    def _parts(self, bars: ModelBars, facts: str) -> list[Any]:
        parts = {"bars": bars, "readings": self._readings, "facts": HTML(facts)}
        wide = [make_scrollable(name, part) for name, part in parts.items()]
        # Colours alone must not be the only way to tell the models apart.
        order = HTML(_ORDER if len(self._recognizers) > 1 else "")
        order.add_class("digit-widgets-note")
        # The facts are the widest part: next to the drawing they would not fit in JupyterLab.
        model, observer = self._messages["model"], self._messages["observer"]
        reading = VBox(
            [self._agreement, model, wide[0], order, wide[1], self._notes, observer],
            layout={"max_width": "100%", "min_width": "0", "overflow": "visible"},
        )
        flow = {"flex_flow": "row wrap", "overflow": "visible"}
        named = AriaLabels(ARIA_LABELS)
        named.titles = {".axis .tick": bars.full_labels}
        beside = Box([self._surface(), reading], layout=flow)
        return [beside, wide[2], named]

    def _get_reading(self) -> dict[str, Prediction]:
        predictions: dict[str, Prediction] = self.predictions
        return predictions

    def _load(self, name: str, model: Any) -> Recognizer | None:
        try:
            recognizer = Recognizer(load_predictor(model))
            self._labels = self._labels or recognizer.labels
            if recognizer.labels != self._labels:
                labels = ", ".join(recognizer.labels)
                raise ModelError(f"Its labels, {labels:.60}, are not those of the first model.")
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self._report(f"model {name}", f"{name}: {model_problem(error)}")
            return None
        return recognizer

    def _render_fallback(self) -> str:
        predictions: dict[str, Prediction] = self.predictions
        return render_fallback(
            self.ink,
            (self.canvas.width, self.canvas.height),
            label="",
            words=[agreement(predictions)],
            bars=[
                Bar(name, each.confidence, f"{each.label}, {percent(each.confidence)}", leads=True)
                for name, each in predictions.items()
                if each.label is not None
            ],
        )

    def _show_reading(self, ink: Ink, start: float) -> None:
        image = make_model_input(ink)
        spent = time.perf_counter() - start
        nothing = Prediction.blank(self._labels, dot=is_dot(ink))
        predictions = {
            name: self._predict(name, image, spent, nothing) for name in self._recognizers
        }
        # Update the bars first: people watch them most.
        if self._bars is not None:
            self._bars.show(list(predictions.values()))
        self._agreement.value = escape(agreement(predictions))
        if image.any():
            self._with_scores = any(each.score is not None for each in predictions.values())
        self._readings.value = readings_table(predictions, with_scores=self._with_scores)
        self._announcer.read(ink, describe_comparison(predictions))
        self.set_trait("predictions", predictions)

    def _predict(
        self, name: str, image: NDArray[np.float32], spent: float, nothing: Prediction
    ) -> Prediction:
        """Return a model's prediction; `nothing` if the drawing is blank or a dot."""
        recognizer = self._recognizers[name]
        if recognizer is None:
            return Prediction.failed(self._labels)
        if not image.any():
            self._report(f"reading {name}", "")
            return nothing
        try:
            if name not in self._warm:
                # A first call may load or compile the model, and must not count in the latency.
                recognizer.read_image(image)
                self._warm.add(name)
            prediction = recognizer.read_image(image, start=time.perf_counter() - spent)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            self._report(f"reading {name}", f"{name}: {model_problem(error)}")
            return Prediction.failed(self._labels)
        self._report(f"reading {name}", "")
        return prediction
