"""Model comparison: several models' predictions for one drawing, with latency and cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ipywidgets import Box, VBox
from traitlets import Dict

from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.imaging import is_dot
from digit_widgets.ink import Ink
from digit_widgets.predictors.model_names import named_models
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.recognizer import make_model_input
from digit_widgets.recognition.wording import percent
from digit_widgets.widgets.comparison.disagreement_search import DisagreementSearch
from digit_widgets.widgets.comparison.model_facts import agreement
from digit_widgets.widgets.comparison.model_readings import ModelReadings
from digit_widgets.widgets.pads.drawing_pad import DrawingPad
from digit_widgets.widgets.pads.saved_pad import describe_pad
from digit_widgets.widgets.pads.static_fallback import Bar, render_fallback
from digit_widgets.widgets.parts.arguments import check_flag, check_keywords, check_side
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


class ModelComparison(DrawingPad):
    """A drawing pad on whose drawing several models predict side by side during every stroke.

    One background thread runs all models on the newest ink; observers run there too. Assigning
    `ink` and calling `clear`, `undo` or `redo` return after all models have made their predictions.
    A button changes the drawing in small steps until the models disagree.

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
        the table of their predictions, without the bars, the facts and that button.

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
        self._models = ModelReadings(models, facts or {}, self._report, compact=compact)
        self._searches: list[DisagreementSearch] = []
        if not compact and self._models.n_usable > 1:
            self._searches = [DisagreementSearch(self, self._models.read)]
        if compact:
            self.canvas.pen_width = _COMPACT_PEN
            self.children = [self._surface(), *self._compact_parts(self._models)]
        else:
            self.children = self._parts(self._models)
        self._worker.submit(self.ink)
        self._worker.wait()
        if ink is not None:
            self.ink = ink

    def close(self) -> None:
        """Remove the widget from all pages, and stop its threads."""
        for search in getattr(self, "_searches", []):
            search.close()
        super().close()

    def _facts(self) -> dict[str, Any]:
        labels = {name: each.label for name, each in self.predictions.items()}
        return {"labels": labels, "strokes": len(self.ink.strokes)}

    def _compact_parts(self, models: ModelReadings) -> list[Any]:
        wrong = [self._messages["model"], models.notes, self._messages["observer"]]
        return [models.agreement, models.readings, *wrong, models.names]

    def _parts(self, models: ModelReadings) -> list[Any]:
        told = [models.notes, self._messages["observer"]]
        shown = [models.agreement, self._messages["model"], models.bars, models.order]
        reading = VBox(
            [*shown, models.readings, *self._searches, *told],
            layout={"max_width": "100%", "min_width": "0", "overflow": "visible"},
        )
        flow = {"flex_flow": "row wrap", "overflow": "visible"}
        beside = Box([self._surface(), reading], layout=flow)
        return [beside, models.names]

    def _get_reading(self) -> dict[str, Prediction]:
        predictions: dict[str, Prediction] = self.predictions
        return predictions

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

    def _describe_pad(self) -> dict[str, Any]:
        return describe_pad(
            "comparison",
            self.canvas,
            self._models.portable(),
            tools=self._chosen_tools,
            compact=self._is_compact,
        )

    def _show_reading(self, ink: Ink, start: float) -> None:
        predictions = self._models.show(make_model_input(ink), start, dot=is_dot(ink))
        self._announcer.read(ink, describe_comparison(predictions))
        self.set_trait("predictions", predictions)
